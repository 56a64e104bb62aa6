/** An intent as a tablet posts it, and the answer that says taken. */

import {
  branded,
  type Codec,
  type DecodeFault,
  decodeText,
  flag,
  isoInstant,
  object,
  text,
  union,
} from '../basics/codec.ts';
import type { IntentKey, OccurrenceId } from '../basics/ids.ts';
import type { Instant } from '../basics/instant.ts';
import type { Result } from '../basics/result.ts';
import { type Booking, bookingCodec, intentKeyCodec } from '../room/booking-status.ts';

/** `notAfter`: the instant past which it must not happen, whatever delayed it. */
type Common = { readonly key: IntentKey; readonly notAfter: Instant };

export type Intent =
  | (Common & {
      readonly kind: 'book';
      readonly end: Instant;
      /** Left out: now. */
      readonly start?: Instant;
      /** Address or id; left out: the device's own. */
      readonly room?: string;
      readonly title?: string;
      readonly name?: string;
      readonly online?: boolean;
    })
  | (Common & { readonly kind: 'extend'; readonly occurrence: OccurrenceId; readonly end: Instant })
  | (Common & { readonly kind: 'end'; readonly occurrence: OccurrenceId });

const common = { key: intentKeyCodec, notAfter: isoInstant };
const onOccurrence = { ...common, occurrence: branded<OccurrenceId>() };

export const intentCodec: Codec<Intent> = union({
  book: object(
    { ...common, end: isoInstant },
    { start: isoInstant, room: text({ min: 1 }), title: text({ max: 250 }), name: text({ max: 100 }), online: flag },
  ),
  extend: object({ ...onOccurrence, end: isoInstant }),
  end: object(onOccurrence),
});

export function decodeIntent(body: string): Result<Intent, DecodeFault> {
  return decodeText(intentCodec, body);
}

/** The answer to a post: taken, and how far it is by now. What it did to the day comes by the stream alone. */
export type IntentAnswer = Booking;
export const intentAnswerCodec: Codec<IntentAnswer> = bookingCodec;
