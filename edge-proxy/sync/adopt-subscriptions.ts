/**
 * At start: which of the subscriptions that Graph has for us we go on with. One that we know the secret of is taken up;
 * a stray (made just before a crash, or for a room that is gone) is removed, lest every change be told twice.
 */

import type { RoomId } from '../../shared/basics/ids.ts';
import type { Instant } from '../../shared/basics/instant.ts';
import type { StoredSubscription } from '../ports/rooms.ts';
import type { Log } from '../ports/runtime.ts';
import type { Store } from '../ports/store.ts';
import type { Subscriptions } from '../ports/subscriptions.ts';
import type { SubscriptionBook } from './subscription-book.ts';

type Options = {
  readonly subscriptions: Subscriptions;
  readonly store: Pick<Store, 'saveSubscription' | 'removeSubscription'>;
  readonly book: SubscriptionBook;
  readonly isKept: (roomId: RoomId) => boolean;
  readonly now: Instant;
  readonly log: Log;
};

/** @throws CalendarUnavailable where Graph cannot be asked which there are. */
export async function adoptSubscriptions(options: Options): Promise<Map<RoomId, StoredSubscription>> {
  const { subscriptions, store, book, isKept, now, log } = options;
  const listed = await subscriptions.list();
  const adopted = new Map<RoomId, StoredSubscription>();
  const strays: string[] = [];
  // The one that lives longest first: of two for one room it stays.
  for (const { id, expiresAt } of [...listed].sort((a, b) => b.expiresAt - a.expiresAt)) {
    const known = book.find(id);
    if (known === null || !isKept(known.roomId) || adopted.has(known.roomId)) {
      strays.push(id);
      continue;
    }
    adopted.set(known.roomId, { ...known, expiresAt });
  }

  const kept = new Set([...adopted.values()].map(({ id }) => id));
  const isListed = new Set(listed.map(({ id }) => id));
  for (const { id, expiresAt } of book.all()) {
    if (kept.has(id)) continue;
    book.strike(id);
    await store.removeSubscription(id);
    // Ours, and not at this address: it was made when our PUBLIC_URL was another, and stands in the way of the next.
    if (!isListed.has(id) && expiresAt > now) strays.push(id);
  }
  for (const subscription of adopted.values()) book.enter(subscription);
  for (const id of strays) {
    await subscriptions.remove(id).catch(() => {
      // It dies by itself within days, and its notifications name no subscription of ours.
      log.warn('subscription.stray-not-removed', { subscriptionId: id });
    });
  }
  log.info('subscriptions.adopted', { adopted: adopted.size, strays: strays.length });
  return adopted;
}
