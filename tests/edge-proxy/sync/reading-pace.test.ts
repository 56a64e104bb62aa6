import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextReadAt, retryDelayMs } from '../../../edge-proxy/sync/reading-pace.ts';
import { MINUTE_MS, SECOND_MS } from '../../../shared/basics/instant.ts';
import { aPolicy, at, aZone } from '../../support/builders.ts';

const policy = aPolicy({ openingHours: { from: 8 * 60, to: 18 * 60 } });
const lisbon = aZone('Europe/Lisbon');

test.for([
  { clock: '09:00', subscribed: true, from: 60, to: 80, because: 'a lost hint may cost about a minute' },
  { clock: '09:00', subscribed: false, from: 25, to: 35, because: 'nothing else tells us of changes' },
  { clock: '20:00', subscribed: true, from: 1_230, to: 1_560, because: 'nobody is there' },
  { clock: '20:00', subscribed: false, from: 240, to: 360, because: 'nobody is there, but nothing tells us either' },
  { clock: '07:50', subscribed: true, from: 600, to: 645, because: 'the doors open at eight' },
  { clock: '23:55', subscribed: true, from: 300, to: 345, because: 'the window moves on at midnight' },
])('at $clock, subscribed $subscribed, the next reading is in $from to $to s, because $because', (row) => {
  const now = at(row.clock);
  const delay = (fraction: number) =>
    nextReadAt(now, { zone: lisbon, policy, isSubscribed: row.subscribed, fraction }) - now;

  expect(delay(0)).toBeGreaterThanOrEqual(row.from * SECOND_MS);
  expect(delay(0.999)).toBeLessThanOrEqual(row.to * SECOND_MS);
});

test("midnight is the room's own, also in a zone that is half an hour off and on the day its clocks change", () => {
  // Lord Howe Island goes back by half an hour on 4 April 2027, at 02:00 local; midnight after it is at 13:30 UTC.
  const zone = aZone('Australia/Lord_Howe');
  const now = at('2027-04-04T13:25:00Z');

  expect(nextReadAt(now, { zone, policy, isSubscribed: true, fraction: 0 })).toBe(at('2027-04-04T13:30:00Z'));
});

describe('after a failure', () => {
  test('waits grow, never beyond what a person waiting for recovery can bear', () => {
    const delays = [1, 2, 3, 6, 100].map((failures) =>
      retryDelayMs('graph-unreachable', { failures, retryAfterMs: null, fraction: 0.999 }),
    );

    expect(delays).toEqual([...delays].sort((a, b) => a - b));
    expect(delays.at(-1)).toBeLessThanOrEqual(45 * SECOND_MS);
  });

  test('a room that we may not read is asked for in minutes, not seconds', () => {
    expect(retryDelayMs('access-denied', { failures: 1, retryAfterMs: null, fraction: 0 })).toBeGreaterThanOrEqual(
      2 * MINUTE_MS,
    );
  });

  test('never sooner than Graph asked for', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 0, max: 600_000 }),
        fc.integer({ min: 0, max: 999 }),
        (failures, retryAfterMs, thousandths) => {
          const delay = retryDelayMs('throttled', { failures, retryAfterMs, fraction: thousandths / 1_000 });
          expect(delay).toBeGreaterThanOrEqual(retryAfterMs);
        },
      ),
      { seed: 11, numRuns: 200 },
    );
  });
});
