/** When facilities keep a room out of service: what holds at a moment, and what comes. */

import type { Instant } from '../basics/instant.ts';
import type { Closure } from '../room/closure.ts';
import type { RoomDay } from '../room/room-day.ts';

type Closed = Pick<RoomDay, 'closures'>;

/** The one that holds at `now`; of several the one that lasts longest, since that is what people have to reckon with. */
export function closureAt({ closures = [] }: Closed, now: Instant): Closure | null {
  let longest: Closure | null = null;
  for (const one of closures) {
    if (one.from <= now && ends(one) > now && (longest === null || ends(one) > ends(longest))) longest = one;
  }
  return longest;
}

/** When the room opens again, other closures that follow without a gap counted in; null where nobody has said. */
export function opensAgain({ closures = [] }: Closed, { until }: Closure): Instant | null {
  let last = until ?? Number.POSITIVE_INFINITY;
  // Earliest first, so that one pass finds whatever hangs together.
  for (const one of closures) if (one.from <= last && ends(one) > last) last = ends(one);
  return last === Number.POSITIVE_INFINITY ? null : (last as Instant);
}

/** When the room closes from `from` on: `from` itself where it is closed then, null where that is not known to come. */
export function nextClosing({ closures = [] }: Closed, from: Instant): Instant | null {
  const next = closures.find((one) => ends(one) > from);
  return next === undefined || next.from > from ? (next?.from ?? null) : from;
}

function ends({ until }: Closure): number {
  return until ?? Number.POSITIVE_INFINITY;
}
