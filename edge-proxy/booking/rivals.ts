/**
 * Two meetings in one room at one time, although we looked: a write straight into the room's calendar passes the booking
 * attendant by, and some rooms accept whatever they are sent. The one that was made first stays.
 */

import type { Instant } from '../../shared/basics/instant.ts';
import { type Interval, overlaps } from '../../shared/basics/interval.ts';
import { type Occurrence, occupies } from '../../shared/room/occurrence.ts';
import type { BookingMode } from '../../shared/room/policy.ts';
import type { CalendarOccurrence } from '../ports/calendar.ts';
import type { RoomReading } from './room-views.ts';

/** The time that ours has, since when it was asked for it, and whether anybody but us has agreed to that. */
type Claim = { readonly stretch: Interval; readonly since: Instant; readonly mode: BookingMode | undefined };

/** Whether ours, by its copy in the room's calendar, has to give way for any of its stretch. */
export function mustGiveWay({ day, calendar }: RoomReading, copy: CalendarOccurrence, claim: Claim): boolean {
  const copies = new Map(calendar.map((one) => [one.id, one]));
  return day.occurrences.some((other) => {
    if (other.id === copy.id || !occupies(other) || !overlaps(other, claim.stretch)) return false;
    const rival = copies.get(other.id);
    // Moved here just now, say: Exchange will decline it for ours, unless ours makes room before it has decided.
    if (claim.mode !== 'direct' && rival !== undefined && isOnlyAsking(rival)) return false;
    return wasFirst(other, rival?.createdAt ?? null, claim);
  });
}

/** Put down by Exchange when the request came, and not answered. What somebody wrote there themselves needs no answer. */
function isOnlyAsking({ tentative, accepted, organisedByRoom }: CalendarOccurrence): boolean {
  return tentative && !accepted && !organisedByRoom;
}

function wasFirst(other: Occurrence, madeAt: Instant | null, { since, mode }: Claim): boolean {
  // One of our own that is confirmed was granted its time before ours was.
  if (other.booking !== null) return other.booking.status === 'confirmed';
  // Nobody has agreed to ours but ourselves: where it cannot be told who was first, the one that can step back does.
  if (mode === 'direct') return madeAt === null || madeAt <= since;
  // Exchange accepted ours, and nothing proves that theirs was earlier.
  return madeAt !== null && madeAt < since;
}
