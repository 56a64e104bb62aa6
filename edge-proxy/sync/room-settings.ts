/** What operators decided about a room itself, over what the catalogue says: its zone, and that it is not read for now. */

import type { RoomId } from '../../shared/basics/ids.ts';
import type { Room } from '../../shared/room/room.ts';
import type { RoomSetting } from '../ports/rooms.ts';
import type { Store } from '../ports/store.ts';

export type RoomSettings = {
  of(roomId: RoomId): RoomSetting;
  /** The room as its doors are to have it. */
  applied(room: Room): Room;
  /** Kept first, and then so. @throws where the store cannot keep it */
  change(roomId: RoomId, change: Partial<RoomSetting>): Promise<void>;
};

const NOTHING_DECIDED: RoomSetting = { timeZone: null, pausedSince: null };

export async function createRoomSettings(
  store: Pick<Store, 'listRoomSettings' | 'saveRoomSetting'>,
): Promise<RoomSettings> {
  const settings = new Map<RoomId, RoomSetting>();
  for (const { roomId, timeZone, pausedSince } of await store.listRoomSettings()) {
    settings.set(roomId, { timeZone, pausedSince });
  }
  const of = (roomId: RoomId) => settings.get(roomId) ?? NOTHING_DECIDED;
  return {
    of,
    applied: (room) => ({ ...room, timeZone: of(room.id).timeZone ?? room.timeZone }),
    async change(roomId, change) {
      const changed = { ...of(roomId), ...change };
      await store.saveRoomSetting(roomId, changed);
      settings.set(roomId, changed);
    },
  };
}
