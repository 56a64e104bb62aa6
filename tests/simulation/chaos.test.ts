import { expect, test } from 'vitest';
import { liveNight } from './chaos.ts';
import { testNights } from './short-nights.ts';

testNights(1);

test.for([3, 7, 77])('night %i is the same line by line when it is lived again', async (seed) => {
  const [once, again] = [await liveNight({ seed, minutes: 20 }), await liveNight({ seed, minutes: 20 })];

  expect(again.trace).toEqual(once.trace);
  expect(again.hash).toBe(once.hash);
  expect(again.reads).toBe(once.reads);
});
