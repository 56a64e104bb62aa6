/**
 * A booking's way from the ledger to confirmed, refused or withdrawn, one step at a time. Each step looks at the row and
 * at Exchange and at nothing that only memory knows: so it is the same step after a crash as before one.
 */

import type { IntentKey } from '../../shared/basics/ids.ts';
import { addMs } from '../../shared/basics/instant.ts';
import type { Interval } from '../../shared/basics/interval.ts';
import type { Result } from '../../shared/basics/result.ts';
import { type BookingMode, defaultPolicy, type Policy } from '../../shared/room/policy.ts';
import type { Refusal } from '../../shared/room/refusal.ts';
import { isOutOfService, wholeMinute } from '../../shared/rules/booking.ts';
import { decideBooking } from '../../shared/rules/decide-booking.ts';
import type { Intent } from '../../shared/wire/intent-request.ts';
import type { OrganisedMeeting } from '../ports/bookings.ts';
import { CalendarUnavailable } from '../ports/calendar.ts';
import type { LedgerRow } from '../ports/ledger.ts';
import { bookingsOf, type Desk, isGivenUp, isTooLate, mayStillHappen, notWritten, refuse } from './desk.ts';
import { holdAtOnce, holdInstead, readForHold, readingInTime, takeUpHold, wishOf } from './holds.ts';
import type { KindRules } from './kind-rules.ts';
import { isSettled } from './ledger.ts';
import { mustGiveWay } from './rivals.ts';
import { ownCopy, type RoomReading, saysYesItself } from './room-views.ts';
import { allowedDetails } from './walk-up-title.ts';
import { whyDeclined } from './why-declined.ts';
import { goOnWithdrawing, isOnItsWayOut, withdraw } from './withdraw.ts';

type Book = Extract<Intent, { kind: 'book' }>;

/** A meeting just made is not always found at once. */
const APPEARING_MS = 5_000;

export const bookRules: KindRules<Book> = {
  refuseNow(intent, { day, isFresh }, now) {
    const wish = { start: intent.start ?? null, end: intent.end };
    const decided = decideBooking(isFresh ? day : { ...day, occurrences: [] }, wish, now);
    return decided.ok ? null : decided.error;
  },
  firstStretch: ({ start, end }, now) => ({ start: start ?? wholeMinute(now), end }),
  async advance(desk, row, intent) {
    const reading = row.status === 'held' ? await readForHold(desk, row, intent) : null;
    return await desk.bookingTurns.run(row.key, () => advanceBooking(desk, row.key, intent, reading));
  },
};

async function advanceBooking(
  desk: Desk,
  key: IntentKey,
  intent: Book,
  reading: RoomReading | null,
): Promise<LedgerRow> {
  const row = await desk.ledger.find(key);
  if (row === null) throw new Error('a booking has left the ledger');
  // Somebody may have taken it back since the last step.
  if (isSettled(row)) return row;
  if (isOnItsWayOut(row)) return await goOnWithdrawing(desk, row);
  const asked = row.eventId === null ? await desk.queue.run(row.roomId, () => ask(desk, row, intent, reading)) : row;
  return asked.eventId === null ? asked : await followRoom(desk, asked, asked.eventId);
}

async function ask(desk: Desk, row: LedgerRow, intent: Book, reading: RoomReading | null): Promise<LedgerRow> {
  const { clock } = desk;
  const wasAsked = mayBeThere(desk, row);
  const found = wasAsked ? await bookingsOf(desk, withMode(desk, row)).find(row.key) : null;
  if (found !== null) return await keepMeeting(desk, withMode(desk, row), found);
  // A backup may have forgotten that a hold was settled since, and it would be in its own way.
  if (row.status === 'held') {
    return await takeUpHold(desk, row, intent, reading, (open, stretch) => make(desk, open, intent, stretch));
  }

  // Not there yet is not the same as never: an answer that was lost may belong to a write still under way. Those that a
  // restored ledger has forgotten were sent by a life that was over when ours began.
  const lastAsked = row.mode === undefined && desk.restoredAt !== null ? { updatedAt: desk.restoredAt } : row;
  const uncertain = wasAsked && mayStillHappen(lastAsked, clock.now());
  if (isTooLate(row, clock.now())) return uncertain ? row : await refuse(desk, row, { kind: 'too-late' });

  const room = desk.findRoom(row.roomId);
  if (room === null) return uncertain ? row : await refuse(desk, row, { kind: 'room-not-known' });
  const held = wasAsked ? null : await holdAtOnce(desk, row, intent);
  if (held !== null) return held;
  let stretch: Result<Interval, Refusal>;
  try {
    stretch = await decide(desk, row, intent, wasAsked);
  } catch (cause) {
    if (!(cause instanceof CalendarUnavailable) || wasAsked) throw cause;
    return await holdInstead(desk, row, intent, cause);
  }
  if (!stretch.ok) return uncertain ? row : await refuse(desk, row, stretch.error);
  // The reading may have taken its time.
  if (isTooLate(row, clock.now())) return uncertain ? row : await refuse(desk, row, { kind: 'too-late' });
  return await make(desk, row, intent, stretch.value);
}

async function make(desk: Desk, row: LedgerRow, intent: Book, stretch: Interval): Promise<LedgerRow> {
  const { ledger, grants, maybeAsked, findRoom } = desk;
  const room = findRoom(row.roomId);
  if (room === null) return row;
  const wasAsked = mayBeThere(desk, row);
  grants.give(row, stretch);
  const decided = await ledger.note(row, { ...stretch, mode: withMode(desk, row).mode });
  try {
    maybeAsked.add(row.key);
    const { key, notAfter } = intent;
    const onUnanswered = () => desk.unanswered.note(key, desk.clock.now());
    const wish = { ...stretch, ...allowedDetails(intent, policyOf(desk, row)), key, room, notAfter, onUnanswered };
    return await keepMeeting(desk, decided, await bookingsOf(desk, decided).create(wish));
  } catch (cause) {
    if (!(cause instanceof CalendarUnavailable) || cause.mayHaveHappened || wasAsked) throw cause;
    // The calendar has just been read: what Graph has against this one meeting does not pass by waiting.
    if (cause.reason === 'bad-answer') return await notWritten(desk, decided, cause);
    return await holdInstead(desk, decided, intent, cause);
  }
}

/** In which calendar is written down before it is asked for there: without that, nobody was, unless our memory is a backup's. */
function mayBeThere({ maybeAsked, restoredAt }: Desk, { key, mode }: LedgerRow): boolean {
  return maybeAsked.has(key) && (mode !== undefined || restoredAt !== null);
}

function withMode(desk: Desk, row: LedgerRow): LedgerRow & { readonly mode: BookingMode } {
  return { ...row, mode: row.mode ?? policyOf(desk, row).bookingMode };
}

function policyOf({ views }: Desk, { roomId }: LedgerRow): Policy {
  return views.current(roomId)?.day.policy ?? defaultPolicy;
}

async function decide(desk: Desk, row: LedgerRow, intent: Book, wasAsked: boolean): Promise<Result<Interval, Refusal>> {
  // Where it may be in the calendar already, only a reading from now on tells.
  const reading = wasAsked ? await desk.views.readFresh(row.roomId) : await readingInTime(desk, row, intent);
  const now = desk.clock.now();
  return decideBooking(desk.grants.dayFor(row.key, reading), wishOf(row, intent, now), now);
}

async function keepMeeting(desk: Desk, row: LedgerRow, meeting: OrganisedMeeting): Promise<LedgerRow> {
  const { eventId, iCalUId, start, end } = meeting;
  desk.grants.give(row, meeting);
  desk.unanswered.became(row.key, eventId);
  return await desk.ledger.note(row, {
    eventId,
    iCalUId,
    start,
    end,
    ...(row.mode !== undefined && { mode: row.mode }),
  });
}

async function followRoom(desk: Desk, row: LedgerRow, eventId: string): Promise<LedgerRow> {
  const { clock, ledger, views } = desk;
  const meeting = await bookingsOf(desk, row).read(eventId);
  if (meeting === null) {
    const appearing = clock.now() < addMs(row.updatedAt, APPEARING_MS);
    if (appearing || desk.unanswered.mayComeYet(row.key, clock.now())) return row;
    // Taken out by somebody else; a try that came late would stand there instead.
    return await withdraw(desk, row, { kind: 'occurrence-gone' });
  }
  if (meeting.roomResponse === 'declined') {
    return await withdraw(desk, row, await whyDeclined(desk, row));
  }
  if (meeting.roomResponse === 'accepted' || saysYesItself(desk, row)) {
    // Over before we could look: nobody can be told anything useful about it any more.
    if (meeting.end <= clock.now()) return await ledger.move(row, 'confirmed');
    const reading = await views.readFresh(row.roomId);
    // A day that shows nothing shows no rivals either: it stands undecided until the doors are open again.
    if (isOutOfService(reading.day)) return row;
    const copy = ownCopy(reading, row);
    if (copy !== null && !copy.tentative) {
      return mustGiveWay(reading, copy, { stretch: copy, since: copy.createdAt ?? row.createdAt, mode: row.mode })
        ? await withdraw(desk, row, { kind: 'gave-way' })
        : await ledger.move(row, 'confirmed');
    }
  }
  return isGivenUp(row, clock.now()) ? await withdraw(desk, row, { kind: 'calendar-away' }) : row;
}
