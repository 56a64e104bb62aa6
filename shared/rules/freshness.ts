/**
 * How old a room day may be before a display must say so. The same rule paces the proxy's reading, so that a healthy
 * proxy is never the reason for a slate screen: it reads well within the time that it may be silent.
 */

import { addMinutes, type Instant, latest } from '../basics/instant.ts';
import { addDays, atLocal, localDate, localMinutes, type Zone } from '../basics/zone.ts';
import type { OpeningHours, Policy } from '../room/policy.ts';
import type { RoomDay } from '../room/room-day.ts';

/** While people come and go, five minutes is the longest that a changed calendar may go unnoticed without a word. */
const OPEN_STALE_MINUTES = 5;
/** Nobody books a closed room by the minute, and a proxy may read it four times an hour only (design, 12). */
const CLOSED_STALE_MINUTES = 40;
/** From here on the time of the reading is shown beside the state, which still holds. */
const LATE_MINUTES = 2;
/** A day that is older says nothing about now any more, not even what it said last. */
const FORGOTTEN_MINUTES = 60;

export type Freshness = 'fresh' | 'late' | 'stale' | 'forgotten';

export function freshness(day: RoomDay, now: Instant): Freshness {
  if (day.readAt === null || now >= day.window.end) return 'forgotten';
  const { late, stale, forgotten } = freshnessLimits(day.readAt, day.policy, day.room.timeZone);
  if (now >= forgotten) return 'forgotten';
  if (now >= stale) return 'stale';
  return now >= late ? 'late' : 'fresh';
}

/** When a day read at `readAt` becomes late, stale and forgotten. */
export function freshnessLimits(
  readAt: Instant,
  policy: Pick<Policy, 'openingHours'>,
  zone: Zone,
): { late: Instant; stale: Instant; forgotten: Instant } {
  const quick = addMinutes(readAt, OPEN_STALE_MINUTES);
  if (isOpen(readAt, policy.openingHours, zone)) {
    return { late: addMinutes(readAt, LATE_MINUTES), stale: quick, forgotten: addMinutes(readAt, FORGOTTEN_MINUTES) };
  }
  const opening = nextOpening(readAt, policy.openingHours, zone);
  const slow = addMinutes(readAt, CLOSED_STALE_MINUTES);
  // What was read at night counts as old soon after the doors open, however short the night was still to be.
  const stale = opening < slow ? latest(quick, addMinutes(opening, OPEN_STALE_MINUTES)) : slow;
  return { late: stale, stale, forgotten: addMinutes(stale, FORGOTTEN_MINUTES) };
}

export function isOpen(moment: Instant, hours: OpeningHours, zone: Zone): boolean {
  const minutes = localMinutes(moment, zone);
  return hours.from <= minutes && minutes < hours.to;
}

/** The first opening after `moment`, which lies outside the hours or is itself an opening. */
export function nextOpening(moment: Instant, hours: OpeningHours, zone: Zone): Instant {
  const today = localDate(moment, zone);
  const opening = atLocal(today, hours.from, zone);
  return opening > moment ? opening : atLocal(addDays(today, 1), hours.from, zone);
}
