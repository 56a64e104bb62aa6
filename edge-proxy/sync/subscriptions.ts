/**
 * One room's subscription: created, renewed at half its life, recovered when Graph drops it. While there is none the
 * keeper reads more often, so nothing here is urgent and nothing here is given up.
 */

import { addMs, HOUR_MS, type Instant, instant, latest, MINUTE_MS, SECOND_MS } from '../../shared/basics/instant.ts';
import type { Room } from '../../shared/room/room.ts';
import { CalendarUnavailable } from '../ports/calendar.ts';
import type { StoredSubscription } from '../ports/rooms.ts';
import type { Chance, Clock, Log } from '../ports/runtime.ts';
import type { Store } from '../ports/store.ts';
import { SubscribedElsewhere, type Subscriptions } from '../ports/subscriptions.ts';
import type { OnTrouble } from '../ports/trouble.ts';
import { createDueTimer } from './due-timer.ts';
import { oneAtATime } from './one-at-a-time.ts';
import type { SubscriptionBook } from './subscription-book.ts';

/** Just under the 4,230 minutes that older pages and some clouds allow; the newer limit is a week (graph-facts, 1). */
export const LIFETIME_MS = 70 * HOUR_MS;
/** Graph asks for a renewal as often as every few minutes, and two within ten can confuse it (graph-facts, 1). */
const RENEWAL_GAP_MS = 10 * MINUTE_MS;
/** "Removed" said over and over must not become a call each time. */
const CHECK_GAP_MS = 5 * SECOND_MS;
const FIRST_RETRY_MS = 15 * SECOND_MS;
const MOST_RETRY_MS = 10 * MINUTE_MS;
/** Far more than can be guessed, and well under the 128 characters that Graph takes. */
const SECRET_BITS = 256;

export const lifecycleEvents = ['reauthorizationRequired', 'subscriptionRemoved', 'missed'] as const;
export type LifecycleEvent = (typeof lifecycleEvents)[number];

/** `doubted`: Graph said that it is gone, and we have not asked yet. `cause`: why there is none, where a try failed. */
export type SubscriptionStatus = {
  readonly state: 'live' | 'doubted' | 'none';
  readonly expiresAt: Instant | null;
  readonly cause: SubscriptionFault | null;
};

export type SubscriptionFault = CalendarUnavailable['reason'] | 'subscribed-elsewhere' | 'unforeseen';

export type RoomSubscription = {
  /** Goes on with the one that Graph still has, or creates one. Resolves after the first try, good or not. */
  start(known: StoredSubscription | null): Promise<void>;
  isLive(): boolean;
  status(): SubscriptionStatus;
  onLifecycle(event: LifecycleEvent): void;
  /** Gives this one up for another. Resolves after the try, good or not; does nothing before the start. */
  replace(): Promise<void>;
  /** Stops renewing. The subscription stays at Graph, for the next life of the proxy to take up. */
  close(): void;
  /** Stops for good. */
  remove(): Promise<void>;
};

type Options = {
  readonly room: Room;
  readonly subscriptions: Subscriptions;
  readonly store: Pick<Store, 'saveSubscription' | 'removeSubscription'>;
  readonly book: SubscriptionBook;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
  readonly onTrouble?: OnTrouble | undefined;
  /** Notifications may have been lost until now: the room is to be read. */
  readonly onGap: () => void;
};

export function createRoomSubscription(options: Options): RoomSubscription {
  const { room, subscriptions, store, book, clock, chance, log, onGap, onTrouble } = options;
  let current: StoredSubscription | null = null;
  /** Graph said that it is gone; not true until we have asked. */
  let isDoubted = false;
  let hadGap = false;
  let isToBeReplaced = false;
  let failures = 0;
  let failingSince: Instant | null = null;
  let fault: SubscriptionFault | null = null;
  let lastDone: Instant = instant(Number.NEGATIVE_INFINITY);
  let isStarted = false;
  let isClosed = false;
  // It catches everything that it meets.
  const next = createDueTimer(clock, () => void keepAlive());

  const keepAlive = oneAtATime(async (): Promise<void> => {
    next.forget();
    if (isClosed) return;
    try {
      if (isToBeReplaced) await giveUp();
      const isKept = current !== null && (await renew(current));
      if (!isKept) await create();
      failures = 0;
      failingSince = null;
      onTrouble?.({ kind: 'subscription-kept', roomId: room.id });
      fault = null;
      isDoubted = false;
      lastDone = clock.now();
      if (hadGap) onGap();
      hadGap = false;
      doBy(halfLife());
    } catch (thrown) {
      // Whatever it was, a room without a subscription is read more often; the next try may do better.
      failures += 1;
      fault = faultOf(thrown);
      failingSince ??= clock.now();
      onTrouble?.({ kind: 'subscription-failing', roomId: room.id, cause: fault, failures, since: failingSince });
      if (failures === 1 || fault === 'unforeseen')
        log.warn('subscription.not-kept', { roomId: room.id, cause: fault });
      const backOffMs = Math.min(MOST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(failures - 1, 16));
      const askedMs = (thrown instanceof CalendarUnavailable ? thrown.retryAfterMs : null) ?? 0;
      doBy(addMs(clock.now(), Math.max(askedMs, backOffMs * (0.5 + chance.fraction() / 2))));
    }
  });

  async function renew(known: StoredSubscription): Promise<boolean> {
    const renewed = await subscriptions.renew(known.id, addMs(clock.now(), LIFETIME_MS));
    if (renewed === null) {
      await forget(known);
      return false;
    }
    await remember({ ...known, expiresAt: renewed.expiresAt });
    return true;
  }

  async function create(): Promise<void> {
    const clientState = chance.secret(SECRET_BITS);
    const made = await subscriptions.create(room, clientState, addMs(clock.now(), LIFETIME_MS));
    // Whatever happened before it stood was told to nobody.
    hadGap = true;
    await remember({ ...made, roomId: room.id });
    log.info('subscription.created', { roomId: room.id, subscriptionId: made.id });
  }

  async function remember(subscription: StoredSubscription): Promise<void> {
    current = subscription;
    book.enter(subscription);
    await store.saveSubscription(subscription);
  }

  async function giveUp(): Promise<void> {
    if (current !== null) {
      await subscriptions.remove(current.id);
      await forget(current);
    }
    isToBeReplaced = false;
  }

  async function forget(known: StoredSubscription): Promise<void> {
    current = null;
    book.strike(known.id);
    await store.removeSubscription(known.id);
  }

  /** A tenth either way, so that a thousand made together are not renewed together. */
  function halfLife(): Instant {
    const now = clock.now();
    const leftMs = Math.max(0, (current?.expiresAt ?? now) - now);
    return addMs(now, Math.max(MINUTE_MS, leftMs * (0.45 + chance.fraction() / 10)));
  }

  function doBy(moment: Instant): void {
    if (!isClosed) next.by(moment);
  }

  const isLive = () => current !== null && !isDoubted && clock.now() < current.expiresAt;

  return {
    async start(known) {
      isStarted = true;
      if (known === null) return keepAlive();
      current = known;
      const half = halfLife();
      // More than half of its life may have gone by while we were away.
      const isYoung = known.expiresAt - clock.now() > LIFETIME_MS / 2;
      doBy(isYoung ? half : addMs(clock.now(), MINUTE_MS * chance.fraction()));
    },
    isLive,
    status() {
      const doubted = current !== null && isDoubted;
      return {
        state: isLive() ? 'live' : doubted ? 'doubted' : 'none',
        expiresAt: current?.expiresAt ?? null,
        cause: fault,
      };
    },
    onLifecycle(event) {
      // Before the start there is no saying which subscription is ours; the start asks Graph in any case.
      if (!isStarted) return;
      switch (event) {
        case 'reauthorizationRequired':
          hadGap = true;
          return doBy(latest(clock.now(), addMs(lastDone, RENEWAL_GAP_MS)));
        case 'subscriptionRemoved':
          isDoubted = true;
          hadGap = true;
          return doBy(latest(clock.now(), addMs(lastDone, CHECK_GAP_MS)));
        case 'missed':
          return onGap();
        default:
          event satisfies never;
      }
    },
    async replace() {
      if (!isStarted) return;
      isToBeReplaced = true;
      await keepAlive();
    },
    close() {
      isClosed = true;
      next.forget();
    },
    async remove() {
      isClosed = true;
      next.forget();
      const known = current;
      if (known === null) return;
      await forget(known);
      await subscriptions.remove(known.id);
    },
  };
}

function faultOf(thrown: unknown): SubscriptionFault {
  if (thrown instanceof SubscribedElsewhere) return 'subscribed-elsewhere';
  return thrown instanceof CalendarUnavailable ? thrown.reason : 'unforeseen';
}
