/** A tablet without a browser: time that moves when told, streams that say what they are told, a disk in memory. */

import type { KeptDay, KeptIntent, MintKey, TabletChance, TabletClock, TabletStore } from '../../kiosk/ports.ts';
import type { EventSourceLike } from '../../kiosk/sync/room-stream.ts';
import type { IntentKey } from '../../shared/basics/ids.ts';
import { addMs, type Instant } from '../../shared/basics/instant.ts';
import { type RoomDay, roomDayCodec } from '../../shared/room/room-day.ts';
import type { Intent } from '../../shared/wire/intent-request.ts';
import { heartbeatCodec } from '../../shared/wire/stream-message.ts';
import { aKey } from './builders.ts';

export type VirtualTabletClock = TabletClock & {
  /** Lets this much time pass, running each timer at its moment and all that follows from it. */
  advance(ms: number): Promise<void>;
  /** The true time, which no tablet sees. */
  truth(): Instant;
  /** Somebody sets the wall clock, or the network does. */
  setWallClock(wall: Instant): void;
  /** The tablet sleeps: its wall clock goes on, its monotonic clock and its timers stand still. */
  sleep(ms: number): void;
  timers(): number;
};

type Timer = { readonly dueMs: number; readonly run: () => void };

/** `wallErrorMs`: how far the tablet's own clock is ahead of the truth. */
export function aTabletClock(start: Instant, wallErrorMs = 0): VirtualTabletClock {
  let elapsedMs = 0;
  let sleptMs = 0;
  let errorMs = wallErrorMs;
  const timers = new Set<Timer>();
  const truth = () => addMs(start, elapsedMs + sleptMs);

  return {
    truth,
    wallClock: () => addMs(truth(), errorMs),
    // Not from zero, as no page begins at its own birth.
    monotonicMs: () => 5_000 + elapsedMs,
    after(delayMs, run) {
      const timer = { dueMs: elapsedMs + Math.max(0, delayMs), run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    async advance(ms) {
      const endMs = elapsedMs + ms;
      await settled();
      for (;;) {
        const due = [...timers].filter((timer) => timer.dueMs <= endMs).sort((a, b) => a.dueMs - b.dueMs)[0];
        if (due === undefined) break;
        timers.delete(due);
        elapsedMs = Math.max(elapsedMs, due.dueMs);
        due.run();
        await settled();
      }
      elapsedMs = endMs;
    },
    setWallClock(wall) {
      errorMs = wall - truth();
    },
    sleep(ms) {
      sleptMs += ms;
    },
    timers: () => timers.size,
  };
}

/** Until every promise that could go on has gone on. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 60; turn += 1) await Promise.resolve();
}

/** `fractions` one after another, the last for ever; keys 1, 2, 3. */
export function aTabletChance(...fractions: number[]): TabletChance & { readonly intentKey: MintKey } {
  let drawn = 0;
  let keys = 0;
  return {
    fraction() {
      const fraction = fractions[Math.min(drawn, fractions.length - 1)] ?? 0.5;
      drawn += 1;
      return fraction;
    },
    intentKey(): IntentKey {
      keys += 1;
      return aKey(keys);
    },
  };
}

export type FakeStream = EventSourceLike & {
  readonly url: string;
  readonly closed: boolean;
  say(name: string, data: string): void;
  sayDay(day: RoomDay): void;
  sayHeartbeat(time: Instant, readAt?: Instant | null): void;
  fail(): void;
};

/** Stands in for the browser's EventSource; `opened` holds each in turn. */
export function fakeStreams(): { opened: FakeStream[]; open: (url: string) => FakeStream; last(): FakeStream } {
  const opened: FakeStream[] = [];
  return {
    opened,
    open(url) {
      const stream = aFakeStream(url);
      opened.push(stream);
      return stream;
    },
    last() {
      const stream = opened.at(-1);
      if (stream === undefined) throw new Error('no stream was opened');
      return stream;
    },
  };
}

function aFakeStream(url: string): FakeStream {
  const listeners = new Map<string, ((event: { data?: unknown }) => void)[]>();
  let closed = false;
  const say = (name: string, data?: string) => {
    if (closed) return;
    for (const listener of listeners.get(name) ?? []) listener({ data });
  };
  return {
    url,
    get closed() {
      return closed;
    },
    addEventListener(name, listener) {
      listeners.set(name, [...(listeners.get(name) ?? []), listener]);
    },
    close() {
      closed = true;
    },
    say,
    sayDay: (day) => say('room-day', JSON.stringify(roomDayCodec.encode(day))),
    sayHeartbeat: (time, readAt = null) => say('heartbeat', JSON.stringify(heartbeatCodec.encode({ time, readAt }))),
    fail: () => say('error'),
  };
}

/** Outlives whoever uses it, as a disk outlives a page. */
export type MemoryTabletStore = TabletStore & { kept: KeptDay | null; readonly outbox: Map<string, KeptIntent> };

export function aTabletStore(kept: KeptDay | null = null, ...intents: Intent[]): MemoryTabletStore {
  const outbox = new Map<string, KeptIntent>(intents.map((intent) => [intent.key, { intent, heldSince: null }]));
  return {
    kept,
    outbox,
    async loadDay() {
      return this.kept;
    },
    async saveDay(day) {
      this.kept = day;
    },
    async loadOutbox() {
      return [...outbox.values()];
    },
    async putInOutbox(kept) {
      outbox.set(kept.intent.key, kept);
    },
    async takeFromOutbox(key) {
      outbox.delete(key);
    },
    async wipe() {
      this.kept = null;
      outbox.clear();
    },
  };
}
