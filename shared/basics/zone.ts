/**
 * The room's local day. Built on Intl, not Temporal, because the tablets that hang on walls (Chrome 83, Safari 15) have
 * no Temporal and a polyfill weighs more than the rest of the kiosk. A day is found by its local date, never by adding
 * 24 hours: twice a year it has 23 or 25, and in some zones midnight itself does not exist.
 */

import { DAY_MS, HOUR_MS, type Instant, instant, MINUTE_MS } from './instant.ts';
import type { Interval } from './interval.ts';

/** An IANA name, such as Europe/Lisbon. */
export type Zone = string & { readonly brand: 'Zone' };

/** A calendar date in some zone; month 1 to 12. */
export type LocalDate = { readonly year: number; readonly month: number; readonly day: number };

export const UTC = 'UTC' as Zone;

/** Null where this platform does not know the name. */
export function parseZone(name: string): Zone | null {
  try {
    // Whoever has a zone asks for its time next, and making a formatter is dear.
    if (!hourOffsets.has(name as Zone)) formatter(name as Zone);
    return name as Zone;
  } catch {
    return null;
  }
}

/**
 * What this platform once said: from `start` to `end` the clocks of `zone` are `offsetMs` ahead of UTC. Within them none of
 * these functions asks Intl, whose first answer is the dearest.
 */
export function assumeOffset(zone: Zone, { start, end }: Interval, offsetMs: number): void {
  for (let quarter: number = start; quarter < end; quarter += QUARTER_MS) remember(zone, instant(quarter), offsetMs);
}

export function localDate(moment: Instant, zone: Zone): LocalDate {
  const { year, month, day } = wallClock(moment, zone);
  return { year, month, day };
}

/** Minutes since local midnight as the wall clock shows them, 0 to 1439. */
export function localMinutes(moment: Instant, zone: Zone): number {
  const { hour, minute } = wallClock(moment, zone);
  return hour * 60 + minute;
}

/** 0 for Sunday to 6 for Saturday. */
export function weekday(date: LocalDate): number {
  return new Date(Date.UTC(date.year, date.month - 1, date.day)).getUTCDay();
}

export function addDays(date: LocalDate, days: number): LocalDate {
  const moved = new Date(Date.UTC(date.year, date.month - 1, date.day) + days * DAY_MS);
  return { year: moved.getUTCFullYear(), month: moved.getUTCMonth() + 1, day: moved.getUTCDate() };
}

/** How many days later `b` is than `a`; negative where it is earlier. */
export function daysBetween(a: LocalDate, b: LocalDate): number {
  return (Date.UTC(b.year, b.month - 1, b.day) - Date.UTC(a.year, a.month - 1, a.day)) / DAY_MS;
}

/**
 * When the wall clock of `zone` shows `minutes` past midnight on `date`. A time that the spring change skips gives the
 * moment of the change; one that the autumn change repeats gives the first of the two (RFC 5545, 3.3.5, does the same).
 */
export function atLocal(date: LocalDate, minutes: number, zone: Zone): Instant {
  const wanted = Date.UTC(date.year, date.month - 1, date.day) + minutes * MINUTE_MS;
  // The offset a day before and a day after bracket any change in between: each gives one candidate, and the earlier
  // candidate that really shows the wanted wall time is the answer.
  const before = wanted - offsetMs(instant(wanted - DAY_MS), zone);
  const after = wanted - offsetMs(instant(wanted + DAY_MS), zone);
  for (const candidate of [Math.min(before, after), Math.max(before, after)]) {
    if (candidate + offsetMs(instant(candidate), zone) === wanted) return instant(candidate);
  }
  return momentOfChange(Math.min(before, after), Math.max(before, after), zone);
}

/** From local midnight to the next, whatever its length. */
export function localDay(date: LocalDate, zone: Zone): Interval {
  return { start: atLocal(date, 0, zone), end: atLocal(addDays(date, 1), 0, zone) };
}

/** The local day that `moment` falls in. */
export function dayOf(moment: Instant, zone: Zone): Interval {
  return localDay(localDate(moment, zone), zone);
}

function momentOfChange(low: number, high: number, zone: Zone): Instant {
  const earlierOffset = offsetMs(instant(low), zone);
  let [from, to] = [low, high];
  while (to - from > SMALLEST_STEP_MS) {
    const middle = from + Math.floor((to - from) / 2 / SMALLEST_STEP_MS) * SMALLEST_STEP_MS;
    if (middle === from) break;
    if (offsetMs(instant(middle), zone) === earlierOffset) from = middle;
    else to = middle;
  }
  return instant(to);
}

/** Zone rules change on whole minutes. */
const SMALLEST_STEP_MS = MINUTE_MS;

function offsetMs(moment: Instant, zone: Zone): number {
  const { year, month, day, hour, minute, second } = wallClock(moment, zone);
  const shown = Date.UTC(year, month - 1, day, hour, minute, second);
  return shown - Math.floor(moment / 1000) * 1000;
}

type WallClock = { year: number; month: number; day: number; hour: number; minute: number; second: number };

function wallClock(moment: Instant, zone: Zone): WallClock {
  const known = hourOffsets.get(zone)?.get(Math.floor(moment / QUARTER_MS));
  if (known !== undefined) return split(moment + known);
  const parts = Object.fromEntries(
    formatter(zone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const shown = Date.UTC(
    parts['year'] ?? Number.NaN,
    (parts['month'] ?? Number.NaN) - 1,
    parts['day'],
    // Chrome 83 writes midnight as 24 even with hourCycle h23 in some locales.
    (parts['hour'] ?? Number.NaN) % 24,
    parts['minute'],
    parts['second'],
  );
  remember(zone, moment, shown - Math.floor(moment / 1000) * 1000);
  return split(shown);
}

function split(epochMs: number): WallClock {
  const shown = new Date(epochMs);
  return {
    year: shown.getUTCFullYear(),
    month: shown.getUTCMonth() + 1,
    day: shown.getUTCDate(),
    hour: shown.getUTCHours(),
    minute: shown.getUTCMinutes(),
    second: shown.getUTCSeconds(),
  };
}

/** Offsets change on quarter hours of UTC in every zone since 1980, so one answer holds for its quarter. */
const QUARTER_MS = HOUR_MS / 4;
/** Enough for a few days of one zone; then it is dropped whole, as a cache that only grows is a leak. */
const REMEMBERED_QUARTERS = 2_000;
const hourOffsets = new Map<Zone, Map<number, number>>();
const formatters = new Map<Zone, Intl.DateTimeFormat>();

function remember(zone: Zone, moment: Instant, offset: number): void {
  let ofZone = hourOffsets.get(zone);
  if (ofZone === undefined || ofZone.size >= REMEMBERED_QUARTERS) {
    ofZone = new Map();
    hourOffsets.set(zone, ofZone);
  }
  ofZone.set(Math.floor(moment / QUARTER_MS), offset);
}

function formatter(zone: Zone): Intl.DateTimeFormat {
  let made = formatters.get(zone);
  if (made === undefined) {
    made = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formatters.set(zone, made);
  }
  return made;
}
