/** /api/console/closures: facilities take a room out of service, change their mind, and open it again. */

import { branded, type Codec, isoInstant, listOf, nullable, object, text } from '../basics/codec.ts';
import type { RoomId } from '../basics/ids.ts';
import type { Instant } from '../basics/instant.ts';
import { type Closure, closureMembers, LONGEST_REASON } from '../room/closure.ts';
import { plainWords } from './plain-words.ts';

export type ClosureWish = {
  /** By address or id. */
  readonly room: string;
  /** Null: from now on. */
  readonly from: Instant | null;
  /** Null: until somebody opens it. */
  readonly until: Instant | null;
  readonly reason: string;
  /** A room, by address or id, where people are to go instead. */
  readonly instead: string | null;
};

const roomName = text({ min: 1, max: 500 });

export const closureWishCodec: Codec<ClosureWish> = object({
  room: roomName,
  from: nullable(isoInstant),
  until: nullable(isoInstant),
  reason: plainWords({ max: LONGEST_REASON }),
  instead: nullable(roomName),
});

export type RoomClosure = Closure & { readonly room: RoomId };

export const roomClosureCodec: Codec<RoomClosure> = object({ ...closureMembers, room: branded<RoomId>() });

/** More are not kept: those that are over leave after a month. */
export const MOST_ROOM_CLOSURES = 5_000;

/** Those that hold or come, earliest first, then those that are over, latest first. */
export const closureListCodec = object({ closures: listOf(roomClosureCodec, { max: MOST_ROOM_CLOSURES }) });
