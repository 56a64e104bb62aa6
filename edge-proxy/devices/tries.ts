/**
 * How often somebody may be wrong, or may ask, in a while. Kept in memory: a restart forgives, which costs a guesser more
 * than it gives. Bounded by the number of those it remembers.
 */

import { addMs, type Instant } from '../../shared/basics/instant.ts';
import type { Clock } from '../ports.ts';

type Limits = { readonly most: number; readonly withinMs: number };
type Count = { used: number; readonly endsAt: Instant };

/** Past this many the oldest are forgotten. */
const MOST_REMEMBERED = 10_000;

export type Tries = ReturnType<typeof createTries>;

export function createTries(clock: Clock, { most, withinMs }: Limits) {
  const counts = new Map<string, Count>();

  function live(who: string): Count | null {
    const count = counts.get(who);
    if (count === undefined) return null;
    if (count.endsAt > clock.now()) return count;
    counts.delete(who);
    return null;
  }

  return {
    /** When `who` may try again; null where that is now. */
    blockedUntil(who: string): Instant | null {
      const count = live(who);
      return count !== null && count.used >= most ? count.endsAt : null;
    },

    use(who: string): void {
      const count = live(who);
      if (count !== null) {
        count.used += 1;
        return;
      }
      const oldest = counts.size >= MOST_REMEMBERED ? counts.keys().next() : null;
      if (oldest !== null && !oldest.done) counts.delete(oldest.value);
      counts.set(who, { used: 1, endsAt: addMs(clock.now(), withinMs) });
    },
  };
}
