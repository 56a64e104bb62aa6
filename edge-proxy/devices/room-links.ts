/** The short names under which people reach a room's day with their own phones: one for each room, for as long as it lives. */

import type { RoomId } from '../../shared/basics/ids.ts';
import { type Chance, type Log, nameOf } from '../ports/runtime.ts';
import type { Store } from '../ports/store.ts';

export type RoomLinks = {
  /** Made when it is first asked for. */
  of(roomId: RoomId): string;
  find(shortId: string): RoomId | null;
};

/** Without vowels, so that no word comes of it, and without what looks alike. */
const ALPHABET = 'bcdfghjkmnpqrstvwxz23456789';
/** Some 2^57: whoever tries a thousand a second needs longer than the building stands. */
const LENGTH = 12;

type Needs = {
  readonly store: Pick<Store, 'saveRoomLink' | 'listRoomLinks'>;
  readonly chance: Pick<Chance, 'word'>;
  readonly log: Log;
};

export async function createRoomLinks({ store, chance, log }: Needs): Promise<RoomLinks> {
  const byRoom = new Map<RoomId, string>();
  const byShortId = new Map<string, RoomId>();
  for (const { roomId, shortId } of await store.listRoomLinks()) remember(roomId, shortId);

  function remember(roomId: RoomId, shortId: string): void {
    byRoom.set(roomId, shortId);
    byShortId.set(shortId, roomId);
  }

  return {
    of(roomId) {
      const known = byRoom.get(roomId);
      if (known !== undefined) return known;
      const made = chance.word(ALPHABET, LENGTH);
      remember(roomId, made);
      store.saveRoomLink(roomId, made).catch((cause: unknown) => {
        // Until the next start it holds all the same, and the door shows whichever holds.
        log.warn('room-link.not-kept', { roomId, cause: nameOf(cause) });
      });
      return made;
    },
    find: (shortId) => byShortId.get(shortId) ?? null,
  };
}
