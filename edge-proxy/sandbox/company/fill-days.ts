/**
 * Fills the coming days with meetings, each day once, and keeps the series going. Called whenever a day may have
 * turned: what is already filled is left as people have changed it since.
 */

import { addMinutes, DAY_MS, HOUR_MS, type Instant, instant } from '../../../shared/basics/instant.ts';
import type { Interval } from '../../../shared/basics/interval.ts';
import { addDays, atLocal, type LocalDate, localDate } from '../../../shared/basics/zone.ts';
import type { CompanyCalendars } from './calendars.ts';
import { type PlannedMeeting, planDay } from './day-plan.ts';
import { isOpen, leavesEnoughFree, type Occupancy, take } from './occupancy.ts';
import { type CompanyRoom, ROOMS } from './rooms.ts';
import { departureOn, meetsOn, SERIES, type Series, SLIP_MINUTES } from './series.ts';

/** A week ahead, so that a person who leafs through a calendar finds it in use. */
export const DAYS_FILLED_AHEAD = 7;
/** Yesterday too, for what runs over midnight into today. */
const DAYS_FILLED_BACK = 1;
/** A block of a series; well inside the 180 days that a room can be booked ahead. */
const SERIES_BLOCK_DAYS = 84;

type Wish = { room: CompanyRoom; meeting: PlannedMeeting };

export function createDayFiller(calendars: CompanyCalendars, seed: string) {
  /** The last date that is filled, by time zone. */
  const filledUntil = new Map<string, LocalDate>();
  const seriesUntil = new Map<Series, LocalDate>();

  return function fillDays(now: Instant): void {
    const unfilled = datesToFill(now);
    if (unfilled.length === 0) return;
    for (const { room, date } of unfilled) keepSeriesGoing(room, date);
    const occupancy = calendars.occupancy(windowOf(now));
    const wishes = unfilled.flatMap(({ room, date }) =>
      planDay(room, date, seed).map((meeting) => ({ room, meeting })),
    );
    // What takes a whole day comes first: later it would find no day on which enough else is free.
    for (const wish of [...wishes.filter(isLong), ...wishes.filter((one) => !isLong(one))]) grant(wish, occupancy);
    for (const { room, date } of unfilled) departFromSeries(room, date);
    for (const { room, date } of unfilled) filledUntil.set(room.building.ianaZone, date);
  };

  function datesToFill(now: Instant): { room: CompanyRoom; date: LocalDate }[] {
    const wanted: { room: CompanyRoom; date: LocalDate }[] = [];
    for (let ahead = -DAYS_FILLED_BACK; ahead <= DAYS_FILLED_AHEAD; ahead += 1) {
      // Another room comes first each day, lest the same ones always get what the others leave.
      for (const [index] of ROOMS.entries()) {
        const room = ROOMS[(index * 5 + ahead + DAYS_FILLED_BACK) % ROOMS.length] as CompanyRoom;
        const date = addDays(localDate(now, room.building.ianaZone), ahead);
        const filled = filledUntil.get(room.building.ianaZone);
        if (filled === undefined || isAfter(date, filled)) wanted.push({ room, date });
      }
    }
    return wanted;
  }

  function grant({ room, meeting }: Wish, occupancy: Occupancy): void {
    if (!isOpen(occupancy, room.address, meeting) || !leavesEnoughFree(occupancy, room.address, meeting)) return;
    calendars.book(room, meeting);
    take(occupancy, room.address, { start: meeting.start, end: meeting.end });
  }

  function keepSeriesGoing(room: CompanyRoom, date: LocalDate): void {
    for (const series of seriesIn(room)) {
      const until = seriesUntil.get(series);
      if (until !== undefined && !isAfter(date, until)) continue;
      const newUntil = addDays(date, SERIES_BLOCK_DAYS - 1);
      calendars.bookSeries(series, room, date, newUntil);
      seriesUntil.set(series, newUntil);
    }
  }

  function departFromSeries(room: CompanyRoom, date: LocalDate): void {
    for (const series of seriesIn(room).filter((one) => meetsOn(one, date))) {
      const departure = departureOn(series, date);
      if (departure === 'as-planned') continue;
      const start = atLocal(date, series.startMinutes, room.building.ianaZone);
      if (departure === 'dropped') {
        calendars.dropOccurrence(series, start);
        continue;
      }
      const from = addMinutes(start, SLIP_MINUTES);
      calendars.slipOccurrence(series, start, { start: from, end: addMinutes(from, series.minutes) });
    }
  }
}

const LONG_MS = 8 * HOUR_MS;
const isLong = ({ meeting }: Wish): boolean => meeting.end - meeting.start >= LONG_MS;

const seriesIn = (room: CompanyRoom): Series[] => SERIES.filter((series) => room.address.startsWith(`${series.room}@`));

/** All that filling may touch, with a day to spare at either end for zones and nights. */
function windowOf(now: Instant): Interval {
  return {
    start: instant(now - (DAYS_FILLED_BACK + 1) * DAY_MS),
    end: instant(now + (DAYS_FILLED_AHEAD + 3) * DAY_MS),
  };
}

function isAfter(a: LocalDate, b: LocalDate): boolean {
  return Date.UTC(a.year, a.month, a.day) > Date.UTC(b.year, b.month, b.day);
}
