/** What may be changed of a meeting that is there, ours or, as far as its room can, somebody else's; and why not. */

import { addMinutes, type Instant } from '../basics/instant.ts';
import { err, ok, type Result } from '../basics/result.ts';
import { type Occurrence, occupies } from '../room/occurrence.ts';
import type { Policy } from '../room/policy.ts';
import type { Refusal } from '../room/refusal.ts';
import type { RoomDay } from '../room/room-day.ts';
import { closedBecause, wholeMinute } from './booking.ts';
import { closedThen } from './closed-then.ts';
import { firstRival } from './decide-booking.ts';
import { endOf } from './ending.ts';

/** The new end of a running meeting of ours, or why it cannot be. */
export function decideExtension(
  day: RoomDay,
  running: Occurrence,
  end: Instant,
  now: Instant,
): Result<Instant, Refusal> {
  const { policy } = day;
  const closed = closedBecause(day);
  if (closed !== null) return err(closed);
  if (!policy.mayBook) return err({ kind: 'booking-switched-off' });
  if (running.end <= now) return err({ kind: 'occurrence-gone' });
  if (end <= running.end) return err({ kind: 'changed-meanwhile', end: running.end });
  if (end > addMinutes(running.start, policy.longestBookingMinutes + policy.roundToMinutes)) {
    return err({ kind: 'too-long', longestMinutes: policy.longestBookingMinutes });
  }
  const closing = closedThen(day, { start: running.end, end });
  if (closing !== null) return err(closing);
  if (end > day.window.end) return err({ kind: 'too-far-ahead', until: day.window.end });
  const others = { ...day, occurrences: day.occurrences.filter((one) => one.id !== running.id) };
  const rival = firstRival(others, { start: running.end, end });
  return rival === null ? ok(end) : err({ kind: 'room-busy', from: rival.start, until: rival.end });
}

/**
 * Where our running meeting ends when it is ended now. Null where not a whole minute of it would be left: then it is
 * cancelled, as a meeting of no length helps nobody.
 */
export function decideEnd(running: Occurrence, now: Instant): Result<Instant | null, Refusal> {
  if (running.end <= now) return err({ kind: 'occurrence-gone' });
  const end = wholeMinute(now);
  return ok(end > running.start ? end : null);
}

/** Our own meeting by its occurrence, if a door may change it. */
export function ownOccurrence(day: RoomDay, id: string): Result<Occurrence, Refusal> {
  const closed = closedBecause(day);
  if (closed !== null) return err(closed);
  const found = day.occurrences.find((one) => one.id === id && occupies(one));
  if (found === undefined) return err({ kind: 'occurrence-gone' });
  return found.booking?.status === 'confirmed' ? ok(found) : err({ kind: 'not-booked-here' });
}

/** Somebody else's meeting that the room may give up now: one that runs, or is about to. */
export function decideDecline(day: RoomDay, id: string, now: Instant): Result<Occurrence, Refusal> {
  const closed = closedBecause(day);
  if (closed !== null) return err(closed);
  const found = day.occurrences.find((one) => one.id === id && occupies(one));
  if (found === undefined || found.end <= now) return err({ kind: 'occurrence-gone' });
  if (endOf(found, day.policy) !== 'declined' || now < mayEndFrom(found, day.policy)) {
    return err({ kind: 'not-booked-here' });
  }
  return ok(found);
}

/** From when a door may end it: as soon as the door is about it. */
function mayEndFrom({ start, checkIn }: Occurrence, { startingSoonMinutes }: Policy): Instant {
  const soon = addMinutes(start, -startingSoonMinutes);
  return checkIn.kind === 'needed' && checkIn.opensAt < soon ? checkIn.opensAt : soon;
}
