/** Wires what is known of who came: no-shows and their strikes, the alarms and the trail that they leave. */

import type { DeviceId, IntentKey, RoomId } from '../shared/basics/ids.ts';
import { parseIntentKey } from '../shared/basics/ids.ts';
import { createNoShows, type NoShowsNeeds } from './attendance/no-shows.ts';
import { createStrikes } from './attendance/strikes.ts';
import { isGivingUp } from './booking/give-up.ts';
import type { Audit } from './http/audit.ts';
import { hashSecret } from './http/secret-hash.ts';
import type { Attendance, LedgerRow, Log } from './ports.ts';
import type { Policies } from './sync/policies.ts';
import type { Alarms } from './watch/alarms.ts';
import { createAttendanceAlarms } from './watch/attendance-alarms.ts';

type Needs = Pick<NoShowsNeeds, 'clock' | 'store' | 'current' | 'readFresh' | 'release' | 'republish'> & {
  readonly store: Parameters<typeof createStrikes>[0]['store'];
  readonly log: Log;
  readonly alarms: Alarms;
  readonly policies: Policies;
  readonly audit: Audit;
  readonly screens: (roomId: RoomId) => readonly DeviceId[];
};

export function composeAttendance({ alarms, policies, audit, log, ...needs }: Needs) {
  const told = createAttendanceAlarms(alarms);
  const strikes = createStrikes({
    store: needs.store,
    policyOf: policies.of,
    seriesOf: (roomId, occurrence) =>
      needs.current(roomId)?.calendar.find(({ id }) => id === occurrence)?.seriesId ?? null,
    onStrikes: told.seriesMissed,
    onAttended: told.seriesAttended,
  });

  function missed(who: Pick<Attendance, 'roomId' | 'seriesId'>): void {
    strikes.missed(who).catch((cause: unknown) => {
      log.error('attendance.strikes-not-counted', { roomId: who.roomId, cause: nameOf(cause) });
    });
  }

  const noShows = createNoShows({
    ...needs,
    log,
    keyOf: keyFrom,
    onMissed: missed,
    onExchangeReleases: told.exchangeReleases,
  });

  /** What an intent that has come to its end means beyond its door. */
  function onSettled(row: LedgerRow): void {
    const { intent, roomId } = row;
    if (intent.kind === 'release' && row.refusal?.kind !== 'check-in-not-needed') {
      missed({ roomId, seriesId: intent.seriesId });
    }
    if (row.status !== 'confirmed') return;
    if (intent.kind === 'check-in') strikes.attended(roomId, intent.occurrence);
    if (intent.kind === 'report-fault' && !told.faultReported(roomId, intent.what)) return;
    const entry = trailOf(row);
    if (entry !== null) void audit(entry);
  }

  return { noShows, alarms: told, onSettled };
}

/** What somebody will ask about later: who lost a room, and by whose doing. */
function trailOf(row: LedgerRow): Parameters<Audit>[0] | null {
  const { intent, roomId, deviceId } = row;
  switch (intent.kind) {
    case 'release':
      return { actor: 'proxy', action: 'meeting.released', subject: `room ${roomId} occurrence ${intent.occurrence}` };
    case 'end': {
      if (!isGivingUp(row)) return null;
      const subject = `room ${roomId} occurrence ${intent.occurrence}`;
      return { actor: `device ${deviceId}`, action: 'meeting.declined', subject };
    }
    case 'report-fault':
      return { actor: `device ${deviceId}`, action: 'fault.reported', subject: `${intent.what} room ${roomId}` };
    default:
      return null;
  }
}

/** A UUID made of what it stands for, so that every life of the proxy makes the same. */
function keyFrom(meeting: string): IntentKey {
  const hex = hashSecret(meeting);
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  const key = parseIntentKey(parts.join('-'));
  if (key === null) throw new Error('a hash makes no key');
  return key;
}

function nameOf(cause: unknown): string {
  return cause instanceof Error ? cause.name : typeof cause;
}
