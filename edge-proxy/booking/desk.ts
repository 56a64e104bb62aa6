/** What the steps of every settlement share. */

import type { IntentKey } from '../../shared/basics/ids.ts';
import { addMs, type Instant } from '../../shared/basics/instant.ts';
import type { Refusal } from '../../shared/room/refusal.ts';
import type { Room } from '../../shared/room/room.ts';
import type { Bookings, CalendarUnavailable, Clock, LedgerRow, Log } from '../ports.ts';
import type { Grants } from './grants.ts';
import type { Ledger } from './ledger.ts';
import type { RoomQueue } from './room-queue.ts';
import type { RoomViews } from './room-views.ts';

export type Desk = {
  readonly clock: Clock;
  readonly log: Log;
  readonly bookings: Bookings;
  readonly views: RoomViews;
  readonly findRoom: (addressOrId: string) => Room | null;
  readonly ledger: Ledger;
  readonly grants: Grants;
  readonly queue: RoomQueue;
  /** What Exchange may have been asked for already, without our knowing the answer: since a crash or a lost reply. */
  readonly maybeAsked: Set<IntentKey>;
};

/** Delegates may take their time; a walk-up has long gone elsewhere by then. */
const GIVE_UP_MS = 10 * 60_000;

/** Longer than any call of ours stays on the wire: what is not there by now will not come any more. */
const LOST_ANSWER_MS = 60_000;

export function isGivenUp(row: LedgerRow, now: Instant): boolean {
  return now >= addMs(row.createdAt, GIVE_UP_MS);
}

/** Whether a write whose answer was lost may still take effect. */
export function mayStillHappen(row: LedgerRow, now: Instant): boolean {
  return now < addMs(row.updatedAt, LOST_ANSWER_MS);
}

export function isTooLate(row: LedgerRow, now: Instant): boolean {
  return now > row.intent.notAfter;
}

/** Exchange has surely not taken it. Whoever runs us learns why, since a door can only say that it did not work. */
export function notWritten(desk: Desk, row: LedgerRow, { reason }: CalendarUnavailable): Promise<LedgerRow> {
  desk.log.warn('booking.not-made', { key: row.key, roomId: row.roomId, kind: row.kind, reason });
  return refuse(desk, row, { kind: isTooLate(row, desk.clock.now()) ? 'too-late' : 'calendar-away' });
}

export function refuse(desk: Desk, row: LedgerRow, refusal: Refusal): Promise<LedgerRow> {
  return desk.ledger.move(row, 'refused', refusal);
}
