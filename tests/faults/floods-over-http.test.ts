/** Fault F6 and the caps of N7 over real sockets, counted by the sandbox: hints by the thousand, and everybody taps at once. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addMinutes, SECOND_MS } from '../../shared/basics/instant.ts';
import { aKey, at } from '../support/builders.ts';
import { type ComposedSite, openComposedSite } from '../support/composed-site.ts';
import { hangHttpDoor } from '../support/http-door.ts';

const VIEW = 'GET /v1.0/users/{mailbox}/calendarView';
/** As many as Microsoft's own batches have, many bodies at once. */
const HINTS_IN_A_BODY = 20;
const AT_ONCE = 50;
const BODIES_A_SECOND = 150;

let site: ComposedSite;
let rooms: { id: string; address: string }[];
beforeEach(async () => {
  site = await openComposedSite({ isReachable: true });
  rooms = await site.outlook.rooms();
});
afterEach(() => site.close());

const addressOf = (nth: number): string => rooms[nth]?.address ?? '';

const readsOf = (nth: number) => {
  const { routes } = site.sandbox.requests.read();
  const found = routes.find(({ route, mailbox }) => route === VIEW && mailbox === addressOf(nth));
  return { count: found?.count ?? 0, mostAtOnce: found?.mostAtOnce ?? 0 };
};

/** A true notification of Graph's for that room, secret and all. */
async function hintFor(nth: number, change: object = {}) {
  const subscription = (await site.store.listSubscriptions()).find(({ roomId }) => roomId === rooms[nth]?.id);
  return {
    subscriptionId: subscription?.id,
    clientState: subscription?.clientState,
    tenantId: site.sandbox.tenantId,
    changeType: 'updated',
    ...change,
  };
}

async function post(value: readonly object[]): Promise<number> {
  const body = JSON.stringify({ value });
  const headers = { 'Content-Type': 'application/json' };
  const answer = await fetch(`${site.origin}/webhooks/graph`, { method: 'POST', headers, body });
  await answer.arrayBuffer();
  return answer.status;
}

async function figure(name: string): Promise<number> {
  const figures = await (await fetch(`${site.origin}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(figures)?.[1]);
}

describe('F6: thousands of notifications a second for one room', () => {
  test('cost one reading under way and one to follow; the room is true afterwards, and another notices nothing', async () => {
    const door = await hangHttpDoor(site, addressOf(0));
    const other = await hangHttpDoor(site, addressOf(1));
    await site.pass(10 * SECOND_MS);
    const hint = await hintFor(0);
    const timers = site.clock.pending();
    site.sandbox.requests.reset();
    // As long as a bad moment at Microsoft: while it lasts, whatever comes can only be put off.
    site.sandbox.plan.onRequest({ operation: 'list-calendar-view' }, { kind: 'delay', ms: 3_500 });
    const statuses = new Set<number>();
    for (let second = 0; second < 3; second += 1) {
      for (let sent = 0; sent < BODIES_A_SECOND; sent += AT_ONCE) {
        const flood = Array.from({ length: AT_ONCE }, () => post(Array(HINTS_IN_A_BODY).fill(hint)));
        for (const status of await Promise.all(flood)) statuses.add(status);
      }
      await site.pass(SECOND_MS);
    }

    expect([...statuses]).toEqual([202]);
    expect(readsOf(0)).toEqual({ count: 1, mostAtOnce: 1 });
    await site.outlook.invite({ room: addressOf(1), startsIn: 30, minutes: 30 });
    await site.pass(10 * SECOND_MS);
    expect(readsOf(0)).toEqual({ count: 2, mostAtOnce: 1 });
    expect(await figure('doorlight_hints_accepted_total')).toBeGreaterThanOrEqual(
      3 * BODIES_A_SECOND * HINTS_IN_A_BODY,
    );
    expect(site.clock.pending()).toBeLessThanOrEqual(timers + 10);
    expect((await other.look()).day.occurrences).toHaveLength(1);

    site.sandbox.plan.clear();
    await site.outlook.invite({ room: addressOf(0), startsIn: 0, minutes: 30 });
    await site.pass(5 * SECOND_MS);
    expect((await door.look()).state.kind).toBe('in-use');
  }, 120_000);

  test('and as many forged ones cost no reading at all, and one alarm', async () => {
    await site.pass(10 * SECOND_MS);
    const forged = await hintFor(0, { clientState: 'guessed' });
    site.sandbox.requests.reset();
    const flood = Array.from({ length: AT_ONCE }, () => post(Array(100).fill(forged)));

    expect(new Set(await Promise.all(flood))).toEqual(new Set([202]));
    await site.pass(5 * SECOND_MS);
    expect(readsOf(0).count).toBe(0);
    const forgeries = (await site.store.listAlarms()).filter(({ kind }) => kind === 'hints-forged');
    expect(forgeries).toMatchObject([{ severity: 'warning', clearedAt: null }]);
  });
});

test('one POST for several rooms and several tenants: each room of ours is read once, and the rest is told nothing', async () => {
  await site.pass(10 * SECOND_MS);
  const stranger = { tenantId: 'b3c1e7a2-5f8d-4a6b-9c0e-2d4f6a8b0c1e' };
  const body = [
    await hintFor(0),
    await hintFor(1),
    await hintFor(1),
    // Right in all but the tenant; and one of a tenant, and a subscription, that we have never heard of.
    await hintFor(2, stranger),
    { subscriptionId: 'of-another-app', clientState: 'theirs', changeType: 'created', ...stranger },
    await hintFor(3, { clientState: 'guessed' }),
  ];
  site.sandbox.requests.reset();

  expect(await post(body)).toBe(202);
  await site.pass(5 * SECOND_MS);
  expect([0, 1, 2, 3, 4].map((nth) => readsOf(nth).count)).toEqual([1, 1, 0, 0, 0]);
});

test("a tap at every door in the same moment: the service user's mailbox never has more than four calls at once", async () => {
  const doors = [];
  for (const { address } of rooms) doors.push(await hangHttpDoor(site, address));
  await site.pass(10 * SECOND_MS);
  site.sandbox.requests.reset();
  site.sandbox.plan.onRequest({ mailbox: site.sandbox.serviceUser }, { kind: 'delay', ms: 2 * SECOND_MS });
  const notAfter = addMinutes(site.clock.now(), 2);
  const taps = doors.map((door, n) => door.post({ kind: 'book', key: aKey(n + 1), end: at('09:45'), notAfter }));
  await site.pass(60 * SECOND_MS);

  expect((await Promise.all(taps)).map(({ status }) => status)).toEqual(doors.map(() => 202));
  const { mailboxes, routes } = site.sandbox.requests.read();
  expect(mailboxes[site.sandbox.serviceUser]?.mostAtOnce).toBe(4);
  for (const [address, { mostAtOnce }] of Object.entries(mailboxes))
    expect([address, mostAtOnce <= 4]).toEqual([address, true]);
  // Nobody was refused for being one too many.
  expect(routes.filter(({ statuses }) => statuses['429'] !== undefined)).toEqual([]);
  for (const door of doors) {
    expect((await door.look()).day.occurrences).toMatchObject([{ booking: { status: 'confirmed' } }]);
  }
}, 120_000);
