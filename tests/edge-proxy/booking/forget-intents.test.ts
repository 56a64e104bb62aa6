import { expect, test } from 'vitest';
import { forgetOldIntents, LEDGER_KEPT_DAYS, MOST_LEDGER_ROWS } from '../../../edge-proxy/booking/forget-intents.ts';
import type { Store } from '../../../edge-proxy/ports/store.ts';
import { addMs, DAY_MS, HOUR_MS, MINUTE_MS } from '../../../shared/basics/instant.ts';
import { at } from '../../support/builders.ts';
import { createMemoryLog } from '../../support/memory-log.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

type Bound = Parameters<Store['forgetIntents']>[0];

/** A store with so many rows to forget, which fails the first time where that is wanted. */
function open(left: number, { fails = false } = {}) {
  const clock = createVirtualClock(at('10:00'));
  const bites: Bound[] = [];
  let failing = fails;
  const store = {
    async forgetIntents(bound: Bound) {
      bites.push(bound);
      if (failing) {
        failing = false;
        throw new Error('disk full');
      }
      const gone = Math.min(left, bound.atMost);
      left -= gone;
      return gone;
    },
  };
  const stop = forgetOldIntents({ store, clock, log: createMemoryLog() });
  return { clock, bites, stop, left: () => left };
}

test('what is older than a quarter goes, and so does what is too much', async () => {
  const { clock, bites } = open(3);
  await clock.advance(MINUTE_MS);

  const now = addMs(at('10:00'), MINUTE_MS);
  expect(bites).toMatchObject([
    { now, settledBefore: addMs(now, -LEDGER_KEPT_DAYS * DAY_MS), mostRows: MOST_LEDGER_ROWS },
  ]);
});

test('a year of taps goes in bites with pauses between, and then it is looked at seldom', async () => {
  const { clock, bites, left } = open(20_000);
  await clock.advance(2 * MINUTE_MS);
  expect(left()).toBe(0);
  expect(Math.max(...bites.map(({ atMost }) => atMost))).toBeLessThanOrEqual(500);
  const soFar = bites.length;

  await clock.advance(HOUR_MS);
  expect(bites.length - soFar).toBeLessThanOrEqual(6);
});

test('a store that cannot be written is tried again later', async () => {
  const { clock, left } = open(5, { fails: true });
  await clock.advance(HOUR_MS);

  expect(left()).toBe(0);
});

test('nothing is forgotten once it is stopped', async () => {
  const { clock, bites, stop } = open(5);
  stop();
  await clock.advance(HOUR_MS);

  expect(bites).toEqual([]);
});
