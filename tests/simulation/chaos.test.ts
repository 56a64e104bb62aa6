/** Some hundreds of the nights that `npm run simulate` lives by the thousand; short ones, so that a minute is enough. */

import { expect, test } from 'vitest';
import { liveNight } from './chaos.ts';

const MINUTES = 10;
/** Each a test of its own would say the same hundred times; a block of them fails by the seed that is to be replayed. */
const BLOCK = 20;
const BLOCKS = Array.from({ length: 15 }, (_, n) => ({ from: 1 + n * BLOCK, to: (n + 1) * BLOCK }));

test.for(BLOCKS)(
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

test.for([3, 7, 77])('night %i is the same line by line when it is lived again', async (seed) => {
  const [once, again] = [await liveNight({ seed, minutes: 20 }), await liveNight({ seed, minutes: 20 })];

  expect(again.trace).toEqual(once.trace);
  expect(again.hash).toBe(once.hash);
  expect(again.reads).toBe(once.reads);
});

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((all, count) => all + count, 0);
}
