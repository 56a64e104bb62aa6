/** What a field for date and time gives and takes, in the browser's own zone. */

import { type Instant, instant } from '../../../shared/basics/instant.ts';

/** Null where it is empty or no time. */
export function readLocal(field: string): Instant | null {
  const moment = field === '' ? Number.NaN : new Date(field).getTime();
  return Number.isNaN(moment) ? null : instant(moment);
}

/** "2026-11-24T15:00"; seconds are left off, as whoever reads it would. */
export function writeLocal(moment: Instant): string {
  const at = new Date(moment);
  const two = (n: number) => String(n).padStart(2, '0');
  const day = [String(at.getFullYear()).padStart(4, '0'), two(at.getMonth() + 1), two(at.getDate())].join('-');
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}
