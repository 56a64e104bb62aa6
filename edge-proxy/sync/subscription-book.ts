/** Which subscriptions are ours, by the id that a notification names. */

import type { StoredSubscription } from '../ports/rooms.ts';

export type SubscriptionBook = {
  find(subscriptionId: string): StoredSubscription | null;
  enter(subscription: StoredSubscription): void;
  strike(subscriptionId: string): void;
  all(): StoredSubscription[];
};

/** Begins with those that the last life left: their notifications are believed before Graph has confirmed them. */
export function createSubscriptionBook(stored: readonly StoredSubscription[]): SubscriptionBook {
  const byId = new Map(stored.map((one) => [one.id, one]));
  return {
    find: (id) => byId.get(id) ?? null,
    enter: (subscription) => void byId.set(subscription.id, subscription),
    strike: (id) => void byId.delete(id),
    all: () => [...byId.values()],
  };
}
