/**
 * The proxy's server-sent events, for ever. EventSource itself gives up for good on the first answer that is not a 200
 * (one 502 while the proxy restarts), tells nobody why, and takes a dead connection for a quiet one. So each of its
 * failures ends it, and we ask the proxy whether we are still paired before we open another.
 */

import { type Codec, decodeText } from '../../shared/basics/codec.ts';
import type { RoomDay } from '../../shared/room/room-day.ts';
import {
  type Command,
  HEARTBEAT_MS,
  type Heartbeat,
  SILENCE_MS,
  type StreamEventName,
  streamCodecs,
} from '../../shared/wire/stream-message.ts';
import type { ProxyClient, TabletChance, TabletClock } from '../ports.ts';
import { createBackOff } from './back-off.ts';

/** As much of an EventSource as we use. */
export type EventSourceLike = {
  addEventListener(name: string, listener: (event: { readonly data?: unknown }) => void): void;
  close(): void;
};

export type StreamListener = {
  onDay(day: RoomDay): void;
  onHeartbeat(heartbeat: Heartbeat): void;
  onCommand(command: Command): void;
  /** Something came that this release cannot read: the proxy may be a newer one. */
  onUnreadable(name: StreamEventName): void;
  /** The stream has failed or fallen silent; another is on its way. */
  onLost(): void;
  /** Nobody answers whether we are paired. */
  onNoAnswer(): void;
  /** This tablet has no room any more; the stream has stopped. */
  onUnpaired(): void;
};

export type RoomStream = {
  /** Not `sure` that we are paired: then the proxy is asked as soon as a stream without a word fails or takes its time. */
  start(options: { readonly sure: boolean }): void;
  stop(): void;
  /** The screen was dark or the network away: whatever we hold may be old, and the socket dead. */
  verify(): void;
};

type Parts = {
  readonly clock: TabletClock;
  readonly chance: Pick<TabletChance, 'fraction'>;
  readonly proxy: Pick<ProxyClient, 'askWhetherPaired'>;
  readonly openEventSource: (url: string) => EventSourceLike;
  /** The revision held, as `revisionId` writes it, and of which room; or null. EventSource forgets its own with every new object. */
  readonly heldRevision: () => { last: string; room: string } | null;
  readonly listener: StreamListener;
  /** Events that only some screens listen to, by name: each is given its text, and says whether it could read it. */
  readonly also?: { readonly [name: string]: (text: string) => boolean };
};

export function createRoomStream(parts: Parts): RoomStream {
  const { clock, chance, proxy, openEventSource, heldRevision, listener, also = {} } = parts;
  const backOff = createBackOff(chance);
  let source: EventSourceLike | null = null;
  let cancelTimer = () => {};
  let openedMs = 0;
  let heardMs = 0;
  /** Each start, stop and failure begins another life; what belongs to an earlier one is not listened to. */
  let life = 0;
  let running = false;
  let doubtful = false;

  function open(): void {
    const mine = endLife();
    openedMs = clock.monotonicMs();
    heardMs = openedMs;
    const held = heldRevision();
    const opened = openEventSource(`/api/stream${held === null ? '' : `?${new URLSearchParams(held)}`}`);
    source = opened;
    const listen = <T>(name: StreamEventName, codec: Codec<T>, take: (message: T) => void) =>
      opened.addEventListener(name, ({ data }) => {
        if (mine !== life) return;
        const message = decodeText(codec, String(data));
        if (message.ok) {
          heard();
          take(message.value);
        } else {
          listener.onUnreadable(name);
        }
      });
    for (const [name, take] of Object.entries(also)) {
      opened.addEventListener(name, ({ data }) => {
        if (mine === life && take(String(data))) heard();
      });
    }
    listen('room-day', streamCodecs['room-day'], listener.onDay);
    listen('heartbeat', streamCodecs.heartbeat, listener.onHeartbeat);
    listen('command', streamCodecs.command, takeCommand);
    opened.addEventListener('error', () => {
      if (mine === life) lose();
    });
    watchSilence(mine);
  }

  function heard(): void {
    heardMs = clock.monotonicMs();
    doubtful = false;
    // A proxy that takes us and drops us again is no better than one that is away.
    if (heardMs - openedMs >= HEARTBEAT_MS) backOff.reset();
  }

  function watchSilence(mine: number): void {
    const patienceMs = () => (doubtful ? FIRST_WORD_MS : SILENCE_MS);
    cancelTimer = clock.after(heardMs + patienceMs() - clock.monotonicMs(), () => {
      if (mine !== life) return;
      if (clock.monotonicMs() - heardMs >= patienceMs()) lose();
      else watchSilence(mine);
    });
  }

  function takeCommand(command: Command): void {
    if (command.name === 'unpaired') giveUp();
    else listener.onCommand(command);
  }

  function giveUp(): void {
    stop();
    listener.onUnpaired();
  }

  function lose(): void {
    if (doubtful) {
      doubtful = false;
      void askThenOpen(endLife());
      return;
    }
    askAgainIn(backOff.nextMs());
    listener.onLost();
  }

  function askAgainIn(delayMs: number): void {
    const mine = endLife();
    cancelTimer = clock.after(delayMs, () => {
      if (mine === life) void askThenOpen(mine);
    });
  }

  async function askThenOpen(mine: number): Promise<void> {
    const answer = await proxy.askWhetherPaired();
    if (mine !== life) return;
    if (answer === 'paired') {
      open();
    } else if (answer === 'unpaired') {
      giveUp();
    } else {
      askAgainIn(backOff.nextMs());
      listener.onNoAnswer();
    }
  }

  function endLife(): number {
    cancelTimer();
    source?.close();
    source = null;
    life += 1;
    return life;
  }

  function stop(): void {
    running = false;
    endLife();
  }

  return {
    start({ sure }) {
      running = true;
      doubtful = !sure;
      backOff.reset();
      open();
    },
    stop,
    verify() {
      if (!running) return;
      // Jittered all the same: a whole floor wakes with the lights, and comes back with the switch.
      backOff.reset();
      askAgainIn(chance.fraction() * VERIFY_WITHIN_MS);
    },
  };
}

/** The proxy tells the day as soon as a stream is opened; longer is somebody else's silence. */
const FIRST_WORD_MS = 3_000;

/** Whoever has just looked up is told the truth within two seconds, the round trips included. */
const VERIFY_WITHIN_MS = 500;
