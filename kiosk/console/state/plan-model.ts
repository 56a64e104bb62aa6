/** Floor plans: which there are, the one that is looked at or arranged, and what its rooms are just now. */

import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Json } from '../../../shared/basics/codec.ts';
import type { RoomId } from '../../../shared/basics/ids.ts';
import { SECOND_MS } from '../../../shared/basics/instant.ts';
import {
  type Board,
  type BoardSettings,
  boardCodec,
  boardListCodec,
  boardSettingsCodec,
  type PlanPlace,
} from '../../../shared/wire/board.ts';
import { MOST_PLAN_BYTES, planReceiptCodec, type RoomStates, roomStatesCodec } from '../../../shared/wire/plan-desk.ts';
import type { Answer, ConsoleClient, Failure, RoomChoice } from '../console-client.ts';
import { createLookAgain } from './look-again.ts';
import { mergePlan } from './merge-plan.ts';

export type PlanState = RoomStates['rooms'][number]['state'];

export type PlanModel = {
  /** Boards, those with a drawing first. Null before the first answer. */
  readonly boards: ReadonlySignal<readonly Board[] | null>;
  /** The one that is open, as it is arranged here, saved or not. */
  readonly open: ReadonlySignal<Board | null>;
  readonly unsaved: ReadonlySignal<boolean>;
  readonly rooms: ReadonlySignal<readonly RoomChoice[]>;
  readonly states: ReadonlySignal<ReadonlyMap<string, PlanState>>;
  readonly busy: ReadonlySignal<boolean>;
  readonly failure: ReadonlySignal<Failure | null>;
  /** What was wrong with the file before it was sent. */
  readonly tooLarge: ReadonlySignal<boolean>;
  load(): Promise<void>;
  /** As somebody had arranged it before, and not saved. */
  restore(kept: Json): void;
  choose(id: string): void;
  /** A board of its own with that drawing, or the drawing of the one that is open. */
  draw(file: Blob, name: string | null): Promise<void>;
  place(room: string, x: number, y: number): void;
  remove(room: string): void;
  /** As it was saved last. */
  putBack(): void;
  save(): Promise<void>;
  close(): void;
};

type Needs = {
  client: Pick<ConsoleClient, 'ask' | 'open' | 'listRooms'>;
  after(delayMs: number, run: () => void): () => void;
  isWatched(): boolean;
};

/** Live enough to see a meeting begin; a board on the wall is told at once. */
const LOOK_EVERY_MS = 3 * SECOND_MS;

export function createPlanModel({ client, after, isWatched }: Needs): PlanModel {
  const { ask } = client;
  const boards = signal<readonly Board[] | null>(null);
  const open = signal<Board | null>(null);
  const unsaved = signal(false);
  let restored: Board | null = null;
  const rooms = signal<readonly RoomChoice[]>([]);
  const states = signal<ReadonlyMap<string, PlanState>>(new Map());
  const busy = signal(false);
  const failure = signal<Failure | null>(null);
  const tooLarge = signal(false);
  const again = createLookAgain({ look: readStates, after, isWatched, everyMs: LOOK_EVERY_MS });

  async function readStates(): Promise<void> {
    const told = await ask('GET', '/rooms/states', roomStatesCodec);
    // Old colours would be a lie: without an answer nothing is known.
    states.value = new Map(told.ok ? told.value.rooms.map(({ room, state }) => [room, state]) : []);
  }

  async function once<T>(question: () => Answer<T>): Promise<T | null> {
    if (busy.value) return null;
    busy.value = true;
    const answer = await question();
    busy.value = false;
    failure.value = answer.ok ? null : answer.error;
    return answer.ok ? answer.value : null;
  }

  function keep(board: Board): void {
    const others = (boards.value ?? []).filter(({ id }) => id !== board.id);
    boards.value = inOrder([...others, board]);
    open.value = board;
    unsaved.value = false;
  }

  function arrange(change: (places: readonly PlanPlace[]) => readonly PlanPlace[]): void {
    const board = open.value;
    if (board?.plan === undefined) return;
    open.value = { ...board, plan: { ...board.plan, places: change(board.plan.places) } };
    unsaved.value = true;
  }

  async function send(file: Blob) {
    const answer = await client.open('/boards/pictures', { method: 'POST', body: file });
    if (!answer.ok) return answer;
    const receipt = planReceiptCodec.decode(await answer.value.json());
    return receipt.ok ? receipt : ({ ok: false, error: { kind: 'no-answer' } } as const);
  }

  return {
    boards,
    open,
    unsaved,
    rooms: computed(() => inReach(rooms.value, open.value)),
    states,
    busy,
    failure,
    tooLarge,
    restore(kept) {
      const arranged = boardCodec.decode(kept);
      if (arranged.ok) restored = arranged.value;
    },
    async load() {
      const [listed, known] = await Promise.all([
        ask('GET', '/boards', boardListCodec),
        client.listRooms(),
        again.now(),
      ]);
      if (known.ok) rooms.value = known.value;
      failure.value = listed.ok ? null : listed.error;
      if (!listed.ok) return;
      boards.value = inOrder(listed.value.boards);
      const arranged = boards.value.find(({ id }) => id === restored?.id);
      open.value = arranged ?? boards.value.find(({ plan }) => plan !== undefined) ?? null;
      const plan = restored?.plan;
      if (arranged !== undefined && plan !== undefined) {
        open.value = { ...arranged, plan };
        unsaved.value = true;
      }
      restored = null;
    },
    choose(id) {
      open.value = boards.value?.find((board) => board.id === id) ?? null;
      unsaved.value = false;
    },
    async draw(file, name) {
      tooLarge.value = file.size > MOST_PLAN_BYTES;
      if (tooLarge.value) return;
      const receipt = await once(() => send(file));
      if (receipt === null) return;
      const { hash, width, height } = receipt;
      const board = open.value;
      if (name === null && board !== null) {
        open.value = { ...board, plan: { picture: hash, width, height, places: board.plan?.places ?? [] } };
        unsaved.value = true;
        return;
      }
      const plan = { picture: hash, width, height, places: [] };
      const made = { name: name ?? '', building: null, floor: null, here: null, showTitles: false, arrows: [], plan };
      const kept = await once(() => ask('POST', '/boards', boardCodec, boardSettingsCodec.encode(made)));
      if (kept !== null) keep(kept);
    },
    place(room, x, y) {
      const place = { room: room as RoomId, x: within(x), y: within(y) };
      arrange((places) => [...places.filter((one) => one.room !== room), place]);
    },
    putBack() {
      open.value = boards.value?.find(({ id }) => id === open.value?.id) ?? null;
      unsaved.value = false;
    },
    remove: (room) => arrange((places) => places.filter((one) => one.room !== room)),
    async save() {
      const board = open.value;
      if (board === null) return;
      const base = boards.value?.find(({ id }) => id === board.id) ?? null;
      const kept = await once(async () => {
        // Others arrange too: what they have moved since is not put back.
        const listed = await ask('GET', '/boards', boardListCodec);
        if (!listed.ok) return listed;
        const present = listed.value.boards.find(({ id }) => id === board.id) ?? board;
        const { id, ...settings } = mergePlan(base, board, present);
        const wanted: BoardSettings = settings;
        return await ask('PUT', `/boards/${encodeURIComponent(id)}`, boardCodec, boardSettingsCodec.encode(wanted));
      });
      if (kept !== null) keep(kept);
    },
    close: again.close,
  };
}

/** Thousandths of the drawing. */
const within = (share: number): number => Math.round(Math.min(1_000, Math.max(0, share)));

const names = new Intl.Collator('en', { numeric: true });

function inOrder(all: readonly Board[]): Board[] {
  const drawn = ({ plan }: Board) => (plan === undefined ? 1 : 0);
  return [...all].sort((a, b) => drawn(a) - drawn(b) || names.compare(a.name, b.name));
}

/** Those that the board shows, if it is one of a building or a floor. */
function inReach(all: readonly RoomChoice[], board: Board | null): RoomChoice[] {
  return all
    .filter(({ building }) => board === null || board.building === null || building === board.building)
    .filter(({ floor }) => board === null || board.floor === null || floor === board.floor)
    .sort((a, b) => names.compare(a.displayName, b.displayName));
}
