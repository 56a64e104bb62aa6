/**
 * Two meetings in one room at one time, although we looked: a write straight into the room's calendar passes the booking
 * attendant by, and some rooms accept whatever they are sent. The one that was made first stays.
 */

import type { Instant } from '../../shared/basics/instant.ts';
import { type Interval, overlaps } from '../../shared/basics/interval.ts';
import { type Occurrence, occupies } from '../../shared/room/occurrence.ts';
import type { CalendarOccurrence } from '../ports.ts';
import type { RoomReading } from './room-views.ts';

/** Whether ours, by its copy in the room's calendar and asked for at `since`, has to give way for any of `stretch`. */
export function mustGiveWay(
  { day, calendar }: RoomReading,
  copy: CalendarOccurrence,
  stretch: Interval,
  since: Instant,
): boolean {
  const madeAt = new Map(calendar.map(({ id, createdAt }) => [id, createdAt]));
  return day.occurrences.some((other) => {
    if (other.id === copy.id || !occupies(other) || !overlaps(other, stretch)) return false;
    return wasFirst(other, madeAt.get(other.id) ?? null, since);
  });
}

function wasFirst(other: Occurrence, madeAt: Instant | null, since: Instant): boolean {
  // One of our own that is confirmed was granted its time before ours was.
  if (other.booking !== null) return other.booking.status === 'confirmed';
  // Exchange accepted ours, and nothing proves that theirs was earlier.
  return madeAt !== null && madeAt < since;
}
