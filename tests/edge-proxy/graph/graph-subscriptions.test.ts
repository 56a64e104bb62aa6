import { afterEach, expect, test } from 'vitest';
import { createGraphSubscriptions } from '../../../edge-proxy/graph/graph-subscriptions.ts';
import { aRoom, at } from '../../support/builders.ts';
import { aGraphClient } from '../../support/graph-needs.ts';
import { recordedBody } from '../../support/recorded.ts';
import { type Answer, type Asked, type StandIn, startStandIn } from '../../support/stand-in.ts';

let server: StandIn | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

const until = at('2026-11-27T09:00:00Z');

async function service(answer: (asked: Asked, nth: number) => Answer) {
  server = await startStandIn(answer);
  const { client } = aGraphClient(server.origin);
  return { server, subscriptions: createGraphSubscriptions(client, 'https://edge.example.com') };
}

test('a subscription asks for every change of the room, with both addresses and ids that stay', async () => {
  const { server, subscriptions } = await service(() => ({
    status: 201,
    json: recordedBody('composed/subscription-create-room-events.json'),
  }));

  await subscriptions.create(aRoom(), 'c2VjcmV0', until);

  expect(server.asked[0]?.headers['prefer']).toContain('IdType="ImmutableId"');
  expect(JSON.parse(server.asked[0]?.body ?? '')).toEqual({
    changeType: 'created,updated,deleted',
    notificationUrl: 'https://edge.example.com/webhooks/graph',
    lifecycleNotificationUrl: 'https://edge.example.com/webhooks/graph/lifecycle',
    resource: 'users/lisbon@northwind.example/events',
    expirationDateTime: '2026-11-27T09:00:00.000Z',
    clientState: 'c2VjcmV0',
    latestSupportedTlsVersion: 'v1_2',
  });
});

test.for([
  { sample: 'composed/error-400-subscription-validation.json', status: 400, reason: 'bad-answer' },
  { sample: 'composed/error-400-subscription-validation-timeout.json', status: 400, reason: 'bad-answer' },
  { sample: 'composed/error-403-rbac-out-of-scope.json', status: 403, reason: 'access-denied' },
  { sample: 'composed/error-404-user-not-found.json', status: 404, reason: 'room-gone' },
])('$sample means $reason', async ({ sample, status, reason }) => {
  const { subscriptions } = await service(() => ({ status, json: recordedBody(sample) }));

  await expect(subscriptions.create(aRoom(), 's', until)).rejects.toMatchObject({ reason });
});

test('the recorded no to a subscription that is gone is null', async () => {
  const { subscriptions } = await service(() => ({
    status: 404,
    json: recordedBody('composed/error-404-subscription.json'),
  }));

  expect(await subscriptions.renew('gone', until)).toBeNull();
});

test('a duplicate whose secret Graph keeps to itself is replaced, since its notifications could not be told from forged ones', async () => {
  let posts = 0;
  const entry = {
    id: 'old',
    resource: 'users/lisbon@northwind.example/events',
    notificationUrl: 'https://edge.example.com/webhooks/graph',
    expirationDateTime: '2026-11-27T09:00:00Z',
    clientState: null,
  };
  const { server, subscriptions } = await service(({ method, url }) => {
    if (method === 'DELETE') return { status: 204 };
    if (method === 'GET') return { json: url.endsWith('/old') ? entry : { value: [entry] } };
    posts += 1;
    return posts === 1
      ? { status: 409, json: recordedBody('composed/error-409-subscription-exists.json') }
      : { status: 201, json: { ...entry, id: 'new' } };
  });

  expect(await subscriptions.create(aRoom(), 's', until)).toEqual({ id: 'new', expiresAt: until, clientState: 's' });
  expect(server.asked.map(({ method }) => method)).toEqual(['POST', 'GET', 'GET', 'DELETE', 'POST']);
});

test('a renewal is a PATCH alone, which reauthorizes too: the two are never both asked for', async () => {
  const { server, subscriptions } = await service(() => ({
    json: recordedBody('composed/subscription-renew-room-events.json'),
  }));

  await subscriptions.renew('7f105c7d', until);

  expect(server.asked.map(({ method, url }) => `${method} ${url}`)).toEqual([
    expect.stringMatching(/^PATCH .*\/subscriptions\/7f105c7d$/),
  ]);
});

test('one that stays in the way in spite of all is a fault, not a loop', async () => {
  const { server, subscriptions } = await service(({ method }) =>
    method === 'GET'
      ? { json: { value: [] } }
      : { status: 409, json: recordedBody('composed/error-409-subscription-exists.json') },
  );

  await expect(subscriptions.create(aRoom(), 's', until)).rejects.toMatchObject({ reason: 'bad-answer' });
  expect(server.asked).toHaveLength(3);
});

test('what watches something else than events, or calls somebody else, is not ours', async () => {
  const entry = (id: string, change: object) => ({
    id,
    resource: 'users/lisbon@northwind.example/events',
    notificationUrl: 'https://edge.example.com/webhooks/graph',
    expirationDateTime: '2026-11-27T09:00:00Z',
    ...change,
  });
  const { subscriptions } = await service(() => ({
    json: {
      value: [
        entry('ours', { resource: '/Users/Lisbon%40northwind.example/Events' }),
        entry('mail', { resource: 'users/lisbon@northwind.example/messages' }),
        entry('theirs', { notificationUrl: 'https://other.example.com/webhooks/graph' }),
        'nonsense',
      ],
    },
  }));

  expect(await subscriptions.list()).toEqual([{ id: 'ours', mailbox: 'lisbon@northwind.example', expiresAt: until }]);
});
