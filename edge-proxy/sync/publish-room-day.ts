/**
 * The one way out. Whatever changes about a room (a reading, a failure, a booking, a policy) ends here: one room day,
 * with the next revision if a display could show any of it, kept in the store and only then fanned out.
 */

import type { IntentKey, RoomId } from '../../shared/basics/ids.ts';
import { addMs, type Instant, latest, MINUTE_MS } from '../../shared/basics/instant.ts';
import type { Alternative } from '../../shared/room/booking-status.ts';
import type { Closure } from '../../shared/room/closure.ts';
import type { Room } from '../../shared/room/room.ts';
import { type Health, type HealthCause, type RoomDay, roomDayCodec } from '../../shared/room/room-day.ts';
import { asAlternative, freeRooms, isNearby } from '../../shared/rules/availability.ts';
import type { CalendarOccurrence } from '../ports/calendar.ts';
import type { FanOut } from '../ports/fan-out.ts';
import type { LedgerRow } from '../ports/ledger.ts';
import { type Cancel, type Clock, type Log, type Meter, nameOf } from '../ports/runtime.ts';
import { type Store, StoreUnavailable } from '../ports/store.ts';
import {
  composeDay,
  type DayContent,
  nextVanishing,
  OUTCOME_SHOWN_MS,
  type Reading,
  sealedDay,
  wantsAlternatives,
  windowOf,
} from './compose-day.ts';
import { oneAtATime } from './one-at-a-time.ts';
import type { Policies } from './policies.ts';

/** More is a list to study, not an offer. */
const MOST_ALTERNATIVES = 3;
/** Why a day was not read without anything having gone wrong. */
const NO_TROUBLE: ReadonlySet<HealthCause> = new Set<HealthCause>(['not-read-yet', 'paused']);

export type PublishRoomDay = {
  /** A room of the catalogue, new or changed. Before its first reading its day says so. */
  introduce(room: Room): Promise<RoomDay>;
  /** The calendar as just read; whatever was wrong is over. @throws where the store cannot keep it. */
  publishReading(room: Room, reading: Reading): Promise<RoomDay>;
  /** The calendar could not be read: the last good day stays, with the cause and when that began. */
  publishFailure(room: Room, cause: HealthCause, since: Instant): Promise<RoomDay>;
  /** The room is in the catalogue no more: nothing about it is known. */
  retire(roomId: RoomId): Promise<void>;
  /** After a change in the ledger or the policy, without a reading. Null for a room never heard of. */
  republish(roomId: RoomId): Promise<RoomDay | null>;
  /**
   * Takes every calendar off the doors, in the store too, and says why; null gives them back as they are by now. Readings
   * go on meanwhile, unseen. Resolves once every room is done.
   */
  seal(since: Instant | null): Promise<void>;
  current(roomId: RoomId): RoomDay | null;
  /** What the current day was made of: whose meeting is whose is for booking to know, not for displays. */
  reading(roomId: RoomId): Reading | null;
  currentDays(): RoomDay[];
  /** What a door shows became different then; null where it has not since the start. */
  changedAt(roomId: RoomId): Instant | null;
  close(): void;
};

type Options = {
  readonly store: Pick<
    Store,
    'generation' | 'listRoomDays' | 'listRoomRevisions' | 'saveRoomDay' | 'listIntents' | 'listAttendance'
  >;
  readonly fanOut: FanOut;
  readonly policies: Policies;
  readonly clock: Clock;
  readonly log: Log;
  readonly meter?: Meter;
  /** Where people find the room with their own phones. */
  readonly shortIdOf?: (roomId: RoomId) => string;
  /** When facilities keep the room out of service, earliest first. */
  readonly closuresOf?: (roomId: RoomId) => readonly Closure[];
  /** Since when no calendar may be shown, by what the last life found out. */
  readonly sealedSince?: Instant | null;
};

type Kept = {
  room: Room;
  reading: Reading | null;
  health: Health | null;
  day: RoomDay | null;
  changedAt: Instant | null;
  /** Counted once for each refusal, so that another room's change makes no new revision of this one. */
  offers: Map<IntentKey, readonly Alternative[]>;
  publish: () => Promise<RoomDay>;
  cancelVanishing: Cancel;
};

/** Goes on from the days in the store: revisions never start again, and each door has its last day at once. */
export async function createPublishRoomDay(options: Options): Promise<PublishRoomDay> {
  const { store, fanOut, policies, clock, log, meter } = options;
  let sealedSince = options.sealedSince ?? null;
  const generation = await store.generation();
  const rooms = new Map<RoomId, Kept>();
  // Of days too that this release cannot read: a tablet that has seen revision 7 must not be given another 1.
  const lastRevisions = new Map((await store.listRoomRevisions()).map(({ roomId, revision }) => [roomId, revision]));
  let isClosed = false;
  for (const day of await store.listRoomDays()) {
    const kept = keep(day.room);
    kept.reading = readingOf(day);
    // Sealed by an earlier life: what was wrong besides is not known any more.
    kept.health = day.health?.cause === 'scope-not-proven' ? null : day.health;
    // A restored backup has a generation of its own, and its old revisions are not to be compared with newer ones.
    kept.day = { ...day, generation };
  }

  function keep(room: Room): Kept {
    const kept: Kept = {
      room,
      reading: null,
      health: null,
      day: null,
      changedAt: null,
      offers: new Map(),
      publish: oneAtATime(() => publish(kept)),
      cancelVanishing: () => undefined,
    };
    rooms.set(room.id, kept);
    return kept;
  }

  async function publish(kept: Kept): Promise<RoomDay> {
    const now = clock.now();
    const { room, reading, health } = kept;
    if (sealedSince !== null) {
      return await letOut(kept, sealedDay({ room, policy: policies.of(room.id) }, sealedSince, now));
    }
    const policy = policies.of(room.id);
    const window = windowOf({ ...kept, policy }, now);
    const rows = await store.listIntents(room.id, window, addMs(now, -OUTCOME_SHOWN_MS));
    const attendance = policy.checkIn.mode === 'off' ? [] : await store.listAttendance(room.id, window);
    offerAlternatives(kept, rows, now);
    const closures = options.closuresOf?.(room.id) ?? [];
    const parts = { room, reading, health, rows, attendance, policy, closures, offers: kept.offers };
    const shortId = options.shortIdOf?.(room.id);
    const day = await letOut(kept, { ...composeDay(parts, now), ...(shortId !== undefined && { shortId }) });
    watchVanishing(kept, nextVanishing(rows, now));
    return day;
  }

  async function letOut(kept: Kept, content: DayContent): Promise<RoomDay> {
    const before = kept.day;
    if (before !== null && looksAlike(before, content)) {
      if (content.readAt === null || content.readAt === before.readAt) return before;
      const day = { ...before, readAt: content.readAt };
      kept.day = day;
      fanOut.publish({ kind: 'read-again', roomId: kept.room.id, readAt: content.readAt });
      return day;
    }
    const day: RoomDay = {
      ...content,
      revision: (before?.revision ?? lastRevisions.get(kept.room.id) ?? 0) + 1,
      generation,
    };
    // First kept, then told: a revision that a display has seen must never be given out again for something else.
    await keepDay(day);
    kept.day = day;
    kept.changedAt = clock.now();
    meter?.count('room_revisions_total', {});
    fanOut.publish({ kind: 'room-day', day });
    return day;
  }

  async function keepDay(day: RoomDay): Promise<void> {
    try {
      await store.saveRoomDay(day);
    } catch (fault) {
      // What must leave the doors leaves them, even if a full disk keeps the old day; the start seals that one again. And
      // what was read is told while the disk is away: a restart begins a new generation, so no revision comes twice.
      if (sealedSince === null && !(fault instanceof StoreUnavailable)) throw fault;
      log.error('room-day.not-kept', { roomId: day.room.id, fault: nameOf(fault) });
    }
  }

  function offerAlternatives(kept: Kept, rows: readonly LedgerRow[], now: Instant): void {
    const listed = new Set(rows.map(({ key }) => key));
    for (const key of kept.offers.keys()) {
      if (!listed.has(key)) kept.offers.delete(key);
    }
    for (const row of rows) {
      if (!wantsAlternatives(row) || kept.offers.has(row.key)) continue;
      kept.offers.set(row.key, now < row.end ? alternatives(kept.room, row, now) : []);
    }
  }

  function alternatives(from: Room, row: LedgerRow, now: Instant): readonly Alternative[] {
    const nearby = currentDays().filter((day) => day.health === null && isNearby(from, day.room));
    const start = latest(row.start, now);
    const minutes = Math.floor((row.end - start) / MINUTE_MS);
    return freeRooms(nearby, from, now, { start, minutes }).slice(0, MOST_ALTERNATIVES).map(asAlternative);
  }

  function watchVanishing(kept: Kept, due: Instant | null): void {
    kept.cancelVanishing();
    if (due === null || isClosed) return;
    kept.cancelVanishing = clock.after(due - clock.now(), () => {
      kept.publish().catch((fault: unknown) => {
        log.error('room-day.not-published', { roomId: kept.room.id, fault: nameOf(fault) });
        watchVanishing(kept, addMs(clock.now(), MINUTE_MS));
      });
    });
  }

  function currentDays(): RoomDay[] {
    return [...rooms.values()].flatMap(({ day }) => (day === null ? [] : [day]));
  }

  /** One room whose day cannot be kept must not leave the calendars of the others standing. */
  async function publishAll(): Promise<void> {
    for (const kept of rooms.values()) {
      await kept.publish().catch((fault: unknown) => {
        log.error('room-day.not-published', { roomId: kept.room.id, fault: nameOf(fault) });
      });
    }
  }

  if (sealedSince !== null) await publishAll();
  return {
    introduce(room) {
      const kept = rooms.get(room.id) ?? keep(room);
      kept.room = room;
      const cameBack = kept.reading === null && kept.health?.cause === 'room-gone';
      if ((kept.reading === null && kept.health === null) || cameBack) {
        kept.health = { cause: 'not-read-yet', since: clock.now() };
      }
      return kept.publish();
    },
    publishReading(room, reading) {
      // A door may ask for a reading before its room's turn to be introduced has come.
      const kept = rooms.get(room.id) ?? keep(room);
      kept.reading = reading;
      kept.health = null;
      return kept.publish();
    },
    publishFailure(room, cause, since) {
      const kept = rooms.get(room.id) ?? keep(room);
      // A trouble that changes its name goes on; that nobody tried to read was none.
      const goesOn = cause !== 'paused' && kept.health !== null && !NO_TROUBLE.has(kept.health.cause);
      const began = goesOn && kept.health !== null ? kept.health.since : since;
      kept.health = { cause, since: began };
      return kept.publish();
    },
    async retire(roomId) {
      const kept = rooms.get(roomId);
      if (kept === undefined) return;
      kept.reading = null;
      kept.health = { cause: 'room-gone', since: clock.now() };
      await kept.publish();
    },
    async republish(roomId) {
      return (await rooms.get(roomId)?.publish()) ?? null;
    },
    async seal(since) {
      sealedSince = since;
      await publishAll();
    },
    current: (roomId) => rooms.get(roomId)?.day ?? null,
    currentDays,
    reading: (roomId) => rooms.get(roomId)?.reading ?? null,
    changedAt: (roomId) => rooms.get(roomId)?.changedAt ?? null,
    close() {
      isClosed = true;
      for (const kept of rooms.values()) kept.cancelVanishing();
    },
  };
}

/** Whether no display could tell them apart. Compared as encoded, so that a day from the store equals its fresh twin. */
function looksAlike(before: RoomDay, after: DayContent): boolean {
  const { generation } = before;
  const seen = (day: DayContent) =>
    JSON.stringify(roomDayCodec.encode({ ...day, readAt: null, revision: 0, generation }));
  return seen(before) === seen(after);
}

/** What the store kept of the last reading. Its ids for our own bookings are gone; the ledger finds them by stretch. */
function readingOf(day: RoomDay): Reading | null {
  if (day.readAt === null) return null;
  const occurrences = day.occurrences
    .filter(({ id }) => !id.startsWith('intent:'))
    .map((one): CalendarOccurrence => ({ ...one, ...unknownToDoors }));
  return { occurrences, readAt: day.readAt, window: day.window };
}

const unknownToDoors = {
  iCalUId: null,
  createdAt: null,
  accepted: false,
  organisedByRoom: false,
  seriesId: null,
  version: null,
};

/** The kind of a fault only: its message may quote what must not be logged. */
