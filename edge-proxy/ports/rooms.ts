/** What is kept of rooms: the catalogue, what was decided about one, its day, and how we hear of changes. */

import type { RoomId } from '../../shared/basics/ids.ts';
import type { Instant } from '../../shared/basics/instant.ts';
import type { Zone } from '../../shared/basics/zone.ts';
import type { Room } from '../../shared/room/room.ts';
import type { RoomDay } from '../../shared/room/room-day.ts';
import type { StandingSubscription } from './subscriptions.ts';

export type StoredSubscription = StandingSubscription & { readonly roomId: RoomId };

/** A room that left the catalogue. */
export type GoneRoom = { readonly room: Room; readonly goneSince: Instant };

/** What operators decided about a room itself: its zone where the mailbox has a wrong one, and that it is not read. */
export type RoomSetting = { readonly timeZone: Zone | null; readonly pausedSince: Instant | null };

/** A part of the Store. */
export type RoomRecords = {
  /** The catalogue as it is at `at`: a room that is not named left it then, or earlier, and is kept with all it had. */
  saveRooms(rooms: readonly Room[], at: Instant): Promise<void>;
  /** Those of the catalogue. One that cannot be read any more is left out, as Exchange tells it again. */
  listRooms(): Promise<Room[]>;
  listGoneRooms(): Promise<GoneRoom[]>;
  saveRoomSetting(roomId: RoomId, setting: RoomSetting): Promise<void>;
  listRoomSettings(): Promise<(RoomSetting & { readonly roomId: RoomId })[]>;
  saveRoomDay(day: RoomDay): Promise<void>;
  /** Those that can still be read; what a later release cannot is not worth a start that fails. */
  listRoomDays(): Promise<RoomDay[]>;
  /** The last revision of every room, of those too whose day cannot be read any more. */
  listRoomRevisions(): Promise<{ readonly roomId: RoomId; readonly revision: number }[]>;

  markDirty(roomIds: readonly RoomId[]): Promise<void>;
  clearDirty(roomId: RoomId): Promise<void>;
  listDirty(): Promise<RoomId[]>;

  saveSubscription(subscription: StoredSubscription): Promise<void>;
  removeSubscription(id: string): Promise<void>;
  listSubscriptions(): Promise<StoredSubscription[]>;

  /** Under which short name people's own phones find the room. */
  saveRoomLink(roomId: RoomId, shortId: string): Promise<void>;
  listRoomLinks(): Promise<{ readonly roomId: RoomId; readonly shortId: string }[]>;
};
