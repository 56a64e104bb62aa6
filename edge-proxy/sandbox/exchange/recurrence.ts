/**
 * On which days a series meets: Outlook's six patterns, as pure arithmetic on calendar days. Only the days asked for
 * are worked out, since a daily meeting without end has more of them than a calendar view wants.
 * @see https://learn.microsoft.com/graph/api/resources/recurrencepattern
 */

import { DAY_MS } from '../../../shared/basics/instant.ts';
import type { Zone } from '../../../shared/basics/zone.ts';
import { type Day, weekdayOf } from './wall-time.ts';

export const WEEK_INDEXES = ['first', 'second', 'third', 'fourth', 'last'] as const;
export type WeekIndex = (typeof WEEK_INDEXES)[number];

export type Pattern = { interval: number } & (
  | { type: 'daily' }
  /** Weekdays 0 for Sunday to 6; the week begins on `firstDayOfWeek`, which matters from every second week on. */
  | { type: 'weekly'; weekdays: readonly number[]; firstDayOfWeek: number }
  | { type: 'absoluteMonthly'; dayOfMonth: number }
  | { type: 'relativeMonthly'; weekdays: readonly number[]; index: WeekIndex }
  | { type: 'absoluteYearly'; dayOfMonth: number; month: number }
  | { type: 'relativeYearly'; weekdays: readonly number[]; index: WeekIndex; month: number }
);

export type Range = { firstDay: Day } & (
  | { type: 'endDate'; lastDay: Day }
  | { type: 'numbered'; count: number }
  | { type: 'noEnd' }
);

export type Recurrence = {
  pattern: Pattern;
  range: Range;
  zone: Zone;
  /** The zone as the organizer named it. */
  zoneName: string;
  /** The last day on which the series meets or could; null where it goes on for ever. */
  lastDay: Day | null;
};

/** Exchange's own limit on numbered series. */
export const MOST_OCCURRENCES = 999;

/** The day that ends the range; numbered ones are counted through once, here, and never again. */
export function lastDayOf(pattern: Pattern, range: Range): Day | null {
  if (range.type === 'noEnd') return null;
  if (range.type === 'endDate') return range.lastDay;
  let [last, left] = [range.firstDay, range.count];
  for (const day of daysFrom(pattern, range.firstDay, range.firstDay)) {
    last = day;
    left -= 1;
    if (left <= 0) break;
  }
  return last;
}

/** The days of the series from `from` to `to`, both included, earliest first. */
export function daysBetween({ pattern, range, lastDay }: Recurrence, from: Day, to: Day): Day[] {
  const end = Math.min(to, lastDay ?? to);
  const days: Day[] = [];
  for (const day of daysFrom(pattern, range.firstDay, Math.max(from, range.firstDay))) {
    if (day > end) break;
    days.push(day);
  }
  return days;
}

/** How far apart the rarest days are: nobody meets less often than every hundredth year. */
const LONGEST_GAP_DAYS = 36_600;

export function nextDay(recurrence: Recurrence, after: Day): Day | null {
  return firstWithin(recurrence, after + 1, after + LONGEST_GAP_DAYS);
}

export function previousDay(recurrence: Recurrence, before: Day): Day | null {
  for (let reach = 64; ; reach *= 8) {
    const from = Math.max(recurrence.range.firstDay, before - reach);
    const last = daysBetween(recurrence, from, before - 1).at(-1);
    if (last !== undefined) return last;
    if (from === recurrence.range.firstDay) return null;
  }
}

function firstWithin({ pattern, range, lastDay }: Recurrence, from: Day, to: Day): Day | null {
  for (const day of daysFrom(pattern, range.firstDay, Math.max(from, range.firstDay))) {
    return day > Math.min(to, lastDay ?? to) ? null : day;
  }
  return null;
}

/** Endless: the caller stops. Periods are counted from the series' first day, so that "every third week" stays in step. */
function* daysFrom(pattern: Pattern, firstDay: Day, from: Day): Generator<Day> {
  for (let period = Math.max(0, periodOf(pattern, firstDay, from) - 1); ; period += 1) {
    for (const day of daysOfPeriod(pattern, firstDay, period)) {
      if (day >= from && day >= firstDay) yield day;
    }
  }
}

function periodOf(pattern: Pattern, firstDay: Day, day: Day): number {
  switch (pattern.type) {
    case 'daily':
      return Math.floor((day - firstDay) / pattern.interval);
    case 'weekly':
      return Math.floor((day - firstDay) / (7 * pattern.interval));
    case 'absoluteMonthly':
    case 'relativeMonthly':
      return Math.floor((monthOf(day) - monthOf(firstDay)) / pattern.interval);
    case 'absoluteYearly':
    case 'relativeYearly':
      return Math.floor((yearOf(day) - yearOf(firstDay)) / pattern.interval);
  }
}

function daysOfPeriod(pattern: Pattern, firstDay: Day, period: number): Day[] {
  const step = period * pattern.interval;
  switch (pattern.type) {
    case 'daily':
      return [firstDay + step];
    case 'weekly': {
      const weekStart = firstDay - ((weekdayOf(firstDay) - pattern.firstDayOfWeek + 7) % 7) + step * 7;
      return [0, 1, 2, 3, 4, 5, 6].map((n) => weekStart + n).filter((day) => pattern.weekdays.includes(weekdayOf(day)));
    }
    case 'absoluteMonthly':
      return [dayInMonth(monthOf(firstDay) + step, pattern.dayOfMonth)];
    case 'relativeMonthly':
      return [weekdayInMonth(monthOf(firstDay) + step, pattern.weekdays, pattern.index)];
    case 'absoluteYearly':
      return [dayInMonth((yearOf(firstDay) + step) * 12 + pattern.month - 1, pattern.dayOfMonth)];
    case 'relativeYearly':
      return [weekdayInMonth((yearOf(firstDay) + step) * 12 + pattern.month - 1, pattern.weekdays, pattern.index)];
  }
}

/** Months counted from the year 0. */
function monthOf(day: Day): number {
  const date = new Date(day * DAY_MS);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function yearOf(day: Day): number {
  return new Date(day * DAY_MS).getUTCFullYear();
}

function monthStart(month: number): Day {
  return Date.UTC(Math.floor(month / 12), month % 12, 1) / DAY_MS;
}

/** Outlook meets on the last day of a month that is too short. */
function dayInMonth(month: number, dayOfMonth: number): Day {
  return Math.min(monthStart(month) + dayOfMonth - 1, monthStart(month + 1) - 1);
}

function weekdayInMonth(month: number, weekdays: readonly number[], index: WeekIndex): Day {
  const matching: Day[] = [];
  for (let day = monthStart(month); day < monthStart(month + 1); day += 1) {
    if (weekdays.includes(weekdayOf(day))) matching.push(day);
  }
  const wanted = index === 'last' ? matching.length - 1 : WEEK_INDEXES.indexOf(index);
  return matching[wanted] ?? monthStart(month);
}
