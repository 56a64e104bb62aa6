/** A board: which rooms it shows and how, as facilities decide it and as its stream tells it. */

import {
  branded,
  type Codec,
  type Decoded,
  flag,
  integer,
  isoInstant,
  type Json,
  listOf,
  nullable,
  object,
  oneOf,
  text,
} from '../basics/codec.ts';
import type { BoardId, RoomId } from '../basics/ids.ts';
import { type Look, lookCodec } from '../room/look.ts';
import { type RoomDay, roomDayCodec } from '../room/room-day.ts';

export type BoardSettings = {
  readonly name: string;
  /** Only the rooms of this building; null: of all. */
  readonly building: string | null;
  /** Only those of this floor, as the catalogue names it; null: of all. */
  readonly floor: string | null;
  /** The floor on which the board hangs; null where it need not say so. */
  readonly here: string | null;
  /** Whether it says what goes on, where the room's own policy lets a door say it. A lobby has more eyes than a door. */
  readonly showTitles: boolean;
  /** Which way to go from here, for the rooms where that helps. */
  readonly arrows: readonly BoardArrow[];
  /** The drawing that its rooms stand on; left out where they stand in a list. */
  readonly plan?: FloorPlan;
};

/** `picture` is the drawing's hash; `width` to `height` is how it is shaped, whatever the units. */
export type FloorPlan = {
  readonly picture: string;
  readonly width: number;
  readonly height: number;
  readonly places: readonly PlanPlace[];
};

/** Where the middle of a room's sign is, in thousandths from the left and from the top. */
export type PlanPlace = { readonly room: RoomId; readonly x: number; readonly y: number };

export type Board = BoardSettings & { readonly id: BoardId };

export const ways = ['left', 'right', 'ahead', 'back', 'ahead-left', 'ahead-right', 'up', 'down'] as const;
export type Way = (typeof ways)[number];
export type BoardArrow = { readonly room: RoomId; readonly way: Way };

/** What a board's stream begins with, and tells again when any of it has changed: all of its rooms' days follow anew. */
export type BoardView = {
  readonly board: Board;
  readonly look: Look;
  /** By building, floor and name: rooms keep their places, however they change. */
  readonly rooms: readonly RoomId[];
};

/** More is no board but a list. */
export const MOST_BOARD_ROOMS = 500;

const settings = {
  name: text({ min: 1, max: 100 }),
  building: nullable(text({ max: 300 })),
  floor: nullable(text({ max: 100 })),
  here: nullable(text({ max: 100 })),
  showTitles: flag,
  arrows: listOf(object({ room: branded<RoomId>(), way: oneOf(...ways) }), { max: MOST_BOARD_ROOMS }),
};

const thousandths = integer({ min: 0, max: 1_000 });
const side = integer({ min: 1, max: 100_000 });
const plan: Codec<FloorPlan> = object({
  picture: text({ min: 64, max: 64 }),
  width: side,
  height: side,
  places: listOf(object({ room: branded<RoomId>(), x: thousandths, y: thousandths }), { max: MOST_BOARD_ROOMS }),
});

export const boardSettingsCodec: Codec<BoardSettings> = object(settings, { plan });
export const boardCodec: Codec<Board> = object({ id: branded<BoardId>(100), ...settings }, { plan });

/** Behind it the drawing's hash: whoever knows it may see it, as it hangs in a corridor. */
export const PLAN_PICTURES = '/api/boards/pictures/';
export const boardListCodec = object({ boards: listOf(boardCodec, { max: 1_000 }) });

export const boardViewCodec: Codec<BoardView> = object({
  board: boardCodec,
  look: lookCodec,
  rooms: listOf(branded<RoomId>(), { max: MOST_BOARD_ROOMS }),
});

/** Rooms that were read again since the last word, and whose days still stand. */
export const roomsReadCodec = object({
  rooms: listOf(object({ room: branded<RoomId>(), readAt: isoInstant }), { max: MOST_BOARD_ROOMS }),
});
export type RoomsRead = Decoded<typeof roomsReadCodec>;

/** What a board's stream says beside what a door's does; its room days are of all its rooms. */
export const boardStreamCodecs = { board: boardViewCodec, 'rooms-read': roomsReadCodec };
/** Of a policy, what the state of a room depends on. The rest, most of a day's bytes, is for doors. */
const POLICY_OF_A_STATE = ['openingHours', 'startingSoonMinutes', 'endingSoonMinutes', 'showTitles', 'afterHours'];

/** A room day as a board is told it: read like any other, written without what only a door needs. */
export const boardDayCodec: Codec<RoomDay> = {
  ...roomDayCodec,
  encode(day) {
    const whole = roomDayCodec.encode(day) as { readonly policy: Record<string, Json> };
    const policy = Object.fromEntries(
      Object.entries(whole.policy).filter(([name]) => POLICY_OF_A_STATE.includes(name)),
    );
    return { ...whole, policy };
  },
};
