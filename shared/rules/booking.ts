/**
 * What may be booked at the door, and why not. The tablet asks before it sends, so that a no comes at once; the proxy
 * asks again on a day it has just read, and only that answer counts.
 */

import { addMinutes, type Instant, latest, MINUTE_MS } from '../basics/instant.ts';
import { type Interval, overlaps } from '../basics/interval.ts';
import { err, ok, type Result } from '../basics/result.ts';
import { type Occurrence, occupies } from '../room/occurrence.ts';
import type { Refusal } from '../room/refusal.ts';
import type { RoomDay } from '../room/room-day.ts';

/** Shorter is not worth the mail that Exchange sends about it. */
export const SHORTEST_BOOKING_MINUTES = 5;

/**
 * The stretch that a booking takes, or why it cannot be. `start` null means now. The start is set back to the whole
 * minute, since Outlook shows no seconds, but never into the meeting before it.
 */
export function decideBooking(
  day: RoomDay,
  wish: { readonly start: Instant | null; readonly end: Instant },
  now: Instant,
): Result<Interval, Refusal> {
  const { policy } = day;
  const closed = closedBecause(day);
  if (closed !== null) return err(closed);
  if (!policy.mayBook) return err({ kind: 'booking-switched-off' });
  if (wish.start !== null && wish.start < wholeMinute(now)) return err({ kind: 'in-the-past' });
  const start = wish.start ?? startingNow(day, now);
  const stretch = { start, end: wish.end };

  if (stretch.end <= now) return err({ kind: 'in-the-past' });
  if (stretch.end < addMinutes(start, SHORTEST_BOOKING_MINUTES)) return err({ kind: 'too-short' });
  // Counted from now, as the person counted: the button was pressed up to a minute after the start it is given.
  if (stretch.end > addMinutes(wish.start ?? now, policy.longestBookingMinutes + policy.roundToMinutes)) {
    return err({ kind: 'too-long', longestMinutes: policy.longestBookingMinutes });
  }
  if (stretch.end > day.window.end) return err({ kind: 'too-far-ahead', until: day.window.end });
  const rival = firstRival(day, stretch);
  return rival === null ? ok(stretch) : err({ kind: 'room-busy', from: rival.start, until: rival.end });
}

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

/** Whether nothing may be shown or booked here, whatever the calendar says. */
export function isOutOfService(day: Pick<RoomDay, 'health'>): boolean {
  return day.health?.cause === 'scope-not-proven';
}

/** Why no door may change anything here. A paused room is not read, so nobody would ever learn what became of a tap. */
export function closedBecause(day: Pick<RoomDay, 'health'>): Refusal | null {
  if (isOutOfService(day)) return { kind: 'out-of-service' };
  return day.health?.cause === 'paused' ? { kind: 'calendar-away' } : null;
}

/** `moment` set back to its whole minute. */
export function wholeMinute(moment: Instant): Instant {
  return (Math.floor(moment / MINUTE_MS) * MINUTE_MS) as Instant;
}

/** Where a booking made at `now` begins: the whole minute, but never inside the meeting that has just ended. */
export function startingNow(day: RoomDay, now: Instant): Instant {
  const start = wholeMinute(now);
  const justEnded = day.occurrences.filter((one) => occupies(one) && one.end > start && one.end <= now);
  return justEnded.reduce((from, { end }) => latest(from, end), start);
}

function firstRival(day: RoomDay, stretch: Interval): Occurrence | null {
  return day.occurrences.find((one) => occupies(one) && overlaps(one, stretch)) ?? null;
}
