/** Times and lengths as the console says them: in the operator's own zone and locale, since they ask from anywhere. */

import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS, SECOND_MS } from '../../../shared/basics/instant.ts';

export type SayTime = {
  /** "14:30", and with its date where that is not today: "19 Nov, 14:30". */
  clock(moment: Instant, now: Instant): string;
};

/** `locale` and `zone` as Intl takes them; undefined for the browser's own. */
export function createSayTime(locale: string | undefined, zone: string | undefined): SayTime {
  const where = zone === undefined ? {} : { timeZone: zone };
  const counts = new Intl.DateTimeFormat(locale, { hour: 'numeric' }).resolvedOptions().hour12 === true;
  // "1:40 PM" but "09:40": nobody writes a nought before an hour that has its half of the day behind it.
  const hours = { ...where, hour: counts ? 'numeric' : '2-digit', minute: '2-digit' } as const;
  const time = new Intl.DateTimeFormat(locale, hours);
  const dated = new Intl.DateTimeFormat(locale, { ...hours, day: 'numeric', month: 'short' });
  const day = new Intl.DateTimeFormat('en-CA', { ...where, dateStyle: 'short' });
  return {
    clock: (moment, now) => (day.format(moment) === day.format(now) ? time : dated).format(moment),
  };
}

/** "40 seconds", "14 minutes", "1 hour", "4 h 5 min", "3 days". Whole units, cut: silence is never said too long. */
export function sayLength(lengthMs: number): string {
  if (lengthMs < MINUTE_MS) return plural(Math.max(0, Math.floor(lengthMs / SECOND_MS)), 'second');
  if (lengthMs < HOUR_MS) return plural(Math.floor(lengthMs / MINUTE_MS), 'minute');
  if (lengthMs >= 2 * DAY_MS) return plural(Math.floor(lengthMs / DAY_MS), 'day');
  const hours = Math.floor(lengthMs / HOUR_MS);
  const minutes = Math.floor((lengthMs % HOUR_MS) / MINUTE_MS);
  return minutes === 0 ? plural(hours, 'hour') : `${hours} h ${minutes} min`;
}

/** "40 seconds ago". The two clocks may differ by a little, so the future is now. */
export function sayAgo(moment: Instant, now: Instant): string {
  const age = now - moment;
  return age < SECOND_MS ? 'just now' : `${sayLength(age)} ago`;
}

export function plural(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}
