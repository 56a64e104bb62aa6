/**
 * Whether Exchange releases a room itself (EnableAutoRelease). Graph does not show that switch to an app, nor who checked in
 * by Outlook or Teams; what it leaves is meetings that go from the room's calendar, one after the other, as long after their
 * start as the one before. People who cancel are never so punctual.
 */

import { DAY_MS, MINUTE_MS } from '../../shared/basics/instant.ts';
import type { Attendance } from '../ports/attendance.ts';

/** One may be chance, two a coincidence. */
const FEWEST = 3;
/** A hint may be late, and without hints a room is read every half minute. */
const SAME_WITHIN_MS = 2 * MINUTE_MS;
/** Whoever turns the switch off has our release back after so long at the latest. */
export const REMEMBERED_MS = 14 * DAY_MS;

/** `attendance`: the room's of the last `REMEMBERED_MS`, in any order. */
export function seemsReleasedByExchange(attendance: readonly Attendance[]): boolean {
  const delays = attendance
    .filter(({ state }) => state === 'vanished')
    .sort((a, b) => b.start - a.start)
    .slice(0, FEWEST)
    .map(({ at, start }) => at - start);
  return delays.length === FEWEST && Math.max(...delays) - Math.min(...delays) <= SAME_WITHIN_MS;
}
