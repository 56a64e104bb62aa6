/** Wires what is known of who came: no-shows and their strikes, the alarms and the trail that they leave. */

import type { DeviceId, IntentKey, RoomId } from '../shared/basics/ids.ts';
import { parseIntentKey } from '../shared/basics/ids.ts';
import type { Room } from '../shared/room/room.ts';
import type { RoomFault } from '../shared/room/room-fault.ts';
import { createNoShows, type NoShowsNeeds } from './attendance/no-shows.ts';
import { createStrikes } from './attendance/strikes.ts';
import { isGivingUp } from './booking/give-up.ts';
import type { Audit } from './http/audit.ts';
import { hashSecret } from './http/secret-hash.ts';
import type { Attendance } from './ports/attendance.ts';
import type { LedgerRow } from './ports/ledger.ts';
import type { Mail } from './ports/mail.ts';
import { type Log, nameOf } from './ports/runtime.ts';
import type { Policies } from './sync/policies.ts';
import type { Alarms } from './watch/alarms.ts';
import { createAttendanceAlarms } from './watch/attendance-alarms.ts';
import { createFaultMail } from './watch/fault-mail.ts';

type Needs = Pick<NoShowsNeeds, 'clock' | 'store' | 'current' | 'readFresh' | 'release' | 'republish'> & {
  readonly store: Parameters<typeof createStrikes>[0]['store'];
  readonly log: Log;
  readonly alarms: Alarms;
  readonly policies: Policies;
  readonly audit: Audit;
  readonly screens: (roomId: RoomId) => readonly DeviceId[];
  readonly mail: Mail;
  readonly findRoom: (roomId: RoomId) => Room | null;
  readonly consoleUrl: string | null;
};

export function composeAttendance({ alarms, policies, audit, log, mail, findRoom, consoleUrl, ...needs }: Needs) {
  const told = createAttendanceAlarms(alarms);
  const strikes = createStrikes({
    store: needs.store,
    policyOf: policies.of,
    seriesOf: (roomId, occurrence) =>
      needs.current(roomId)?.calendar.find(({ id }) => id === occurrence)?.seriesId ?? null,
    onStrikes: told.seriesMissed,
    onAttended: told.seriesAttended,
  });

  const faultMail = createFaultMail({
    mail,
    recipientsOf: policies.faultRecipients,
    findRoom,
    consoleUrl,
    clock: needs.clock,
    log,
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
    if (intent.kind === 'report-fault') {
      if (!told.faultReported(roomId, intent.what)) return;
      faultMail.tell(roomId, intent.what);
    }
    const entry = trailOf(row);
    if (entry !== null) void audit(entry);
  }

  function onFaultDone(roomId: RoomId, what: RoomFault): void {
    told.faultDone(roomId, what);
    faultMail.done(roomId, what);
  }

  return {
    noShows,
    alarms: told,
    onSettled,
    onFaultDone,
    close() {
      noShows.close();
      faultMail.close();
    },
  };
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
