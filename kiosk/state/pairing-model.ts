/** A tablet without a room: the code on its screen, and whether somebody has said yes. */

import type { ReadonlySignal } from '@preact/signals';
import type { PairingCode } from '../../shared/wire/pairing.ts';

export type PairingView =
  | { readonly kind: 'asking' }
  | { readonly kind: 'code'; readonly code: PairingCode }
  /** No proxy; we keep trying. */
  | { readonly kind: 'no-answer' };

export type PairingModel = {
  readonly view: ReadonlySignal<PairingView>;
  /** The name of the room that this tablet was just taken off, where it knows. */
  readonly takenOff: ReadonlySignal<string | null>;
  close(): void;
};
