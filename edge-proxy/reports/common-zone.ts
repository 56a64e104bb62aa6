/**
 * The zone that most rooms are in: where it is morning for whoever reads of them. A machine in a data centre has UTC, by which
 * a mail of seven in the morning would come to California at midnight.
 */

import type { Zone } from '../../shared/basics/zone.ts';
import type { Room } from '../../shared/room/room.ts';

/** Of two that as many rooms are in, the first by its name, so that it does not change by chance. Null without rooms. */
export function commonZone(rooms: readonly Pick<Room, 'timeZone'>[]): Zone | null {
  const counts = new Map<Zone, number>();
  for (const { timeZone } of rooms) counts.set(timeZone, (counts.get(timeZone) ?? 0) + 1);
  return [...counts].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))[0]?.[0] ?? null;
}
