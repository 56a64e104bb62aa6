/** What this tablet holds all by itself while its proxy is away: on this screen the time is taken, and nobody else knows. */

import type { IntentKey, OccurrenceId } from '../../shared/basics/ids.ts';
import type { Occurrence } from '../../shared/room/occurrence.ts';
import type { RoomDay } from '../../shared/room/room-day.ts';

/** The day with what only this screen knows; what the proxy tells of a hold outranks it. */
export function withOwnHolds(day: RoomDay, own: readonly Occurrence[]): RoomDay {
  const told = new Set(day.intents.map(({ key }) => key));
  const added = own.filter(({ booking }) => booking !== null && !told.has(booking.key));
  if (added.length === 0) return day;
  return { ...day, occurrences: [...day.occurrences, ...added].sort((a, b) => a.start - b.start) };
}

/** Whether only this screen knows of it. */
export function isOwnHold({ id }: Occurrence): boolean {
  return id.startsWith(OWN);
}

/** What its occurrence is called until the proxy knows of it. */
export function ownHoldId(key: IntentKey): OccurrenceId {
  return `${OWN}${key}` as OccurrenceId;
}

const OWN = 'here:';
