/** What every Subscriptions must do. The world answers the validation calls, as the proxy's webhook routes will. */

import { describe, expect, test } from 'vitest';
import { SubscribedElsewhere, type Subscriptions } from '../../edge-proxy/ports/subscriptions.ts';
import type { Room } from '../../shared/room/room.ts';
import { at } from '../support/builders.ts';

export type SubscriptionWorld = {
  readonly subscriptions: Subscriptions;
  /** Of another address of the same app, such as an earlier PUBLIC_URL. */
  readonly elsewhere: Subscriptions;
  /** Two rooms. The time is 24 November 2026, 09:00 UTC. */
  readonly rooms: readonly [Room, Room];
  /** Paths on which the proxy was called to validate. */
  validated(): string[];
  close(): Promise<void>;
};

const inThreeDays = at('2026-11-27T09:00:00Z');
const inFiveDays = at('2026-11-29T09:00:00Z');

export function subscriptionsContract(name: string, open: () => Promise<SubscriptionWorld>): void {
  async function within(run: (world: SubscriptionWorld) => Promise<void>): Promise<void> {
    const world = await open();
    try {
      await run(world);
    } finally {
      await world.close();
    }
  }

  describe(`the subscriptions contract on ${name}`, () => {
    test('a room is subscribed to once both of our addresses have answered', () =>
      within(async ({ subscriptions, rooms: [room], validated }) => {
        const made = await subscriptions.create(room, 'secret', inThreeDays);

        expect(made).toEqual({ id: expect.any(String), expiresAt: inThreeDays, clientState: 'secret' });
        expect(validated().sort()).toEqual(['/webhooks/graph', '/webhooks/graph/lifecycle']);
      }));

    test('a subscription is renewed, and one that is gone is null', () =>
      within(async ({ subscriptions, rooms: [room] }) => {
        const { id } = await subscriptions.create(room, 'secret', inThreeDays);

        expect(await subscriptions.renew(id, inFiveDays)).toEqual({ id, expiresAt: inFiveDays });
        await subscriptions.remove(id);
        expect(await subscriptions.renew(id, inFiveDays)).toBeNull();
      }));

    test('removing what is gone already is fine', () =>
      within(async ({ subscriptions, rooms: [room] }) => {
        const { id } = await subscriptions.create(room, 'secret', inThreeDays);
        await subscriptions.remove(id);

        await expect(subscriptions.remove(id)).resolves.toBeUndefined();
      }));

    test('those that call this address are listed by their mailbox, and no others', () =>
      within(async ({ subscriptions, elsewhere, rooms: [here, there] }) => {
        const { id } = await subscriptions.create(here, 'secret', inThreeDays);
        await elsewhere.create(there, 'secret', inThreeDays);

        expect(await subscriptions.list()).toEqual([{ id, mailbox: here.address, expiresAt: inThreeDays }]);
      }));

    test('a duplicate of an earlier life is adopted, with the secret that it bears', () =>
      within(async ({ subscriptions, rooms: [room] }) => {
        const earlier = await subscriptions.create(room, 'forgotten', inThreeDays);

        const made = await subscriptions.create(room, 'secret', inFiveDays);

        expect(made).toEqual(earlier);
        expect((await subscriptions.list()).map(({ id }) => id)).toEqual([made.id]);
      }));

    test('that of another deployment of the same app is left to it', () =>
      within(async ({ subscriptions, elsewhere, rooms: [room] }) => {
        const { id } = await elsewhere.create(room, 'theirs', inThreeDays);

        await expect(subscriptions.create(room, 'ours', inThreeDays)).rejects.toThrow(SubscribedElsewhere);

        expect((await elsewhere.list()).map((one) => one.id)).toEqual([id]);
      }));
  });
}
