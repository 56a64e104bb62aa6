/** Which screen, and which sheet beside it; the way back when nobody touches. */

import type { ReadonlySignal } from '@preact/signals';
import type { Occurrence } from '../../shared/room/occurrence.ts';
import type { PairingView } from './pairing-model.ts';

export type Screen =
  /** The first moments: neither paired nor not, as far as we know yet. */
  | { readonly kind: 'starting' }
  | { readonly kind: 'pairing'; readonly pairing: PairingView }
  | { readonly kind: 'room' };

export type Sheet =
  | { readonly kind: 'confirm-end'; readonly occurrence: Occurrence }
  | { readonly kind: 'extend'; readonly occurrence: Occurrence }
  /** The latest tap came to nothing; the booking model has why. */
  | { readonly kind: 'refused' };

export type ViewModel = {
  readonly screen: ReadonlySignal<Screen>;
  readonly sheet: ReadonlySignal<Sheet | null>;
  /** True in the last seconds before a sheet that nobody touches closes by itself. */
  readonly closingSoon: ReadonlySignal<boolean>;
  openSheet(sheet: Sheet): void;
  closeSheet(): void;
  /** Somebody is here: the wait begins anew. */
  touched(): void;
  close(): void;
};
