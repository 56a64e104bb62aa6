/** A few of the nights that `npm run simulate` lives by the thousand. */

import { expect, test } from 'vitest';
import { liveNight } from './chaos.ts';

/** As many as a minute of patience allows in every run of the tests. */
const SEEDS = Array.from({ length: 6 }, (_, n) => n + 1);

test.for(SEEDS)(
  'night %i: whatever goes wrong, no screen lies, and in the morning every one equals Exchange',
  async (seed) => {
    const night = await liveNight({ seed, hours: 2 });

    expect(night.failure).toBeNull();
    expect(night.faults.size).toBeGreaterThan(15);
    expect(night.deeds).toBeGreaterThan(50);
  },
);

test('the same seed lives the same night, fault by fault, so that a bad one can be lived again', async () => {
  const [once, again] = [await liveNight({ seed: 77, hours: 1 }), await liveNight({ seed: 77, hours: 1 })];

  expect(again.trace).toEqual(once.trace);
  expect(again.reads).toBe(once.reads);
});
