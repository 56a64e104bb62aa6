/**
 * What a browser said of a door's days when it had time: its hours and dates as they are written, and how far its zone is
 * from UTC. A page's first Intl.DateTimeFormat looks through the calendars of every locale there is, which takes a slow
 * tablet a sixth of its way from the cache to the first picture; whoever has an almanac does not ask for one.
 */

import { branded, integer, isoInstant, listOf, object, text } from '../../shared/basics/codec.ts';
import { addMs, DAY_MS, HOUR_MS, type Instant, MINUTE_MS } from '../../shared/basics/instant.ts';
import { assumeOffset, type Zone } from '../../shared/basics/zone.ts';
import type { Recollection } from '../ports.ts';

export type Almanac = {
  readonly locale: string;
  readonly zone: Zone;
  /** A local midnight, after which as many days of 24 hours follow as there are dates. */
  readonly start: Instant;
  /** The zone's time less UTC, on all of these days. */
  readonly offsetMs: number;
  /** "09:{m}", 24 of them. */
  readonly hours: readonly string[];
  readonly dates: readonly string[];
};

export const ALMANAC = 'almanac';
/** Where an hour's text has its two digits of minutes. */
export const MINUTES = '{m}';
export const ALMANAC_DAYS = 9;

export const almanacCodec = object({
  locale: text(),
  zone: branded<Zone>(),
  start: isoInstant,
  offsetMs: integer({ min: -DAY_MS, max: DAY_MS }),
  hours: listOf(text(), { max: 24 }),
  dates: listOf(text(), { max: ALMANAC_DAYS }),
});

/** From an earlier life of this browser; null where there is none that can be read. What it says of its zone holds from then on. */
export async function recallAlmanac(store: Recollection): Promise<Almanac | null> {
  const kept = almanacCodec.decode(await store.recall(ALMANAC));
  if (!kept.ok) return null;
  const { zone, start, dates, offsetMs } = kept.value;
  assumeOffset(zone, { start, end: addMs(start, dates.length * DAY_MS) }, offsetMs);
  return kept.value;
}

/** As TimeFormat's; undefined for a moment of other days. */
export function timeBy({ start, hours, dates }: Almanac, moment: Instant): string | undefined {
  const since = moment - start;
  if (!(since >= 0 && since < dates.length * DAY_MS)) return undefined;
  const minutes = Math.floor((since % HOUR_MS) / MINUTE_MS);
  return hours[Math.floor((since % DAY_MS) / HOUR_MS)]?.replace(MINUTES, String(minutes).padStart(2, '0'));
}

/** As TimeFormat's; undefined for a moment of other days. */
export function dateBy({ start, dates }: Almanac, moment: Instant): string | undefined {
  return dates[Math.floor((moment - start) / DAY_MS)];
}
