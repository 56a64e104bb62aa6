/** When facilities keep a room out of service: what holds at a moment, what comes, and what a booking would run into. */

import { type Instant, latest } from '../basics/instant.ts';
import { type Interval, overlaps } from '../basics/interval.ts';
import { type Closure, stretchOf } from '../room/closure.ts';
import type { Refusal } from '../room/refusal.ts';
import type { RoomDay } from '../room/room-day.ts';

type Closed = Pick<RoomDay, 'closures'>;

/** The one that holds at `now`; of several the one that lasts longest, since that is what people have to reckon with. */
export function closureAt({ closures = [] }: Closed, now: Instant): Closure | null {
  const holding = closures.filter(({ from, until }) => from <= now && (until === null || now < until));
  return holding.reduce<Closure | null>((longest, one) => {
    if (longest === null || longest.until === null) return longest ?? one;
    return one.until === null || one.until > longest.until ? one : longest;
  }, null);
}

/** When the room opens again, other closures that follow without a gap counted in; null where nobody has said. */
export function opensAgain({ closures = [] }: Closed, closure: Closure): Instant | null {
  let { until } = closure;
  for (const one of [...closures].sort((a, b) => a.from - b.from)) {
    if (until === null || one.from > until) break;
    until = one.until === null ? null : latest(until, one.until);
  }
  return until;
}

/** When the room closes from `from` on: `from` itself where it is closed then, null where that is not known to come. */
export function nextClosing({ closures = [] }: Closed, from: Instant): Instant | null {
  const ahead = closures.filter(({ until }) => until === null || until > from).map((one) => latest(one.from, from));
  return ahead.length === 0 ? null : (Math.min(...ahead) as Instant);
}

/** Why the room cannot be had in `stretch`, as far as facilities have closed it; null where they have not. */
export function closedThen(day: Closed, stretch: Interval): Refusal | null {
  const closure = (day.closures ?? []).find((one) => overlaps(stretchOf(one, stretch.end), stretch));
  if (closure === undefined) return null;
  const { from, reason } = closure;
  return { kind: 'room-closed', from, until: opensAgain(day, closure), reason };
}
