/**
 * A limit of each, and limits of many together that lock nobody out. Whoever has reached their own is stopped. Where many
 * together have reached theirs, it is those who have had a share of it that are stopped, and whoever comes with clean hands is
 * let in all the same: or a guesser would only have to guess on, to keep everybody else from the doors.
 */

import type { Instant } from '../../shared/basics/instant.ts';
import type { Clock } from '../ports/runtime.ts';
import { createTries, type Limits } from './tries.ts';

type Options = {
  readonly ofOne: Limits;
  /** How many are left to each in a crowd that has reached its limit. */
  readonly ofOneInCrowd: number;
  /** Of each crowd that one belongs to, in the order in which they are named below. */
  readonly ofCrowds: readonly Limits[];
};

export function createFairTries(clock: Clock, { ofOne, ofOneInCrowd, ofCrowds }: Options) {
  const ones = createTries(clock, ofOne);
  const crowds = ofCrowds.map((limits) => createTries(clock, limits));

  return {
    /** When `who` may try again; null where that is now. `among`: the name of each crowd. */
    blockedUntil(who: string, among: readonly string[]): Instant | null {
      const full = ones.blockedUntil(who);
      if (full !== null) return full;
      const hadShareUntil = ones.fullUntil(who, ofOneInCrowd);
      if (hadShareUntil === null) return null;
      const crowdedUntil = crowds.flatMap((tries, n) => tries.blockedUntil(among[n] ?? '') ?? []);
      // Whichever is over first: the crowd, or what one had of it.
      return crowdedUntil.length === 0 ? null : (Math.min(hadShareUntil, Math.max(...crowdedUntil)) as Instant);
    },

    /** Counts one. The answer takes it back. */
    use(who: string, among: readonly string[]): () => void {
      const undo = [ones.use(who), ...crowds.map((tries, n) => tries.use(among[n] ?? ''))];
      return () => {
        for (const one of undo) one();
      };
    },
  };
}
