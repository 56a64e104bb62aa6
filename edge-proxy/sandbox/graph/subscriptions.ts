/** Who wants to be told of which calendar, until when; and the telling. */

import { MINUTE_MS } from '../../../shared/basics/instant.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { mutableId } from '../exchange/item-ids.ts';
import type { Mailbox } from '../exchange/mailbox.ts';
import type { ItemChange } from '../exchange/mailbox-store.ts';
import type { SandboxChance } from '../sandbox-chance.ts';
import type { SandboxClock } from '../sandbox-clock.ts';
import type { FaultPlan } from './faults.ts';
import { createNotifier } from './notifier.ts';
import type { Post } from './post.ts';

export const CHANGE_TYPES = ['created', 'updated', 'deleted'] as const;
export type ChangeType = (typeof CHANGE_TYPES)[number];

export type LifecycleEvent = 'reauthorizationRequired' | 'subscriptionRemoved' | 'missed';

export type Subscription = {
  id: string;
  appId: string;
  tenantId: string;
  creatorId: string;
  mailboxId: string;
  /** As the client wrote it. */
  resource: string;
  changeType: string;
  notificationUrl: string;
  lifecycleNotificationUrl: string | null;
  clientState: string | null;
  latestSupportedTlsVersion: string;
  immutableIds: boolean;
  expiresAt: number;
};

/** From a change to its first notification; the service takes seconds to minutes, for which no demonstration can wait. */
const FIRST_NOTICE_AFTER_MS = 20;
/** Repeats come within this time. */
const REPEATS_WITHIN_MS = 600;
/** One change is told two to four times. */
const FEWEST_NOTICES = 2;
const MOST_NOTICES = 4;
/** How long before the end the service asks for a renewal. */
const REMINDER_BEFORE_END_MS = 15 * MINUTE_MS;

type Needs = { exchange: Exchange; clock: SandboxClock; chance: SandboxChance; faults: FaultPlan; post: Post };

export type Subscriptions = ReturnType<typeof createSubscriptions>;

export function createSubscriptions({ exchange, clock, chance, faults, post }: Needs) {
  const kept = new Map<string, Subscription>();
  const timers = new Map<string, () => void>();
  const missedTold = new Set<string>();

  const notifier = createNotifier({
    clock,
    post,
    // The last word about a subscription comes after its end.
    isWanted: ({ subscriptionId, item }) =>
      kept.has(subscriptionId) || item['lifecycleEvent'] === 'subscriptionRemoved',
    onLost: ({ subscriptionId, item }) => {
      const subscription = kept.get(subscriptionId);
      if (subscription === undefined || item['lifecycleEvent'] !== undefined || missedTold.has(subscriptionId)) return;
      missedTold.add(subscriptionId);
      tellLifecycle(subscription, 'missed');
    },
  });

  const stopListening = exchange.onChange((change) => {
    for (const subscription of kept.values()) {
      if (
        subscription.mailboxId === change.mailbox.id &&
        subscription.changeType.split(',').includes(change.changeType)
      ) {
        tellChange(subscription, change);
      }
    }
  });

  function tellChange(subscription: Subscription, change: ItemChange): void {
    const struck = faults.strikeNotification({ mailbox: change.mailbox });
    if (struck.some(({ kind }) => kind === 'drop')) return;
    const delayMs = struck.reduce((sum, fault) => sum + (fault.kind === 'delay' ? fault.ms : 0), 0);
    const extra = struck.reduce((sum, fault) => sum + (fault.kind === 'duplicate' ? fault.copies : 0), 0);
    const times = FEWEST_NOTICES + Math.floor(chance.fraction() * (MOST_NOTICES - FEWEST_NOTICES + 1)) + extra;
    for (let n = 0; n < times; n += 1) {
      // The room edits what it was sent, so one request is seen as created and then as updated.
      const repeats = change.changeType === 'created' && wants(subscription, 'updated') ? 'updated' : change.changeType;
      const item = changeItem(subscription, change, n === 0 ? change.changeType : repeats);
      const repeatMs = n === 0 ? 0 : Math.floor(chance.fraction() * REPEATS_WITHIN_MS);
      const delivery = { url: subscription.notificationUrl, subscriptionId: subscription.id, item };
      notifier.deliver(delivery, FIRST_NOTICE_AFTER_MS + delayMs + repeatMs);
    }
  }

  function tellLifecycle(subscription: Subscription, lifecycleEvent: LifecycleEvent): void {
    const url = subscription.lifecycleNotificationUrl;
    if (url === null) return;
    const item = { ...commonItem(subscription), lifecycleEvent };
    notifier.deliver({ url, subscriptionId: subscription.id, item }, FIRST_NOTICE_AFTER_MS);
  }

  function drop(id: string): Subscription | null {
    const subscription = kept.get(id) ?? null;
    timers.get(id)?.();
    timers.delete(id);
    kept.delete(id);
    missedTold.delete(id);
    return subscription;
  }

  /** Ends it when its time has come; asks for a renewal shortly before. */
  function watch({ id, expiresAt }: Subscription): void {
    timers.get(id)?.();
    const left = expiresAt - clock.now();
    const end = clock.after(left, () => drop(id));
    const remind = clock.after(Math.max(0, left - REMINDER_BEFORE_END_MS), () => {
      const subscription = kept.get(id);
      if (subscription !== undefined) tellLifecycle(subscription, 'reauthorizationRequired');
    });
    timers.set(id, () => {
      end();
      remind();
    });
  }

  return {
    keep(subscription: Subscription): void {
      kept.set(subscription.id, subscription);
      missedTold.delete(subscription.id);
      watch(subscription);
    },
    find: (id: string): Subscription | null => kept.get(id) ?? null,
    of: (appId: string): Subscription[] => [...kept.values()].filter((one) => one.appId === appId),
    ofMailbox: ({ id }: Mailbox): Subscription[] => [...kept.values()].filter((one) => one.mailboxId === id),
    all: (): Subscription[] => [...kept.values()],
    drop,

    /** Ends it at once, as if its time were over: nobody is told. */
    expire: (id: string): boolean => drop(id) !== null,
    /** Ends it as the service does when it must, with a word to the lifecycle address. */
    remove(id: string): boolean {
      const subscription = drop(id);
      if (subscription !== null) tellLifecycle(subscription, 'subscriptionRemoved');
      return subscription !== null;
    },
    /** Sends a lifecycle event for one subscription, or for all; gives how many were told. */
    sendLifecycle(lifecycleEvent: LifecycleEvent, id?: string): number {
      const meant = [...kept.values()].filter((one) => id === undefined || one.id === id);
      for (const subscription of meant) tellLifecycle(subscription, lifecycleEvent);
      return meant.length;
    },

    close(): void {
      stopListening();
      notifier.close();
      for (const callOff of timers.values()) callOff();
      timers.clear();
      kept.clear();
    },
  };
}

function wants({ changeType }: Subscription, type: ChangeType): boolean {
  return changeType.split(',').includes(type);
}

function changeItem(subscription: Subscription, { mailbox, item }: ItemChange, changeType: ChangeType) {
  const id = subscription.immutableIds ? item.id : mutableId(item.id);
  const resource = `Users/${mailbox.id}/Events/${id}`;
  const { clientState, tenantId, ...common } = commonItem(subscription);
  return {
    ...common,
    changeType,
    resource,
    resourceData: {
      '@odata.type': '#Microsoft.Graph.Event',
      '@odata.id': resource,
      '@odata.etag': `W/"${item.changeKey}"`,
      id,
    },
    clientState,
    tenantId,
  };
}

function commonItem({ id, expiresAt, tenantId, clientState }: Subscription) {
  return {
    subscriptionId: id,
    subscriptionExpirationDateTime: new Date(expiresAt).toISOString().replace('.000Z', '+00:00').replace('Z', '+00:00'),
    tenantId,
    clientState,
  };
}
