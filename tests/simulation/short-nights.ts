/**
 * Some hundreds of the nights that `npm run simulate` lives by the thousand; short ones, so that minutes are enough. In
 * files of a hundred, so that each core has its share.
 */

import { expect, test } from 'vitest';
import { liveNight } from './chaos.ts';

const MINUTES = 10;
/** Each a test of its own would say the same hundred times; a block of them fails by the seed that is to be replayed. */
const BLOCK = 20;
const BLOCKS = 5;

/** A hundred of them, from `first` on. */
export function testNights(first: number): void {
  const blocks = Array.from({ length: BLOCKS }, (_, n) => ({
    from: first + n * BLOCK,
    to: first + (n + 1) * BLOCK - 1,
  }));
  test.for(blocks)(
    'nights $from to $to: whatever goes wrong, no tap is lost or doubled, no screen lies, and in the end all is true',
    async ({ from, to }) => {
      const broken: string[] = [];
      let [faults, taps] = [0, 0];
      for (let seed = from; seed <= to; seed += 1) {
        const night = await liveNight({ seed, minutes: MINUTES });
        if (night.failure !== null) {
          broken.push(`npm run simulate -- --minutes ${MINUTES} --seed ${seed}: ${night.failure}`);
        }
        faults += sum(night.faults);
        taps += sum(night.taps);
      }

      expect(broken).toEqual([]);
      expect(faults).toBeGreaterThan(25 * BLOCK);
      expect(taps).toBeGreaterThan(BLOCK);
    },
  );
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((all, count) => all + count, 0);
}
