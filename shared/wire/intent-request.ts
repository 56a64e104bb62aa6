/** An intent as a tablet posts it, and the answer that says taken. */

import { branded, type Codec, flag, isoInstant, object, oneOf, text, union } from '../basics/codec.ts';
import type { IntentKey, OccurrenceId } from '../basics/ids.ts';
import type { Instant } from '../basics/instant.ts';
import type { Interval } from '../basics/interval.ts';
import { type Booking, bookingCodec, intentKeyCodec } from '../room/booking-status.ts';
import { type RoomFault, roomFaults } from '../room/room-fault.ts';

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
  /** `seen`: when it began and ended as the door showed it; only that meeting is ended, and no other that it has become. */
  | (Common & { readonly kind: 'end'; readonly occurrence: OccurrenceId; readonly seen?: Interval })
  /** Undoes a booking made at this door, or for its room: by its occurrence, or by the key that made it. */
  | (Common & { readonly kind: 'cancel'; readonly occurrence: OccurrenceId })
  | (Common & { readonly kind: 'check-in'; readonly occurrence: OccurrenceId })
  /** `words`: what somebody adds who can type; a door offers no keys for it. */
  | (Common & { readonly kind: 'report-fault'; readonly what: RoomFault; readonly words?: string });

const common = { key: intentKeyCodec, notAfter: isoInstant };
const onOccurrence = { ...common, occurrence: branded<OccurrenceId>() };

export const intentCodec: Codec<Intent> = union({
  book: object(
    { ...common, end: isoInstant },
    { start: isoInstant, room: text({ min: 1 }), title: text({ max: 250 }), name: text({ max: 100 }), online: flag },
  ),
  extend: object({ ...onOccurrence, end: isoInstant }),
  end: object(onOccurrence, { seen: object({ start: isoInstant, end: isoInstant }) }),
  cancel: object(onOccurrence),
  'check-in': object(onOccurrence),
  'report-fault': object({ ...common, what: oneOf(...roomFaults) }, { words: text({ max: 500 }) }),
});

/** The answer to a post: taken, and how far it is by now. What it did to the day comes by the stream alone. */
export type IntentAnswer = Booking;
export const intentAnswerCodec: Codec<IntentAnswer> = bookingCodec;
