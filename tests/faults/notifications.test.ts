/** Faults F1 to F11: what can go wrong with Graph's notifications, and what the doors show all the same. */

import { afterEach, describe, expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../shared/basics/instant.ts';
import { openSite, type Site } from '../simulation/site.ts';
import { at } from '../support/builders.ts';

const VIEW = 'GET /v1.0/users/{mailbox}/calendarView';
const CREATE = 'POST /v1.0/subscriptions';
const RENEW = 'PATCH /v1.0/subscriptions/{subscription}';

/** As long as N1 may take (faults, section 1). */
const TRUE_WITHIN_MS = 90 * SECOND_MS;

let site: Site;
afterEach(() => site.close());

/** A true notification for that room, secret and all, `times` times over. */
function hintsFor(room: string, times = 1, change: object = {}): string {
  const mailbox = site.tenant.exchange.mailbox(room);
  const subscription = site.tenant.subscriptions.all().find(({ mailboxId }) => mailboxId === mailbox?.id);
  const item = {
    subscriptionId: subscription?.id,
    clientState: subscription?.clientState,
    tenantId: subscription?.tenantId,
    changeType: 'updated',
    ...change,
  };
  return JSON.stringify({ value: Array.from({ length: times }, () => item) });
}

function subscriptionsOf(room: string): string[] {
  const mailbox = site.tenant.exchange.mailbox(room);
  return site.tenant.subscriptions.all().flatMap(({ id, mailboxId }) => (mailboxId === mailbox?.id ? [id] : []));
}

const alarms = async () => (await site.store.listAlarms()).filter(({ clearedAt }) => clearedAt === null);

test('F1: a change whose notification is lost is on the screen within 90 s all the same', async () => {
  site = await openSite();
  site.tenant.plan.onNotification({}, { kind: 'drop' });
  site.invite(site.first.address, 30);

  await site.pass(TRUE_WITHIN_MS);
  expect(site.first.day()?.occurrences).toHaveLength(1);
  expect(site.untruths()).toEqual([]);
});

test('F2: a change told over and over costs no more than two readings, and the screen changes no more often than Exchange', async () => {
  site = await openSite();
  await site.pass(10 * SECOND_MS);
  site.tenant.requests.reset();
  const seenBefore = site.first.seen.length;
  site.tenant.plan.onNotification({}, { kind: 'duplicate', copies: 12 });
  // Straight into the room's calendar: one change, where an invitation would be seen again with the room's answer.
  site.tenant.desk.invite({ room: site.first.address, startsIn: 30, minutes: 30, direct: true });

  await site.pass(5 * SECOND_MS);
  expect(site.calls(VIEW, site.first.address)).toBeLessThanOrEqual(3);
  expect(site.first.seen).toHaveLength(seenBefore + 1);
  expect(site.untruths()).toEqual([]);
});

test('F3: notifications that arrive in another order than they happened leave the screen at what is true now', async () => {
  let turn = 0;
  site = await openSite({
    // Each is held shorter than the one before: the last overtakes all.
    carry: (deliver) => {
      turn += 1;
      return new Promise((done, failed) => {
        site.clock.after(Math.max(0, 2_500 - turn * 300), () => deliver().then(done, failed));
      });
    },
  });
  const meeting = site.invite(site.first.address, 30);
  site.tenant.desk.change(meeting, { minutes: 60 });
  site.tenant.desk.change(meeting, { minutes: 45 });
  site.tenant.desk.cancel(meeting);

  await site.pass(15 * SECOND_MS);
  const revisions = site.first.seen.map(({ revision }) => revision);
  expect(site.untruths()).toEqual([]);
  expect(revisions).toEqual([...revisions].sort((a, b) => a - b));
});

describe('F4: forged notifications', () => {
  const forgeries: [string, object][] = [
    ['the wrong secret', { clientState: 'guessed' }],
    ['no secret', { clientState: null }],
    ['a subscription that nobody has', { subscriptionId: '0d3f1f9c-0000-4000-8000-000000000000' }],
    ['another tenant', { tenantId: '00000000-0000-4000-8000-000000000000' }],
  ];

  test.for(forgeries)('with %s cost no call, are answered as any other and, in number, alarm', async ([, change]) => {
    site = await openSite();
    await site.pass(2 * SECOND_MS);
    const honest = await site.postHints(hintsFor(site.first.address));
    await site.pass(2 * SECOND_MS);
    site.tenant.requests.reset();

    const answered = await site.postHints(hintsFor(site.first.address, 100, change));
    await site.pass(2 * SECOND_MS);
    expect([answered.status, await answered.text()]).toEqual([honest.status, await honest.text()]);
    expect(site.tenant.requests.read().total).toBe(0);
    expect((await alarms()).map(({ kind }) => kind)).toEqual(['hints-forged']);
    expect(site.untruths()).toEqual([]);
  });
});

test('F5: a valid notification replayed for an hour costs two readings a second at the most, and changes nothing', async () => {
  site = await openSite();
  await site.pass(5 * SECOND_MS);
  const replayed = hintsFor(site.first.address);
  const seenBefore = site.first.seen.length;
  site.tenant.requests.reset();
  for (let n = 0; n < 100; n += 1) {
    await site.postHints(replayed);
    await site.pass(100);
  }

  expect(site.calls(VIEW, site.first.address)).toBeLessThanOrEqual(2 * 10 + 1);
  expect(site.first.seen).toHaveLength(seenBefore);
  expect(site.untruths()).toEqual([]);
});

describe('F6: a flood', () => {
  test('of ten thousand notifications in a second costs one reading under way and one to follow, and no other room anything', async () => {
    site = await openSite();
    await site.pass(5 * SECOND_MS);
    const [flooded, other] = site.rooms;
    const body = hintsFor(flooded?.address ?? '', 500);
    const timersBefore = site.clock.pending();
    site.tenant.requests.reset();
    // A reading takes a while, as it does at Microsoft.
    site.tenant.plan.onRequest({ operation: 'list-calendar-view' }, { kind: 'delay', ms: 900 });
    const answers = await Promise.all(Array.from({ length: 20 }, () => site.postHints(body)));
    await site.pass(SECOND_MS);

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    expect(site.calls(VIEW, flooded?.address)).toBeLessThanOrEqual(2);
    expect(site.calls(VIEW, other?.address)).toBeLessThanOrEqual(1);
    await site.pass(5 * SECOND_MS);
    expect(site.clock.pending()).toBeLessThanOrEqual(timersBefore + 5);
    expect(site.untruths()).toEqual([]);
  });

  test('of a body of ten megabytes is refused unread', async () => {
    site = await openSite();
    const answer = await site.postHints(`{"value":["${'x'.repeat(10 * 1024 * 1024)}"]}`);

    expect(answer.status).toBe(413);
    await site.pass(TRUE_WITHIN_MS);
    expect(site.untruths()).toEqual([]);
  });
});

test('F7: after an hour in which Graph could not reach us, "missed" for one room has all of them read', async () => {
  let isReachable = true;
  site = await openSite({
    now: at('20:00'),
    rooms: 4,
    // In its drop state Graph keeps nothing back to be sent later.
    carry: async (deliver) => (isReachable ? deliver() : { status: 202, contentType: '', text: '' }),
  });
  // At night, when a quiet room is read three times an hour: only the word of Graph can bring it to light sooner.
  isReachable = false;
  await site.pass(10 * MINUTE_MS);
  for (const { address } of site.rooms) site.invite(address, 60);
  await site.pass(2 * SECOND_MS);
  isReachable = true;
  const [told] = subscriptionsOf(site.first.address);
  site.tenant.subscriptions.sendLifecycle('missed', told);

  await site.pass(TRUE_WITHIN_MS);
  expect(site.untruths()).toEqual([]);
});

test('F8: a subscription that ran out is bridged by polling and made anew; the others are renewed at half their life, not all at once', async () => {
  site = await openSite({ rooms: 6, screens: false });
  const [{ address } = { address: '' }] = site.rooms;
  const screen = await site.hang(address);
  const [lost = ''] = subscriptionsOf(address);
  site.tenant.subscriptions.expire(lost);
  site.invite(address, 30);
  await site.pass(TRUE_WITHIN_MS);
  expect(site.untruths()).toEqual([]);

  site.unhang(screen);
  site.tenant.requests.reset();
  const renewed: number[] = [];
  for (let hour = 0; hour < 40; hour += 1) {
    await site.pass(HOUR_MS);
    renewed.push(site.calls(RENEW));
  }
  // Of 70 hours; the one that is gone is asked for as well, and found missing.
  expect(renewed[29]).toBe(0);
  expect(renewed.at(-1)).toBe(6);
  expect(new Set(renewed).size).toBeGreaterThan(3);
  expect(site.calls(CREATE)).toBe(1);
  for (const room of site.rooms) expect(subscriptionsOf(room.address)).toHaveLength(1);
}, 120_000);

test('F9: a subscription that Graph removes is made anew within seconds, and what changed in between is read', async () => {
  site = await openSite();
  const [lost = ''] = subscriptionsOf(site.first.address);
  const removed = hintsFor(site.first.address, 1, { changeType: undefined, lifecycleEvent: 'subscriptionRemoved' });
  site.tenant.subscriptions.expire(lost);
  // Told to nobody, as there is no subscription; the word of that comes by the lifecycle address, and later.
  site.invite(site.first.address, 30);
  await site.pass(3 * SECOND_MS);
  await site.postHints(removed, '/webhooks/graph/lifecycle');

  await site.pass(20 * SECOND_MS);
  expect(subscriptionsOf(site.first.address)).toHaveLength(1);
  expect(subscriptionsOf(site.first.address)).not.toEqual([lost]);
  expect(site.untruths()).toEqual([]);
});

test('F10: a renewal that Graph asks for every half minute happens once in ten, by PATCH alone, and each gap is read', async () => {
  site = await openSite();
  await site.pass(MINUTE_MS);
  site.tenant.requests.reset();
  const [id] = subscriptionsOf(site.first.address);
  for (let n = 0; n < 60; n += 1) {
    site.tenant.subscriptions.sendLifecycle('reauthorizationRequired', id);
    await site.pass(30 * SECOND_MS);
  }

  expect(site.calls(RENEW)).toBeGreaterThanOrEqual(1);
  expect(site.calls(RENEW)).toBeLessThanOrEqual(4);
  expect(site.calls('POST /v1.0/subscriptions/{subscription}/reauthorize')).toBe(0);
  expect(site.calls(CREATE)).toBe(0);
  expect(site.untruths()).toEqual([]);
});

describe('F11: subscriptions doubled by a crash', () => {
  test('those that Graph still has are taken up again, and a room never has two', async () => {
    site = await openSite({ rooms: 3 });
    const before = site.tenant.subscriptions.all().map(({ id }) => id);
    site.tenant.requests.reset();
    await site.restart();

    await site.pass(MINUTE_MS);
    expect(site.tenant.subscriptions.all().map(({ id }) => id)).toEqual(before);
    expect(site.calls(CREATE)).toBe(0);
    expect(site.untruths()).toEqual([]);
  });

  test('one whose making was not recorded is a stray: it goes, and its room gets one that we know', async () => {
    site = await openSite({ rooms: 3 });
    const [unrecorded] = subscriptionsOf(site.first.address);
    await site.store.removeSubscription(unrecorded ?? '');
    await site.restart();

    await site.pass(MINUTE_MS);
    for (const { address } of site.rooms) expect(subscriptionsOf(address)).toHaveLength(1);
    expect(subscriptionsOf(site.first.address)).not.toEqual([unrecorded]);
    site.invite(site.first.address, 30);
    await site.pass(5 * SECOND_MS);
    expect(site.untruths()).toEqual([]);
  });

  test.for([
    { what: 'is taken over where Graph tells its secret', tells: true, made: 0 },
    { what: 'gives way to one that we know where Graph keeps its secret to itself', tells: false, made: 1 },
  ])('one whose making got no answer stands in the way of the next (409), and $what', async ({ tells, made }) => {
    site = await openSite({
      between: (toGraph) => (tells ? toGraph : keepSecrets(toGraph)),
      before: ({ tenant }) => {
        const lost = { kind: 'drop', when: 'after' } as const;
        tenant.plan.onRequest({ operation: 'create-subscription' }, lost, { times: 1 });
      },
    });
    const all = site.tenant.subscriptions.all().map(({ id }) => id);
    const kept = new Set((await site.store.listSubscriptions()).map(({ id }) => id));
    const [unanswered = ''] = all.filter((id) => !kept.has(id));
    const address =
      site.rooms.map((room) => room.address).find((one) => subscriptionsOf(one).includes(unanswered)) ?? '';
    site.tenant.requests.reset();

    await site.pass(MINUTE_MS);
    for (const room of site.rooms) expect(subscriptionsOf(room.address)).toHaveLength(1);
    expect(subscriptionsOf(address)[0] === unanswered).toBe(tells);
    expect(site.calls('DELETE /v1.0/subscriptions/{subscription}')).toBe(made);
    site.tenant.requests.reset();
    site.invite(address, 30);
    await site.pass(5 * SECOND_MS);
    expect(site.calls(VIEW, address)).toBeGreaterThan(0);
    expect(site.untruths()).toEqual([]);
    expect(await alarms()).toEqual([]);
  });
});

/** A Graph that never shows the secret of a subscription, not even to whoever made it. */
function keepSecrets(toGraph: typeof fetch): typeof fetch {
  return async (url, init) => {
    const response = await toGraph(url, init);
    if (!/\/subscriptions\/[^/]+$/.test(String(url)) || (init?.method ?? 'GET') !== 'GET') return response;
    return Response.json({ ...((await response.json()) as object), clientState: null });
  };
}
