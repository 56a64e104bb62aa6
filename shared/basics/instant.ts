/**
 * A moment, as UTC epoch milliseconds. Branded, so that a length of time or a local hour is never taken for one; what
 * a person reads is made from it in the room's zone at the last possible place.
 */

export type Instant = number & { readonly brand: 'Instant' };

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

export function instant(epochMs: number): Instant {
  return epochMs as Instant;
}

export function addMs(moment: Instant, ms: number): Instant {
  return (moment + ms) as Instant;
}

export function addMinutes(moment: Instant, minutes: number): Instant {
  return addMs(moment, minutes * MINUTE_MS);
}

export function earliest(first: Instant, ...rest: Instant[]): Instant {
  return Math.min(first, ...rest) as Instant;
}

export function latest(first: Instant, ...rest: Instant[]): Instant {
  return Math.max(first, ...rest) as Instant;
}

/** ISO 8601 with `Z` and milliseconds, as the wire carries it. */
export function toIso(moment: Instant): string {
  return new Date(moment).toISOString();
}

/** With an offset or `Z`, never without: a time that names no zone would be read in whichever zone the reader lives. */
const ISO_WITH_OFFSET = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;

/** Null for anything but a full ISO 8601 date and time with its offset, on a day that the month has. */
export function parseIso(text: string): Instant | null {
  if (!ISO_WITH_OFFSET.test(text)) return null;
  // Some engines take the 30th of February for the 2nd of March.
  if (new Date(text.slice(0, 10)).getUTCDate() !== Number(text.slice(8, 10))) return null;
  const epochMs = Date.parse(text);
  return Number.isNaN(epochMs) ? null : instant(epochMs);
}
