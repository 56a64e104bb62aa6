/**
 * One tablet's life, wired: models over sync over whatever browser it is given. Apart from main.tsx, so that a whole
 * tablet can be lived through on a virtual clock, and many of them in one process.
 */

import { computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals-core';
import { SECOND_MS } from '../shared/basics/instant.ts';
import type { Command } from '../shared/wire/stream-message.ts';
import type { Booking, BookingParts } from './booking.ts';
import type { Pairing, PairingParts } from './pairing.ts';
import type { TabletChance, TabletClock, TabletStore } from './ports.ts';
import type { BookingModel } from './state/booking-model.ts';
import { type ClockModel, createClockModel } from './state/clock-model.ts';
import { createEarlyTaps } from './state/early-taps.ts';
import type { PairingModel, PairingView } from './state/pairing-model.ts';
import { createRoomModel, type RoomModel } from './state/room-model.ts';
import { createViewModel, type Standing, type ViewModel } from './state/view-model.ts';
import { type AskProxy, createAskProxy } from './sync/ask-proxy.ts';
import { createFollowRoom } from './sync/follow-room.ts';
import { createProxyClient } from './sync/proxy-client.ts';
import type { EventSourceLike } from './sync/room-stream.ts';

export type TabletParts = {
  readonly clock: TabletClock;
  readonly chance: TabletChance;
  readonly store: TabletStore;
  readonly fetch: typeof fetch;
  readonly openEventSource: (url: string) => EventSourceLike;
  /** No worker has brought this page: there is hardly anything on the disk to wait for. */
  readonly firstLife: boolean;
  /** Asked for once, by `fetchBooking`. */
  readonly loadBooking: () => Promise<(parts: BookingParts) => Booking>;
  /** Asked for once, and only by a tablet that has no room. */
  readonly loadPairing: () => Promise<(parts: PairingParts) => Pairing>;
  /** What facilities want of this tablet. */
  readonly onCommand: (command: Command) => void;
  /** It has been made a board, whose page is another. */
  readonly onBoard: () => void;
  /** The proxy speaks in a way that this release does not know. */
  readonly onNewerProxy: () => void;
  /** What the proxy would serve now. */
  readonly onRelease: (release: string) => void;
};

/** What the screens show. */
export type TabletModels = {
  readonly clock: ClockModel;
  readonly room: RoomModel;
  readonly booking: BookingModel;
  /** Null until this tablet has had no room and its pairing has been loaded. */
  readonly pairing: ReadonlySignal<PairingModel | null>;
  readonly view: ViewModel;
  /** No sheet open, no tap under way or just told of. */
  readonly idle: ReadonlySignal<boolean>;
  /** The latest of what the stream says beside the days, as it came; an empty notice where this tablet has left its room. */
  readonly asides: ReadonlySignal<{ readonly notice?: string; readonly nearest?: string }>;
};

export type Tablet = {
  readonly models: TabletModels;
  readonly ask: AskProxy;
  /** Resolves when what was kept is on the screen; the rest comes by itself. */
  start(): Promise<void>;
  /** What a touched door needs, once the first picture stands. Rejects where it could not be had. */
  fetchBooking(): Promise<void>;
  /** The page can be seen again: it may have slept, and what it shows may be old. */
  seen(): void;
  /** There may be a network again. */
  online(): void;
  /** Runs it when nobody is using the door: no sheet open, no tap under way or just told of. */
  whenIdle(run: () => void): void;
  close(): void;
};

/** The date of an HTTP answer is cut to its second: on average it is half a second behind. */
const HALF_SECOND_MS = SECOND_MS / 2;

export function createTablet(parts: TabletParts): Tablet {
  const { clock, chance, store } = parts;
  const clockModel = createClockModel(clock);
  const ask = createAskProxy({
    fetch: parts.fetch,
    clock,
    onProxyTime: (time) => clockModel.assume(time + HALF_SECOND_MS - clock.wallClock()),
  });
  const proxy = createProxyClient(ask);
  const booked = signal<Booking | null>(null);
  const room = createRoomModel(
    clockModel,
    computed(() => booked.value?.held.value ?? []),
  );
  const early = createEarlyTaps({ clock: clockModel, after: clock.after });
  const { booking } = early;
  const standing = signal<Standing>('starting');
  const pairing = signal<Pairing | null>(null);
  const asides = signal<TabletModels['asides']['value']>({});
  let closed = false;
  const pairingView = computed((): PairingView => pairing.value?.view.value ?? { kind: 'asking' });
  const view = createViewModel({ clock, standing, pairing: pairingView, room, booking });
  const idle = computed(() => {
    const tap = booking.tap.value;
    // How a tap ended is read first. A hold outlives whatever is done meanwhile.
    return view.sheet.value === null && (tap === null || tap.status === 'held');
  });
  const follow = createFollowRoom({
    clock,
    chance,
    proxy,
    store,
    openEventSource: parts.openEventSource,
    firstLife: parts.firstLife,
    clockModel,
    room,
    onStanding(now) {
      if (standing.peek() === now) return;
      standing.value = now;
      if (now === 'no-answer') withPairing(({ outOfReach }) => outOfReach());
      if (now !== 'unpaired') return;
      dropTaps();
      const takenOff = room.day.peek()?.room.displayName ?? null;
      withPairing(({ begin }) => begin(takenOff));
    },
    onBoard: parts.onBoard,
    onMoved: dropTaps,
    onCommand: parts.onCommand,
    onUnreadable: parts.onNewerProxy,
    onAside(said) {
      asides.value = { ...asides.peek(), ...said };
    },
    onRelease: parts.onRelease,
  });

  /** What was meant for the room that this tablet had is off, also what an earlier life kept and nobody has read yet. */
  function dropTaps(): void {
    asides.value = { notice: '' };
    early.drop();
    if (booked.peek() === null) void store.wipe();
    booked.peek()?.drop();
  }

  async function fetchBooking(): Promise<void> {
    const create = await parts.loadBooking();
    if (closed) return;
    const came = create({ clock, clockModel, chance, ask, proxy, store, room });
    booked.value = came;
    early.handOver(came);
    await came.resume();
  }

  let loading: Promise<Pairing> | null = null;

  /** Each in its turn, once it is there. */
  function withPairing(use: (pairing: Pairing) => void): void {
    loading ??= parts.loadPairing().then((create) => {
      pairing.value = create({ clock, chance, ask, onPaired });
      return pairing.value;
    });
    void loading.then((loaded) => {
      if (!closed) use(loaded);
    });
  }

  function onPaired(): void {
    standing.value = 'starting';
    follow.paired();
  }

  function whenIdle(run: () => void): void {
    let done = false;
    effect(() => {
      if (done || !idle.value) return;
      done = true;
      untracked(run);
    });
  }

  return {
    fetchBooking,
    models: { clock: clockModel, room, booking, pairing, view, idle, asides },
    ask,
    async start() {
      await follow.start();
    },
    seen() {
      clockModel.wake();
      follow.verify();
      booked.peek()?.nudge();
      pairing.peek()?.nudge();
    },
    online() {
      follow.verify();
      booked.peek()?.nudge();
      pairing.peek()?.nudge();
    },
    whenIdle,
    close() {
      closed = true;
      follow.close();
      pairing.peek()?.close();
      view.close();
      early.drop();
      booked.peek()?.close();
      room.close();
      clockModel.close();
    },
  };
}
