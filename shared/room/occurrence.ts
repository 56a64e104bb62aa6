/**
 * One concrete calendarView entry, already reduced to what a display may know. Whatever is not here never left the
 * proxy.
 */

import { branded, type Codec, flag, isoInstant, nullable, object, text, union } from '../basics/codec.ts';
import { type IntentKey, type OccurrenceId, parseIntentKey } from '../basics/ids.ts';
import type { Instant } from '../basics/instant.ts';
import { type Booking, bookingCodec } from './booking-status.ts';

/** A title or a name, where the policy lets a display know it. */
export type Shown = { readonly kind: 'shown'; readonly text: string } | { readonly kind: 'hidden' };

export type CheckIn =
  | { readonly kind: 'not-needed' }
  | { readonly kind: 'needed'; readonly opensAt: Instant; readonly until: Instant }
  | { readonly kind: 'done' };

export type Occurrence = {
  readonly id: OccurrenceId;
  readonly start: Instant;
  readonly end: Instant;
  /** From local midnight to local midnight in the room's own zone; `start` and `end` say so already. */
  readonly allDay: boolean;
  readonly title: Shown;
  readonly organizer: Shown;
  /** The room has not said yes yet: it waits for a delegate, or the organiser only pencilled it in. */
  readonly tentative: boolean;
  /** The calendar has something here that we could not read: the time is neither free nor known to be taken. */
  readonly unreadable: boolean;
  readonly checkIn: CheckIn;
  /** Our own walk-up booking, or null where somebody booked in Outlook. */
  readonly booking: Booking | null;
};

export const hidden: Shown = { kind: 'hidden' };

export function shown(words: string): Shown {
  return { kind: 'shown', text: words };
}

/** Whether it takes time from the room. A booking that came to nothing is told for a while, but takes none. */
export function occupies(occurrence: Occurrence): boolean {
  const status = occurrence.booking?.status;
  return status !== 'refused' && status !== 'withdrawn' && occurrence.end > occurrence.start;
}

const BOOKED_AS = 'intent:';

/**
 * How a room day names a booking of ours that the calendar does not show yet. It stays a name of that booking, by which
 * the door that asked can undo it wherever it stands.
 */
export function intentOccurrence(key: IntentKey): OccurrenceId {
  return `${BOOKED_AS}${key}` as OccurrenceId;
}

/** The key in such a name, or null where it is the calendar's own. */
export function bookedAs(occurrence: OccurrenceId): IntentKey | null {
  return occurrence.startsWith(BOOKED_AS) ? parseIntentKey(occurrence.slice(BOOKED_AS.length)) : null;
}

const shownCodec: Codec<Shown> = union({ shown: object({ text: text({ max: 2_000 }) }), hidden: object({}) });

const checkInCodec: Codec<CheckIn> = union({
  'not-needed': object({}),
  needed: object({ opensAt: isoInstant, until: isoInstant }),
  done: object({}),
});

export const occurrenceCodec: Codec<Occurrence> = object({
  id: branded<OccurrenceId>(),
  start: isoInstant,
  end: isoInstant,
  allDay: flag,
  title: shownCodec,
  organizer: shownCodec,
  tentative: flag,
  unreadable: flag,
  checkIn: checkInCodec,
  booking: nullable(bookingCodec),
});
