/** Change notifications on rooms' calendars. */

import type { Instant } from '../../shared/basics/instant.ts';
import type { Room } from '../../shared/room/room.ts';

/** Change notifications on a room's calendar. */
export type Subscriptions = {
  /**
   * Creates it, or takes up the one of ours that stands in the way: `clientState` of the answer is what its
   * notifications will bear, which is then not the one given.
   *
   * @throws SubscribedElsewhere where what stands in the way calls somebody else
   * @throws CalendarUnavailable
   */
  create(room: Room, clientState: string, until: Instant): Promise<StandingSubscription>;
  /** Renews and reauthorizes in one; null where Graph no longer knows it. @throws CalendarUnavailable */
  renew(id: string, until: Instant): Promise<Subscription | null>;
  /** Fine where it is gone already. @throws CalendarUnavailable */
  remove(id: string): Promise<void>;
  /** Every one that this app has and that calls this proxy's address. @throws CalendarUnavailable */
  list(): Promise<{ readonly id: string; readonly mailbox: string; readonly expiresAt: Instant }[]>;
};

export type Subscription = { readonly id: string; readonly expiresAt: Instant };

export type StandingSubscription = Subscription & { readonly clientState: string };

/**
 * Graph lets an app have one such subscription on a mailbox, and another deployment under the same app registration has
 * it. Taking it away would make that one blind, and it would take it back: so the room is polled, and somebody told.
 */
export class SubscribedElsewhere extends Error {
  override readonly name = 'SubscribedElsewhere';
}
