/**
 * How often somebody may be wrong, or may ask, in a while. Kept in memory: a restart forgives, which costs a guesser more
 * than it gives. Bounded by the number of those it remembers.
 */

import { addMs, type Instant } from '../../shared/basics/instant.ts';
import type { Clock } from '../ports/runtime.ts';

export type Limits = {
  readonly most: number;
  readonly withinMs: number;
  /** Under which name somebody is counted; left out: under the one that is given. */
  readonly countedAs?: (who: string) => string;
};
type Count = { used: number; readonly endsAt: Instant };

/** Past this many the oldest are forgotten. */
const MOST_REMEMBERED = 10_000;

export function createTries(clock: Clock, { most, withinMs, countedAs = (who) => who }: Limits) {
  const counts = new Map<string, Count>();

  function live(name: string): Count | null {
    const count = counts.get(name);
    if (count === undefined) return null;
    if (count.endsAt > clock.now()) return count;
    counts.delete(name);
    return null;
  }

  function begin(name: string): Count {
    const oldest = counts.size >= MOST_REMEMBERED ? counts.keys().next() : null;
    if (oldest !== null && !oldest.done) counts.delete(oldest.value);
    const count = { used: 0, endsAt: addMs(clock.now(), withinMs) };
    counts.set(name, count);
    return count;
  }

  /** When `who` may try again, where `limit` tries are too many; null where that is now. */
  function fullUntil(who: string, limit: number): Instant | null {
    const count = live(countedAs(who));
    return count !== null && count.used >= limit ? count.endsAt : null;
  }

  return {
    fullUntil,

    /** The same, at the limit there is. */
    blockedUntil: (who: string): Instant | null => fullUntil(who, most),

    /** Counts one. The answer takes it back, for one that turned out to be none. */
    use(who: string): () => void {
      const name = countedAs(who);
      const count = live(name) ?? begin(name);
      count.used += 1;
      return () => {
        count.used -= 1;
        // As if nothing had been: the next one begins a while of its own.
        if (count.used === 0 && counts.get(name) === count) counts.delete(name);
      };
    },
  };
}
