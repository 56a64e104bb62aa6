/** GET /api/rooms/free: the rooms near a tablet's own that are free, nearest first, with what helps to choose. */

import { type Codec, flag, integer, isoInstant, listOf, nullable, object, text } from '../basics/codec.ts';
import type { Instant } from '../basics/instant.ts';
import type { Alternative } from '../room/booking-status.ts';

/** More than a screen shows, and a building's worth. */
export const MOST_FREE_ROOMS = 50;

export type FreeRoomNearby = Alternative & {
  readonly capacity: number | null;
  readonly features: readonly string[];
  readonly wheelchairAccessible: boolean;
};

/** `from`: what they are free at, which is now where nothing was asked. */
export type FreeRooms = { readonly from: Instant; readonly rooms: readonly FreeRoomNearby[] };

export const freeRoomNearbyCodec: Codec<FreeRoomNearby> = object({
  room: text({ min: 1 }),
  displayName: text(),
  floor: nullable(text()),
  until: nullable(isoInstant),
  capacity: nullable(integer({ min: 0, max: 1_000_000 })),
  features: listOf(text(), { max: 50 }),
  wheelchairAccessible: flag,
});

export const freeRoomsCodec: Codec<FreeRooms> = object({
  from: isoInstant,
  rooms: listOf(freeRoomNearbyCodec, { max: MOST_FREE_ROOMS }),
});
