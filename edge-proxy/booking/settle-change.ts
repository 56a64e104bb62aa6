/**
 * Extending and ending a meeting of ours, one step at a time, as settle-booking.ts does it. The row keeps what is needed
 * to tell, after a crash, whether the change was made: for an extension `start` is the old end, so that the row holds the
 * stretch that is added; for an end, `end` is the new end, and no later than `start` where the meeting goes as a whole.
 */

import type { Instant } from '../../shared/basics/instant.ts';
import { err, ok, type Result } from '../../shared/basics/result.ts';
import type { Occurrence } from '../../shared/room/occurrence.ts';
import type { Refusal } from '../../shared/room/refusal.ts';
import { decideEnd, decideExtension, isOutOfService, ownOccurrence } from '../../shared/rules/booking.ts';
import type { Intent } from '../../shared/wire/intent-request.ts';
import { type CalendarOccurrence, CalendarUnavailable, type LedgerRow, type OrganisedMeeting } from '../ports.ts';
import { bookingsOf, type Desk, isGivenUp, isTooLate, mayStillHappen, notWritten, refuse } from './desk.ts';
import type { KindRules, Known } from './kind-rules.ts';
import { mustGiveWay } from './rivals.ts';
import { freshReading, ownCopy, type RoomReading, saysYesItself } from './room-views.ts';

type Extend = Extract<Intent, { kind: 'extend' }>;
type End = Extract<Intent, { kind: 'end' }>;
type Change = Extend | End;
type Target = Pick<LedgerRow, 'mode'> & { readonly running: Occurrence; readonly meeting: OrganisedMeeting };

const ENDED_COMMENT = 'Ended at the door.';

export const extendRules: KindRules<Extend> = {
  refuseNow: ({ occurrence, end }, known, now) =>
    refuseChangeNow(known, occurrence, (running) => decideExtension(known.day, running, end, now)),
  firstStretch: ({ end }, now) => ({ start: now, end }),
  advance: (desk, row, intent) => advanceChange(desk, row, intent, followExtension),
};

export const endRules: KindRules<End> = {
  refuseNow: ({ occurrence }, known, now) => refuseChangeNow(known, occurrence, (running) => decideEnd(running, now)),
  firstStretch: (_intent, now) => ({ start: now, end: now }),
  advance: (desk, row, intent) => advanceChange(desk, row, intent, followEnd),
};

/** On a day that may be behind, an end that somebody moved in Outlook is not known yet: then only a reading decides. */
function refuseChangeNow(
  { reading, isFresh }: Known,
  occurrence: string,
  decide: (running: Occurrence) => Result<unknown, Refusal>,
): Refusal | null {
  if (!isFresh) return null;
  const running = ownOccurrence(reading.day, occurrence);
  if (!running.ok) return running.error;
  const decided = decide(running.value);
  return decided.ok ? null : decided.error;
}

type Follow = (desk: Desk, row: LedgerRow, eventId: string) => Promise<LedgerRow>;

async function advanceChange(desk: Desk, row: LedgerRow, intent: Change, follow: Follow): Promise<LedgerRow> {
  if (row.eventId === null && !desk.extensions.isFirst(row) && !isTooLate(row, desk.clock.now())) return row;
  const begun = row.eventId === null ? await desk.queue.run(row.roomId, () => begin(desk, row, intent)) : row;
  return begun.eventId === null ? begun : await follow(desk, begun, begun.eventId);
}

/** Decides on a fresh day and keeps what will be done, before it is done. */
async function begin(desk: Desk, row: LedgerRow, intent: Change): Promise<LedgerRow> {
  const { clock, views, ledger, grants } = desk;
  if (isTooLate(row, clock.now())) return await refuse(desk, row, { kind: 'too-late' });
  let stretch: Result<{ start: Instant; end: Instant }, Refusal>;
  let target: Result<Target, Refusal>;
  try {
    const reading = await freshReading(views, row.roomId, clock.now());
    target = await findMeeting(desk, reading, intent);
    if (!target.ok) return await refuse(desk, row, target.error);
    const { running, meeting } = target.value;
    const day = grants.dayFor(row.key, reading);
    stretch =
      intent.kind === 'extend' ? extension(day, running, intent.end, clock.now()) : ending(running, clock.now());
    const isMoved = meeting.start !== running.start || meeting.end !== running.end;
    if (stretch.ok && isMoved) stretch = err({ kind: 'changed-meanwhile', end: meeting.end });
  } catch (cause) {
    // Nothing was written so far.
    if (!(cause instanceof CalendarUnavailable)) throw cause;
    return await refuse(desk, row, { kind: 'calendar-away' });
  }
  if (!stretch.ok) return await refuse(desk, row, stretch.error);
  if (isTooLate(row, clock.now())) return await refuse(desk, row, { kind: 'too-late' });

  if (intent.kind === 'extend') grants.give(row, stretch.value);
  const { meeting, mode = 'invite' } = target.value;
  const { eventId, iCalUId, etag } = meeting;
  const kept = await ledger.note(row, { ...stretch.value, eventId, iCalUId, etag, mode }, 'decided');
  return await write(desk, kept, meeting);
}

function extension(day: Parameters<typeof decideExtension>[0], running: Occurrence, end: Instant, now: Instant) {
  const decided = decideExtension(day, running, end, now);
  return decided.ok ? ok({ start: running.end, end: decided.value }) : decided;
}

function ending(running: Occurrence, now: Instant): Result<{ start: Instant; end: Instant }, Refusal> {
  const decided = decideEnd(running, now);
  return decided.ok ? ok({ start: running.start, end: decided.value ?? running.start }) : decided;
}

async function findMeeting(desk: Desk, { day }: RoomReading, intent: Change): Promise<Result<Target, Refusal>> {
  const running = ownOccurrence(day, intent.occurrence);
  if (!running.ok) return running;
  const key = running.value.booking?.key;
  if (key === undefined) return err({ kind: 'not-booked-here' });
  const booked = await desk.ledger.find(key);
  if (booked === null) return err({ kind: 'not-booked-here' });
  const bookings = bookingsOf(desk, booked);
  const eventId = booked.eventId ?? (await bookings.find(key))?.eventId ?? null;
  const meeting = eventId === null ? null : await bookings.read(eventId);
  if (meeting === null) return err({ kind: 'occurrence-gone' });
  return ok({ running: running.value, meeting, ...(booked.mode !== undefined && { mode: booked.mode }) });
}

/** Makes the change on exactly the meeting that was looked at; the row stays unsettled until the room shows it. */
async function write(desk: Desk, row: LedgerRow, meeting: OrganisedMeeting): Promise<LedgerRow> {
  const { maybeAsked } = desk;
  const bookings = bookingsOf(desk, row);
  const wasAsked = maybeAsked.has(row.key);
  maybeAsked.add(row.key);
  try {
    if (row.end <= row.start) {
      await bookings.cancel(meeting.eventId, ENDED_COMMENT);
      return row;
    }
    const { notAfter } = row.intent;
    let outcome = await bookings.changeEnd(meeting.eventId, row.end, meeting.etag, notAfter);
    let present = outcome.kind === 'changed-meanwhile' ? await bookings.read(meeting.eventId) : null;
    if (present !== null && present.start === meeting.start && present.end === meeting.end) {
      // Not its time was changed: the room's answer to what was asked before makes a new etag too.
      outcome = await bookings.changeEnd(meeting.eventId, row.end, present.etag, notAfter);
      present = outcome.kind === 'changed-meanwhile' ? await bookings.read(meeting.eventId) : null;
    }
    if (outcome.kind === 'changed') return await desk.ledger.note(row, { etag: outcome.meeting.etag, written: true });
    if (present === null) return await refuse(desk, row, { kind: 'occurrence-gone' });
    // Ours of before, whose answer was lost.
    if (present.end === row.end) return row;
    return await refuse(desk, row, { kind: 'changed-meanwhile', end: present.end });
  } catch (cause) {
    if (!(cause instanceof CalendarUnavailable) || cause.mayHaveHappened || wasAsked) throw cause;
    return await notWritten(desk, row, cause);
  }
}

async function followExtension(desk: Desk, row: LedgerRow, eventId: string): Promise<LedgerRow> {
  const { clock, views, ledger } = desk;
  const meeting = await bookingsOf(desk, row).read(eventId);
  if (meeting === null) return await refuse(desk, row, { kind: 'occurrence-gone' });
  if (meeting.end === row.start) {
    // Taken by Exchange and back where it was, or touched since we looked: somebody wants it so, and is not overruled.
    const isOthersDoing = row.written === true || (row.etag !== undefined && row.etag !== meeting.etag);
    if (isOthersDoing) return await refuse(desk, row, { kind: 'changed-meanwhile', end: meeting.end });
    return await writeAgain(desk, row, meeting);
  }
  if (meeting.end !== row.end) return await refuse(desk, row, { kind: 'changed-meanwhile', end: meeting.end });

  if (meeting.roomResponse === 'declined') return await putBack(desk, row, meeting, { kind: 'room-declined' });
  if (meeting.roomResponse === 'accepted' || saysYesItself(desk, row)) {
    if (meeting.end <= clock.now()) return await ledger.move(row, 'confirmed');
    const reading = await views.readFresh(row.roomId);
    // No rivals can be seen in a day that shows nothing.
    if (isOutOfService(reading.day)) return row;
    const copy = ownCopy(reading, row);
    // The answer in hand may still be that to the shorter meeting: the room's own calendar tells which it was.
    if (copy !== null && copy.end === row.end && !copy.tentative) {
      return mustGiveWay(reading, copy, { stretch: row, since: row.createdAt, mode: row.mode })
        ? await putBack(desk, row, meeting, { kind: 'gave-way' })
        : await confirm(desk, row, reading, copy);
    }
  }
  return isGivenUp(row, clock.now()) ? await putBack(desk, row, meeting, { kind: 'calendar-away' }) : row;
}

async function followEnd(desk: Desk, row: LedgerRow, eventId: string): Promise<LedgerRow> {
  const { clock, views } = desk;
  const meeting = await bookingsOf(desk, row).read(eventId);
  const isDone = meeting === null || (row.end > row.start && meeting.end <= row.end);
  if (!isDone) return await writeAgain(desk, row, meeting);
  // No calendar is left to look at: the meeting itself says that it is done.
  if (desk.findRoom(row.roomId) === null) return await desk.ledger.move(row, 'confirmed');

  const reading = await views.readFresh(row.roomId);
  const copy = ownCopy(reading, row);
  if (copy === null || copy.end <= row.end) return await confirm(desk, row, reading, copy);
  return isGivenUp(row, clock.now()) ? await refuse(desk, row, { kind: 'calendar-away' }) : row;
}

/** The booking's own row follows, since after a restart doors tell their meetings by their times alone. */
async function confirm(
  { ledger }: Desk,
  row: LedgerRow,
  { day }: RoomReading,
  copy: CalendarOccurrence | null,
): Promise<LedgerRow> {
  const key = day.occurrences.find(({ id }) => id === copy?.id)?.booking?.key;
  const bookRow = key === undefined ? null : await ledger.find(key);
  if (bookRow !== null && copy !== null) await ledger.note(bookRow, { end: copy.end });
  return await ledger.move(row, 'confirmed');
}

/** The change was to be made and is not there: the proxy died before it, or the request was lost. */
async function writeAgain(desk: Desk, row: LedgerRow, meeting: OrganisedMeeting): Promise<LedgerRow> {
  const now = desk.clock.now();
  if (!isTooLate(row, now)) return await desk.queue.run(row.roomId, () => write(desk, row, meeting));
  return mayStillHappen(row, now) ? row : await refuse(desk, row, { kind: 'too-late' });
}

/** The shorter meeting was agreed on and stays; only what was added is taken back. */
async function putBack(desk: Desk, row: LedgerRow, meeting: OrganisedMeeting, why: Refusal): Promise<LedgerRow> {
  const outcome = await bookingsOf(desk, row).changeEnd(meeting.eventId, row.start, meeting.etag);
  // Somebody changed it in the same moment: the next step looks at what it is now.
  return outcome.kind === 'changed-meanwhile' ? row : await refuse(desk, row, why);
}
