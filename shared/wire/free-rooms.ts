/** GET /api/rooms/free: the rooms near a tablet's own that are free now, nearest first. */

import { type Codec, listOf, object } from '../basics/codec.ts';
import { type Alternative, alternativeCodec } from '../room/booking-status.ts';

/** More than a screen shows, and a building's worth. */
export const MOST_FREE_ROOMS = 50;

export type FreeRooms = { readonly rooms: readonly Alternative[] };
export const freeRoomsCodec: Codec<FreeRooms> = object({ rooms: listOf(alternativeCodec, { max: MOST_FREE_ROOMS }) });
