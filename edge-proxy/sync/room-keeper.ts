/**
 * Keeps one room's day true: reads its display window whole when a hint says so, when nothing has been heard for a
 * while, and when the window moves on; falls back when Graph is away. What it learns goes out by publish-room-day.
 */

import { addMs, earliest, type Instant, instant, latest } from '../../shared/basics/instant.ts';
import { err, ok, type Result } from '../../shared/basics/result.ts';
import type { Room } from '../../shared/room/room.ts';
import { displayWindow, type RoomDay } from '../../shared/room/room-day.ts';
import { CalendarUnavailable, type RoomCalendar } from '../ports/calendar.ts';
import { type Chance, type Clock, type Log, type Meter, nameOf } from '../ports/runtime.ts';
import type { OnTrouble } from '../ports/trouble.ts';
import type { DirtyRooms } from './dirty-rooms.ts';
import { createDueTimer } from './due-timer.ts';
import { oneAtATime } from './one-at-a-time.ts';
import type { Policies } from './policies.ts';
import type { PublishRoomDay } from './publish-room-day.ts';
import { nextReadAt, retryDelayMs } from './reading-pace.ts';

/** One change makes two to four hints within moments. The first is followed at once, the rest together after this. */
const HINT_GAP_MS = 500;
const NEVER: Instant = instant(Number.NEGATIVE_INFINITY);

export type RoomKeeper = {
  /** Something may have changed: read soon. */
  hint(): void;
  /** The day as the calendar has it after this call. @throws CalendarUnavailable */
  readNow(): Promise<RoomDay>;
  /** The first reading, good or not; from then on the keeper reads by itself. */
  start(): Promise<void>;
  roomChanged(room: Room): void;
  /** An operator has paused the room or let it go on. Resolves when its door says so, or has been read. */
  pauseChanged(): Promise<void>;
  /** Read within that time, at a moment of its own: for what concerns many rooms and is in no hurry. */
  readWithin(ms: number): void;
  status(): KeeperStatus;
  close(): void;
};

/** What a keeper is about, for whoever wonders at a door. Null: not in this life of the proxy, or not so. */
export type KeeperStatus = {
  readonly lastReadAt: Instant | null;
  /** `asked-again`: one is under way and another has been asked for. */
  readonly reading: 'idle' | 'under-way' | 'asked-again';
  readonly failure: {
    readonly cause: CalendarUnavailable['reason'];
    readonly since: Instant;
    readonly inARow: number;
  } | null;
  readonly nextReadAt: Instant | null;
};

type Options = {
  readonly room: Room;
  readonly calendar: RoomCalendar;
  readonly publish: PublishRoomDay;
  readonly dirty: DirtyRooms;
  readonly policies: Policies;
  readonly isSubscribed: () => boolean;
  /** Since when an operator wants the room not to be read. */
  readonly pausedSince: () => Instant | null;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
  readonly meter?: Meter | undefined;
  readonly onTrouble?: OnTrouble | undefined;
};

export function createRoomKeeper(options: Options): RoomKeeper {
  const { calendar, publish, dirty, policies, isSubscribed, pausedSince, clock, chance, log, meter, onTrouble } =
    options;
  let { room } = options;
  const roomId = room.id;
  let lastBegun: Instant = NEVER;
  /** Graph asked for quiet until then. Hints wait for it; whoever stands at the door does not. */
  let quietUntil: Instant = NEVER;
  let failures = 0;
  let failingSince: Instant | null = null;
  let lastCause: CalendarUnavailable['reason'] | null = null;
  let lastReadAt: Instant | null = null;
  let reading: KeeperStatus['reading'] = 'idle';
  /** Somebody at a door waits for the next reading, which then goes ahead of those that nobody waits for. */
  let personWaits = false;
  let isClosed = false;
  // `read` answers with a Result and never rejects.
  const next = createDueTimer(clock, () => void read());

  const readOnce = oneAtATime(async (): Promise<Result<RoomDay, CalendarUnavailable>> => {
    next.forget();
    if (pausedSince() !== null) return err(await tellPaused());
    reading = 'under-way';
    const outcome = await readCalendar();
    reading = 'idle';
    // Paused while it was being read: the last word at the door is that.
    if (pausedSince() !== null) await tellPaused();
    return outcome;
  });

  function read(): Promise<Result<RoomDay, CalendarUnavailable>> {
    if (reading === 'under-way') reading = 'asked-again';
    return readOnce();
  }

  async function readCalendar(): Promise<Result<RoomDay, CalendarUnavailable>> {
    const begun = clock.now();
    lastBegun = begun;
    const marks = dirty.marksSoFar(roomId);
    const urgency = personWaits ? 'person' : 'background';
    personWaits = false;
    try {
      const policy = policies.of(roomId);
      const window = displayWindow(begun, room.timeZone, policy);
      const occurrences = await calendar.readView(room, window, policy, urgency);
      if (isClosed) return err(new CalendarUnavailable('room-gone'));
      const day = await publish.publishReading(room, { occurrences, readAt: begun, window });
      await dirty.clear(roomId, marks);
      recovered();
      const circumstances = { zone: room.timeZone, policy: day.policy, isSubscribed: isSubscribed() };
      readBy(nextReadAt(clock.now(), { ...circumstances, fraction: chance.fraction() }));
      return ok(day);
    } catch (fault) {
      // Anything may be thrown here: a fault of our own must cost this room its freshness, never the keeper its life.
      return err(await failed(fault, begun));
    }
  }

  async function tellPaused(): Promise<CalendarUnavailable> {
    next.forget();
    const since = pausedSince();
    if (since !== null && !isClosed) await tellFailure('paused', since);
    return new CalendarUnavailable('paused');
  }

  async function tellFailure(cause: CalendarUnavailable['reason'], since: Instant): Promise<void> {
    try {
      await publish.publishFailure(room, cause, since);
    } catch (storeFault) {
      // The day grows old on every screen and says so; there is nothing truer to tell.
      log.error('room.failure-not-published', { roomId, fault: nameOf(storeFault) });
    }
  }

  function recovered(): void {
    if (failures > 0) log.info('room.read-again', { roomId, failures });
    failures = 0;
    failingSince = null;
    meter?.count('room_reads_total', { outcome: 'good' });
    lastCause = null;
    lastReadAt = lastBegun;
    onTrouble?.({ kind: 'room-read', roomId });
    quietUntil = NEVER;
  }

  async function failed(fault: unknown, begun: Instant): Promise<CalendarUnavailable> {
    const isForeseen = fault instanceof CalendarUnavailable;
    const unavailable = isForeseen ? fault : new CalendarUnavailable('bad-answer', { cause: fault });
    if (isClosed) return unavailable;
    failures += 1;
    failingSince ??= begun;
    const { reason, retryAfterMs } = unavailable;
    lastCause = reason;
    meter?.count('room_reads_total', { outcome: reason });
    const facts = { roomId, cause: reason, failures, retryAfterMs };
    if (!isForeseen) log.error('room.read-broke', { ...facts, fault: nameOf(fault) });
    else if (failures === 1) log.warn('room.not-read', facts);

    onTrouble?.({ kind: 'room-not-read', roomId, cause: reason, failures, since: failingSince });
    if (retryAfterMs !== null) quietUntil = addMs(clock.now(), retryAfterMs);
    const delayMs = retryDelayMs(reason, { failures, retryAfterMs, fraction: chance.fraction() });
    await tellFailure(reason, begun);
    readBy(addMs(clock.now(), delayMs));
    return unavailable;
  }

  /** Read then at the latest. */
  function readBy(moment: Instant): void {
    if (!isClosed && pausedSince() === null) next.by(moment);
  }

  return {
    hint() {
      const now = clock.now();
      // A clock that was set back must not make the last reading one of the future.
      const gapEnds = addMs(earliest(lastBegun, now), HINT_GAP_MS);
      readBy(latest(now, gapEnds, quietUntil));
    },
    async readNow() {
      personWaits = true;
      const outcome = await read();
      if (!outcome.ok) throw outcome.error;
      return outcome.value;
    },
    async start() {
      await read();
    },
    async pauseChanged() {
      if (pausedSince() === null) await read();
      else await tellPaused();
    },
    readWithin(ms) {
      readBy(latest(addMs(clock.now(), Math.round(ms * chance.fraction())), quietUntil));
    },
    status() {
      const failure =
        lastCause === null || failingSince === null
          ? null
          : { cause: lastCause, since: failingSince, inARow: failures };
      return { lastReadAt, reading, failure, nextReadAt: next.due() };
    },
    roomChanged(changed) {
      room = changed;
      readBy(clock.now());
    },
    close() {
      isClosed = true;
      next.forget();
    },
  };
}

/** The kind of a fault only: its message may quote what must not be logged. */
