/** What a door offers to book, as buttons: each says its end before it is pressed, and is a booking that is allowed. */

import { addMinutes, addMs, type Instant, MINUTE_MS } from '../basics/instant.ts';
import { localMinutes, type Zone } from '../basics/zone.ts';
import type { Occurrence } from '../room/occurrence.ts';
import { freeGaps, type RoomDay } from '../room/room-day.ts';
import { closedBecause, SHORTEST_BOOKING_MINUTES, startingNow, wholeMinute } from './booking.ts';

/** One button: how long, and the end that it names before it is pressed. `minutes` is null for "until the next". */
export type Offer = { readonly minutes: number | null; readonly end: Instant };

/** What "book now" can offer, shortest first; empty where the room is not free or the door may not book. */
export function bookingOffers(day: RoomDay, now: Instant): Offer[] {
  return offersAt(day, startingNow(day, now), now);
}

/** The same for a booking that is to begin at `start`. */
export function offersAt(day: RoomDay, start: Instant, now: Instant): Offer[] {
  if (!day.policy.mayBook || closedBecause(day) !== null || start < wholeMinute(now)) return [];
  return offersFrom(start, day, day.policy.bookingLengths);
}

/** How much longer our running meeting may go; lengths are counted from its end. */
export function extensionOffers(day: RoomDay, running: Occurrence, now: Instant): Offer[] {
  if (!day.policy.mayBook || closedBecause(day) !== null || running.end <= now) return [];
  const others = { ...day, occurrences: day.occurrences.filter((one) => one.id !== running.id) };
  const longest = addMinutes(running.start, day.policy.longestBookingMinutes);
  return offersFrom(running.end, others, day.policy.bookingLengths.slice(0, 2)).filter(({ end }) => end <= longest);
}

function offersFrom(start: Instant, day: RoomDay, lengths: readonly number[]): Offer[] {
  const { policy, room } = day;
  const gap = freeGaps(day, { start, end: day.window.end })[0];
  if (gap === undefined || gap.start !== start) return [];

  const offers: Offer[] = [];
  for (const minutes of lengths.filter((length) => length <= policy.longestBookingMinutes)) {
    const end = roundUp(addMinutes(start, minutes), policy.roundToMinutes, room.timeZone);
    if (end <= gap.end && offers[offers.length - 1]?.end !== end) offers.push({ minutes, end });
  }
  const wholeGap = { minutes: null, end: gap.end };
  const fits = gap.end >= addMinutes(start, SHORTEST_BOOKING_MINUTES);
  const notTooLong = gap.end <= addMinutes(start, policy.longestBookingMinutes);
  if (fits && notTooLong && offers.every(({ end }) => end !== gap.end)) offers.push(wholeGap);
  return offers;
}

/** To the next multiple counted from the local hour: zones that are off by 30 or 45 minutes round as their people do. */
export function roundUp(moment: Instant, toMinutes: number, zone: Zone): Instant {
  const whole = wholeMinute(addMs(moment, MINUTE_MS - 1));
  const over = localMinutes(whole, zone) % toMinutes;
  return over === 0 ? whole : addMinutes(whole, toMinutes - over);
}
