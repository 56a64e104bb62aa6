/**
 * A room gives up a meeting: somebody ended it at the door though it was booked in Outlook, or nobody came. One step at a
 * time like every settlement, and each mail to the organiser at most once: the row says whether the asking is known to have
 * been heard.
 */

import type { OccurrenceId } from '../../shared/basics/ids.ts';
import type { Result } from '../../shared/basics/result.ts';
import type { Refusal } from '../../shared/room/refusal.ts';
import type { Room } from '../../shared/room/room.ts';
import { isOutOfService } from '../../shared/rules/booking.ts';
import { type CalendarOccurrence, CalendarUnavailable } from '../ports/calendar.ts';
import type { LedgerRow } from '../ports/ledger.ts';
import { bookingsOf, type Desk, isGivenUp, isTooLate, mayStillHappen, notWritten, refuse } from './desk.ts';
import type { RoomReading } from './room-views.ts';

export type GivingUp = {
  readonly occurrence: OccurrenceId;
  /** For whoever organises the meeting. */
  readonly comment: string;
  /** The meeting as the calendar has it, if it may be given up still. */
  readonly judge: (reading: RoomReading) => Promise<Result<CalendarOccurrence, Refusal>>;
  /** The room has let go of it; kept before the doors are told. */
  readonly done?: () => Promise<void>;
};

/** In a row's `eventId`, which no event of Graph's can be mistaken for. */
const ASKING = 'giving-up:';
const HEARD = 'given-up:';

/** Whether the row is about a meeting that its room is to give up, and no event of ours. */
export function isGivingUp({ eventId }: LedgerRow): boolean {
  return eventId?.startsWith(ASKING) === true || eventId?.startsWith(HEARD) === true;
}

export async function advanceGivingUp(desk: Desk, row: LedgerRow, wish: GivingUp): Promise<LedgerRow> {
  if (row.eventId !== null) return await follow(desk, row, wish);
  const begun = await desk.queue.run(row.roomId, () => begin(desk, row, wish));
  return begun.eventId === null || begun.status === 'refused' ? begun : await follow(desk, begun, wish);
}

/** Decides on a reading that began after the row was written, since nobody else's meeting is ended on hearsay. */
async function begin(desk: Desk, row: LedgerRow, wish: GivingUp): Promise<LedgerRow> {
  const { clock, views, ledger } = desk;
  if (isTooLate(row, clock.now())) return await refuse(desk, row, { kind: 'too-late' });
  let reading: RoomReading;
  try {
    reading = await views.readFresh(row.roomId);
  } catch (cause) {
    // Nothing was written so far.
    if (!(cause instanceof CalendarUnavailable)) throw cause;
    return await refuse(desk, row, { kind: 'calendar-away' });
  }
  const judged = await wish.judge(reading);
  if (!judged.ok) return await refuse(desk, row, judged.error);
  const { start, end, iCalUId } = judged.value;
  const kept = await ledger.note(row, { start, end, iCalUId, eventId: ASKING + wish.occurrence });
  return await write(desk, kept, wish, reading);
}

/** Judged once more on the way, now that everybody can see that it is under way. */
async function write(desk: Desk, row: LedgerRow, wish: GivingUp, reading: RoomReading): Promise<LedgerRow> {
  const { clock, ledger, maybeAsked } = desk;
  const wasAsked = maybeAsked.has(row.key);
  const uncertain = wasAsked && mayStillHappen(row, clock.now());
  const judged = await wish.judge(reading);
  if (!judged.ok) return uncertain ? row : await refuse(desk, row, judged.error);
  if (isTooLate(row, clock.now())) return uncertain ? row : await refuse(desk, row, { kind: 'too-late' });
  const room = desk.findRoom(row.roomId);
  if (room === null) return uncertain ? row : await refuse(desk, row, { kind: 'room-not-known' });

  maybeAsked.add(row.key);
  try {
    await letGo(desk, { room, row, wish, reading, copy: judged.value });
  } catch (cause) {
    if (!(cause instanceof CalendarUnavailable) || cause.mayHaveHappened || wasAsked) throw cause;
    return await notWritten(desk, row, cause);
  }
  return await ledger.note(row, { eventId: HEARD + wish.occurrence });
}

type LettingGo = {
  readonly room: Room;
  readonly row: LedgerRow;
  readonly wish: GivingUp;
  readonly reading: RoomReading;
  readonly copy: CalendarOccurrence;
};

/** Where the service user organises it, cancelling tells everybody; of others' meetings the room can only take itself out. */
async function letGo(desk: Desk, { room, row, wish, reading, copy }: LettingGo): Promise<void> {
  const key = reading.day.occurrences.find(({ id }) => id === copy.id)?.booking?.key;
  const ours = key === undefined || copy.organisedByRoom ? null : await desk.ledger.find(key);
  const { notAfter } = row.intent;
  if (ours !== null && ours.eventId !== null) await bookingsOf(desk, ours).cancel(ours.eventId, wish.comment, notAfter);
  else await desk.replies.giveUp(room, copy, wish.comment, notAfter);
}

async function follow(desk: Desk, row: LedgerRow, wish: GivingUp): Promise<LedgerRow> {
  const { clock, views, ledger } = desk;
  const reading = await views.readFresh(row.roomId);
  // A day that shows nothing does not show that it is gone either.
  if (isOutOfService(reading.day)) return row;
  const stands = reading.calendar.some(
    ({ id, start, end }) => id === wish.occurrence && start === row.start && end === row.end,
  );
  if (!stands) {
    await wish.done?.();
    return await ledger.move(row, 'confirmed');
  }
  const now = clock.now();
  if (row.eventId?.startsWith(HEARD)) {
    return isGivenUp(row, now) ? await refuse(desk, row, { kind: 'calendar-away' }) : row;
  }
  // It was to be asked and still stands: the proxy died before it, or the request was lost.
  if (!isTooLate(row, now)) return await desk.queue.run(row.roomId, () => write(desk, row, wish, reading));
  return mayStillHappen(row, now) ? row : await refuse(desk, row, { kind: 'too-late' });
}
