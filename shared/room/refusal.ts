/** The closed list of reasons to say no. Each has words at the door and a problem type on the wire. */

import { type Codec, integer, isoInstant, nullable, object, text, union } from '../basics/codec.ts';
import type { Instant } from '../basics/instant.ts';
import { LONGEST_REASON } from './closure.ts';

export type Refusal =
  /** Somebody has the room in that time; `from` and `until` say when, as far as it is known. */
  | { readonly kind: 'room-busy'; readonly from: Instant; readonly until: Instant }
  /** The room's calendar said no, which it does without a reason. */
  | { readonly kind: 'room-declined' }
  /** It stood, but somebody in Outlook had been earlier. */
  | { readonly kind: 'gave-way' }
  /** Exchange cannot be asked just now, and nobody may hold the room meanwhile. */
  | { readonly kind: 'calendar-away' }
  /** `notAfter` had passed before it could be done. */
  | { readonly kind: 'too-late' }
  | { readonly kind: 'too-short' }
  | { readonly kind: 'too-long'; readonly longestMinutes: number }
  | { readonly kind: 'too-far-ahead'; readonly until: Instant }
  | { readonly kind: 'in-the-past' }
  /** Extending or ending something that is no longer there, or no longer so. */
  | { readonly kind: 'occurrence-gone' }
  | { readonly kind: 'changed-meanwhile'; readonly end: Instant }
  /** Only its organiser in Outlook can change it. */
  | { readonly kind: 'not-booked-here' }
  | { readonly kind: 'booking-switched-off' }
  /** Somebody wants to check in to a meeting that needs none, or before it opens. */
  | { readonly kind: 'check-in-not-needed' }
  | { readonly kind: 'check-in-not-open'; readonly opensAt: Instant }
  /** It was booked too long ago to be undone; it can still be ended. */
  | { readonly kind: 'undo-over' }
  /** It was taken back at a door soon after it was made. */
  | { readonly kind: 'undone' }
  | { readonly kind: 'room-not-known' }
  /** Facilities keep the room out of service then; `until` null: they have not said how long. */
  | { readonly kind: 'room-closed'; readonly from: Instant; readonly until: Instant | null; readonly reason: string }
  /** Doorlight shows and books nothing, as the app can read more than it should. */
  | { readonly kind: 'out-of-service' };

export type RefusalKind = Refusal['kind'];

export const refusalCodec: Codec<Refusal> = union({
  'room-busy': object({ from: isoInstant, until: isoInstant }),
  'room-declined': object({}),
  'gave-way': object({}),
  'calendar-away': object({}),
  'too-late': object({}),
  'too-short': object({}),
  'too-long': object({ longestMinutes: integer({ min: 0, max: 100_000 }) }),
  'too-far-ahead': object({ until: isoInstant }),
  'in-the-past': object({}),
  'occurrence-gone': object({}),
  'changed-meanwhile': object({ end: isoInstant }),
  'not-booked-here': object({}),
  'booking-switched-off': object({}),
  'check-in-not-needed': object({}),
  'check-in-not-open': object({ opensAt: isoInstant }),
  'undo-over': object({}),
  undone: object({}),
  'room-not-known': object({}),
  'room-closed': object({ from: isoInstant, until: nullable(isoInstant), reason: text({ max: LONGEST_REASON }) }),
  'out-of-service': object({}),
});
