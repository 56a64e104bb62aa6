/** How far an intent has come, as every screen of the room may know it. */

import { type Codec, isoInstant, listOf, nullable, object, oneOf, parsed, text } from '../basics/codec.ts';
import { type IntentKey, parseIntentKey } from '../basics/ids.ts';
import type { Instant } from '../basics/instant.ts';
import { type Refusal, refusalCodec } from './refusal.ts';

/**
 * pending: asked of Exchange. held: granted by us while Exchange is away. confirmed: the room has accepted. refused: it
 * came to nothing, with the reason. withdrawn: it stood and had to give way. checking: we asked and do not know yet.
 */
export const bookingStatuses = ['pending', 'held', 'confirmed', 'refused', 'withdrawn', 'checking'] as const;
export type BookingStatus = (typeof bookingStatuses)[number];

/** A room that is free instead, and until when. */
export type Alternative = {
  readonly room: string;
  readonly displayName: string;
  readonly floor: string | null;
  readonly until: Instant | null;
};

export type Booking = {
  readonly key: IntentKey;
  readonly status: BookingStatus;
  /** Only where it is refused or withdrawn. */
  readonly reason?: Refusal;
  readonly alternatives?: readonly Alternative[];
};

/** `release` is the proxy's own: it gives back a room that nobody came to. No door may ask for it. */
export const intentKinds = ['book', 'extend', 'end', 'cancel', 'check-in', 'report-fault', 'release'] as const;
export type IntentKind = (typeof intentKinds)[number];

/** One recent intent and how far it came: the tablet that asked finds its answer here, by key. */
export type IntentOutcome = Booking & { readonly kind: IntentKind };

export const intentKeyCodec: Codec<IntentKey> = parsed(parseIntentKey, (key) => key, 'a UUID', {
  type: 'string',
  format: 'uuid',
});

export const alternativeCodec: Codec<Alternative> = object({
  room: text({ min: 1 }),
  displayName: text(),
  floor: nullable(text()),
  until: nullable(isoInstant),
});

const members = { key: intentKeyCodec, status: oneOf(...bookingStatuses) };
const whenOver = { reason: refusalCodec, alternatives: listOf(alternativeCodec, { max: 5 }) };

export const bookingCodec: Codec<Booking> = object(members, whenOver);

export const intentOutcomeCodec: Codec<IntentOutcome> = object({ ...members, kind: oneOf(...intentKinds) }, whenOver);
