/**
 * When a meeting asks for check-in, and whether a tap may check in to it. The proxy alone decides what becomes of a
 * no-show; the tablet only counts down with it.
 */

import { addMinutes, earliest, type Instant } from '../basics/instant.ts';
import type { Interval } from '../basics/interval.ts';
import { err, ok, type Result } from '../basics/result.ts';
import type { Occurrence } from '../room/occurrence.ts';
import type { Policy } from '../room/policy.ts';
import type { Refusal } from '../room/refusal.ts';
import type { RoomDay } from '../room/room-day.ts';
import { closedBecause } from './booking.ts';

/** A meeting as far as check-in asks about it. `bookedAt`: when a door of ours booked it; null where Outlook did. */
export type Attended = Interval &
  Pick<Occurrence, 'allDay' | 'tentative' | 'unreadable'> & { readonly bookedAt: Instant | null };

/**
 * Between which moments people are asked to check in, or null where nobody is. Whoever books for now stands there; what
 * the room has not agreed to, or what we cannot read, is not ours to give back.
 */
export function checkInWindow(
  meeting: Attended,
  { checkIn }: Pick<Policy, 'checkIn'>,
): { opensAt: Instant; until: Instant } | null {
  const { start, end, bookedAt } = meeting;
  if (checkIn.mode === 'off' || meeting.allDay || meeting.tentative || meeting.unreadable) return null;
  if (end >= addMinutes(start, checkIn.exemptFromMinutes)) return null;
  const opensAt = addMinutes(start, -checkIn.opensMinutes);
  if (bookedAt !== null && bookedAt >= opensAt) return null;
  const until = earliest(addMinutes(start, checkIn.graceMinutes), end);
  return { opensAt, until };
}

/** The meeting that a tap checks in to. A second tap is as good as the first, and a late one as welcome. */
export function decideCheckIn(day: RoomDay, id: string, now: Instant): Result<Occurrence, Refusal> {
  const closed = closedBecause(day);
  // A calendar that cannot be asked just now is no reason to turn people away from their own meeting.
  if (closed?.kind === 'out-of-service') return err(closed);
  const found = day.occurrences.find((one) => one.id === id);
  if (found === undefined || found.end <= now) return err({ kind: 'occurrence-gone' });
  switch (found.checkIn.kind) {
    case 'done':
      return ok(found);
    case 'not-needed':
      return err({ kind: 'check-in-not-needed' });
    case 'needed':
      return now < found.checkIn.opensAt
        ? err({ kind: 'check-in-not-open', opensAt: found.checkIn.opensAt })
        : ok(found);
    default:
      return found.checkIn satisfies never;
  }
}
