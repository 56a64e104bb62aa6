/** What a field for date and time gives, in the browser's own zone. */

import { type Instant, instant } from '../../../shared/basics/instant.ts';

/** Null where it is empty or no time. */
export function readLocal(field: string): Instant | null {
  const moment = field === '' ? Number.NaN : new Date(field).getTime();
  return Number.isNaN(moment) ? null : instant(moment);
}
