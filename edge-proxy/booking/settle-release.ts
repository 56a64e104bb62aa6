/**
 * Giving back a room that nobody came to. Whether it is to be given back was decided before (attendance/no-shows.ts); here it
 * is done once, on a reading that still shows the very same meeting, never after its time, and never to one where somebody
 * has checked in meanwhile.
 */

import type { DeviceId, RoomId } from '../../shared/basics/ids.ts';
import type { Instant } from '../../shared/basics/instant.ts';
import { err, ok, type Result } from '../../shared/basics/result.ts';
import type { Refusal } from '../../shared/room/refusal.ts';
import { isOutOfService } from '../../shared/rules/booking.ts';
import type { Attendance } from '../ports/attendance.ts';
import type { CalendarOccurrence } from '../ports/calendar.ts';
import type { LedgerRow, Release } from '../ports/ledger.ts';
import type { Desk } from './desk.ts';
import { advanceGivingUp } from './give-up.ts';
import type { KindRules } from './kind-rules.ts';
import { isSettled } from './ledger.ts';
import type { RoomReading } from './room-views.ts';

const RELEASED_COMMENT =
  'Nobody checked in to this meeting at the door in time, so the room was given back. Your meeting stands without it; of a series, every other date keeps the room.';

export const releaseRules: KindRules<Release> = {
  // Never asked for at a door, and decided on a reading of its own.
  refuseNow: () => null,
  firstStretch: ({ start, end }) => ({ start, end }),
  async advance(desk, row, intent) {
    const next = await advanceGivingUp(desk, row, {
      occurrence: intent.occurrence,
      comment: RELEASED_COMMENT,
      judge: (reading) => judge(desk, reading, intent),
      done: () => keep(desk, row, intent, { state: 'released', cause: null }),
    });
    if (isSettled(next) && next.refusal !== null && next.refusal.kind !== 'check-in-not-needed') {
      const state = next.refusal.kind === 'calendar-away' ? 'no-show' : 'exempt';
      await keep(desk, row, intent, { state, cause: next.refusal.kind });
    }
    return next;
  },
};

/** As nobody's tap: the ledger's way of keeping what the proxy has decided, before it is done. */
export function releaseRow(roomId: RoomId, release: Release, now: Instant): LedgerRow {
  const { key, kind, start, end } = release;
  return {
    key,
    fingerprint: `release ${key}`,
    deviceId: 'proxy' as DeviceId,
    roomId,
    intent: release,
    kind,
    status: 'pending',
    refusal: null,
    start,
    end,
    eventId: null,
    iCalUId: null,
    createdAt: now,
    updatedAt: now,
  };
}

async function judge(
  desk: Desk,
  { day, calendar }: RoomReading,
  { occurrence, start, end, version }: Release,
): Promise<Result<CalendarOccurrence, Refusal>> {
  if (isOutOfService(day)) return err({ kind: 'out-of-service' });
  if (day.policy.checkIn.mode !== 'release') return err({ kind: 'check-in-not-needed' });
  const known = await desk.attendance.findAttendance(day.room.id, occurrence, start);
  if (known?.state === 'present') return err({ kind: 'check-in-not-needed' });
  const copy = calendar.find(({ id }) => id === occurrence);
  if (copy === undefined) return err({ kind: 'occurrence-gone' });
  const isSame = copy.start === start && copy.end === end && copy.version === version;
  return isSame ? ok(copy) : err({ kind: 'changed-meanwhile', end: copy.end });
}

async function keep(
  { attendance, clock }: Desk,
  { roomId }: LedgerRow,
  { occurrence, start, end, seriesId }: Release,
  how: Pick<Attendance, 'state' | 'cause'>,
): Promise<void> {
  await attendance.saveAttendance({ roomId, occurrence, start, end, seriesId, ...how, at: clock.now() });
}
