/** What the steps of every settlement share. */

import type { IntentKey, RoomId } from '../../shared/basics/ids.ts';
import { addMs, type Instant } from '../../shared/basics/instant.ts';
import type { Refusal } from '../../shared/room/refusal.ts';
import type { Room } from '../../shared/room/room.ts';
import type { Bookings, RoomReplies } from '../ports/bookings.ts';
import { CalendarUnavailable } from '../ports/calendar.ts';
import type { LedgerRow } from '../ports/ledger.ts';
import type { Clock, Log } from '../ports/runtime.ts';
import type { Store } from '../ports/store.ts';
import type { ExtensionTurns } from './extension-turns.ts';
import type { Grants } from './grants.ts';
import type { HeldRows } from './holds.ts';
import type { Ledger } from './ledger.ts';
import type { RoomViews } from './room-views.ts';
import type { Turns } from './turns.ts';
import type { Unanswered } from './unanswered.ts';

export type Desk = {
  readonly clock: Clock;
  readonly log: Log;
  /** In the service user's calendar, with the room invited. */
  readonly bookings: Bookings;
  /** In the room's own calendar. */
  readonly directBookings: (room: Room) => Bookings;
  /** When this life began, if what we remember is older than what we did; null where it is not. */
  readonly restoredAt: Instant | null;
  readonly replies: RoomReplies;
  readonly attendance: Pick<Store, 'findAttendance' | 'saveAttendance'>;
  readonly reports: Pick<Store, 'saveFaultReport'>;
  readonly views: RoomViews;
  readonly findRoom: (addressOrId: string) => Room | null;
  readonly ledger: Ledger;
  readonly grants: Grants;
  readonly held: HeldRows;
  readonly queue: Turns<RoomId>;
  /** Whoever moves a booking on, or takes it back. */
  readonly bookingTurns: Turns<IntentKey>;
  readonly extensions: ExtensionTurns;
  /** What Exchange may have been asked for already, without our knowing the answer: since a crash or a lost reply. */
  readonly maybeAsked: Set<IntentKey>;
  readonly unanswered: Unanswered;
};

/** Delegates may take their time; a walk-up has long gone elsewhere by then. */
const GIVE_UP_MS = 10 * 60_000;

/** Longer than any call of ours stays on the wire: what is not there by now will not come any more. */
const LOST_ANSWER_MS = 60_000;

/** Counted from the last step, since a hold may have waited for hours before Exchange was asked. */
export function isGivenUp(row: LedgerRow, now: Instant): boolean {
  return now >= addMs(row.updatedAt, GIVE_UP_MS);
}

/** Where the row's meeting was written, which a later policy does not change. @throws CalendarUnavailable */
export function bookingsOf(
  { bookings, directBookings, findRoom }: Desk,
  row: Pick<LedgerRow, 'roomId' | 'mode'>,
): Bookings {
  if (row.mode !== 'direct') return bookings;
  const room = findRoom(row.roomId);
  if (room === null) throw new CalendarUnavailable('room-gone');
  return directBookings(room);
}

/** Whether a write whose answer was lost may still take effect. */
export function mayStillHappen({ updatedAt }: Pick<LedgerRow, 'updatedAt'>, now: Instant): boolean {
  return now < addMs(updatedAt, LOST_ANSWER_MS);
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
