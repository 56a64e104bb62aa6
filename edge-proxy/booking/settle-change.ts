/**
 * Changing the end of a meeting of ours, one step at a time, as settle-booking.ts makes one. What extending and ending
 * have in common: exactly the meeting that was looked at is changed, once, and nothing that somebody in Outlook has made
 * of it meanwhile.
 */

import type { OccurrenceId } from '../../shared/basics/ids.ts';
import type { Instant } from '../../shared/basics/instant.ts';
import type { Interval } from '../../shared/basics/interval.ts';
import { err, ok, type Result } from '../../shared/basics/result.ts';
import type { Occurrence } from '../../shared/room/occurrence.ts';
import type { Refusal } from '../../shared/room/refusal.ts';
import type { RoomDay } from '../../shared/room/room-day.ts';
import { ownOccurrence } from '../../shared/rules/decide-change.ts';
import type { OrganisedMeeting } from '../ports/bookings.ts';
import { type CalendarOccurrence, CalendarUnavailable } from '../ports/calendar.ts';
import type { LedgerRow } from '../ports/ledger.ts';
import { bookingsOf, type Desk, isTooLate, mayStillHappen, notWritten, refuse } from './desk.ts';
import type { Known } from './kind-rules.ts';
import { freshReading, type RoomReading } from './room-views.ts';

type Target = Pick<LedgerRow, 'mode'> & { readonly running: Occurrence; readonly meeting: OrganisedMeeting };

/** What one kind of change is: decided on a fresh day, and followed until the room shows it. */
export type Change = {
  /** What the row keeps of it. */
  readonly decide: (running: Occurrence, day: RoomDay, now: Instant) => Result<Interval, Refusal>;
  /** Whether the meeting takes more time by it, which nobody else may be given from then on. */
  readonly takesTime: boolean;
  readonly follow: (desk: Desk, row: LedgerRow, eventId: string) => Promise<LedgerRow>;
};

const ENDED_COMMENT = 'Ended at the door.';

/** On a day that may be behind, an end that somebody moved in Outlook is not known yet: then only a reading decides. */
export function refuseChangeNow(
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

export async function advanceChange(
  desk: Desk,
  row: LedgerRow,
  occurrence: OccurrenceId,
  change: Change,
): Promise<LedgerRow> {
  if (row.eventId === null && !desk.extensions.isFirst(row) && !isTooLate(row, desk.clock.now())) return row;
  const begun =
    row.eventId === null ? await desk.queue.run(row.roomId, () => begin(desk, row, occurrence, change)) : row;
  return begun.eventId === null ? begun : await change.follow(desk, begun, begun.eventId);
}

/** Decides on a fresh day and keeps what will be done, before it is done. */
async function begin(desk: Desk, row: LedgerRow, occurrence: OccurrenceId, change: Change): Promise<LedgerRow> {
  const { clock, views, ledger, grants } = desk;
  if (isTooLate(row, clock.now())) return await refuse(desk, row, { kind: 'too-late' });
  let stretch: Result<Interval, Refusal>;
  let target: Result<Target, Refusal>;
  try {
    const reading = await freshReading(views, row.roomId, clock.now());
    target = await findMeeting(desk, reading, occurrence);
    if (!target.ok) return await refuse(desk, row, target.error);
    const { running, meeting } = target.value;
    stretch = change.decide(running, grants.dayFor(row.key, reading), clock.now());
    const isMoved = meeting.start !== running.start || meeting.end !== running.end;
    if (stretch.ok && isMoved) stretch = err({ kind: 'changed-meanwhile', end: meeting.end });
  } catch (cause) {
    // Nothing was written so far.
    if (!(cause instanceof CalendarUnavailable)) throw cause;
    return await refuse(desk, row, { kind: 'calendar-away' });
  }
  if (!stretch.ok) return await refuse(desk, row, stretch.error);
  if (isTooLate(row, clock.now())) return await refuse(desk, row, { kind: 'too-late' });

  if (change.takesTime) grants.give(row, stretch.value);
  const { meeting, mode = 'invite' } = target.value;
  const { eventId, iCalUId, etag } = meeting;
  const kept = await ledger.note(row, { ...stretch.value, eventId, iCalUId, etag, mode }, 'decided');
  return await write(desk, kept, meeting);
}

async function findMeeting(
  desk: Desk,
  { day }: RoomReading,
  occurrence: OccurrenceId,
): Promise<Result<Target, Refusal>> {
  const running = ownOccurrence(day, occurrence);
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
  const { notAfter } = row.intent;
  const wasAsked = maybeAsked.has(row.key);
  maybeAsked.add(row.key);
  try {
    if (row.end <= row.start) {
      if (desk.unanswered.mayComeYet(meeting.eventId, desk.clock.now())) return row;
      await bookings.cancel(meeting.eventId, ENDED_COMMENT, notAfter);
      return row;
    }
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

/** The booking's own row follows, since after a restart doors tell their meetings by their times alone. */
export async function confirmChange(
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

/**
 * The change was to be made and is not there: the proxy died before it, or the request was lost. Or Exchange had taken it
 * and it is as it was before, or somebody has touched it since we looked: they want it so, and are not overruled.
 */
export async function writeAgain(desk: Desk, row: LedgerRow, meeting: OrganisedMeeting): Promise<LedgerRow> {
  const isOthersDoing = row.written === true || (row.etag !== undefined && row.etag !== meeting.etag);
  if (isOthersDoing) return await refuse(desk, row, { kind: 'changed-meanwhile', end: meeting.end });
  const now = desk.clock.now();
  if (!isTooLate(row, now)) return await desk.queue.run(row.roomId, () => write(desk, row, meeting));
  return mayStillHappen(row, now) ? row : await refuse(desk, row, { kind: 'too-late' });
}
