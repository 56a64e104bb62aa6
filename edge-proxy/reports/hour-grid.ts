/**
 * The hours of some local days of one zone as moments: 25 in a day whose clock is put back, one of them empty where it is
 * put forward. Made once for a zone, since a thousand rooms share it.
 */

import type { Interval } from '../../shared/basics/interval.ts';
import { addDays, atLocal, daysBetween, type LocalDate, weekday, type Zone } from '../../shared/basics/zone.ts';
import type { OpeningHours } from '../../shared/room/policy.ts';

export type Hour = Interval & { readonly weekday: number; readonly hour: number };

const MINUTES_OF_HOUR = 60;

/** Earliest first; without those of no length, and cut to when the room is open. `to` is counted in. */
export function openHours(from: LocalDate, to: LocalDate, zone: Zone, open: OpeningHours): Hour[] {
  const hours: Hour[] = [];
  for (let date = from; daysBetween(date, to) >= 0; date = addDays(date, 1)) {
    const first = Math.floor(open.from / MINUTES_OF_HOUR);
    const last = Math.ceil(open.to / MINUTES_OF_HOUR);
    for (let hour = first; hour < last; hour += 1) {
      const start = atLocal(date, Math.max(open.from, hour * MINUTES_OF_HOUR), zone);
      const end = atLocal(date, Math.min(open.to, (hour + 1) * MINUTES_OF_HOUR), zone);
      if (start < end) hours.push({ start, end, weekday: weekday(date), hour });
    }
  }
  return hours;
}

/** From the first midnight to the one after the last day, in that zone. */
export function localSpan(from: LocalDate, to: LocalDate, zone: Zone): Interval {
  return { start: atLocal(from, 0, zone), end: atLocal(addDays(to, 1), 0, zone) };
}
