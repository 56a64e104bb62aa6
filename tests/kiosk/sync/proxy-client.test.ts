import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createAskProxy } from '../../../kiosk/sync/ask-proxy.ts';
import { createIntentClient } from '../../../kiosk/sync/intent-client.ts';
import { createPairingClient } from '../../../kiosk/sync/pairing-client.ts';
import { createProxyClient, isNotPaired, isPassing } from '../../../kiosk/sync/proxy-client.ts';
import { type Instant, instant, SECOND_MS } from '../../../shared/basics/instant.ts';
import type { Intent } from '../../../shared/wire/intent-request.ts';
import { PROBLEM_TYPE_BASE, type Problem } from '../../../shared/wire/problem.ts';
import { aKey, at } from '../../support/builders.ts';
import { aTabletClock } from '../../support/virtual-tablet.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** A client of whatever answers there, over real HTTP on loopback. */
async function aClientOf(listener: RequestListener) {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const clock = aTabletClock(at('09:00'));
  const times: Instant[] = [];
  const ask = createAskProxy({
    fetch: (path, init) => fetch(new URL(String(path), `http://127.0.0.1:${port}`), init),
    clock,
    onProxyTime: (time) => times.push(time),
  });
  return { client: { ...createProxyClient(ask), ...createIntentClient(ask) }, ask, clock, times };
}

const intent: Intent = { kind: 'book', key: aKey(1), end: at('10:55'), notAfter: at('10:26') };
const problem: Problem = { type: `${PROBLEM_TYPE_BASE}room-declined`, title: 'The room said no', status: 409 };

function answer(status: number, type: string, body: string): RequestListener {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': type }).end(body);
  };
}

test('a tap is posted as JSON, and its answer is how far it is', async () => {
  let posted = '';
  const { client } = await aClientOf((request, response) => {
    expect([request.method, request.url, request.headers['content-type']]).toEqual([
      'POST',
      '/api/intents',
      'application/json',
    ]);
    request.on('data', (chunk) => {
      posted += chunk;
    });
    request.on('end', () => {
      response.writeHead(202, { 'content-type': 'application/json; charset=utf-8' });
      response.end(JSON.stringify({ key: aKey(1), status: 'pending' }));
    });
  });

  expect(await client.postIntent(intent)).toEqual({ ok: true, value: { key: aKey(1), status: 'pending' } });
  expect(JSON.parse(posted)).toEqual({
    kind: 'book',
    key: aKey(1),
    end: '2026-11-24T10:55:00.000Z',
    notAfter: '2026-11-24T10:26:00.000Z',
  });
});

test('a problem comes back with its refusal whole', async () => {
  const refused = { ...problem, refusal: { kind: 'room-declined' } };
  const { client } = await aClientOf(answer(409, 'application/problem+json', JSON.stringify(refused)));

  expect(await client.postIntent(intent)).toEqual({ ok: false, error: refused });
});

test.for([
  { who: 'a captive portal', status: 200, type: 'text/html', body: '<html>Accept our terms</html>' },
  { who: 'a portal that calls its page JSON', status: 200, type: 'application/json', body: '<html>' },
  { who: 'somebody else with JSON', status: 200, type: 'application/json', body: '{"status":"ok"}' },
  { who: 'a gateway', status: 502, type: 'text/html', body: '<h1>502 Bad Gateway</h1>' },
  { who: 'a gateway that wants a password', status: 401, type: 'text/html', body: 'Proxy login' },
  { who: 'somebody else with JSON about a fault', status: 401, type: 'application/json', body: '{"error":"no"}' },
  { who: 'somebody with a flood', status: 200, type: 'application/json', body: `"${'x'.repeat(200_000)}"` },
])('$who is no answer, and says nothing about the time', async ({ status, type, body }) => {
  const { client, times } = await aClientOf(answer(status, type, body));

  expect(await client.postIntent(intent)).toEqual({ ok: false, error: { kind: 'no-answer' } });
  expect(times).toEqual([]);
});

test('a redirect to a portal is no answer', async () => {
  const { client } = await aClientOf((_request, response) => {
    response.writeHead(302, { location: '/welcome' }).end();
  });

  expect(await client.postIntent(intent)).toEqual({ ok: false, error: { kind: 'no-answer' } });
});

test('a proxy that takes a tap and never answers is left at the deadline', async () => {
  let arrived = () => {};
  const asked = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const { client, clock } = await aClientOf(() => arrived());

  const answering = client.postIntent(intent);
  await asked;
  await clock.advance(8 * SECOND_MS);

  expect(await answering).toEqual({ ok: false, error: { kind: 'no-answer' } });
  expect(clock.timers()).toBe(0);
});

test.for([
  { says: 'which tablet it is', status: 200, body: { id: 'a-tablet', room: null }, paired: 'paired' },
  { says: 'nothing of it, as a portal that answers in JSON', status: 200, body: { status: 'ok' }, paired: 'no-answer' },
  {
    says: 'not paired',
    status: 401,
    body: { type: `${PROBLEM_TYPE_BASE}not-paired`, title: '', status: 401 },
    paired: 'unpaired',
  },
  {
    says: 'not signed in, as a console would be told',
    status: 401,
    body: { type: `${PROBLEM_TYPE_BASE}not-signed-in`, title: '', status: 401 },
    paired: 'paired',
  },
  {
    says: 'not ready',
    status: 503,
    body: { type: `${PROBLEM_TYPE_BASE}not-ready`, title: '', status: 503 },
    paired: 'no-answer',
  },
])('a proxy that says "$says" means: $paired', async ({ status, body, paired }) => {
  const type = status === 200 ? 'application/json' : 'application/problem+json';
  const { client } = await aClientOf(answer(status, type, JSON.stringify(body)));

  expect(await client.askWhetherPaired()).toBe(paired);
});

test('the date of an answer that can be believed tells the time', async () => {
  const { ask, times } = await aClientOf((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', date: 'Tue, 24 Nov 2026 10:25:00 GMT' });
    response.end('{"status":"waiting"}');
  });

  expect(await createPairingClient(ask).awaitPairing()).toEqual({ ok: true, value: 'waiting' });
  expect(times).toEqual([instant(Date.UTC(2026, 10, 24, 10, 25))]);
});

test('only trouble that passes is worth asking again', () => {
  expect([400, 401, 404, 409, 429, 500, 503].map((status) => isPassing({ ...problem, status }))).toEqual([
    false,
    false,
    false,
    false,
    true,
    true,
    true,
  ]);
  expect(isPassing({ ...problem, status: 503, refusal: { kind: 'calendar-away' } })).toBe(false);
  expect(isNotPaired({ kind: 'no-answer' })).toBe(false);
});
