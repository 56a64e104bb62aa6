/** What the use of rooms comes to, in sentences and shares. The figures are the proxy's; nothing is counted anew here. */

import { DAY_MS, type Instant } from '../../../shared/basics/instant.ts';
import type { LocalDate } from '../../../shared/basics/zone.ts';
import type { RoomUseLine, UseCell, UseCounts, UseMinutes, UseReport } from '../../../shared/wire/reports.ts';
import { plural } from '../text/say-time.ts';

export const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
/** As a week is written where offices are. */
export const WEEK = [1, 2, 3, 4, 5, 6, 0] as const;

/** Above this somebody who looks for a room finds none. */
const RUN_OUT = 0.9;
/** An hour that was hardly seen says nothing about the week. */
const LEAST_SEEN_MINUTES = 60;

/** The title of the page: what one would tell a colleague. */
export function useFinding(report: UseReport): string {
  const busiest = busiestCell(report.cells);
  if (report.minutes.open === 0) return 'Nothing has been seen in that time';
  if (busiest === null) return 'Too little has been seen to tell';
  const when = `${WEEKDAYS[busiest.weekday]}s at ${busiest.hour}`;
  const share = shareOf(busiest.taken, busiest.open);
  if (share >= RUN_OUT) return `${when} you run out of rooms`;
  if (busiest.taken === 0) return 'No room was taken in that time';
  return `Rooms are taken ${percent(report.minutes.taken, report.minutes.open)} of the time, most on ${when}`;
}

function busiestCell(cells: readonly UseCell[]): UseCell | null {
  const seen = cells.filter(({ open }) => open >= LEAST_SEEN_MINUTES);
  return seen.reduce<UseCell | null>(
    (most, one) => (most === null || shareOf(one.taken, one.open) > shareOf(most.taken, most.open) ? one : most),
    null,
  );
}

export function shareOf(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

/** Whole per cent; something is never said to be nothing, nor all of it before it is. */
export function percent(part: number, whole: number): string {
  const share = 100 * shareOf(part, whole);
  if (share > 0 && share < 1) return 'under 1 %';
  if (share > 99 && share < 100) return '99 %';
  return `${Math.round(share)} %`;
}

/** "45 min", "2 h", "2 h 5 min", "418 h". */
export function sayMinutes(minutes: number): string {
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return hours >= 10 || rest === 0 ? `${Math.round(minutes / 60)} h` : `${hours} h ${rest} min`;
}

/** One of the ten shades of the map. */
export function shade({ taken, open }: Pick<UseCell, 'taken' | 'open'>): number {
  return Math.min(9, Math.floor(10 * shareOf(taken, open)));
}

/** The hours that any cell knows, from the first to the last. */
export function hoursOf(cells: readonly UseCell[]): number[] {
  if (cells.length === 0) return [];
  const hours = cells.map(({ hour }) => hour);
  const first = Math.min(...hours);
  return Array.from({ length: Math.max(...hours) - first + 1 }, (_, place) => first + place);
}

export type PlaceUse = {
  readonly name: string;
  readonly rooms: number;
  readonly minutes: UseMinutes;
  readonly counts: UseCounts;
};

/** Summed up by building and floor, as people say them, in their order. */
export function byFloor(rooms: readonly RoomUseLine[]): PlaceUse[] {
  const places = new Map<string, PlaceUse>();
  for (const { building, floor, minutes, counts } of rooms) {
    const said = [building, floor === null ? null : floorWords(floor)].filter((part) => part !== null);
    const name = said.length === 0 ? 'No building or floor known' : said.join(', ');
    const before = places.get(name);
    places.set(name, {
      name,
      rooms: (before?.rooms ?? 0) + 1,
      minutes: added(before?.minutes ?? null, minutes),
      counts: added(before?.counts ?? null, counts),
    });
  }
  return [...places.values()].sort((a, b) => names.compare(a.name, b.name));
}

/** "floor 2"; a floor that Exchange has by a name keeps it. */
function floorWords(floor: string): string {
  return /^-?\d+$/.test(floor) ? `floor ${floor}` : floor;
}

function added<T extends Record<string, number>>(before: T | null, more: T): T {
  if (before === null) return more;
  return Object.fromEntries(Object.entries(more).map(([name, value]) => [name, value + (before[name] ?? 0)])) as T;
}

const names = new Intl.Collator('en', { numeric: true });

/** "25 October to 21 November 2026", or the one day. */
export function sayDays(from: LocalDate, to: LocalDate): string {
  if (from.year !== to.year) return `${sayDay(from)} ${from.year} to ${sayDay(to)} ${to.year}`;
  if (from.month !== to.month) return `${sayDay(from)} to ${sayDay(to)} ${to.year}`;
  return `${from.day === to.day ? '' : `${from.day} to `}${sayDay(to)} ${to.year}`;
}

const DAY_AND_MONTH = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' });

function sayDay({ year, month, day }: LocalDate): string {
  return DAY_AND_MONTH.format(Date.UTC(year, month - 1, day));
}

/** Most taken first; of alike ones by name. */
export function byTaken(rooms: readonly RoomUseLine[]): RoomUseLine[] {
  return [...rooms].sort(
    (a, b) =>
      shareOf(b.minutes.taken, b.minutes.open) - shareOf(a.minutes.taken, a.minutes.open) ||
      names.compare(a.displayName, b.displayName),
  );
}

/** Seen, and not in use now: the longest unused first, those never used in that time leading. */
export function longestUnused(rooms: readonly RoomUseLine[], now: Instant): { room: RoomUseLine; words: string }[] {
  const idle = rooms.filter(
    ({ minutes, lastUsedAt }) => minutes.open > 0 && (minutes.taken === 0 || lastUsedAt !== null),
  );
  return idle
    .sort((a, b) => (a.lastUsedAt ?? 0) - (b.lastUsedAt ?? 0) || names.compare(a.displayName, b.displayName))
    .map((room) => ({
      room,
      words: room.lastUsedAt === null ? 'Not once in that time' : sinceWords(room.lastUsedAt, now),
    }));
}

function sinceWords(moment: Instant, now: Instant): string {
  const days = Math.floor((now - moment) / DAY_MS);
  return days < 1 ? 'Today or yesterday' : `${plural(days, 'day')} ago`;
}

/** In the words of the rules that count them (edge-proxy/reports/count-use.ts). */
export const DEFINITIONS: readonly (readonly [string, string])[] = [
  [
    'Open',
    'A room’s opening hours as its policy has them, every day of the week, in the room’s own time zone. Minutes in which we could not see the calendar, and those in which the room was out of service, are in no figure.',
  ],
  ['Taken', 'Minutes that were booked and not known to be empty. Two meetings at once are one room taken.'],
  ['Attended', 'Of the minutes taken, those of meetings that were booked at the door or that somebody checked in to.'],
  [
    'Empty',
    'Minutes of meetings that nobody checked in to, until the room was given back or the meeting was over. Known only where rooms ask for check-in.',
  ],
  [
    'Given back',
    'Minutes after such a meeting was released, for what was left of it and as far as nobody else took the room.',
  ],
  [
    'Planned and ad-hoc',
    'A meeting booked in a calendar is planned; one booked at a door or board is ad-hoc. Each is counted on the day it began.',
  ],
  ['Longest unused', 'Time since the last meeting in the room ended.'],
  [
    'Screens',
    'The share of time that a screen was connected, of the time since it was paired. While our own server was away, no screen was.',
  ],
];
