/** Chance in the words of a night: all of it from one seed. */

import { createFixedChance } from '../support/fixed-chance.ts';

export type Dice = ReturnType<typeof createDice>;

export function createDice(seed: number) {
  const { fraction } = createFixedChance(Math.imul(seed, 0x9e3779b1));

  return {
    fraction,
    isLucky: (share: number): boolean => fraction() < share,
    between: (from: number, to: number): number => from + fraction() * (to - from),
    /** Whole, both ends included. */
    whole: (from: number, to: number): number => from + Math.floor(fraction() * (to - from + 1)),
    oneOf: <T>(some: readonly T[]): T | undefined => some[Math.floor(fraction() * some.length)],
    /** One of them, each as likely as its weight says. */
    weighed<T>(some: readonly (readonly [weight: number, what: T])[]): T {
      let left = fraction() * some.reduce((sum, [weight]) => sum + weight, 0);
      for (const [weight, what] of some) {
        left -= weight;
        if (left < 0) return what;
      }
      return (some.at(-1) as readonly [number, T])[1];
    },
  };
}
