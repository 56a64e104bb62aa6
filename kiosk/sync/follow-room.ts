/**
 * Cache first, then whatever the stream says is the present. The one place where a day comes in, so that what the screen
 * shows, what the tablet keeps and what the next stream asks for are always the same day.
 */

import { addMs, DAY_MS, type Instant } from '../../shared/basics/instant.ts';
import { type RoomDay, revisionId } from '../../shared/room/room-day.ts';
import { freshnessLimits } from '../../shared/rules/freshness.ts';
import type { Command, StreamEventName } from '../../shared/wire/stream-message.ts';
import type { KeptDay, ProxyClient, TabletChance, TabletClock, TabletStore } from '../ports.ts';
import type { ClockModel } from '../state/clock-model.ts';
import type { RoomModel, RoomNews } from '../state/room-model.ts';
import type { Standing } from '../state/view-model.ts';
import { createRoomStream, type EventSourceLike } from './room-stream.ts';

export type FollowRoomParts = {
  readonly clock: TabletClock;
  readonly chance: Pick<TabletChance, 'fraction'>;
  readonly proxy: Pick<ProxyClient, 'askWhetherPaired'>;
  readonly store: Pick<TabletStore, 'loadDay' | 'saveDay' | 'wipe'>;
  readonly openEventSource: (url: string) => EventSourceLike;
  /** Hardly anything can have been kept: the stream does not wait for the disk. */
  readonly firstLife: boolean;
  readonly clockModel: ClockModel;
  readonly room: RoomModel & RoomNews;
  readonly onStanding: (standing: Standing) => void;
  /** This screen is a board of many rooms, which another page shows. */
  readonly onBoard: () => void;
  readonly onCommand: (command: Command) => void;
  /** It hangs at another room's door now. */
  readonly onMoved: () => void;
  readonly onUnreadable: (name: StreamEventName) => void;
  /** Said beside the days, as it came: the chunk that shows it reads it. */
  readonly onAside: (said: { readonly notice?: string; readonly nearest?: string }) => void;
  /** What the proxy would serve now. */
  readonly onRelease: (release: string) => void;
};

export type FollowRoom = {
  /** Shows what was kept, then follows the stream. */
  start(): Promise<void>;
  /** Somebody has just said yes to this tablet. */
  paired(): void;
  verify(): void;
  close(): void;
};

/** A day older than this says nothing about now, and names that nobody needs any more are not kept on a wall. */
const KEPT_FOR_MS = DAY_MS;
/** IndexedDB answers in milliseconds or is broken; a screen never waits for it longer. */
const LOAD_WITHIN_MS = 1_000;
/** Less is the jitter of a clock that is right. */
const NOTICED_ERROR_MS = 2_000;
/** A stream that is back by then was not worth a word. The day's own age is told by other means. */
const SAID_AFTER_MS = 5_000;

export function createFollowRoom(parts: FollowRoomParts): FollowRoom {
  const { clock, store, clockModel, room, onStanding } = parts;
  /** The proxy has sent a day that we could not take: what it says of its age is not said of the day we hold. */
  let behind = false;
  let lastHeard: Instant | null = null;
  /** The proxy has said where we stand; what the disk remembers comes too late. */
  let settled = false;
  let keptOffsetMs = 0;
  let cancelLost: (() => void) | null = null;

  const stream = createRoomStream({
    ...parts,
    heldRevision() {
      const held = room.received.peek();
      return held === null || behind ? null : { last: revisionId(held), room: held.room.id };
    },
    also: {
      // Told before any day: none of them is this door's.
      board() {
        stream.stop();
        parts.onBoard();
        return true;
      },
      notice: (text) => aside({ notice: text }),
      nearest: (text) => aside({ nearest: text }),
    },
    listener: {
      onDay(day) {
        const held = room.received.peek();
        // Before the outbox hears that the proxy is there: what was meant for one room must not happen in another.
        if (held !== null && held.room.id !== day.room.id) parts.onMoved();
        hear();
        behind = held !== null && !supersedes(day, held);
        if (behind) return;
        room.show(day);
        keep();
      },
      onHeartbeat({ time, readAt, release }) {
        clockModel.correct(time);
        hear();
        if (release !== undefined) parts.onRelease(release);
        const before = room.received.peek();
        if (readAt !== null && !behind) room.readAgain(readAt);
        // The first day comes before the first time: kept with a clock that nobody had set, it would seem younger than it is.
        const isTimeNew = Math.abs(clockModel.offsetMs() - keptOffsetMs) > NOTICED_ERROR_MS;
        if (isTimeNew || room.received.peek() !== before) keep();
      },
      onCommand: parts.onCommand,
      onUnreadable(name) {
        if (name === 'room-day') behind = true;
        parts.onUnreadable(name);
      },
      onLost() {
        cancelLost ??= clock.after(SAID_AFTER_MS, () => room.lost(lastHeard));
        forget();
      },
      onNoAnswer() {
        forget();
        if (room.received.peek() === null) onStanding('no-answer');
      },
      onUnpaired: leave,
    },
  });

  function aside(said: Parameters<typeof parts.onAside>[0]): boolean {
    parts.onAside(said);
    return true;
  }

  function hear(): void {
    lastHeard = clockModel.present();
    settled = true;
    foundAgain();
    room.connected();
    onStanding('paired');
  }

  function foundAgain(): void {
    cancelLost?.();
    cancelLost = null;
  }

  function keep(): void {
    const day = room.received.peek();
    if (day === null) return;
    keptOffsetMs = clockModel.offsetMs();
    void store.saveDay({ day, clockOffsetMs: keptOffsetMs });
  }

  /** A network that stays away for days leaves no names on a wall either. */
  function forget(): void {
    const held = room.received.peek();
    if (held === null) return;
    const left = forgetOldNames(held, clockModel.present());
    if (left === held) return;
    room.show(left);
    keep();
  }

  function leave(): void {
    behind = false;
    settled = true;
    foundAgain();
    room.lost(lastHeard);
    onStanding('unpaired');
    room.show(null);
    void store.wipe();
  }

  function take(kept: KeptDay | null): void {
    if (kept === null || settled) return;
    clockModel.assume(kept.clockOffsetMs);
    // A clock by which the day is of the future is wrong, and says nothing of its age: then it is old.
    const { readAt, policy, room: where } = kept.day;
    if (readAt !== null && readAt > clockModel.present()) {
      clockModel.assume(freshnessLimits(readAt, policy, where.timeZone).stale - clock.wallClock());
    }
    const day = forgetOldNames(kept.day, addMs(clock.wallClock(), kept.clockOffsetMs));
    room.show(day);
    onStanding('paired');
    if (day !== kept.day) keep();
  }

  return {
    async start() {
      const loading = store.loadDay();
      if (parts.firstLife) stream.start({ sure: false });
      const kept = await Promise.race([
        loading,
        new Promise<'slow'>((resolve) => {
          clock.after(LOAD_WITHIN_MS, () => resolve('slow'));
        }),
      ]);
      if (kept === 'slow') void loading.then(take);
      else take(kept);
      if (!parts.firstLife) stream.start({ sure: room.received.peek() !== null });
    },
    paired: () => stream.start({ sure: true }),
    verify: stream.verify,
    close() {
      stream.stop();
      foundAgain();
    },
  };
}

/**
 * Revisions only grow within one generation, so a lower one is an echo, from a replica that lags. Another generation or
 * another room is another story, and the stream is right about it.
 */
export function supersedes(news: RoomDay, held: RoomDay): boolean {
  return news.generation !== held.generation || news.room.id !== held.room.id || news.revision >= held.revision;
}

/** What is left of an old day is none of the proxy's, and must not pass for the one of its revision when the proxy is there. */
function forgetOldNames(day: RoomDay, now: Instant): RoomDay {
  const old = day.readAt === null || now >= addMs(day.readAt, KEPT_FOR_MS);
  return old && day.generation !== FORGOTTEN ? { ...day, generation: FORGOTTEN, occurrences: [], intents: [] } : day;
}

/** No proxy's generation. */
const FORGOTTEN = '-';
