/**
 * What may be booked at the door, and why not. The tablet asks before it sends, so that a no comes at once; the proxy
 * asks again on a day it has just read, and only that answer counts.
 */

import { addMinutes, type Instant } from '../basics/instant.ts';
import { type Interval, overlaps } from '../basics/interval.ts';
import { err, ok, type Result } from '../basics/result.ts';
import { type Occurrence, occupies } from '../room/occurrence.ts';
import type { Refusal } from '../room/refusal.ts';
import type { RoomDay } from '../room/room-day.ts';
import { closedBecause, SHORTEST_BOOKING_MINUTES, startingNow, wholeMinute } from './booking.ts';
import { closedThen } from './closed-then.ts';
import { mayHold } from './holds.ts';

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
  // Before the horizon and the rivals: why the room is closed is what people have to know.
  const closing = closedThen(day, stretch);
  if (closing !== null) return err(closing);
  if (stretch.end > day.window.end) return err({ kind: 'too-far-ahead', until: day.window.end });
  const rival = firstRival(day, stretch);
  return rival === null ? ok(stretch) : err({ kind: 'room-busy', from: rival.start, until: rival.end });
}

/** As `decideBooking`, on a day that may be behind; `calendar-away` where the room may not be held. */
export function decideHold(
  day: RoomDay,
  wish: { readonly start: Instant | null; readonly end: Instant },
  now: Instant,
): Result<Interval, Refusal> {
  const decided = decideBooking(day, wish, now);
  return decided.ok && !mayHold(day, now) ? err({ kind: 'calendar-away' }) : decided;
}

/** What already has some of that time. */
export function firstRival(day: RoomDay, stretch: Interval): Occurrence | null {
  return day.occurrences.find((one) => occupies(one) && overlaps(one, stretch)) ?? null;
}
