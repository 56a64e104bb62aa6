/** What the console sends and is told of floor plans, apart from the board itself, which tablets read too. */

import { branded, type Codec, type Decoded, integer, listOf, object, oneOf, text } from '../basics/codec.ts';
import type { RoomId } from '../basics/ids.ts';
import { shownStates } from './evidence.ts';

const side: Codec<number> = integer({ min: 1, max: 100_000 });

export const planPictureTypes = ['image/png', 'image/jpeg', 'image/webp', 'image/svg+xml'] as const;
export type PlanPictureType = (typeof planPictureTypes)[number];
/** A scanned floor in print quality; what is larger is for a plotter. */
export const MOST_PLAN_BYTES = 2 * 1024 * 1024;

/** POST /api/console/boards/pictures: taken, under which hash, and how it is shaped. */
export const planReceiptCodec = object({ hash: text({ min: 64, max: 64 }), width: side, height: side });

/** GET /api/console/rooms/states: what each room is now, in the words of its door. */
export const roomStatesCodec = object({
  rooms: listOf(object({ room: branded<RoomId>(), state: oneOf(...shownStates) }), { max: 10_000 }),
});
export type RoomStates = Decoded<typeof roomStatesCodec>;
