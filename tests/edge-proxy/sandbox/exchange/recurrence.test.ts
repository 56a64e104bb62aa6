import { expect, test } from 'vitest';
import {
  daysBetween,
  lastDayOf,
  nextDay,
  type Pattern,
  previousDay,
  type Range,
  type Recurrence,
} from '../../../../edge-proxy/sandbox/exchange/recurrence.ts';
import { parseDay, printDay } from '../../../../edge-proxy/sandbox/exchange/wall-time.ts';
import { UTC } from '../../../../shared/basics/zone.ts';

const day = (text: string) => parseDay(text) ?? Number.NaN;

function series(pattern: Pattern, range: Range): Recurrence {
  return { pattern, range, zone: UTC, zoneName: 'UTC', lastDay: lastDayOf(pattern, range) };
}

const noEnd = (from: string): Range => ({ type: 'noEnd', firstDay: day(from) });

test.for<{ name: string; pattern: Pattern; range: Range; from: string; to: string; days: string[] }>([
  {
    name: 'every second day keeps in step however far away',
    pattern: { type: 'daily', interval: 2 },
    range: noEnd('2026-01-01'),
    from: '2026-11-23',
    to: '2026-11-28',
    days: ['2026-11-23', '2026-11-25', '2026-11-27'],
  },
  {
    name: 'several days a week',
    pattern: { type: 'weekly', interval: 1, weekdays: [1, 3], firstDayOfWeek: 0 },
    range: noEnd('2026-11-02'),
    from: '2026-11-23',
    to: '2026-11-30',
    days: ['2026-11-23', '2026-11-25', '2026-11-30'],
  },
  {
    name: 'every second week, whose week begins on Sunday',
    pattern: { type: 'weekly', interval: 2, weekdays: [0, 2], firstDayOfWeek: 0 },
    range: noEnd('2026-11-03'),
    from: '2026-11-01',
    to: '2026-11-30',
    days: ['2026-11-03', '2026-11-15', '2026-11-17', '2026-11-29'],
  },
  {
    name: 'every second week, whose week begins on Monday, puts the Sunday elsewhere',
    pattern: { type: 'weekly', interval: 2, weekdays: [0, 2], firstDayOfWeek: 1 },
    range: noEnd('2026-11-03'),
    from: '2026-11-01',
    to: '2026-11-30',
    days: ['2026-11-03', '2026-11-08', '2026-11-17', '2026-11-22'],
  },
  {
    name: 'the 31st falls on the last day of shorter months',
    pattern: { type: 'absoluteMonthly', interval: 1, dayOfMonth: 31 },
    range: noEnd('2026-01-31'),
    from: '2026-02-01',
    to: '2026-04-30',
    days: ['2026-02-28', '2026-03-31', '2026-04-30'],
  },
  {
    name: 'the last Friday of the month',
    pattern: { type: 'relativeMonthly', interval: 1, weekdays: [5], index: 'last' },
    range: noEnd('2026-10-01'),
    from: '2026-10-01',
    to: '2026-11-30',
    days: ['2026-10-30', '2026-11-27'],
  },
  {
    name: 'the first working day of the month',
    pattern: { type: 'relativeMonthly', interval: 1, weekdays: [1, 2, 3, 4, 5], index: 'first' },
    range: noEnd('2026-10-01'),
    from: '2026-10-01',
    to: '2026-11-30',
    days: ['2026-10-01', '2026-11-02'],
  },
  {
    name: 'the 29th of February, in other years the 28th',
    pattern: { type: 'absoluteYearly', interval: 1, dayOfMonth: 29, month: 2 },
    range: noEnd('2024-02-29'),
    from: '2026-01-01',
    to: '2028-12-31',
    days: ['2026-02-28', '2027-02-28', '2028-02-29'],
  },
  {
    name: 'the fourth Thursday of November',
    pattern: { type: 'relativeYearly', interval: 1, weekdays: [4], index: 'fourth', month: 11 },
    range: noEnd('2025-11-01'),
    from: '2025-01-01',
    to: '2026-12-31',
    days: ['2025-11-27', '2026-11-26'],
  },
  {
    name: 'five times and no more',
    pattern: { type: 'weekly', interval: 1, weekdays: [1, 4], firstDayOfWeek: 0 },
    range: { type: 'numbered', firstDay: day('2026-11-02'), count: 5 },
    from: '2026-11-09',
    to: '2026-12-31',
    days: ['2026-11-09', '2026-11-12', '2026-11-16'],
  },
  {
    name: 'until a day, that day included',
    pattern: { type: 'daily', interval: 1 },
    range: { type: 'endDate', firstDay: day('2026-11-24'), lastDay: day('2026-11-26') },
    from: '2026-11-20',
    to: '2026-12-31',
    days: ['2026-11-24', '2026-11-25', '2026-11-26'],
  },
])('$name', ({ pattern, range, from, to, days }) => {
  expect(daysBetween(series(pattern, range), day(from), day(to)).map(printDay)).toEqual(days);
});

test('the neighbours of a day are found on both sides, and end with the series', () => {
  const thrice = series(
    { type: 'weekly', interval: 1, weekdays: [2], firstDayOfWeek: 0 },
    { type: 'numbered', firstDay: day('2026-11-24'), count: 3 },
  );

  expect(printDay(nextDay(thrice, day('2026-11-24')) ?? 0)).toBe('2026-12-01');
  expect(printDay(previousDay(thrice, day('2026-12-01')) ?? 0)).toBe('2026-11-24');
  expect(nextDay(thrice, day('2026-12-08'))).toBeNull();
  expect(previousDay(thrice, day('2026-11-24'))).toBeNull();
});
