/** A tablet at a door of the simulated site: the kiosk's own models and sync, on the simulation's time and network. */

import { effect } from '@preact/signals-core';
import type { Clock } from '../../edge-proxy/ports/runtime.ts';
import { createBooking } from '../../kiosk/booking.ts';
import { createLastingStore } from '../../kiosk/cache/lasting-store.ts';
import type { Tap } from '../../kiosk/state/tap.ts';
import { createTablet, type Tablet, type TabletModels } from '../../kiosk/tablet.ts';
import type { IntentKey } from '../../shared/basics/ids.ts';
import { addMs, type Instant } from '../../shared/basics/instant.ts';
import type { RoomDay } from '../../shared/room/room-day.ts';
import type { RoomState } from '../../shared/rules/room-state.ts';
import { createOwnTimers } from './own-timers.ts';
import { createTabletDisk } from './tablet-disk.ts';
import { type Ask, createTabletLine, type LineOnlooker, type TabletLine } from './tablet-line.ts';

export type ScreenOnlooker = LineOnlooker & {
  /** Each step of each tap, as the door shows it. */
  readonly onTap?: (tap: Tap) => void;
};

type Options = {
  readonly address: string;
  readonly nth?: number;
  readonly origin: string;
  readonly credential: string;
  readonly clock: Clock;
  readonly fraction: () => number;
  readonly ask: Ask;
  /** How far the tablet's own clock is ahead of the truth. */
  readonly wallErrorMs?: number;
  readonly onlooker?: ScreenOnlooker;
};

export type Screen = {
  /** The room's mailbox. */
  readonly address: string;
  /** Of all tablets of the site. */
  readonly nth: number;
  day(): RoomDay | null;
  state(): RoomState | null;
  tap(): Tap | null;
  isConnected(): boolean;
  isOn(): boolean;
  models(): TabletModels;
  readonly line: TabletLine;
  /** The days that came since, in their order: what a person would have seen change. */
  readonly seen: { readonly at: Instant; readonly revision: number; readonly generation: string }[];
  start(): Promise<void>;
  /** Its stream breaks for a moment. */
  cut(): void;
  /** Its power goes; `wiped`: what it kept goes too. It begins anew after `offMs`. */
  reboot(how: { readonly offMs: number; readonly wiped?: boolean }): void;
  breakDisk(isBroken: boolean): void;
  close(): void;
};

export function createScreen(options: Options): Screen {
  const { address, nth = 1, origin, credential, clock, fraction, ask, wallErrorMs = 0, onlooker = {} } = options;
  const seen: Screen['seen'] = [];
  const disk = createTabletDisk();
  const line = createTabletLine({
    origin,
    cookie: `doorlight-device=${credential}`,
    clock,
    ask,
    ...onlooker,
  });
  let keys = 0;
  let life = begin();
  let isOn = true;

  /** Told apart from every other tablet's, and from those of its own earlier lives. */
  function intentKey(): IntentKey {
    keys += 1;
    return `${String(nth).padStart(8, '0')}-0000-4000-8000-${String(keys).padStart(12, '0')}` as IntentKey;
  }

  function begin(): { readonly tablet: Tablet; start(): Promise<void>; end(): void } {
    const bornAt = clock.now();
    const timers = createOwnTimers(clock);
    const tabletClock = {
      wallClock: () => addMs(clock.now(), wallErrorMs),
      monotonicMs: () => clock.now() - bornAt,
      after: timers.after,
    };
    const tablet = createTablet({
      clock: tabletClock,
      chance: { fraction },
      store: createLastingStore({ clock: tabletClock, open: disk.open, destroy: disk.destroy }),
      fetch: line.fetch,
      firstLife: false,
      openEventSource(path) {
        const source = line.openEventSource(path);
        source.addEventListener('room-day', () => note());
        return source;
      },
      loadBooking: async () => (parts) => createBooking(intentKey, parts),
      loadPairing: () => new Promise(() => undefined),
      onCommand: () => undefined,
      onNewerProxy: () => undefined,
      onBoard: () => undefined,
      onRelease: () => undefined,
    });
    const stopWatching = effect(() => {
      const tap = tablet.models.booking.tap.value;
      if (tap !== null) onlooker.onTap?.(tap);
    });
    return {
      async start() {
        await tablet.start();
        await tablet.fetchBooking();
      },
      tablet,
      end() {
        stopWatching();
        tablet.close();
        timers.end();
      },
    };
  }

  function note(): void {
    // Once the tablet has heard it too.
    queueMicrotask(() => {
      const day = life.tablet.models.room.day.peek();
      if (day !== null) seen.push({ at: clock.now(), revision: day.revision, generation: day.generation });
    });
  }

  function off(): void {
    isOn = false;
    life.end();
  }

  const models = () => life.tablet.models;
  return {
    address,
    nth,
    line,
    models,
    day: () => models().room.received.peek(),
    state: () => models().room.state.peek(),
    tap: () => models().booking.tap.peek(),
    isConnected: () => isOn && models().room.connection.peek().kind === 'live',
    isOn: () => isOn,
    seen,
    start: () => life.start(),
    cut: line.cut,
    reboot({ offMs, wiped = false }) {
      if (!isOn) return;
      off();
      if (wiped) disk.wipe();
      clock.after(offMs, () => {
        life = begin();
        isOn = true;
        void life.start();
      });
    },
    breakDisk(isBroken) {
      disk.isBroken = isBroken;
    },
    close: off,
  };
}
