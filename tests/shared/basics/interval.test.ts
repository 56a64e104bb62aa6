import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instant } from '../../../shared/basics/instant.ts';
import { clip, contains, gaps, type Interval, joined, overlaps, sharingTime } from '../../../shared/basics/interval.ts';

const stretch = (start: number, end: number): Interval => ({ start: instant(start), end: instant(end) });

test('back-to-back meetings do not overlap', () => {
  expect(overlaps(stretch(1, 2), stretch(2, 3))).toBe(false);
  expect(contains(stretch(1, 2), instant(2))).toBe(false);
});

test('a meeting of no length overlaps nothing', () => {
  expect(overlaps(stretch(2, 2), stretch(1, 3))).toBe(false);
});

test('clipping outside the bounds leaves nothing', () => {
  expect(clip(stretch(1, 2), stretch(2, 3))).toBeNull();
  expect(clip(stretch(1, 9), stretch(2, 3))).toEqual(stretch(2, 3));
});

test('overlapping and unordered meetings leave the gaps between their union', () => {
  const taken = [stretch(5, 7), stretch(1, 3), stretch(2, 4), stretch(6, 6)];

  expect(gaps(taken, stretch(0, 10))).toEqual([stretch(0, 1), stretch(4, 5), stretch(7, 10)]);
});

const anyStretch = fc
  .tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 50 }))
  .map(([a, b]) => stretch(a, b));

test('whatever is taken, each moment is in a gap or taken, never both', () => {
  fc.assert(
    fc.property(fc.array(anyStretch, { maxLength: 8 }), fc.integer({ min: 0, max: 49 }), (taken, moment) => {
      const free = gaps(taken, stretch(0, 50)).some((gap) => contains(gap, instant(moment)));
      const busy = taken.some((one) => contains(one, instant(moment)));
      expect(free).toBe(!busy);
    }),
    { seed: 7, numRuns: 300 },
  );
});

test('stretches that are joined leave the same gaps, and none of them touches another', () => {
  fc.assert(
    fc.property(fc.array(anyStretch, { maxLength: 10 }), anyStretch, (taken, bounds) => {
      const together = joined(taken);
      expect(gaps(together, bounds)).toEqual(gaps(taken, bounds));
      for (const [place, { start, end }] of together.entries()) {
        expect(start).toBeLessThan(end);
        expect(start).toBeGreaterThan(together[place - 1]?.end ?? -1);
      }
    }),
    { seed: 7, numRuns: 500 },
  );
});

test('those that share time with another are the same as by comparing each with each', () => {
  fc.assert(
    fc.property(fc.array(anyStretch, { maxLength: 12 }), (all) => {
      const byPairs = all.filter((one) => all.some((other) => other !== one && overlaps(one, other)));
      expect(all.filter((one) => sharingTime(all).has(one))).toEqual(byPairs);
    }),
    { seed: 7, numRuns: 500 },
  );
});
