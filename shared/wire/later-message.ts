/**
 * What a stream says beside what a door's first picture needs: its own codecs, so that a door reads them once the chunk
 * that shows them is there, and carries none of it before.
 */

import { type Codec, nullable, object } from '../basics/codec.ts';
import { type FreeRoomNearby, freeRoomNearbyCodec } from './free-rooms.ts';
import { noticesCodec } from './notices.ts';

/** The room to go to from a door that is taken or closed; null where none is free near it, or none is needed. */
export type Nearest = { readonly nearest: FreeRoomNearby | null };
export const nearestCodec: Codec<Nearest> = object({ nearest: nullable(freeRoomNearbyCodec) });

export const laterCodecs = { notice: noticesCodec, nearest: nearestCodec };
