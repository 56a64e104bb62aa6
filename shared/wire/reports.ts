/**
 * How rooms were used, as the console shows it and a mail sums it up. Minutes and counts: no title and no name of a person
 * can be in it.
 */

import { type Codec, integer, isoInstant, listOf, nullable, object, oneOf, parsed, text } from '../basics/codec.ts';
import type { Instant } from '../basics/instant.ts';
import { addDays, type LocalDate } from '../basics/zone.ts';

/** As 2026-11-24. */
export function parseDate(given: string): LocalDate | null {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(given) ?? [];
  if (year === undefined) return null;
  const date = { year: Number(year), month: Number(month), day: Number(day) };
  // The 31st of November is no date, though it could be reckoned with.
  const real = addDays(date, 0);
  return real.month === date.month && real.day === date.day ? date : null;
}

export function printDate({ year, month, day }: LocalDate): string {
  return [String(year).padStart(4, '0'), String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-');
}

export const dateCodec: Codec<LocalDate> = parsed(parseDate, printDate, 'a date such as 2026-11-24', {
  type: 'string',
  format: 'date',
});

/**
 * Minutes in the rooms' opening hours, as far as we could see. `open`: all of it; `taken`: booked and not known to be
 * empty; `attended`: of that, where somebody booked at the door or checked in; `empty`: booked, and nobody came;
 * `released`: given back because nobody came. A minute is taken or empty or released or none of them.
 */
export type UseMinutes = {
  readonly open: number;
  readonly taken: number;
  readonly attended: number;
  readonly empty: number;
  readonly released: number;
};

/** Meetings that began: booked in a calendar, booked at a door; and of the former those that nobody came to. */
export type UseCounts = { readonly planned: number; readonly door: number; readonly noShows: number };

export type RoomUseLine = {
  readonly id: string;
  readonly displayName: string;
  readonly building: string | null;
  readonly floor: string | null;
  readonly capacity: number | null;
  readonly minutes: UseMinutes;
  readonly counts: UseCounts;
  /** Since when nobody has used it, by what we know of it; null where it is in use, or was never used in that time. */
  readonly lastUsedAt: Instant | null;
};

/** One hour of a weekday, over all rooms and weeks: by it the shade of the map. */
export type UseCell = {
  readonly weekday: number;
  readonly hour: number;
  readonly open: number;
  readonly taken: number;
};

export type DeviceUptime = {
  readonly id: string;
  /** The room's or board's name. */
  readonly place: string;
  /** The tablet's own, where it has one: a room may have several. */
  readonly name: string | null;
  readonly minutes: number;
  readonly connected: number;
  /** How often its stream ended. */
  readonly breaks: number;
};

/** GET /api/console/reports/use. Dates are days in each room's own zone, both counted in. */
export type UseReport = {
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** When the first evidence of that time was taken; null where there is none. */
  readonly seenSince: Instant | null;
  readonly minutes: UseMinutes;
  readonly counts: UseCounts;
  readonly cells: readonly UseCell[];
  readonly rooms: readonly RoomUseLine[];
  readonly devices: readonly DeviceUptime[];
};

const count = integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
const minutes = object({ open: count, taken: count, attended: count, empty: count, released: count });
const counts = object({ planned: count, door: count, noShows: count });
const MOST_ROOMS = 10_000;

export const useReportCodec: Codec<UseReport> = object({
  from: dateCodec,
  to: dateCodec,
  seenSince: nullable(isoInstant),
  minutes,
  counts,
  cells: listOf(
    object({ weekday: integer({ min: 0, max: 6 }), hour: integer({ min: 0, max: 23 }), open: count, taken: count }),
    { max: 7 * 24 },
  ),
  rooms: listOf(
    object({
      id: text({ max: 500 }),
      displayName: text(),
      building: nullable(text()),
      floor: nullable(text()),
      capacity: nullable(integer({ min: 0, max: 1_000_000 })),
      minutes,
      counts,
      lastUsedAt: nullable(isoInstant),
    }),
    { max: MOST_ROOMS },
  ),
  devices: listOf(
    object({
      id: text({ max: 200 }),
      place: text(),
      name: nullable(text()),
      minutes: count,
      connected: count,
      breaks: count,
    }),
    {
      max: MOST_ROOMS,
    },
  ),
});

/** The longest time that one report counts: a quarter. */
export const MOST_REPORT_DAYS = 92;

export const mailPaces = ['off', 'daily', 'weekly'] as const;
export type MailPace = (typeof mailPaces)[number];

/** GET and PUT /api/console/reports/mail: who is sent what happened, and how often. */
export type ReportMail = { readonly every: MailPace; readonly to: readonly string[] };

const address = parsed(
  (given) => (given.length <= 320 && /^[^\s@<>",;]+@[^\s@<>",;]+$/.test(given) ? given : null),
  (given) => given,
  'a mail address',
  { type: 'string', format: 'email' },
);

export const reportMailCodec: Codec<ReportMail> = object({
  every: oneOf(...mailPaces),
  to: listOf(address, { max: 20 }),
});
