/**
 * What ending a meeting at the door comes to. Graph lets nobody but the organiser cancel or shorten a meeting, so one that
 * was booked in Outlook can only be declined by its room: the organiser is told and keeps the meeting, without the room.
 */

import type { Occurrence } from '../room/occurrence.ts';
import type { Policy } from '../room/policy.ts';

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
