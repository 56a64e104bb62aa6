/** One touch of a button, and how far it has come. */

import type { IntentKey } from '../../shared/basics/ids.ts';
import { type Instant, MINUTE_MS } from '../../shared/basics/instant.ts';
import type { Alternative, BookingStatus, IntentKind } from '../../shared/room/booking-status.ts';
import type { Refusal } from '../../shared/room/refusal.ts';

export type Tap = {
  readonly key: IntentKey;
  readonly kind: IntentKind;
  /** `sending` until the proxy has answered; then as the stream tells. `checking` also where no answer came. */
  readonly status: 'sending' | BookingStatus;
  /** The end that the button named; for `end`, the moment of the tap. */
  readonly end: Instant;
  /** Of a booking that does not begin now. */
  readonly start: Instant | null;
  /** Of a booking of another room than this door's: its address, and what it is called where that is known. */
  readonly elsewhere: Elsewhere | null;
  /** Null also where it came to nothing and nobody said why. */
  readonly refusal: Refusal | null;
  readonly alternatives: readonly Alternative[];
  readonly at: Instant;
  /** Whether the room was held for it at any time. */
  readonly wasHeld: boolean;
};

export type Elsewhere = { readonly room: string; readonly name: string };

/** Later than this the person has left the door, and nothing should happen behind their back. */
export const TAP_HOLDS_MS = MINUTE_MS;

/** Whether an answer is still to come. */
export function isUnderWay({ status }: Pick<Tap, 'status'>): boolean {
  return status === 'sending' || status === 'pending' || status === 'checking' || status === 'held';
}
