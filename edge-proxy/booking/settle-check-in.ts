/**
 * Checking in at a door, any door of the room. Exchange is not asked, so that it takes no longer than writing it down, also
 * while Exchange is away; and it does not wait its turn behind those who do ask.
 */

import type { OccurrenceId } from '../../shared/basics/ids.ts';
import { decideCheckIn } from '../../shared/rules/check-in.ts';
import type { Intent } from '../../shared/wire/intent-request.ts';
import type { LedgerRow } from '../ports/ledger.ts';
import { type Desk, isTooLate, refuse } from './desk.ts';
import type { KindRules } from './kind-rules.ts';

type CheckIn = Extract<Intent, { kind: 'check-in' }>;

export const checkInRules: KindRules<CheckIn> = {
  refuseNow({ occurrence }, { reading }, now) {
    const decided = decideCheckIn(reading.day, occurrence, now);
    return decided.ok ? null : decided.error;
  },
  firstStretch: (_intent, now) => ({ start: now, end: now }),
  advance: advanceCheckIn,
};

async function advanceCheckIn(desk: Desk, row: LedgerRow, { occurrence }: CheckIn): Promise<LedgerRow> {
  const { clock, views, attendance, ledger } = desk;
  const reading = views.current(row.roomId);
  if (reading === null) return isTooLate(row, clock.now()) ? await refuse(desk, row, { kind: 'too-late' }) : row;
  const decided = decideCheckIn(reading.day, occurrence, clock.now());
  if (!decided.ok) return await refuse(desk, row, decided.error);
  const { start, end } = decided.value;
  const known = await attendance.findAttendance(row.roomId, occurrence, start);
  if (known?.state !== 'present') {
    if (isTooLate(row, clock.now())) return await refuse(desk, row, { kind: 'too-late' });
    const seriesId = reading.calendar.find(({ id }) => id === occurrence)?.seriesId ?? known?.seriesId ?? null;
    const at = clock.now();
    await attendance.saveAttendance({
      roomId: row.roomId,
      occurrence,
      start,
      end,
      seriesId,
      state: 'present',
      cause: null,
      at,
    });
  }
  // Each writes its own mark before it looks for the other's, so a release and a check-in never both go through.
  return (await isBeingReleased(desk, row, occurrence)) ? row : await ledger.move(row, 'confirmed');
}

async function isBeingReleased({ ledger }: Desk, { roomId }: LedgerRow, occurrence: OccurrenceId): Promise<boolean> {
  return (await ledger.listUnsettled()).some(
    (row) =>
      row.roomId === roomId &&
      row.intent.kind === 'release' &&
      row.intent.occurrence === occurrence &&
      row.eventId !== null,
  );
}
