/** The room day in, the room state out. */

import type { ReadonlySignal } from '@preact/signals';
import type { Instant } from '../../shared/basics/instant.ts';
import type { RoomDay } from '../../shared/room/room-day.ts';
import type { RoomState } from '../../shared/rules/room-state.ts';

/** `lost` since when the stream was last heard, by the proxy's clock; null where it never was since this page began. */
export type Connection = { readonly kind: 'live' } | { readonly kind: 'lost'; readonly since: Instant | null };

export type RoomModel = {
  readonly day: ReadonlySignal<RoomDay | null>;
  /** Null until a day is known, from the cache or the stream. */
  readonly state: ReadonlySignal<RoomState | null>;
  readonly connection: ReadonlySignal<Connection>;
  close(): void;
};
