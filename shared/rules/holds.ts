/**
 * Holding a room while its calendar cannot be asked: decided on the last day that is known, plainly unconfirmed, settled
 * when Exchange answers again. The proxy decides so for the whole site; a tablet that has lost its proxy, for itself.
 */

import { addMinutes, earliest, type Instant } from '../basics/instant.ts';
import type { HealthCause, RoomDay } from '../room/room-day.ts';
import { SHORTEST_BOOKING_MINUTES } from './booking.ts';
import { freshness } from './freshness.ts';

/**
 * The calendar is still there and may answer again before the meeting is over. A room that we may not read, that is gone
 * or paused, or an app whose scope is not proven, waits for a decision that somebody has to take: a hold would only put
 * off the no.
 */
const AWAY: readonly HealthCause[] = ['graph-unreachable', 'throttled', 'credential-refused', 'bad-answer'];

export function isAway(cause: HealthCause): boolean {
  return AWAY.includes(cause);
}

/** Whether, by what the day says of itself, its calendar does not answer: what is asked of it now would be held. */
export function isSilent(day: RoomDay, now: Instant): boolean {
  return (day.health !== null && isAway(day.health.cause)) || freshness(day, now) === 'stale';
}

/**
 * On a day that a screen would still speak of. Where it says that it is not sure, nobody can promise that nothing else
 * was booked meanwhile, and a hold is worth no more than a note stuck to the door.
 */
export function mayHold(day: RoomDay, now: Instant): boolean {
  const { policy, health } = day;
  return policy.holds && (health === null || isAway(health.cause)) && freshness(day, now) !== 'forgotten';
}

/** When a booking until `end` that is held may be made at the latest: after that, too little of it would be left. */
export function holdsUntil(end: Instant): Instant {
  return addMinutes(end, -SHORTEST_BOOKING_MINUTES);
}

type Wish = { readonly end: Instant; readonly notAfter: Instant };

/** The last moment at which a hold may still be made, by what was asked and by what is worth making. */
export function lastMoment({ end, notAfter }: Wish): Instant {
  return earliest(notAfter, holdsUntil(end));
}

/** Whether it may not be made any more, however willing Exchange is. */
export function isHoldOver(wish: Wish, now: Instant): boolean {
  return now > lastMoment(wish);
}
