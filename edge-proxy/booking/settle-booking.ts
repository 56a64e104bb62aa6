/**
 * A booking's way from the ledger to confirmed, refused or withdrawn, one step at a time. Each step looks at the row and
 * at Exchange and at nothing that only memory knows: so it is the same step after a crash as before one.
 */

import { addMs } from '../../shared/basics/instant.ts';
import type { Interval } from '../../shared/basics/interval.ts';
import { err, type Result } from '../../shared/basics/result.ts';
import type { Refusal } from '../../shared/room/refusal.ts';
import { decideBooking, isOutOfService, wholeMinute } from '../../shared/rules/booking.ts';
import type { Intent } from '../../shared/wire/intent-request.ts';
import { CalendarUnavailable, type LedgerRow, type OrganisedMeeting } from '../ports.ts';
import { type Desk, isGivenUp, isTooLate, mayStillHappen, notWritten, refuse } from './desk.ts';
import type { KindRules } from './kind-rules.ts';
import { mustGiveWay } from './rivals.ts';
import { freshReading, ownCopy, saysYesItself } from './room-views.ts';
import { walkUpTitle } from './walk-up-title.ts';

type Book = Extract<Intent, { kind: 'book' }>;

/** Mails of Exchange carry these to whoever looks after the room. */
const DECLINED_COMMENT = 'The room declined this booking.';
const GAVE_WAY_COMMENT = 'An earlier meeting has the room; this booking gave way.';
const NO_ANSWER_COMMENT = 'The room did not answer in time.';

/** A meeting just made is not always found at once. */
const APPEARING_MS = 5_000;

export const bookRules: KindRules<Book> = {
  refuseNow(intent, { day, isFresh }, now) {
    const wish = { start: intent.start ?? null, end: intent.end };
    const decided = decideBooking(isFresh ? day : { ...day, occurrences: [] }, wish, now);
    return decided.ok ? null : decided.error;
  },
  firstStretch: ({ start, end }, now) => ({ start: start ?? wholeMinute(now), end }),
  advance: advanceBooking,
};

async function advanceBooking(desk: Desk, row: LedgerRow, intent: Book): Promise<LedgerRow> {
  const asked = row.eventId === null ? await desk.queue.run(row.roomId, () => ask(desk, row, intent)) : row;
  return asked.eventId === null ? asked : await followRoom(desk, asked, asked.eventId);
}

async function ask(desk: Desk, row: LedgerRow, intent: Book): Promise<LedgerRow> {
  const { clock, bookings, ledger, grants, maybeAsked } = desk;
  const wasAsked = maybeAsked.has(row.key);
  const found = wasAsked ? await bookings.find(row.key) : null;
  if (found !== null) return await keepMeeting(desk, row, found);

  // Not there yet is not the same as never: an answer that was lost may belong to a write still under way.
  const uncertain = wasAsked && mayStillHappen(row, clock.now());
  if (isTooLate(row, clock.now())) return uncertain ? row : await refuse(desk, row, { kind: 'too-late' });

  const room = desk.findRoom(row.roomId);
  if (room === null) return uncertain ? row : await refuse(desk, row, { kind: 'room-not-known' });
  const stretch = await decide(desk, row, intent, wasAsked);
  if (!stretch.ok) return uncertain ? row : await refuse(desk, row, stretch.error);
  // The reading may have taken its time.
  if (isTooLate(row, clock.now())) return uncertain ? row : await refuse(desk, row, { kind: 'too-late' });

  grants.give(row, stretch.value);
  const decided = await ledger.note(row, stretch.value);
  try {
    const title = walkUpTitle(intent);
    maybeAsked.add(row.key);
    const { notAfter, online = false } = intent;
    const wish = { ...stretch.value, key: row.key, room, title, online, notAfter };
    return await keepMeeting(desk, decided, await bookings.create(wish));
  } catch (cause) {
    if (!(cause instanceof CalendarUnavailable) || cause.mayHaveHappened || wasAsked) throw cause;
    return await notWritten(desk, decided, cause);
  }
}

async function decide(desk: Desk, row: LedgerRow, intent: Book, wasAsked: boolean): Promise<Result<Interval, Refusal>> {
  const { clock, views, grants } = desk;
  try {
    // Where it may be in the calendar already, only a reading from now on tells.
    const reading = wasAsked ? await views.readFresh(row.roomId) : await freshReading(views, row.roomId, clock.now());
    const wish = { start: intent.start ?? null, end: intent.end };
    return decideBooking(grants.dayFor(row.key, reading), wish, clock.now());
  } catch (cause) {
    if (!(cause instanceof CalendarUnavailable) || wasAsked) throw cause;
    return err({ kind: 'calendar-away' });
  }
}

async function keepMeeting(desk: Desk, row: LedgerRow, meeting: OrganisedMeeting): Promise<LedgerRow> {
  const { eventId, iCalUId, start, end } = meeting;
  desk.grants.give(row, meeting);
  return await desk.ledger.note(row, { eventId, iCalUId, start, end });
}

async function followRoom(desk: Desk, row: LedgerRow, eventId: string): Promise<LedgerRow> {
  const { clock, bookings, ledger, views } = desk;
  const meeting = await bookings.read(eventId);
  if (meeting === null) {
    const appearing = clock.now() < addMs(row.updatedAt, APPEARING_MS);
    return appearing ? row : await ledger.move(row, 'withdrawn', { kind: 'occurrence-gone' });
  }
  if (meeting.roomResponse === 'declined') {
    return await takeBack(desk, row, eventId);
  }
  if (meeting.roomResponse === 'accepted' || saysYesItself(desk, row)) {
    // Over before we could look: nobody can be told anything useful about it any more.
    if (meeting.end <= clock.now()) return await ledger.move(row, 'confirmed');
    const reading = await views.readFresh(row.roomId);
    // A day that shows nothing shows no rivals either: it stands undecided until the doors are open again.
    if (isOutOfService(reading.day)) return row;
    const copy = ownCopy(reading, row);
    if (copy !== null && !copy.tentative) {
      return mustGiveWay(reading, copy, copy, copy.createdAt ?? row.createdAt)
        ? await giveWay(desk, row, eventId)
        : await ledger.move(row, 'confirmed');
    }
  }
  return isGivenUp(row, clock.now()) ? await withdrawUnanswered(desk, row, eventId) : row;
}

/** Also for one that stood already, when the room takes its yes back. */
async function takeBack(desk: Desk, row: LedgerRow, eventId: string): Promise<LedgerRow> {
  await desk.bookings.cancel(eventId, DECLINED_COMMENT);
  return await refuse(desk, row, { kind: 'room-declined' });
}

/** Also for one that stood already, when an earlier rival turns up late. */
async function giveWay(desk: Desk, row: LedgerRow, eventId: string): Promise<LedgerRow> {
  await desk.bookings.cancel(eventId, GAVE_WAY_COMMENT);
  return await desk.ledger.move(row, 'withdrawn', { kind: 'gave-way' });
}

async function withdrawUnanswered(desk: Desk, row: LedgerRow, eventId: string): Promise<LedgerRow> {
  await desk.bookings.cancel(eventId, NO_ANSWER_COMMENT);
  return await desk.ledger.move(row, 'withdrawn', { kind: 'calendar-away' });
}
