/** From a code to a door that is lit: enter, look at the tablet, choose the room, say yes, see it come. */

import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { SECOND_MS } from '../../../shared/basics/instant.ts';
import type { DeviceSummary, WaitingTablet } from '../../../shared/wire/pairing.ts';
import type { ConsoleClient, Failure, RoomChoice } from '../console-client.ts';
import { type CodeEntry, emptyEntry, isComplete, readEntry } from './code-entry.ts';
import { type FoundRooms, findRooms } from './find-rooms.ts';

export type PairingStep =
  | { readonly kind: 'code' }
  | { readonly kind: 'room'; readonly tablet: WaitingTablet }
  /** `lit`: waiting until its stream is open; then yes; or no, after we have waited in vain. */
  | { readonly kind: 'done'; readonly device: DeviceSummary; readonly lit: 'waiting' | 'yes' | 'not-yet' };

export type PairingDeskModel = {
  readonly step: ReadonlySignal<PairingStep>;
  readonly entry: ReadonlySignal<CodeEntry>;
  readonly search: ReadonlySignal<string>;
  readonly found: ReadonlySignal<FoundRooms>;
  readonly chosen: ReadonlySignal<RoomChoice | null>;
  /** The name of the board that it is to be; null while it is to hang at a door. */
  readonly board: ReadonlySignal<string | null>;
  readonly busy: ReadonlySignal<boolean>;
  readonly failure: ReadonlySignal<Failure | null>;
  enter(typed: string): void;
  findTablet(): Promise<void>;
  searchRooms(typed: string): void;
  choose(room: RoomChoice): void;
  /** Null: a door after all. */
  callBoard(name: string | null): void;
  confirm(): Promise<void>;
  startAgain(): void;
  close(): void;
};

type Needs = {
  client: Pick<ConsoleClient, 'findTablet' | 'listRooms' | 'confirmPairing' | 'listDevices'>;
  after(delayMs: number, run: () => void): () => void;
  /** A tablet has its room. */
  paired(): void;
};

/** A tablet comes within a second or two of the yes; a minute covers one whose network naps. */
const LOOK_EVERY_MS = SECOND_MS;
const MOST_LOOKS = 60;

export function createPairingDeskModel({ client, after, paired }: Needs): PairingDeskModel {
  const step = signal<PairingStep>({ kind: 'code' });
  const entry = signal(emptyEntry);
  const rooms = signal<readonly RoomChoice[]>([]);
  const search = signal('');
  const chosen = signal<RoomChoice | null>(null);
  const board = signal<string | null>(null);
  const busy = signal(false);
  const failure = signal<Failure | null>(null);
  let stopLooking = () => {};

  function startAgain(): void {
    stopLooking();
    step.value = { kind: 'code' };
    entry.value = emptyEntry;
    search.value = '';
    chosen.value = null;
    board.value = null;
    failure.value = null;
  }

  function placeChosen(): { room: string } | { board: string } | null {
    const name = board.value?.trim();
    if (name !== undefined) return name === '' ? null : { board: name };
    return chosen.value === null ? null : { room: chosen.value.id };
  }

  /** One deed at a time: a second tap while one is under way is the same tap. */
  async function once(deed: () => Promise<Failure | null>): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    failure.value = null;
    failure.value = await deed();
    busy.value = false;
  }

  function lookWhetherLit(device: DeviceSummary, looks: number): void {
    stopLooking = after(LOOK_EVERY_MS, async () => {
      const devices = await client.listDevices();
      if (step.value.kind !== 'done' || step.value.device.id !== device.id) return;
      const lit = devices.ok && devices.value.some(({ id, connected }) => id === device.id && connected);
      if (lit) step.value = { kind: 'done', device, lit: 'yes' };
      else if (looks + 1 >= MOST_LOOKS) step.value = { kind: 'done', device, lit: 'not-yet' };
      else lookWhetherLit(device, looks + 1);
    });
  }

  return {
    step,
    entry,
    search,
    found: computed(() => findRooms(rooms.value, search.value)),
    chosen,
    board,
    busy,
    failure,
    enter(typed) {
      failure.value = null;
      entry.value = readEntry(typed);
    },
    findTablet: () =>
      once(async () => {
        if (!isComplete(entry.value)) return null;
        const [tablet, list] = await Promise.all([client.findTablet(entry.value.letters), client.listRooms()]);
        if (!tablet.ok) return tablet.error;
        if (!list.ok) return list.error;
        rooms.value = list.value;
        // Where its name says that it belongs; whoever stands before it may know better.
        chosen.value = list.value.find(({ id }) => id === tablet.value.usualRoom) ?? null;
        step.value = { kind: 'room', tablet: tablet.value };
        return null;
      }),
    searchRooms(typed) {
      search.value = typed;
    },
    choose(room) {
      chosen.value = room;
    },
    callBoard(name) {
      failure.value = null;
      board.value = name;
    },
    confirm: () =>
      once(async () => {
        const place = placeChosen();
        if (step.value.kind !== 'room' || place === null) return null;
        const device = await client.confirmPairing(step.value.tablet.code, place);
        if (!device.ok) return device.error;
        paired();
        step.value = { kind: 'done', device: device.value, lit: device.value.connected ? 'yes' : 'waiting' };
        if (!device.value.connected) lookWhetherLit(device.value, 0);
        return null;
      }),
    startAgain,
    close: () => stopLooking(),
  };
}
