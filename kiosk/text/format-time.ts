/** Instants as a person at the door reads them: in the room's zone, in 12 or 24 hours as the locale does. */

import { addMs, DAY_MS, type Instant, MINUTE_MS } from '../../shared/basics/instant.ts';
import { addDays, dayOf, type LocalDate, localDate, localDay, type Zone } from '../../shared/basics/zone.ts';
import type { Look } from '../../shared/room/look.ts';
import { type Almanac, dateBy, timeBy } from './almanac.ts';
import type { Words } from './messages.ts';
import { createWriteNumber } from './write-number.ts';

export type TimeFormat = {
  /** "14:30", "2:30 pm" */
  time(moment: Instant): string;
  /** "Tuesday 24 November" */
  date(moment: Instant): string;
  /** An hour of the ribbon, without its half of the day: "14", "2". */
  hour(hour: number): string;
  /** "12 min", "1 hour", "4 h 5 min" */
  length(minutes: number): string;
  /** The same within a sentence: "12 minutes" */
  longLength(minutes: number): string;
  /** A moment to come, as seen from now: "14:30", "midnight", "tomorrow, 09:00", "Thursday". */
  moment(moment: Instant, now: Instant): string;
  /** A moment gone by: "10:42", "18:04 yesterday". */
  past(moment: Instant, now: Instant): string;
};

export type TimeFormats = (zone: Zone) => TimeFormat;

/** Keeps the latest: a door asks for the same one at every drawing, and a new one costs a slow tablet milliseconds. */
export function createTimeFormats(words: Words, clock?: Look['clock'], almanac?: Almanac | null): TimeFormats {
  let kept: { readonly zone: Zone; readonly times: TimeFormat } | null = null;
  return (zone) => {
    if (kept?.zone !== zone) kept = { zone, times: createTimeFormat(words, zone, clock, almanac) };
    return kept.times;
  };
}

/** `almanac` is asked first, where it is of the same zone and language. */
export function createTimeFormat(
  words: Words,
  zone: Zone,
  wanted: Look['clock'] = 'locale',
  almanac: Almanac | null = null,
): TimeFormat {
  const { locale, say } = words;
  const isOurs = wanted === 'locale' && almanac?.zone === zone && almanac.locale === locale;
  const known = isOurs ? almanac : null;
  let made: ReturnType<typeof createFormats> | null = null;
  const formats = () => {
    made ??= createFormats(words, zone, wanted);
    return made;
  };
  const writeNumber = createWriteNumber(locale);

  const time = (moment: Instant) =>
    (known && timeBy(known, moment)) ?? formats().clock.formatToParts(moment).map(readable).join('');
  const day = (moment: Instant, now: Instant) =>
    formats()[withinAWeek(moment, now, zone) ? 'weekday' : 'shortDate'].format(moment);

  const length = (minutes: number) => {
    const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
    if (hours === 0) return say('minutes', { count: minutes });
    return rest === 0 ? say('hours', { count: hours }) : say('hours-minutes', { hours, minutes: rest });
  };

  return {
    time,
    date: (moment) => (known && dateBy(known, moment)) ?? formats().longDate.format(moment),
    hour: (hour) => writeNumber(formats().twelveHours ? ((hour + 11) % 12) + 1 : hour),
    length,
    longLength: (minutes) => (minutes < 60 ? say('minutes-long', { count: minutes }) : length(minutes)),
    moment: (moment, now) => {
      const today = dayOf(now, zone);
      if (moment < today.end) return time(moment);
      // A day's end is the next day's midnight: nobody says "until Thursday" of what ends tonight.
      if (moment === today.end) return say('midnight');
      const atMidnight = dayOf(moment, zone).start === moment;
      const tomorrow = localDay(addDays(localDate(now, zone), 1), zone);
      if (moment < tomorrow.end) return say('tomorrow-at', { time: time(moment) });
      if (atMidnight) return day(moment, now);
      return say('day-at', { day: day(moment, now), time: time(moment) });
    },
    past: (moment, now) => {
      const today = dayOf(now, zone);
      if (moment >= today.start) return time(moment);
      const yesterday = dayOf(addMs(today.start, -MINUTE_MS), zone);
      if (moment >= yesterday.start) return say('yesterday-at', { time: time(moment) });
      return say('past-day-at', { day: day(moment, now), time: time(moment) });
    },
  };
}

function createFormats({ locale, direction }: Words, zone: Zone, wanted: Look['clock']) {
  const format = (options: Intl.DateTimeFormatOptions) =>
    // Saudi browsers of old count by the moon unless told.
    new Intl.DateTimeFormat(locale, { timeZone: zone, calendar: 'gregory', ...options });
  // Arabic's half days are a letter each, which nobody reads from ten metres: there a door counts to 24 unless told.
  const counts = direction === 'rtl' ? false : format({ hour: 'numeric' }).resolvedOptions().hour12 === true;
  const twelveHours = wanted === 'locale' ? counts : wanted === '12';
  return {
    twelveHours,
    // hourCycle and not hour12: false, with which Chrome 80 writes midnight as 24:00.
    clock: format(
      twelveHours
        ? { hour: 'numeric', minute: '2-digit', hour12: true }
        : { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
    ),
    longDate: format({ weekday: 'long', day: 'numeric', month: 'long' }),
    shortDate: format({ day: 'numeric', month: 'long' }),
    weekday: format({ weekday: 'long' }),
  };
}

/** "PM" shouts from a wall, and the narrow space that ICU sets before it is missing from most fonts. */
function readable({ type, value }: Intl.DateTimeFormatPart): string {
  return type === 'dayPeriod' ? value.toLowerCase() : value.replace(/\u202f/g, '\u00a0');
}

function withinAWeek(moment: Instant, now: Instant, zone: Zone): boolean {
  const days = Math.abs(dayNumber(localDate(moment, zone)) - dayNumber(localDate(now, zone)));
  return days < 7;
}

function dayNumber({ year, month, day }: LocalDate): number {
  return Date.UTC(year, month - 1, day) / DAY_MS;
}
