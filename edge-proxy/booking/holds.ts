/**
 * Bookings while Exchange is away. A hold is a row like any other: kept before it is shown, and then on every screen of
 * the room. Exchange has certainly not been asked for it; once it answers, the holds of a room are taken up in the order
 * in which they were asked for, and each becomes an ordinary booking or is withdrawn in words.
 */

import type { IntentKey, RoomId } from '../../shared/basics/ids.ts';
import { addMs, type Instant } from '../../shared/basics/instant.ts';
import type { Interval } from '../../shared/basics/interval.ts';
import { isOutOfService, wholeMinute } from '../../shared/rules/booking.ts';
import { decideBooking, decideHold } from '../../shared/rules/decide-booking.ts';
import { isAway, isHoldOver, lastMoment } from '../../shared/rules/holds.ts';
import type { Intent } from '../../shared/wire/intent-request.ts';
import { CalendarUnavailable } from '../ports/calendar.ts';
import type { LedgerRow } from '../ports/ledger.ts';
import { type Desk, isTooLate, notWritten, refuse } from './desk.ts';
import { freshReading, type RoomReading } from './room-views.ts';

type Book = Extract<Intent, { kind: 'book' }>;

/** Somebody stands at the door: longer than this nobody is left waiting for a reading where the room can be held. */
const READING_WITHIN_MS = 8_000;

export type HeldRows = ReturnType<typeof createHeldRows>;

/** Whose turn it is, room by room. */
export function createHeldRows() {
  const byRoom = new Map<RoomId, Set<IntentKey>>();

  return {
    /** Takes its place behind those that are held already, or gives it up. */
    follow({ roomId, key, status }: LedgerRow): void {
      const ofRoom = byRoom.get(roomId) ?? new Set();
      if (status === 'held') ofRoom.add(key);
      else ofRoom.delete(key);
      if (ofRoom.size > 0) byRoom.set(roomId, ofRoom);
      else byRoom.delete(roomId);
    },

    isFirst({ roomId, key }: LedgerRow): boolean {
      const [first] = byRoom.get(roomId) ?? [];
      return first === undefined || first === key;
    },
  };
}

/** What the row wants as of now: a start that has passed since it was asked for is now. */
export function wishOf({ createdAt }: LedgerRow, { start, end }: Book, now: Instant) {
  const hasPassed = start !== undefined && start < wholeMinute(now) && start >= wholeMinute(createdAt);
  return { start: hasPassed ? null : (start ?? null), end };
}

/** The row held without asking, where the last reading has failed and people need not wait for the next to fail too. */
export async function holdAtOnce(desk: Desk, row: LedgerRow, intent: Book): Promise<LedgerRow | null> {
  const cause = desk.views.current(row.roomId)?.day.health?.cause;
  const decided = cause !== undefined && isAway(cause) ? decide(desk, row, intent) : null;
  return decided?.ok ? await hold(desk, row, decided.value) : null;
}

/** For a row that `cause` has kept from Exchange, and certainly so: held where that is possible, or refused. */
export async function holdInstead(
  desk: Desk,
  row: LedgerRow,
  intent: Book,
  cause: CalendarUnavailable,
): Promise<LedgerRow> {
  const decided = isAway(cause.reason) ? decide(desk, row, intent) : null;
  if (decided === null || isTooLate(row, desk.clock.now())) return await notWritten(desk, row, cause);
  if (decided.ok) return await hold(desk, row, decided.value);
  return decided.error.kind === 'calendar-away'
    ? await notWritten(desk, row, cause)
    : await refuse(desk, row, decided.error);
}

/** The reading; or, where it takes its time and the room could be held meanwhile, as if Exchange were away. @throws CalendarUnavailable */
export async function readingInTime(desk: Desk, row: LedgerRow, intent: Book): Promise<RoomReading> {
  const { clock, views } = desk;
  const reading = freshReading(views, row.roomId, clock.now());
  let cancel = () => {};
  const late = new Promise<'late'>((resolve) => {
    cancel = clock.after(READING_WITHIN_MS, () => resolve('late'));
  });
  try {
    const first = await Promise.race([reading, late]);
    if (first !== 'late') return first;
    if (decide(desk, row, intent)?.ok !== true) return await reading;
    // Whatever it comes to, it is published like any other.
    reading.catch(() => {});
    throw new CalendarUnavailable('graph-unreachable');
  } finally {
    cancel();
  }
}

/**
 * The calendar, read for the hold whose turn it is; null for any other. Outside every turn, since neither a tap nor who
 * takes the hold back may have to wait for a reading that fails. @throws CalendarUnavailable
 */
export async function readForHold(desk: Desk, { key }: LedgerRow, intent: Book): Promise<RoomReading | null> {
  const { clock, ledger, views, held, findRoom } = desk;
  const row = await ledger.find(key);
  const isDue = row?.status === 'held' && !isHoldOver(intent, clock.now()) && held.isFirst(row);
  // Rooms may not be known yet after a start without Exchange.
  return isDue && findRoom(row.roomId) !== null ? await freshReading(views, row.roomId, clock.now()) : null;
}

/** A hold withdrawn where it is over or does not stand; made where the calendar has room for it; else held still. */
export async function takeUpHold(
  desk: Desk,
  row: LedgerRow,
  intent: Book,
  reading: RoomReading | null,
  make: (open: LedgerRow, stretch: Interval) => Promise<LedgerRow>,
): Promise<LedgerRow> {
  const { clock, ledger, grants } = desk;
  const now = clock.now();
  if (isHoldOver(intent, now)) return await ledger.move(row, 'withdrawn', { kind: 'too-late' });
  // A day that shows nothing shows no rivals either.
  if (reading === null || isOutOfService(reading.day)) return row;
  const stretch = decideBooking(grants.dayFor(row.key, reading), wishOf(row, intent, now), now);
  if (!stretch.ok) return await ledger.move(row, 'withdrawn', stretch.error);
  return await make(await ledger.move(row, 'pending'), stretch.value);
}

/** When it has to be looked at, whether Exchange is back or not. */
export function holdEndsAt({ intent }: LedgerRow): Instant | null {
  return intent.kind === 'book' ? addMs(lastMoment(intent), 1) : null;
}

function decide({ clock, views, grants }: Desk, row: LedgerRow, intent: Book) {
  const known = views.current(row.roomId);
  const now = clock.now();
  return known === null ? null : decideHold(grants.dayFor(row.key, known), wishOf(row, intent, now), now);
}

async function hold(desk: Desk, row: LedgerRow, stretch: Interval): Promise<LedgerRow> {
  const { ledger, grants, maybeAsked } = desk;
  grants.give(row, stretch);
  maybeAsked.delete(row.key);
  return await ledger.move(await ledger.note(row, stretch), 'held');
}
