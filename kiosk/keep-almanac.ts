/** Writes the almanac by which the next page tells the time without Intl: anew each day, and for each new zone. */

import { effect } from '@preact/signals-core';
import { addMs, DAY_MS, HOUR_MS, MINUTE_MS } from '../shared/basics/instant.ts';
import { addDays, type LocalDate, localDate, localDay, type Zone } from '../shared/basics/zone.ts';
import type { Display } from './display.ts';
import type { Recollection } from './ports.ts';
import { ALMANAC, ALMANAC_DAYS, type Almanac, almanacCodec, MINUTES } from './text/almanac.ts';
import { createTimeFormat } from './text/format-time.ts';
import type { Words } from './text/messages.ts';

type Parts = {
  readonly display: Pick<Display, 'clock' | 'hours'>;
  readonly store: Recollection;
  /** Those that the next page will begin with. */
  readonly words: Words;
};

export function keepAlmanac({ display, store, words }: Parts): void {
  let kept = '';
  effect(() => {
    const { zone } = display.hours();
    const today = localDate(display.clock.now.value, zone);
    const these = [zone, today.year, today.month, today.day].join(' ');
    if (these === kept) return;
    kept = these;
    const almanac = writeAlmanac(words, zone, today);
    if (almanac !== null) void store.retain(ALMANAC, almanacCodec.encode(almanac));
  });
}

/**
 * From yesterday on, up to the next change of the clocks. Null on the two days after one, and where digits are other than
 * Western: there the next page asks Intl.
 */
export function writeAlmanac(words: Words, zone: Zone, today: LocalDate): Almanac | null {
  const first = addDays(today, -1);
  const { start } = localDay(first, zone);
  const times = createTimeFormat(words, zone);

  const dates: string[] = [];
  while (dates.length < ALMANAC_DAYS) {
    const midnight = addMs(start, dates.length * DAY_MS);
    if (localDay(addDays(first, dates.length), zone).end !== addMs(midnight, DAY_MS)) break;
    dates.push(times.date(addMs(midnight, DAY_MS / 2)));
  }

  // No hour is 44.
  const hours = Array.from({ length: 24 }, (_, hour) => times.time(addMs(start, hour * HOUR_MS + 44 * MINUTE_MS)));
  if (dates.length < 2 || !hours.every((written) => written.includes('44'))) return null;
  return {
    locale: words.locale,
    zone,
    start,
    offsetMs: Date.UTC(first.year, first.month - 1, first.day) - start,
    hours: hours.map((written) => written.replace('44', MINUTES)),
    dates,
  };
}
