import { expect, test } from 'vitest';
import { oneAtATime } from '../../../edge-proxy/sync/one-at-a-time.ts';

/** Runs that end when the test says so, and how many began. */
function controlled() {
  const open: (() => void)[] = [];
  let begun = 0;
  const ask = oneAtATime(async () => {
    begun += 1;
    const run = begun;
    await new Promise<void>((resolve) => open.push(resolve));
    return run;
  });
  return { ask, finish: () => open.shift()?.(), begun: () => begun };
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

test('ten thousand who ask at once share one run, and those who ask during it share the next', async () => {
  const { ask, finish, begun } = controlled();

  const early = Promise.all(Array.from({ length: 10_000 }, ask));
  await turn();
  const late = Promise.all(Array.from({ length: 10_000 }, ask));
  finish();
  await turn();
  finish();

  expect(new Set(await early)).toEqual(new Set([1]));
  expect(new Set(await late)).toEqual(new Set([2]));
  expect(begun()).toBe(2);
});

test('a run that fails tells those who waited for it and hinders none after it', async () => {
  let fails = true;
  const ask = oneAtATime(async () => {
    if (fails) throw new Error('away');
    return 'back';
  });

  await expect(ask()).rejects.toThrow('away');
  fails = false;
  await expect(ask()).resolves.toBe('back');
});

test('a run that asks again gets another run after its own', async () => {
  const order: string[] = [];
  let again: Promise<void> | null = null;
  const ask = oneAtATime(async () => {
    order.push('begun');
    again ??= ask();
    await turn();
    order.push('ended');
  });

  await ask();
  await again;

  expect(order).toEqual(['begun', 'ended', 'begun', 'ended']);
});
