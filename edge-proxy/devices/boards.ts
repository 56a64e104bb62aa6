/**
 * The boards there are: which rooms each shows, and how. Few and small, so all of them are at hand; the store has them
 * for the next life.
 */

import type { BoardId, RoomId } from '../../shared/basics/ids.ts';
import type { Look } from '../../shared/room/look.ts';
import type { Room } from '../../shared/room/room.ts';
import { type Board, type BoardSettings, type BoardView, MOST_BOARD_ROOMS } from '../../shared/wire/board.ts';
import type { FanOut } from '../ports/fan-out.ts';
import type { Chance } from '../ports/runtime.ts';
import type { Store } from '../ports/store.ts';

type Needs = {
  readonly store: Pick<Store, 'saveBoard' | 'listBoards'>;
  readonly chance: Pick<Chance, 'uuid'>;
  readonly fanOut: Pick<FanOut, 'publish' | 'subscribe'>;
  readonly listRooms: () => readonly Room[];
  /** A board hangs in no room, so the tenant's own look is its look. */
  readonly look: () => Look;
};

export type Boards = {
  list(): readonly Board[];
  find(id: BoardId): Board | null;
  /** By id or by name in any case; a name that nobody has used makes a new board. */
  findOrMake(idOrName: string): Promise<Board>;
  make(settings: BoardSettings): Promise<Board>;
  /** Null where there is no such board. Its screens follow at once. */
  change(id: BoardId, settings: BoardSettings): Promise<Board | null>;
  /** What its screens show by now; null where there is no such board. */
  view(id: BoardId): BoardView | null;
  close(): void;
};

export async function createBoards({ store, chance, fanOut, listRooms, look }: Needs): Promise<Boards> {
  let boards = await store.listBoards();
  // Decided at another replica: what the store says is what holds.
  const unsubscribe = fanOut.subscribe(({ kind }) => {
    if (kind === 'board-changed') void reload();
  });

  async function reload(): Promise<void> {
    // A store that does not answer leaves the boards as they were.
    boards = await store.listBoards().catch(() => boards);
  }

  async function keep(board: Board): Promise<Board> {
    await store.saveBoard(board);
    boards = [...boards.filter(({ id }) => id !== board.id), board].sort((a, b) => inOrder(a.name, b.name));
    fanOut.publish({ kind: 'board-changed', boardId: board.id });
    return board;
  }

  const make = (settings: BoardSettings) => keep({ ...settings, id: chance.uuid() as BoardId });
  const find = (id: BoardId) => boards.find((board) => board.id === id) ?? null;

  return {
    list: () => boards,
    find,
    async findOrMake(idOrName) {
      const name = idOrName.trim();
      const same = (other: string) => other.toLowerCase() === name.toLowerCase();
      const known = find(name as BoardId) ?? boards.find((board) => same(board.name));
      if (known !== undefined) return known;
      // "Head office" means the rooms of that building; any other name, every room there is.
      const building = listRooms().find((room) => room.building !== null && same(room.building))?.building ?? null;
      return await make({ name, building, floor: null, here: null, showTitles: false, arrows: [] });
    },
    make,
    change: async (id, settings) => (find(id) === null ? null : await keep({ ...settings, id })),
    view(id) {
      const board = find(id);
      return board === null ? null : { board, look: look(), rooms: roomsOf(board, listRooms()) };
    },
    close: unsubscribe,
  };
}

function roomsOf({ building, floor }: BoardSettings, rooms: readonly Room[]): RoomId[] {
  return rooms
    .filter((room) => (building === null || room.building === building) && (floor === null || room.floor === floor))
    .sort(
      (a, b) =>
        inOrder(a.building ?? '', b.building ?? '') ||
        inOrder(a.floor ?? '', b.floor ?? '') ||
        inOrder(a.displayName, b.displayName),
    )
    .slice(0, MOST_BOARD_ROOMS)
    .map(({ id }) => id);
}

/** Floor 10 after floor 9. */
const { compare: inOrder } = new Intl.Collator('en', { numeric: true });
