/** What only a socket shows: the handshake with a real listener, and a connection that is cut. */

import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { afterEach, expect, test } from 'vitest';
import { postByFetch } from '../../../../edge-proxy/sandbox/graph/post.ts';
import { room } from '../exchange/an-exchange.ts';
import { aGraph, TODAY } from './a-graph.ts';

const servers: { close(): unknown }[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listener(handle: RequestListener): Promise<string> {
  const server: Server = createServer(handle);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const wanted = (url: string) => ({
  changeType: 'updated',
  notificationUrl: `${url}/hook?site=lisbon`,
  lifecycleNotificationUrl: `${url}/lifecycle`,
  resource: `/users/${room.id}/events`,
  expirationDateTime: '2026-11-27T08:00:00Z',
});

const tokenOf = (request: IncomingMessage) =>
  new URL(request.url ?? '', 'http://here').searchParams.get('validationToken') ?? '';

test('both addresses are asked to say the token back, as the service encodes it', async () => {
  const seen: { url: string; method: string; type: string }[] = [];
  const url = await listener((request, response) => {
    seen.push({ url: request.url ?? '', method: request.method ?? '', type: request.headers['content-type'] ?? '' });
    response.writeHead(200, { 'Content-Type': 'text/plain;charset=UTF-8' }).end(tokenOf(request));
  });
  const { ask } = aGraph({ post: postByFetch });

  const created = await ask('POST', '/subscriptions', wanted(url));

  expect(created.status).toBe(201);
  expect(seen.map(({ method, type }) => `${method} ${type}`)).toEqual(Array(2).fill('POST text/plain; charset=utf-8'));
  expect(seen[0]?.url).toMatch(
    /^\/hook\?site=lisbon&validationToken=Validation%3a\+Testing\+client\+application\+reachability\+for\+subscription\+Request-Id%3a\+[0-9a-f-]{36}$/,
  );
  expect(seen[1]?.url).toMatch(/^\/lifecycle\?validationToken=/);
});

test.for<{ name: string; answer: RequestListener; message: string }>([
  {
    name: 'says the token back undecoded',
    answer: (request, response) =>
      response.writeHead(200, { 'Content-Type': 'text/plain' }).end(request.url?.split('validationToken=')[1]),
    message: 'Subscription validation request failed. Response must exactly match validationToken query parameter.',
  },
  {
    name: 'says it in HTML',
    answer: (request, response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end(tokenOf(request)),
    message: 'Subscription validation request failed. Response must exactly match validationToken query parameter.',
  },
  {
    name: 'answers 202',
    answer: (request, response) => response.writeHead(202, { 'Content-Type': 'text/plain' }).end(tokenOf(request)),
    message:
      'Subscription validation request failed. Notification endpoint must respond with 200 OK to validation request.',
  },
  {
    name: 'sends elsewhere',
    answer: (_, response) => response.writeHead(307, { Location: '/elsewhere' }).end(),
    message:
      'Subscription validation request failed. Notification endpoint must respond with 200 OK to validation request.',
  },
  {
    name: 'hangs up',
    answer: (request) => request.socket.destroy(),
    message:
      'Subscription validation request failed. Notification endpoint must respond with 200 OK to validation request.',
  },
])('an address that $name gets no subscription', async ({ answer, message }) => {
  const url = await listener(answer);
  const { ask, get } = aGraph({ post: postByFetch });

  const refused = await ask('POST', '/subscriptions', wanted(url));

  expect(refused).toMatchObject({ status: 400, body: { error: { message } } });
  expect((await get('/subscriptions')).body.value).toEqual([]);
});

test('an address that says nothing for ten seconds gets no subscription', async () => {
  let arrived = () => {};
  const arrival = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const url = await listener(() => arrived());
  const { ask, clock } = aGraph({ post: postByFetch });

  const asking = ask('POST', '/subscriptions', wanted(url));
  await arrival;
  clock.advance(10_000);

  expect((await asking).body.error).toMatchObject({
    code: 'InvalidRequest',
    message: 'Subscription validation request timed out.',
  });
});

test('a planned hang-up cuts the connection, before or after the deed', async () => {
  const { app, faults, exchange } = aGraph();
  const started = await new Promise<{ port: number }>((resolve) => {
    servers.push(serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, resolve));
  });
  const root = `http://127.0.0.1:${started.port}/v1.0/users/${room.id}`;
  const headers = { Authorization: 'Bearer good', 'Content-Type': 'application/json' };
  const when = { dateTime: '2026-11-24T12:00:00', timeZone: 'UTC' };
  faults.onRequest({ operation: 'list-calendar-view' }, { kind: 'drop' }, { times: 1 });
  faults.onRequest({ operation: 'create-event' }, { kind: 'drop', when: 'after' }, { times: 1 });

  await expect(fetch(`${root}/calendarView?${TODAY}`, { headers })).rejects.toThrow();
  await expect(
    fetch(`${root}/events`, { method: 'POST', headers, body: JSON.stringify({ start: when, end: when }) }),
  ).rejects.toThrow();

  expect(exchange.calendar(room.address).items()).toHaveLength(1);
  expect((await fetch(`${root}/calendarView?${TODAY}`, { headers })).status).toBe(200);
});
