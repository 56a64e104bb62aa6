/**
 * Which rooms there are. Served from the store at once, so that a start without Graph still knows its doors; read from
 * Exchange at start and once a day, and soon again where the answer had a hole.
 */

import type { RoomId } from '../../shared/basics/ids.ts';
import { addMs, HOUR_MS, type Instant, MINUTE_MS, SECOND_MS } from '../../shared/basics/instant.ts';
import { type Room, roomCodec } from '../../shared/room/room.ts';
import { CalendarUnavailable, type RoomDirectory } from '../ports/calendar.ts';
import type { GoneRoom } from '../ports/rooms.ts';
import type { Cancel, Chance, Clock, Log } from '../ports/runtime.ts';
import type { Store } from '../ports/store.ts';
import type { OnTrouble } from '../ports/trouble.ts';
import { oneAtATime } from './one-at-a-time.ts';
import type { RoomSettings } from './room-settings.ts';

const DAILY_MS = 24 * HOUR_MS;
const FIRST_RETRY_MS = 5 * SECOND_MS;
const MOST_RETRY_MS = 5 * MINUTE_MS;
/** Without any room there is nobody else to ask Graph for, and somebody who has just mended its rights and waits. */
const MOST_RETRY_WITHOUT_ROOMS_MS = 30 * SECOND_MS;
/** After an answer that lacks a room list or a zone: a door may stand an hour off until then. */
const FIRST_COMPLETION_MS = 2 * MINUTE_MS;
const MOST_COMPLETION_MS = HOUR_MS;

export type CatalogueChange = {
  readonly added: readonly Room[];
  readonly changed: readonly Room[];
  readonly gone: readonly Room[];
};

export type RoomCatalogue = {
  rooms(): Room[];
  /** By id, or by address in any case. */
  find(idOrAddress: string): Room | null;
  /** Whether Exchange has told the rooms in this life of the proxy. */
  isRead(): boolean;
  /** Reads Exchange again now. Resolves after the try, good or not. */
  readAgain(): Promise<void>;
  /** Rooms that left it, those that left first before the others. */
  gone(): readonly GoneRoom[];
  /** After an operator changed what overrides the catalogue: told on as a change of the room. */
  settingChanged(roomId: RoomId): void;
  status(): CatalogueStatus;
  close(): void;
};

export type CatalogueStatus = {
  /** When Exchange last told the rooms in this life of the proxy. */
  readonly readAt: Instant | null;
  readonly nextReadAt: Instant | null;
  readonly failure: { readonly cause: CatalogueFault; readonly since: Instant; readonly inARow: number } | null;
};

/** `no-rooms`: an answer that named none, and was not believed. */
export type CatalogueFault = CalendarUnavailable['reason'] | 'no-rooms' | 'unforeseen';

type Options = {
  readonly directory: RoomDirectory;
  readonly store: Pick<Store, 'listRooms' | 'listGoneRooms' | 'saveRooms'>;
  readonly settings: Pick<RoomSettings, 'applied'>;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
  readonly onTrouble?: OnTrouble;
  /** Told of the stored rooms, where there are any, before the factory resolves, and then of each difference. */
  readonly onChange: (change: CatalogueChange) => void;
};

/** Resolves with what the store had; the first reading is then under way. */
export async function createRoomCatalogue(options: Options): Promise<RoomCatalogue> {
  const { directory, store, settings, clock, chance, log, onChange, onTrouble } = options;
  /** As Exchange told them. */
  let told = new Map<RoomId, Room>();
  /** As the doors have them. */
  let byId = new Map<RoomId, Room>();
  let byAddress = new Map<string, Room>();
  let gone = await store.listGoneRooms();
  let failures = 0;
  let incomplete = 0;
  let failingSince: Instant | null = null;
  let fault: CatalogueFault | null = null;
  let readAt: Instant | null = null;
  let nextReadAt: Instant | null = null;
  let isClosed = false;
  let cancelNext: Cancel = () => undefined;

  const read = oneAtATime(async (): Promise<void> => {
    cancelNext();
    let delayMs = DAILY_MS * (0.95 + chance.fraction() / 10);
    try {
      const rooms = await directory.listRooms();
      if (isClosed) return;
      const isWhole = directory.unreadLists() + directory.zonesInDoubt() === 0;
      incomplete = isWhole ? 0 : incomplete + 1;
      if (!isWhole) delayMs = grown(FIRST_COMPLETION_MS, MOST_COMPLETION_MS, incomplete);
      fault = (await take(rooms, directory.unreadLists() === 0)) ? null : 'no-rooms';
      failures = fault === null ? 0 : failures + 1;
      failingSince = fault === null ? null : (failingSince ?? clock.now());
      onTrouble?.({ kind: 'catalogue-read' });
      readAt = clock.now();
    } catch (thrown) {
      // Graph away or the store full: the rooms that we know stay, and we ask again.
      failures += 1;
      failingSince ??= clock.now();
      const isForeseen = thrown instanceof CalendarUnavailable;
      fault = isForeseen ? thrown.reason : 'unforeseen';
      log.warn('catalogue.not-read', { cause: fault, failures });
      onTrouble?.({ kind: 'catalogue-not-read', cause: fault, failures, since: failingSince });
      const most = told.size === 0 ? MOST_RETRY_WITHOUT_ROOMS_MS : MOST_RETRY_MS;
      const askedMs = (isForeseen ? thrown.retryAfterMs : null) ?? 0;
      delayMs = Math.max(askedMs, grown(FIRST_RETRY_MS, most, failures));
    }
    if (isClosed) return;
    nextReadAt = addMs(clock.now(), delayMs);
    // `read` catches everything it meets.
    cancelNext = clock.after(delayMs, () => void read());
  });

  /** Doubled with each try, and half of it by chance. */
  function grown(firstMs: number, mostMs: number, tries: number): number {
    return Math.min(mostMs, firstMs * 2 ** Math.min(tries - 1, 16)) * (0.5 + chance.fraction() / 2);
  }

  /** Whether the answer was believed. */
  async function take(rooms: readonly Room[], isWhole: boolean): Promise<boolean> {
    if (rooms.length === 0 && told.size > 0) {
      // A lost right or an emptied list looks just so, and would blank every door of the house at once.
      log.warn('catalogue.empty', { kept: told.size });
      return false;
    }
    // A room may stand in two room lists. Those of a list that could not be read are where they were, as far as we know.
    const now = new Map([...(isWhole ? [] : told), ...rooms.map((room) => [room.id, room] as const)]);
    const isNews = !isSame(told, now);
    if (isNews) {
      await store.saveRooms([...now.values()], clock.now());
      gone = await store.listGoneRooms();
    }
    know(now);
    return true;
  }

  /** `rooms` as Exchange told them. Whatever differs for a door is told on. */
  function know(rooms: Map<RoomId, Room>): void {
    const before = byId;
    told = rooms;
    byId = new Map([...rooms].map(([id, room]) => [id, settings.applied(room)]));
    byAddress = new Map([...byId.values()].map((room) => [room.address.toLowerCase(), room]));
    const change = difference(before, byId);
    const [added, changed, left] = [change.added.length, change.changed.length, change.gone.length];
    if (added + changed + left === 0) return;
    log.info('catalogue.changed', { rooms: byId.size, added, changed, gone: left });
    onChange(change);
  }

  const stored = await store.listRooms();
  know(new Map(stored.map((room) => [room.id, room])));
  void read();

  return {
    rooms: () => [...byId.values()],
    find: (idOrAddress) => byId.get(idOrAddress as RoomId) ?? byAddress.get(idOrAddress.toLowerCase()) ?? null,
    isRead: () => readAt !== null,
    readAgain: read,
    gone: () => gone,
    settingChanged(roomId) {
      if (told.has(roomId)) know(told);
    },
    status() {
      const failure =
        fault === null || failingSince === null ? null : { cause: fault, since: failingSince, inARow: failures };
      return { readAt, nextReadAt, failure };
    },
    close() {
      isClosed = true;
      cancelNext();
    },
  };
}

function isSame(before: ReadonlyMap<RoomId, Room>, after: ReadonlyMap<RoomId, Room>): boolean {
  const { added, changed, gone } = difference(before, after);
  return added.length + changed.length + gone.length === 0;
}

function difference(before: ReadonlyMap<RoomId, Room>, after: ReadonlyMap<RoomId, Room>): CatalogueChange {
  const text = (room: Room | undefined) => (room === undefined ? '' : JSON.stringify(roomCodec.encode(room)));
  return {
    added: [...after.values()].filter(({ id }) => !before.has(id)),
    changed: [...after.values()].filter((room) => before.has(room.id) && text(before.get(room.id)) !== text(room)),
    gone: [...before.values()].filter(({ id }) => !after.has(id)),
  };
}
