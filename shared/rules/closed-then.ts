/** What a booking would run into where facilities have closed the room. Apart from what a door shows, which books nothing. */

import { type Interval, overlaps } from '../basics/interval.ts';
import { stretchOf } from '../room/closure.ts';
import type { Refusal } from '../room/refusal.ts';
import type { RoomDay } from '../room/room-day.ts';
import { opensAgain } from './closures.ts';

/** Why the room cannot be had in `stretch`, as far as facilities have closed it; null where they have not. */
export function closedThen(day: Pick<RoomDay, 'closures'>, stretch: Interval): Refusal | null {
  const closure = (day.closures ?? []).find((one) => overlaps(stretchOf(one, stretch.end), stretch));
  if (closure === undefined) return null;
  const { from, reason } = closure;
  return { kind: 'room-closed', from, until: opensAgain(day, closure), reason };
}
