/**
 * How often a code may be tried: five times by one operator, five times the same letters, 25 times from one address and a
 * thousand times in all, each within ten minutes. The last two stop only those who have been wrong themselves (decision
 * 0026). Beside that a tablet's own code bears five claims that come to nothing, and is then shown no more.
 */

import type { Instant } from '../../shared/basics/instant.ts';
import type { Clock } from '../ports/runtime.ts';
import { addressBlock } from './address-block.ts';
import { createFairTries } from './fair-tries.ts';
import { createTries } from './tries.ts';

/** Which operator, and from where. */
export type Asker = { readonly operator: string; readonly address: string };

/** ASVS 5, 6.5.5: ten minutes at the most. */
export const CODE_LIFETIME_MS = 10 * 60_000;
/** RFC 8628, 5.1: with 8 letters of 20, five guesses leave an attacker one chance in 2^32. */
const FIVE = { most: 5, withinMs: CODE_LIFETIME_MS };
/** Several operators behind one address may each mistype. */
const OF_ADDRESS = { most: 25, withinMs: CODE_LIFETIME_MS, countedAs: addressBlock };
const IN_ALL = { most: 1_000, withinMs: CODE_LIFETIME_MS };

export function createCodeTries(clock: Clock) {
  const wrong = createFairTries(clock, { ofOne: FIVE, ofOneInCrowd: 1, ofCrowds: [OF_ADDRESS, IN_ALL] });
  const letters = createTries(clock, FIVE);
  const failedClaims = createTries(clock, FIVE);

  const crowdsOf = ({ address }: Asker) => [address, 'all'];

  return {
    /** Until when this operator may try no more codes, right ones included; null where they may. */
    blockedUntil: (asker: Asker): Instant | null => wrong.blockedUntil(asker.operator, crowdsOf(asker)),

    /** The same for these letters, which were no code five times; null too where they cannot be one. */
    lettersBlockedUntil: (code: string | null): Instant | null => (code === null ? null : letters.blockedUntil(code)),

    /**
     * Counts a try before it is known how it ends: of a thousand at once no more are let in than one after another. Taken
     * back where it was right.
     */
    begin(asker: Asker) {
      const takeBack = wrong.use(asker.operator, crowdsOf(asker));
      return {
        takeBack,
        wasWrong(code: string | null): void {
          if (code !== null) letters.use(code);
        },
      };
    },

    /** A tablet's code was claimed and nothing came of it. True where it has borne enough of that. */
    claimFailed(code: string): boolean {
      failedClaims.use(code);
      return failedClaims.blockedUntil(code) !== null;
    },
  };
}
