import { describe, expect, test } from 'vitest';
import { graphNotificationRoutes, isSameSecret } from '../../../edge-proxy/routes/graph-notifications.ts';
import { createHintIntake } from '../../../edge-proxy/sync/hint-intake.ts';
import type { RoomId } from '../../../shared/basics/ids.ts';
import { SECOND_MS } from '../../../shared/basics/instant.ts';
import { aMeeting, aRoom } from '../../support/builders.ts';
import { inCalendar } from '../../support/memory-calendar.ts';
import { openSyncSite } from '../../support/sync-site.ts';

const room = aRoom();
const porto = aRoom({ id: 'room-porto' as RoomId, address: 'porto@northwind.example' });
const TENANT = '84bd8158-6d4d-4958-8b9f-9d6445542f95';
const paths = ['/webhooks/graph', '/webhooks/graph/lifecycle'] as const;

async function openWebhook() {
  const site = await openSyncSite({ rooms: [room, porto] });
  await site.start();
  await site.clock.advance(SECOND_MS);
  const { keepers, clock, log } = site;
  const intake = createHintIntake({ keepers, tenantId: TENANT, isSameSecret, clock, log });
  const app = graphNotificationRoutes({ intake, log });
  const held = (address: string) => [...site.subscriptions.held.values()].find(({ mailbox }) => mailbox === address);
  return {
    ...site,
    intake,
    app,
    /** As Graph writes it for the room. */
    notice(address: string, change: Record<string, unknown> = {}) {
      const subscription = held(address);
      return {
        subscriptionId: subscription?.id,
        subscriptionExpirationDateTime: '2026-11-27T07:00:00.0000000Z',
        changeType: 'updated',
        resource: `users/${address}/events/AAMk`,
        resourceData: { '@odata.type': '#Microsoft.Graph.Event', id: 'AAMk' },
        clientState: subscription?.clientState,
        tenantId: TENANT,
        ...change,
      };
    },
    post: (path: string, body: unknown) =>
      app.request(path, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
  };
}

describe('the handshake', () => {
  test.for(
    paths.flatMap((path) => [
      {
        path,
        sent: 'Validation%3a+Testing+client+application+reachability',
        echoed: 'Validation: Testing client application reachability',
      },
      { path, sent: 'a%2Bb%26c%3Dd%25', echoed: 'a+b&c=d%' },
      { path, sent: '%3Cscript%3Ealert(1)%3C%2Fscript%3E', echoed: '<script>alert(1)</script>' },
      { path, sent: 'Gr%C3%BC%C3%9Fe', echoed: 'Grüße' },
    ]),
  )('at $path echoes $sent decoded, as plain text that no browser runs', async ({ path, sent, echoed }) => {
    const { app, close } = await openWebhook();

    const answer = await app.request(`${path}?validationToken=${sent}`, { method: 'POST' });
    close();

    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe(echoed);
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  test.for([{ token: '' }, { token: 'x'.repeat(5_000) }])(
    'refuses a token that Graph would not send',
    async ({ token }) => {
      const { app, close } = await openWebhook();

      const answer = await app.request(`/webhooks/graph?validationToken=${token}`, { method: 'POST' });
      close();

      expect(answer.status).toBe(400);
      expect(await answer.text()).not.toContain('xxx');
    },
  );
});

test('a notification brings the change to the door', async () => {
  const { calendar, clock, publish, notice, post, close } = await openWebhook();
  calendar.write(room.id, [inCalendar(aMeeting('11:00', '11:30'))]);

  const answer = await post('/webhooks/graph', { value: [notice(room.address)] });
  await clock.advance(0);
  close();

  expect(answer.status).toBe(202);
  expect(await answer.text()).toBe('');
  expect(publish.current(room.id)?.occurrences).toHaveLength(1);
});

test('the mark is durable when the 202 is given, for each room of the delivery and no other', async () => {
  const { calendar, store, notice, post, close } = await openWebhook();
  calendar.hold();

  await post('/webhooks/graph', { value: [notice(room.address), notice(porto.address), notice(room.address)] });
  close();

  expect(store.dirty).toEqual(new Set([room.id, porto.id]));
});

test('one forged item does not keep the genuine ones of its delivery back', async () => {
  const { calendar, store, notice, post, close } = await openWebhook();
  calendar.hold();

  const answer = await post('/webhooks/graph', {
    value: [notice(room.address, { clientState: 'guess' }), null, 7, [], { subscriptionId: {} }, notice(porto.address)],
  });
  close();

  expect(answer.status).toBe(202);
  expect(store.dirty).toEqual(new Set([porto.id]));
});

test('whoever forges learns nothing: every well-formed delivery is answered alike, and no calendar is read', async () => {
  const { calendar, notice, post, intake, clock, log, close } = await openWebhook();
  const reads = calendar.reads.length;
  const genuineShape = notice(room.address);

  const answers = await Promise.all(
    [
      { value: [{ ...genuineShape, clientState: 'guess' }] },
      { value: [{ ...genuineShape, clientState: undefined }] },
      { value: [{ ...genuineShape, subscriptionId: 'unknown' }] },
      { value: [{ ...genuineShape, tenantId: 'another' }] },
      { value: [{}] },
      { value: [] },
    ].map(async (body) => {
      const answer = await post('/webhooks/graph', body);
      return { status: answer.status, text: await answer.text(), headers: [...answer.headers] };
    }),
  );
  await clock.advance(SECOND_MS);
  close();

  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(answers[0]?.status).toBe(202);
  expect(calendar.reads.length).toBe(reads);
  expect(intake.counts()).toEqual({ accepted: 0, unknownSubscription: 2, wrongSecret: 2, wrongTenant: 1 });
  expect(JSON.stringify(log.lines)).not.toContain('guess');
});

test.for([
  { body: '', status: 400 },
  { body: 'not json', status: 400 },
  { body: '{"value":', status: 400 },
  { body: 'null', status: 400 },
  { body: '[]', status: 400 },
  { body: '{"value":{}}', status: 400 },
  { body: '['.repeat(200_000), status: 400 },
  { body: JSON.stringify({ value: [{ clientState: 'x'.repeat(300_000) }] }), status: 413 },
  // Each would be hashed twice: a quarter of a megabyte of them is a second in which nobody else is served.
  { body: JSON.stringify({ value: Array.from({ length: 100_000 }, () => 0) }), status: 413 },
])('a body that is no delivery is a problem of status $status', async ({ body, status }) => {
  const { post, close } = await openWebhook();

  const answer = await post('/webhooks/graph', body);
  close();

  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
});

test('a body that lies about its length is stopped where it passes the bound', async () => {
  const { app, close } = await openWebhook();
  let pulled = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      pulled += 1;
      controller.enqueue(new Uint8Array(64 * 1024));
    },
  });

  const answer = await app.request(
    new Request('http://localhost/webhooks/graph', { method: 'POST', body: endless, duplex: 'half' } as RequestInit),
  );
  close();

  expect(answer.status).toBe(413);
  expect(pulled).toBeLessThan(10);
});

test('where the mark cannot be kept Graph is told to try again', async () => {
  const { store, notice, post, log, close } = await openWebhook();
  store.fail(new Error('disk full'));

  const answer = await post('/webhooks/graph', { value: [notice(room.address)] });
  close();

  expect(answer.status).toBe(503);
  expect(answer.headers.get('retry-after')).toBe('5');
  expect(log.events()).toContain('webhook.not-kept');
});

test('a lifecycle event reaches the subscription of its room alone', async () => {
  const { subscriptions, notice, post, clock, close } = await openWebhook();
  await clock.advance(10 * SECOND_MS);
  const removed = notice(room.address, { lifecycleEvent: 'subscriptionRemoved', changeType: undefined });
  subscriptions.held.delete(String(removed.subscriptionId));

  const answer = await post('/webhooks/graph/lifecycle', { value: [removed] });
  await clock.advance(SECOND_MS);
  close();

  expect(answer.status).toBe(202);
  expect(subscriptions.count('create')).toBe(3);
  expect([...subscriptions.held.values()].map(({ mailbox }) => mailbox).sort()).toEqual([room.address, porto.address]);
});

test('a delivery that is sent again does no harm', async () => {
  const { calendar, notice, post, clock, close } = await openWebhook();
  const reads = calendar.readsOf(room.id);
  const delivery = { value: [notice(room.address)] };

  for (let sent = 0; sent < 1_000; sent += 1) await post('/webhooks/graph', delivery);
  await clock.advance(SECOND_MS);
  close();

  expect(calendar.readsOf(room.id) - reads).toBeLessThanOrEqual(2);
});

test.for([
  { given: 'secret', kept: 'secret', same: true },
  { given: 'secret', kept: 'secre', same: false },
  { given: '', kept: 'secret', same: false },
])('secrets $given and $kept are the same: $same', ({ given, kept, same }) => {
  expect(isSameSecret(given, kept)).toBe(same);
});
