/**
 * Which rooms there are. Served from the store at once, so that a start without Graph still knows its doors; read from
 * Exchange at start and once a day.
 */

import type { RoomId } from '../../shared/basics/ids.ts';
import { HOUR_MS, type Instant, MINUTE_MS, SECOND_MS } from '../../shared/basics/instant.ts';
import { type Room, roomCodec } from '../../shared/room/room.ts';
import {
  CalendarUnavailable,
  type Cancel,
  type Chance,
  type Clock,
  type Log,
  type OnTrouble,
  type RoomDirectory,
  type Store,
} from '../ports.ts';
import { oneAtATime } from './one-at-a-time.ts';

const DAILY_MS = 24 * HOUR_MS;
const FIRST_RETRY_MS = 5 * SECOND_MS;
const MOST_RETRY_MS = 5 * MINUTE_MS;

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
  close(): void;
};

type Options = {
  readonly directory: RoomDirectory;
  readonly store: Pick<Store, 'listRooms' | 'saveRooms'>;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
  readonly onTrouble?: OnTrouble;
  /** Told once with the stored rooms, before the factory resolves, and then with each difference. */
  readonly onChange: (change: CatalogueChange) => void;
};

/** Resolves with what the store had; the first reading is then under way. */
export async function createRoomCatalogue(options: Options): Promise<RoomCatalogue> {
  const { directory, store, clock, chance, log, onChange, onTrouble } = options;
  let byId = new Map<RoomId, Room>();
  let byAddress = new Map<string, Room>();
  let failures = 0;
  let failingSince: Instant | null = null;
  let isRead = false;
  let isClosed = false;
  let cancelNext: Cancel = () => undefined;

  const read = oneAtATime(async (): Promise<void> => {
    cancelNext();
    let delayMs = DAILY_MS * (0.95 + chance.fraction() / 10);
    try {
      const rooms = await directory.listRooms();
      if (isClosed) return;
      await take(rooms);
      failures = 0;
      failingSince = null;
      onTrouble?.({ kind: 'catalogue-read' });
      isRead = true;
    } catch (fault) {
      // Graph away or the store full: the rooms that we know stay, and we ask again.
      failures += 1;
      failingSince ??= clock.now();
      const isForeseen = fault instanceof CalendarUnavailable;
      const cause = isForeseen ? fault.reason : 'unforeseen';
      log.warn('catalogue.not-read', { cause, failures });
      onTrouble?.({ kind: 'catalogue-not-read', cause, failures, since: failingSince });
      const backOffMs = Math.min(MOST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(failures - 1, 16));
      const askedMs = (isForeseen ? fault.retryAfterMs : null) ?? 0;
      delayMs = Math.max(askedMs, backOffMs * (0.5 + chance.fraction() / 2));
    }
    // `read` catches everything it meets.
    if (!isClosed) cancelNext = clock.after(delayMs, () => void read());
  });

  async function take(rooms: readonly Room[]): Promise<void> {
    if (rooms.length === 0 && byId.size > 0) {
      // A lost right or an emptied list looks just so, and would blank every door of the house at once.
      log.warn('catalogue.empty', { kept: byId.size });
      return;
    }
    // A room may stand in two room lists.
    const told = new Map(rooms.map((room) => [room.id, room]));
    const change = difference(byId, told);
    if (change.added.length + change.changed.length + change.gone.length === 0) return;
    await store.saveRooms([...told.values()], clock.now());
    know(told);
    log.info('catalogue.changed', {
      rooms: told.size,
      added: change.added.length,
      changed: change.changed.length,
      gone: change.gone.length,
    });
    onChange(change);
  }

  function know(rooms: Map<RoomId, Room>): void {
    byId = rooms;
    byAddress = new Map([...rooms.values()].map((room) => [room.address.toLowerCase(), room]));
  }

  const stored = await store.listRooms();
  know(new Map(stored.map((room) => [room.id, room])));
  onChange({ added: stored, changed: [], gone: [] });
  void read();

  return {
    rooms: () => [...byId.values()],
    find: (idOrAddress) => byId.get(idOrAddress as RoomId) ?? byAddress.get(idOrAddress.toLowerCase()) ?? null,
    isRead: () => isRead,
    readAgain: read,
    close() {
      isClosed = true;
      cancelNext();
    },
  };
}

function difference(before: ReadonlyMap<RoomId, Room>, after: ReadonlyMap<RoomId, Room>): CatalogueChange {
  const text = (room: Room | undefined) => (room === undefined ? '' : JSON.stringify(roomCodec.encode(room)));
  return {
    added: [...after.values()].filter(({ id }) => !before.has(id)),
    changed: [...after.values()].filter((room) => before.has(room.id) && text(before.get(room.id)) !== text(room)),
    gone: [...before.values()].filter(({ id }) => !after.has(id)),
  };
}
