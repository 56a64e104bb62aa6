/**
 * Wall clocks and calendar days. A meeting series lives by the wall clock of its own zone: 09:00 stays 09:00 when the
 * clocks change. So occurrences are named by their local day and only then turned into moments.
 */

import { DAY_MS, instant, MINUTE_MS } from '../../../shared/basics/instant.ts';
import { atLocal, localDate, localMinutes, type Zone } from '../../../shared/basics/zone.ts';

/** A calendar day, counted from 1 January 1970; it has no zone and no hours. */
export type Day = number;

/** A wall clock reading: the day it shows, and how far into that day. */
export type WallReading = { day: Day; ms: number };

/** Graph's `dateTimeTimeZone`: a wall clock reading without offset, and the zone it was read in. */
export type WallMoment = { dateTime: string; timeZone: string };

const WALL_TEXT = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?Z?$/;
const DAY_TEXT = /^(\d{4})-(\d\d)-(\d\d)$/;

/** Null for what is no date and time, such as 31 February. */
export function parseWall(text: string): WallReading | null {
  const match = WALL_TEXT.exec(text);
  if (match === null) return null;
  const day = parseDay(text.slice(0, 10));
  const [hour, minute, second] = [match[4], match[5], match[6] ?? '0'].map(Number) as [number, number, number];
  if (day === null || hour > 23 || minute > 59 || second > 59) return null;
  return {
    day,
    ms: (hour * 60 + minute) * MINUTE_MS + second * 1000 + Number((match[7] ?? '').padEnd(3, '0').slice(0, 3)),
  };
}

export function parseDay(text: string): Day | null {
  const match = DAY_TEXT.exec(text);
  if (match === null) return null;
  const epochMs = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(epochMs) || printDay(epochMs / DAY_MS) !== text ? null : epochMs / DAY_MS;
}

export function printDay(day: Day): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

export function momentOf({ day, ms }: WallReading, zone: Zone): number {
  const [year, month, date] = printDay(day).split('-').map(Number) as [number, number, number];
  return atLocal({ year, month, day: date }, Math.floor(ms / MINUTE_MS), zone) + (ms % MINUTE_MS);
}

export function wallReading(moment: number, zone: Zone): WallReading {
  const { year, month, day } = localDate(instant(moment), zone);
  const ms = localMinutes(instant(moment), zone) * MINUTE_MS + (((moment % MINUTE_MS) + MINUTE_MS) % MINUTE_MS);
  return { day: Date.UTC(year, month - 1, day) / DAY_MS, ms };
}

/** As Graph prints it: no offset, seven decimals. */
export function printWall({ day, ms }: WallReading): string {
  return `${new Date(day * DAY_MS + ms).toISOString().slice(0, -1)}0000`;
}

/** 0 for Sunday to 6 for Saturday. */
export function weekdayOf(day: Day): number {
  // 1 January 1970 was a Thursday.
  return (((day + 4) % 7) + 7) % 7;
}
