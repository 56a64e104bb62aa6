/** The tap under way at this door: sent, pending, held, confirmed, refused. */

import type { ReadonlySignal } from '@preact/signals';
import type { IntentKey } from '../../shared/basics/ids.ts';
import type { Instant } from '../../shared/basics/instant.ts';
import type { Alternative, BookingStatus, IntentKind } from '../../shared/room/booking-status.ts';
import type { Occurrence } from '../../shared/room/occurrence.ts';
import type { Refusal } from '../../shared/room/refusal.ts';
import type { Offer } from '../../shared/rules/booking.ts';

export type Tap = {
  readonly key: IntentKey;
  readonly kind: IntentKind;
  /** `sending` until the proxy has answered; then as the stream tells. */
  readonly status: 'sending' | BookingStatus;
  /** The end that the button named; for `end`, the moment of the tap. */
  readonly end: Instant;
  readonly refusal: Refusal | null;
  readonly alternatives: readonly Alternative[];
  readonly at: Instant;
};

export type BookingModel = {
  /** The latest tap, until it is dismissed or forgotten: a minute after it was confirmed. */
  readonly tap: ReadonlySignal<Tap | null>;
  book(offer: Offer): void;
  extend(occurrence: Occurrence, offer: Offer): void;
  end(occurrence: Occurrence): void;
  dismiss(): void;
  close(): void;
};
