/** A room keeper and, where Graph can reach us, a subscription for each room of the catalogue. */

import type { RoomId } from '../../shared/basics/ids.ts';
import { addMs, type Instant, MINUTE_MS, SECOND_MS } from '../../shared/basics/instant.ts';
import type { Room } from '../../shared/room/room.ts';
import type { RoomDay } from '../../shared/room/room-day.ts';
import { CalendarUnavailable, type RoomCalendar } from '../ports/calendar.ts';
import type { StoredSubscription } from '../ports/rooms.ts';
import { type Cancel, type Chance, type Clock, type Log, type Meter, nameOf } from '../ports/runtime.ts';
import type { Store } from '../ports/store.ts';
import type { Subscriptions } from '../ports/subscriptions.ts';
import type { OnTrouble } from '../ports/trouble.ts';
import { adoptSubscriptions } from './adopt-subscriptions.ts';
import { createDirtyRooms } from './dirty-rooms.ts';
import { inLanes } from './in-lanes.ts';
import type { Policies } from './policies.ts';
import type { PublishRoomDay } from './publish-room-day.ts';
import type { CatalogueChange } from './room-catalogue.ts';
import { createRoomKeeper, type KeeperStatus, type RoomKeeper } from './room-keeper.ts';
import type { RoomSettings } from './room-settings.ts';
import { createSubscriptionBook, type SubscriptionBook } from './subscription-book.ts';
import {
  createRoomSubscription,
  type LifecycleEvent,
  type RoomSubscription,
  type SubscriptionStatus,
} from './subscriptions.ts';

/** How many rooms are started at a time. Graph's own lanes bound the calls; this bounds what waits for them. */
const START_LANES = 32;
const FIRST_ADOPTION_RETRY_MS = 5 * SECOND_MS;
const MOST_ADOPTION_RETRY_MS = 2 * MINUTE_MS;
/** As long as a lost hint may cost at an open door anyway; a thousand rooms are then seventeen readings a second. */
const SWEEP_MS = MINUTE_MS;

export type Keepers = {
  /** Starts and stops keepers as rooms come and go. Returns at once; the first readings follow a few at a time. */
  follow(change: CatalogueChange): void;
  /** Marks the rooms durably, then lets them be read. @throws where the marks could not be kept. */
  hint(roomIds: readonly RoomId[]): Promise<void>;
  onLifecycle(roomId: RoomId, event: LifecycleEvent): void;
  /** Null for a room that is not kept. */
  status(roomId: RoomId): RoomStatus | null;
  /** After an operator paused the room or let it go on. Resolves when its door says so, or has been read. */
  pauseChanged(roomId: RoomId): Promise<void>;
  /** Another subscription for the room. Resolves after the try, good or not. */
  resubscribe(roomId: RoomId): Promise<void>;
  /** The day by a reading that began after this call. @throws CalendarUnavailable */
  readNow(roomId: RoomId): Promise<RoomDay>;
  /** After a change for one room, or for the tenant (null): hides at once what must be hidden, then reads again. */
  policyChanged(roomId: RoomId | null): Promise<void>;
  findSubscription: SubscriptionBook['find'];
  stats(): { readonly rooms: number; readonly subscribed: number; readonly doubted: number; readonly paused: number };
  close(): void;
};

type Options = {
  readonly calendar: RoomCalendar;
  /** Null where Graph cannot reach us, for want of a PUBLIC_URL: then rooms are only read. */
  readonly subscriptions: Subscriptions | null;
  readonly store: Pick<
    Store,
    'markDirty' | 'clearDirty' | 'listDirty' | 'saveSubscription' | 'removeSubscription' | 'listSubscriptions'
  >;
  readonly publish: PublishRoomDay;
  readonly policies: Policies;
  readonly settings: Pick<RoomSettings, 'of'>;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
  readonly meter?: Meter;
  readonly onTrouble?: OnTrouble;
};

/** `subscription`: null where Graph cannot reach us. */
export type RoomStatus = KeeperStatus & {
  readonly lastHintAt: Instant | null;
  readonly subscription: SubscriptionStatus | null;
};

type Kept = {
  readonly keeper: RoomKeeper;
  readonly subscription: RoomSubscription | null;
  lastHintAt: Instant | null;
};

export async function createKeepers(options: Options): Promise<Keepers> {
  const { subscriptions, store, publish, policies, settings, clock, chance, log, onTrouble } = options;
  const dirty = await createDirtyRooms(store, log);
  const book = createSubscriptionBook(await store.listSubscriptions());
  const rooms = new Map<RoomId, Kept>();
  let adoption: Promise<Map<RoomId, StoredSubscription>> | null = null;
  let adoptionFailures = 0;
  let nextSweepAt: Instant = clock.now();
  let isClosed = false;
  let cancelAdoption: Cancel = () => undefined;

  function keep(room: Room): void {
    const onGap = () => {
      readSoon([room.id]).catch(() => {
        // The mark could not be kept, but the reading that it stands for needs no store to begin.
        rooms.get(room.id)?.keeper.hint();
      });
    };
    const subscription =
      subscriptions === null ? null : createRoomSubscription({ ...options, subscriptions, room, book, onGap });
    const isSubscribed = () => subscription?.isLive() ?? false;
    const pausedSince = () => settings.of(room.id).pausedSince;
    const keeper = createRoomKeeper({ ...options, room, dirty, isSubscribed, pausedSince });
    rooms.set(room.id, { keeper, subscription, lastHintAt: null });
  }

  /** Marked first, so that a crash forgets none. */
  async function readSoon(roomIds: readonly RoomId[]): Promise<void> {
    const kept = roomIds.filter((roomId) => rooms.has(roomId));
    if (kept.length === 0) return;
    await dirty.mark(kept);
    for (const roomId of kept) rooms.get(roomId)?.keeper.hint();
  }

  /**
   * Where Graph lost notifications of one room it will have lost some of others. All are read, over a while, once for
   * however many say so.
   */
  function readAll(): void {
    if (clock.now() < nextSweepAt) return;
    nextSweepAt = addMs(clock.now(), SWEEP_MS);
    for (const { keeper } of rooms.values()) keeper.readWithin(SWEEP_MS);
  }

  /** Every door gets its first reading before any gets its subscription: a screen is worth more than a quick hint. */
  async function start(added: readonly Room[]): Promise<void> {
    // Those first that were known to have changed when the last life ended.
    const inTurn = [...added].sort((a, b) => dirty.marksSoFar(b.id) - dirty.marksSoFar(a.id));
    await inLanes(inTurn, START_LANES, async (room) => {
      if (!isClosed) await rooms.get(room.id)?.keeper.start();
    });
    if (subscriptions === null || isClosed) return;
    adoption ??= adopt(subscriptions);
    const adopted = await adoption;
    await inLanes(inTurn, START_LANES, async (room) => {
      if (!isClosed) await rooms.get(room.id)?.subscription?.start(adopted.get(room.id) ?? null);
      adopted.delete(room.id);
    });
  }

  async function adopt(port: Subscriptions): Promise<Map<RoomId, StoredSubscription>> {
    for (;;) {
      try {
        return await adoptSubscriptions({
          subscriptions: port,
          store,
          book,
          isKept: (id) => rooms.has(id),
          now: clock.now(),
          log,
        });
      } catch (fault) {
        // Graph is away, as a rule; the rooms are read without it meanwhile, so there is no hurry.
        adoptionFailures += 1;
        const cause = fault instanceof CalendarUnavailable ? fault.reason : 'unforeseen';
        log.warn('subscriptions.not-listed', { cause, failures: adoptionFailures });
        const backOffMs = FIRST_ADOPTION_RETRY_MS * 2 ** Math.min(adoptionFailures - 1, 16);
        await pause(Math.min(MOST_ADOPTION_RETRY_MS, backOffMs) * (0.5 + chance.fraction() / 2));
      }
    }
  }

  /** Ends never once closed: nobody waits for it then. */
  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      if (!isClosed) cancelAdoption = clock.after(ms, resolve);
    });
  }

  function drop(room: Room): void {
    const kept = rooms.get(room.id);
    rooms.delete(room.id);
    onTrouble?.({ kind: 'room-left', roomId: room.id });
    kept?.keeper.close();
    kept?.subscription?.remove().catch(() => {
      log.warn('subscription.not-removed', { roomId: room.id });
    });
    publish.retire(room.id).catch((fault: unknown) => notPublished(room.id, fault));
  }

  function notPublished(roomId: RoomId, fault: unknown): void {
    log.error('room-day.not-published', { roomId, fault: nameOf(fault) });
  }

  async function introduce(room: Room): Promise<void> {
    try {
      await publish.introduce(room);
    } catch (fault) {
      // Its first reading tries the store again.
      notPublished(room.id, fault);
    }
  }

  async function followAdded(added: readonly Room[]): Promise<void> {
    // Without any room every subscription would look like a stray.
    if (added.length === 0) return;
    await inLanes(added, START_LANES, introduce);
    await start(added);
  }

  return {
    follow({ added, changed, gone }) {
      for (const room of gone) drop(room);
      for (const room of added) keep(room);
      // Both answer for their own failures.
      void inLanes(changed, START_LANES, async (room) => {
        await introduce(room);
        rooms.get(room.id)?.keeper.roomChanged(room);
      });
      void followAdded(added);
    },
    async hint(roomIds) {
      for (const roomId of roomIds) {
        const kept = rooms.get(roomId);
        if (kept !== undefined) kept.lastHintAt = clock.now();
      }
      await readSoon(roomIds);
    },
    onLifecycle(roomId, event) {
      rooms.get(roomId)?.subscription?.onLifecycle(event);
      if (event === 'missed') readAll();
    },
    status(roomId) {
      const kept = rooms.get(roomId);
      if (kept === undefined) return null;
      const { keeper, subscription, lastHintAt } = kept;
      return { ...keeper.status(), lastHintAt, subscription: subscription?.status() ?? null };
    },
    async pauseChanged(roomId) {
      await rooms.get(roomId)?.keeper.pauseChanged();
    },
    async resubscribe(roomId) {
      await rooms.get(roomId)?.subscription?.replace();
    },
    async readNow(roomId) {
      const kept = rooms.get(roomId);
      if (kept === undefined) throw new CalendarUnavailable('room-gone');
      return await kept.keeper.readNow();
    },
    async policyChanged(roomId) {
      await policies.reload();
      const touched = roomId === null ? [...rooms.keys()] : [roomId];
      for (const id of touched) {
        // One room whose day cannot be kept must not leave the titles of the others standing.
        await publish.republish(id).catch((fault: unknown) => notPublished(id, fault));
        rooms.get(id)?.keeper.hint();
      }
    },
    findSubscription: book.find,
    stats() {
      const subscriptions = [...rooms.values()].map(({ subscription }) => subscription?.status().state ?? 'none');
      return {
        rooms: rooms.size,
        subscribed: subscriptions.filter((state) => state === 'live').length,
        doubted: subscriptions.filter((state) => state === 'doubted').length,
        paused: [...rooms.keys()].filter((roomId) => settings.of(roomId).pausedSince !== null).length,
      };
    },
    close() {
      isClosed = true;
      cancelAdoption();
      for (const { keeper, subscription } of rooms.values()) {
        keeper.close();
        subscription?.close();
      }
    },
  };
}
