/**
 * The free time of a day that is chosen from instead of taken at once: what comes after the meeting that has the room,
 * and when a booking for later may begin.
 */

import { addMinutes, type Instant, latest } from '../basics/instant.ts';
import { clip, contains, type Interval } from '../basics/interval.ts';
import { dayOf } from '../basics/zone.ts';
import { freeGaps, type RoomDay } from '../room/room-day.ts';
import { closedBecause, SHORTEST_BOOKING_MINUTES, startingNow } from './booking.ts';
import { type Offer, offersAt, roundUp } from './offers.ts';

/** When it begins, and the lengths that fit. */
export type Slot = { readonly start: Instant; readonly offers: readonly Offer[] };

/**
 * "Book next": the first free time after the meetings that have the room now, today. Null where the room is free now,
 * where nothing is free after, or where the door may not book.
 */
export function nextSlot(day: RoomDay, now: Instant): Slot | null {
  const from = startingNow(day, now);
  const gaps = bookableGaps(day, { start: from, end: dayOf(now, day.room.timeZone).end }, now);
  if (freeGaps(day, { start: from, end: day.window.end })[0]?.start === from) return null;
  for (const { start } of gaps) {
    const offers = offersAt(day, start, now);
    if (offers.length > 0) return { start, offers };
  }
  return null;
}

/** The free stretches inside `within` that a booking could take, from now on; each begins on a whole minute. */
export function bookableGaps(day: RoomDay, within: Interval, now: Instant): Interval[] {
  if (!day.policy.mayBook || closedBecause(day) !== null) return [];
  const ahead = clip({ start: startingNow(day, now), end: day.window.end }, within);
  if (ahead === null) return [];
  return freeGaps(day, ahead)
    .map(({ start, end }) => ({ start: roundUp(start, 1, day.room.timeZone), end }))
    .filter(({ start, end }) => end >= addMinutes(start, SHORTEST_BOOKING_MINUTES));
}

/** When a booking may begin inside `within`, every `stepMinutes` as the wall clock counts them. */
export function startChoices(day: RoomDay, within: Interval, now: Instant, stepMinutes: number): Instant[] {
  return bookableGaps(day, within, now).flatMap(({ start, end }) => {
    const last = addMinutes(end, -SHORTEST_BOOKING_MINUTES);
    return steps({ start, end: addMinutes(last, 1) }, stepMinutes, day);
  });
}

/** The moments of `within` that are a multiple of `minutes` past the local hour, the end left out. */
function steps(within: Interval, minutes: number, { room }: RoomDay): Instant[] {
  const found: Instant[] = [];
  let moment = roundUp(within.start, minutes, room.timeZone);
  while (contains(within, moment)) {
    found.push(moment);
    moment = latest(addMinutes(moment, 1), roundUp(addMinutes(moment, 1), minutes, room.timeZone));
  }
  return found;
}
