/** A tablet at a door of the simulated site: the kiosk's own models and sync, on the simulation's time and network. */

import type { Clock } from '../../edge-proxy/ports.ts';
import { createTablet } from '../../kiosk/tablet.ts';
import { addMs, type Instant } from '../../shared/basics/instant.ts';
import type { RoomDay } from '../../shared/room/room-day.ts';
import type { RoomState } from '../../shared/rules/room-state.ts';
import { aTabletChance, aTabletStore } from '../support/virtual-tablet.ts';
import { openStreamSource, type StreamSource } from './stream-source.ts';

type Answer = (request: Request, env: unknown) => Promise<Response>;

type Options = {
  readonly address: string;
  readonly origin: string;
  readonly credential: string;
  readonly clock: Clock;
  readonly fraction: () => number;
  readonly answer: Answer;
  /** How far the tablet's own clock is ahead of the truth. */
  readonly wallErrorMs?: number;
};

export type Screen = {
  /** The room's mailbox. */
  readonly address: string;
  day(): RoomDay | null;
  state(): RoomState | null;
  isConnected(): boolean;
  /** The days that came since, in their order: what a person would have seen change. */
  readonly seen: { readonly at: Instant; readonly revision: number; readonly generation: string }[];
  start(): Promise<void>;
  /** Its network breaks for a moment. */
  cut(): void;
  close(): void;
};

export function createScreen({
  address,
  origin,
  credential,
  clock,
  fraction,
  answer,
  wallErrorMs = 0,
}: Options): Screen {
  const bornAt = clock.now();
  const cookie = `doorlight-device=${credential}`;
  const seen: Screen['seen'] = [];
  let source: StreamSource | null = null;
  const tablet = createTablet({
    clock: {
      wallClock: () => addMs(clock.now(), wallErrorMs),
      monotonicMs: () => clock.now() - bornAt,
      after: clock.after,
    },
    chance: { ...aTabletChance(), fraction },
    store: aTabletStore(),
    fetch: (path, init) => {
      const { signal: _, credentials: __, cache: ___, redirect: ____, ...rest } = init ?? {};
      const headers = { ...(rest.headers as Record<string, string> | undefined), cookie };
      return answer(new Request(`${origin}${String(path)}`, { ...rest, headers }), { incoming: {} });
    },
    openEventSource(path) {
      source = openStreamSource(answer, new Request(`${origin}${path}`, { headers: { cookie } }));
      source.addEventListener('room-day', () => note());
      return source;
    },
    loadPairing: () => new Promise(() => undefined),
    reload: () => undefined,
    onNewerProxy: () => undefined,
  });
  const { room } = tablet.models;

  function note(): void {
    // Once the tablet has heard it too.
    queueMicrotask(() => {
      const day = room.day.peek();
      if (day !== null) seen.push({ at: clock.now(), revision: day.revision, generation: day.generation });
    });
  }

  return {
    address,
    day: () => room.day.peek(),
    state: () => room.state.peek(),
    isConnected: () => room.connection.peek().kind === 'live',
    seen,
    start: tablet.start,
    cut: () => source?.cut(),
    close: tablet.close,
  };
}
