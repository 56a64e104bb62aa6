/** Graph's times of day and its names for zones. */

import { findIana } from 'windows-iana';
import { addMs, type Instant, instant, MINUTE_MS, parseIso } from '../../shared/basics/instant.ts';
import { atLocal, type LocalDate, parseZone, UTC, type Zone } from '../../shared/basics/zone.ts';

/** A wall-clock time as Graph writes it: date and time without offset, zone beside them, seven decimals. */
export type GraphTime = { readonly date: LocalDate; readonly msOfDay: number; readonly zone: Zone };

const DATE_TIME = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:\d\d)?$/;

/** Null for anything that is no moment, an unknown zone included: a guess could be hours off. */
export function readGraphTime(input: unknown): GraphTime | null {
  if (typeof input !== 'object' || input === null) return null;
  const { dateTime, timeZone } = input as { dateTime?: unknown; timeZone?: unknown };
  const match = typeof dateTime === 'string' ? DATE_TIME.exec(dateTime) : null;
  // The offset, where there is one, says it all; the zone beside it is then for show.
  const named = typeof timeZone === 'string' ? zoneNamed(timeZone) : null;
  const zone = match?.[8] === undefined ? named : UTC;
  if (match === null || zone === null) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as SixNumbers;
  const fractionMs = Math.floor(Number(`0.${match[7] ?? '0'}`) * 1000);
  const asUtc = new Date(Date.UTC(year, month - 1, day));
  const isDate = asUtc.getUTCMonth() === month - 1 && asUtc.getUTCDate() === day && month >= 1 && day >= 1;
  if (!isDate || hour > 23 || minute > 59 || second > 59) return null;
  const offsetMs = offsetOf(match[8]);
  const msOfDay = (hour * 60 + minute) * MINUTE_MS + second * 1000 + fractionMs - offsetMs;
  return { date: { year, month, day }, msOfDay, zone };
}

type SixNumbers = [number, number, number, number, number, number];

function offsetOf(offset: string | undefined): number {
  const match = /^([+-])(\d\d):(\d\d)$/.exec(offset ?? '');
  if (match === null) return 0;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) * MINUTE_MS;
}

export function toInstant({ date, msOfDay, zone }: GraphTime): Instant {
  if (zone === UTC) return instant(Date.UTC(date.year, date.month - 1, date.day) + msOfDay);
  const minutes = Math.floor(msOfDay / MINUTE_MS);
  return addMs(atLocal(date, minutes, zone), msOfDay - minutes * MINUTE_MS);
}

/** As Graph takes it in a body: UTC, no offset. */
export function writeGraphTime(moment: Instant): { dateTime: string; timeZone: 'UTC' } {
  return { dateTime: new Date(moment).toISOString().replace('Z', ''), timeZone: 'UTC' };
}

/** A stamp such as createdDateTime; null where there is none. Exchange writes the year 1 for "never". */
export function readStamp(input: unknown): Instant | null {
  const moment = typeof input === 'string' ? parseIso(input) : null;
  return moment === null || moment <= 0 ? null : moment;
}

/** By its Windows name or its IANA name; null for an unknown or made-up one (tzone://Microsoft/Custom). */
export function zoneNamed(name: string): Zone | null {
  const bare = name.trim();
  if (bare === '') return null;
  if (/^(utc|gmt|etc\/utc|etc\/gmt|tzone:\/\/microsoft\/utc)$/i.test(bare)) return UTC;
  const [iana] = findIana(bare);
  if (iana !== undefined) return parseZone(iana);
  // Offsets such as "+02:00" pass for zones in Intl, but know no summer: better none than a door off by an hour.
  return /^[A-Za-z]/.test(bare) && bare.includes('/') ? parseZone(bare) : null;
}
