/**
 * What ending a meeting at the door comes to. Graph lets nobody but the organiser cancel or shorten a meeting, so one that
 * was booked in Outlook can only be declined by its room: the organiser is told and keeps the meeting, without the room.
 */

import { addMinutes, type Instant } from '../basics/instant.ts';
import { err, ok, type Result } from '../basics/result.ts';
import { type Occurrence, occupies } from '../room/occurrence.ts';
import type { Policy } from '../room/policy.ts';
import type { Refusal } from '../room/refusal.ts';
import type { RoomDay } from '../room/room-day.ts';
import { closedBecause } from './booking.ts';

/**
 * `shortened`: our own, which then ends now. `declined`: the room gives it up whole, and its organiser is told by mail; of a
 * series this one occurrence. `not-possible`: only its organiser can end it.
 */
export type Ending = 'shortened' | 'declined' | 'not-possible';

export function endOf(
  { booking, unreadable }: Pick<Occurrence, 'booking' | 'unreadable'>,
  { mayEndOthers }: Pick<Policy, 'mayEndOthers'>,
): Ending {
  if (booking !== null) return booking.status === 'confirmed' ? 'shortened' : 'not-possible';
  return mayEndOthers && !unreadable ? 'declined' : 'not-possible';
}

/** Somebody else's meeting that the room may give up now: one that runs, or is about to. */
export function decideDecline(day: RoomDay, id: string, now: Instant): Result<Occurrence, Refusal> {
  const closed = closedBecause(day);
  if (closed !== null) return err(closed);
  const found = day.occurrences.find((one) => one.id === id && occupies(one));
  if (found === undefined || found.end <= now) return err({ kind: 'occurrence-gone' });
  if (endOf(found, day.policy) !== 'declined' || now < mayEndFrom(found, day.policy)) {
    return err({ kind: 'not-booked-here' });
  }
  return ok(found);
}

/** From when a door may end it: as soon as the door is about it. */
function mayEndFrom({ start, checkIn }: Occurrence, { startingSoonMinutes }: Policy): Instant {
  const soon = addMinutes(start, -startingSoonMinutes);
  return checkIn.kind === 'needed' && checkIn.opensAt < soon ? checkIn.opensAt : soon;
}
