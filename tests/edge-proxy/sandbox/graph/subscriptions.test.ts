import { expect, test } from 'vitest';
import type { Post } from '../../../../edge-proxy/sandbox/graph/post.ts';
import { aDraft, adele, organized, room } from '../exchange/an-exchange.ts';
import { aGraph, type Delivered, obligingPost } from './a-graph.ts';

const WEBHOOK = 'https://edge.example.com/notifications';
const LIFECYCLE = 'https://edge.example.com/lifecycle';
const HOUR_MS = 3_600_000;

const wanted = (change: Record<string, unknown> = {}) => ({
  changeType: 'created,updated,deleted',
  notificationUrl: WEBHOOK,
  lifecycleNotificationUrl: LIFECYCLE,
  resource: `/users/${room.id}/events`,
  expirationDateTime: '2026-11-27T08:00:00Z',
  clientState: 'secret',
  ...change,
});

type Item = { subscriptionId: string; changeType?: string; lifecycleEvent?: string };
const itemsOf = (delivered: readonly Delivered[]) => delivered.flatMap(({ body }) => (body as { value: Item[] }).value);

async function subscribed(options: Parameters<typeof aGraph>[0] = {}, change: Record<string, unknown> = {}) {
  const delivered: Delivered[] = [];
  const graph = aGraph({ post: obligingPost(delivered), ...options });
  const created = await graph.ask('POST', '/subscriptions', wanted(change));
  return { ...graph, delivered, id: created.body.id as string };
}

test('one change is told two to four times, some of it together', async () => {
  for (const [fraction, times] of [
    [0, 2],
    [0.5, 3],
    [0.99, 4],
  ] as const) {
    const { exchange, clock, delivered } = await subscribed({ fractions: [fraction] });
    exchange.organize(room.address, aDraft({ attendees: [] }));
    await clock.settle(2_000);

    expect(itemsOf(delivered).map(({ changeType }) => changeType)).toEqual([
      'created',
      ...Array(times - 1).fill('updated'),
    ]);
    expect(delivered.length).toBeLessThan(times);
  }
});

test('an invited room tells of the request, then of its answer; its organizer is told of nothing', async () => {
  const { exchange, clock, delivered } = await subscribed();
  organized(exchange, clock, aDraft());
  await clock.settle(2_000);

  expect(new Set(itemsOf(delivered).map(({ changeType }) => changeType))).toEqual(new Set(['created', 'updated']));
  expect(itemsOf(delivered).length).toBeGreaterThanOrEqual(4);
});

test('changes of two rooms go in one delivery to one address', async () => {
  const { exchange, clock, ask, delivered } = await subscribed();
  await ask('POST', '/subscriptions', wanted({ resource: `/users/${adele.id}/events` }));
  exchange.organize(room.address, aDraft({ attendees: [] }));
  exchange.organize(adele.address, aDraft({ attendees: [] }));
  await clock.settle(1_000);

  expect(delivered).toHaveLength(1);
  expect(new Set(itemsOf(delivered).map(({ subscriptionId }) => subscriptionId)).size).toBe(2);
});

test('only what was asked for is told', async () => {
  const { exchange, clock, delivered } = await subscribed({}, { changeType: 'deleted' });
  const event = exchange.organize(room.address, aDraft({ attendees: [] }));
  await clock.settle(1_000);
  expect(delivered).toEqual([]);

  exchange.remove(room.address, event.ok ? event.value.item.id : '');
  await clock.settle(1_000);
  expect(itemsOf(delivered).every(({ changeType }) => changeType === 'deleted')).toBe(true);
  expect(delivered).not.toEqual([]);
});

/** Validates, then answers deliveries with these statuses, the last for ever; and keeps when each came. */
function stubbornPost(statuses: readonly number[], now: () => number) {
  const attempts: { at: number; url: string; items: Item[] }[] = [];
  const post: Post = async (url, { body }) => {
    const token = new URL(url).searchParams.get('validationToken');
    if (token !== null) return { status: 200, contentType: 'text/plain; charset=utf-8', text: token };
    attempts.push({ at: now(), url, items: (JSON.parse(body) as { value: Item[] }).value });
    return { status: statuses[attempts.length - 1] ?? statuses.at(-1) ?? 202, contentType: '', text: '' };
  };
  return { attempts, post };
}

test('what was not taken is brought again, each time later', async () => {
  let now = () => 0;
  const { attempts, post } = stubbornPost([503, 500, 404, 202], () => now());
  const { exchange, clock } = await subscribed({ post });
  now = clock.now;
  exchange.organize(room.address, aDraft({ attendees: [] }));
  await clock.settle(HOUR_MS);

  const waits = attempts.slice(1).map(({ at }, index) => at - (attempts[index]?.at ?? 0));
  expect(waits).toEqual([5_000, 10_000, 20_000]);
});

test('after four hours it is given up, and "missed" is said once', async () => {
  let now = () => 0;
  const { attempts, post } = stubbornPost([500], () => now());
  const { exchange, clock } = await subscribed({ post }, { expirationDateTime: '2026-11-30T08:00:00Z' });
  now = clock.now;
  exchange.organize(room.address, aDraft({ attendees: [] }));
  await clock.settle(5 * HOUR_MS);

  const told = attempts.filter(({ url }) => url === LIFECYCLE);
  expect(told[0]?.items.map(({ lifecycleEvent }) => lifecycleEvent)).toEqual(['missed']);
  expect(attempts.filter(({ url }) => url === WEBHOOK).at(-1)?.at).toBeLessThanOrEqual(
    Date.parse('2026-11-24T12:00:01Z'),
  );
});

test('who is silent for three seconds is asked again', async () => {
  let [asked, aborted] = [0, 0];
  const post: Post = (url, _message, signal) => {
    const token = new URL(url).searchParams.get('validationToken');
    if (token !== null) return Promise.resolve({ status: 200, contentType: 'text/plain', text: token });
    asked += 1;
    return new Promise((_, reject) => {
      signal.addEventListener('abort', () => {
        aborted += 1;
        reject(new Error('too slow'));
      });
    });
  };
  const { exchange, clock } = await subscribed({ post });
  exchange.organize(room.address, aDraft({ attendees: [] }));

  await clock.settle(3_100);
  expect([asked, aborted]).toEqual([1, 1]);
  await clock.settle(15_000);
  expect([asked, aborted]).toEqual([2, 2]);
});

test('notifications can be dropped, doubled and delayed by plan', async () => {
  const { exchange, clock, faults, delivered } = await subscribed();
  const write = () => exchange.organize(room.address, aDraft({ attendees: [] }));
  faults.onNotification({ mailbox: room.address }, { kind: 'drop' }, { times: 1 });
  write();
  await clock.settle(5_000);
  expect(delivered).toEqual([]);

  faults.onNotification({ mailbox: room.address }, { kind: 'duplicate', copies: 5 }, { times: 1 });
  write();
  await clock.settle(5_000);
  expect(itemsOf(delivered)).toHaveLength(7);

  faults.onNotification({}, { kind: 'delay', ms: 60_000 }, { times: 1 });
  write();
  await clock.settle(59_000);
  expect(itemsOf(delivered)).toHaveLength(7);
  await clock.settle(2_000);
  expect(itemsOf(delivered)).toHaveLength(9);
});

test.for([
  { asked: '2026-11-24T08:05:00Z', granted: '2026-11-24T08:45:00.0000000Z', because: 'it is raised to 45 minutes' },
  { asked: '2026-12-01T08:00:00Z', granted: '2026-12-01T08:00:00.0000000Z', because: 'seven days are the most' },
  { asked: '2026-12-01T08:01:00Z', granted: null, because: 'that is longer than seven days' },
  { asked: '2026-11-24T07:00:00Z', granted: null, because: 'that is over' },
  { asked: 'tomorrow', granted: null, because: 'that is no time' },
])('who asks until $asked gets $granted: $because', async ({ asked, granted }) => {
  const { ask } = aGraph();

  const answer = await ask('POST', '/subscriptions', wanted({ expirationDateTime: asked }));

  expect(answer.status).toBe(granted === null ? 400 : 201);
  expect(answer.body.expirationDateTime ?? null).toBe(granted);
});

test('before the end a renewal is asked for; renewed it lives on, otherwise it is gone without a word', async () => {
  const { clock, delivered, ask, get, id } = await subscribed({}, { expirationDateTime: '2026-11-24T09:00:00Z' });
  await clock.settle(45 * 60_000 + 100);
  expect(itemsOf(delivered).map(({ lifecycleEvent }) => lifecycleEvent)).toEqual(['reauthorizationRequired']);

  await ask('PATCH', `/subscriptions/${id}`, { expirationDateTime: '2026-11-24T10:00:00Z' });
  await clock.settle(20 * 60_000);
  expect((await get(`/subscriptions/${id}`)).status).toBe(200);

  await clock.settle(HOUR_MS);
  expect((await get(`/subscriptions/${id}`)).status).toBe(404);
  expect((await get('/subscriptions')).body.value).toEqual([]);
  expect(itemsOf(delivered)).toHaveLength(2);
});

test('removed from behind, its end is told; expired from behind, it is not', async () => {
  const removed = await subscribed();
  removed.subscriptions.remove(removed.id);
  await removed.clock.settle(1_000);
  expect(removed.delivered.map(({ url }) => url)).toEqual([LIFECYCLE]);
  expect(itemsOf(removed.delivered)).toMatchObject([
    { lifecycleEvent: 'subscriptionRemoved', subscriptionId: removed.id },
  ]);

  const expired = await subscribed();
  expired.subscriptions.expire(expired.id);
  await expired.clock.settle(1_000);
  expect(expired.delivered).toEqual([]);
});

test('another app sees nothing of it, and may have one of its own', async () => {
  const { ask, get, id } = await subscribed();
  const other = { Authorization: 'Bearer other' };

  expect((await get(`/subscriptions/${id}`, other)).status).toBe(404);
  expect((await ask('DELETE', `/subscriptions/${id}`, undefined, other)).status).toBe(404);
  expect((await ask('POST', '/subscriptions', wanted(), other)).status).toBe(201);
});

test('the list does not show the secret', async () => {
  const { get } = await subscribed();

  expect((await get('/subscriptions')).body.value).toMatchObject([
    { clientState: null, resource: `/users/${room.id}/events` },
  ]);
});

test.for<{ name: string; change: Record<string, unknown>; status: number }>([
  { name: 'plain http off loopback', change: { notificationUrl: 'http://edge.example.com/x' }, status: 400 },
  { name: 'no address', change: { notificationUrl: undefined }, status: 400 },
  { name: 'a change that is none', change: { changeType: 'read' }, status: 400 },
  { name: 'a secret of 129 characters', change: { clientState: 'x'.repeat(129) }, status: 400 },
  { name: 'messages', change: { resource: `/users/${room.id}/messages` }, status: 400 },
  { name: 'nobody', change: { resource: '/users/none@contoso.com/events' }, status: 404 },
])('a subscription with $name is refused with $status', async ({ change, status }) => {
  const { ask } = aGraph();

  expect((await ask('POST', '/subscriptions', wanted(change))).status).toBe(status);
});

test('a mailbox outside the access policy cannot be subscribed to', async () => {
  const { exchange, ask } = aGraph();
  exchange.setAccessPolicy([adele.address]);

  const answer = await ask('POST', '/subscriptions', wanted());

  expect(answer).toMatchObject({ status: 403, body: { error: { code: 'ExtensionError' } } });
});
