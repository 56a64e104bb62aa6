/** What a booking is at any door, before anybody asks for one: how short, from when, and whether one may be made at all. */

import { type Instant, latest, MINUTE_MS } from '../basics/instant.ts';
import { occupies } from '../room/occurrence.ts';
import type { Refusal } from '../room/refusal.ts';
import type { RoomDay } from '../room/room-day.ts';

/** Shorter is not worth the mail that Exchange sends about it. */
export const SHORTEST_BOOKING_MINUTES = 5;

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

/** Where a booking made at `now` begins: the whole minute, but never inside the meeting or the closing that has just ended. */
export function startingNow({ occurrences, closures = [] }: RoomDay, now: Instant): Instant {
  const start = wholeMinute(now);
  const ends = [...occurrences.filter(occupies).map(({ end }) => end), ...closures.map(({ until }) => until ?? start)];
  return ends.filter((end) => end > start && end <= now).reduce((from, end) => latest(from, end), start);
}
