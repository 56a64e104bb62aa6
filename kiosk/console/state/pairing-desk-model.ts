/**
 * From a code to a door that is lit: enter, look at the tablet, choose the room, say yes, see it come. The code of a tablet
 * that hangs already leads to another room, or off its own.
 */

import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { SECOND_MS } from '../../../shared/basics/instant.ts';
import type { DeviceSummary, WaitingTablet } from '../../../shared/wire/pairing.ts';
import type { ConsoleClient, Failure, PairedTo, RoomChoice } from '../console-client.ts';
import { type CodeEntry, emptyEntry, isComplete, readEntry } from './code-entry.ts';
import { type FoundRooms, findRooms } from './find-rooms.ts';

export type PairingStep =
  | { readonly kind: 'code' }
  | { readonly kind: 'room'; readonly tablet: WaitingTablet }
  /** `askedOff`: whether to take it off has been asked and not been answered. */
  | {
      readonly kind: 'hangs';
      readonly tablet: WaitingTablet;
      readonly device: DeviceSummary;
      readonly askedOff: boolean;
    }
  | { readonly kind: 'off'; readonly device: DeviceSummary }
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
  /** The tablets that hang at the chosen room, any of which the new one may replace. */
  readonly there: ReadonlySignal<readonly DeviceSummary[]>;
  /** Which of them it replaces; null while it is one more. */
  readonly replaces: ReadonlySignal<DeviceSummary['id'] | null>;
  readonly busy: ReadonlySignal<boolean>;
  readonly failure: ReadonlySignal<Failure | null>;
  enter(typed: string): void;
  findTablet(): Promise<void>;
  searchRooms(typed: string): void;
  choose(room: RoomChoice): void;
  /** Null: a door after all. */
  callBoard(name: string | null): void;
  /** Null: it is one more after all. */
  replace(id: DeviceSummary['id'] | null): void;
  askOff(asked: boolean): void;
  takeOff(): Promise<void>;
  confirm(): Promise<void>;
  startAgain(): void;
  close(): void;
};

type Needs = {
  client: Pick<ConsoleClient, 'findTablet' | 'listRooms' | 'confirmPairing' | 'releaseTablet' | 'listDevices'>;
  after(delayMs: number, run: () => void): () => void;
  /** A tablet has its room, or none any more. */
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
  const devices = signal<readonly DeviceSummary[]>([]);
  const there = computed(() => {
    const room = board.value === null ? chosen.value?.id : undefined;
    return step.value.kind === 'room' ? devices.value.filter((one) => one.room?.id === room) : [];
  });
  const wished = signal<DeviceSummary['id'] | null>(null);
  const replaces = computed(() => there.value.find(({ id }) => id === wished.value)?.id ?? null);
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
    wished.value = null;
    failure.value = null;
  }

  function placeChosen(): PairedTo | null {
    if (replaces.value !== null) return { replaces: replaces.value };
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
      const now = await client.listDevices();
      if (step.value.kind !== 'done' || step.value.device.id !== device.id) return;
      const lit = now.ok && now.value.some(({ id, connected }) => id === device.id && connected);
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
    there,
    replaces,
    busy,
    failure,
    enter(typed) {
      failure.value = null;
      entry.value = readEntry(typed);
    },
    findTablet: () =>
      once(async () => {
        if (!isComplete(entry.value)) return null;
        const [tablet, list, paired] = await Promise.all([
          client.findTablet(entry.value.letters),
          client.listRooms(),
          client.listDevices(),
        ]);
        if (!tablet.ok) return tablet.error;
        if (!list.ok) return list.error;
        rooms.value = list.value;
        // Without them nothing can be replaced, and a new tablet finds its room all the same.
        devices.value = paired.ok ? paired.value : [];
        const device = tablet.value.hangs;
        if (device !== null) {
          step.value = { kind: 'hangs', tablet: tablet.value, device, askedOff: false };
          return null;
        }
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
    replace(id) {
      wished.value = id;
    },
    askOff(askedOff) {
      failure.value = null;
      if (step.value.kind === 'hangs') step.value = { ...step.value, askedOff };
    },
    takeOff: () =>
      once(async () => {
        if (step.value.kind !== 'hangs') return null;
        const { tablet, device } = step.value;
        const off = await client.releaseTablet(tablet.code);
        if (!off.ok) return off.error;
        paired();
        step.value = { kind: 'off', device };
        return null;
      }),
    confirm: () =>
      once(async () => {
        const place = placeChosen();
        if ((step.value.kind !== 'room' && step.value.kind !== 'hangs') || place === null) return null;
        if (step.value.kind === 'hangs' && chosen.value?.id === step.value.device.room?.id) return null;
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
