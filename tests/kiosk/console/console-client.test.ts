import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createConsoleClient, readConsoleConfig } from '../../../kiosk/console/console-client.ts';
import { ok } from '../../../shared/basics/result.ts';
import { deviceSummaryCodec } from '../../../shared/wire/pairing.ts';
import { at } from '../../support/builders.ts';
import { aDevice, no, noAnswer } from './fixtures.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

type Seen = { method: string; url: string; authorization: string | undefined; body: string };

/** A real server on loopback that answers as told, and a client of it. */
async function aProxy(answer: (response: ServerResponse, seen: Seen) => void) {
  const seen: Seen[] = [];
  const server = createServer(async (request: IncomingMessage, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { method = '', url = '', headers } = request;
    const one = { method, url, authorization: headers.authorization, body };
    seen.push(one);
    answer(response, one);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const fetchThere: typeof fetch = (path, init) => fetch(new URL(String(path), origin), init);
  let tokens = 0;
  let signedOut = 0;
  const client = createConsoleClient({
    fetch: fetchThere,
    accessToken: async ({ fresh }) => {
      tokens += 1;
      return ok(fresh ? `fresh-${tokens}` : 'kept');
    },
    now: () => at('10:24'),
    signedOut: () => {
      signedOut += 1;
    },
  });
  return { client, seen, fetchThere, signedOut: () => signedOut };
}

function json(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));
}

const problem = (kind: string, status: number) => ({ type: `urn:doorlight:problem:${kind}`, title: kind, status });

test('a pairing is confirmed with the operator’s token and the room’s id', async () => {
  const device = aDevice('Lisbon');
  const { client, seen } = await aProxy((response) => json(response, 200, deviceSummaryCodec.encode(device)));

  expect(await client.confirmPairing('WDJBMTHK', { room: 'lisbon' })).toEqual(ok(device));
  expect(seen).toEqual([
    {
      method: 'POST',
      url: '/api/console/pairings/WDJBMTHK/confirm',
      authorization: 'Bearer kept',
      body: '{"room":"lisbon"}',
    },
  ]);
});

test('an answer without a body is fine where none was promised', async () => {
  const { client } = await aProxy((response) => response.writeHead(204).end());

  expect(await client.revokeDevice(aDevice('Lisbon').id)).toEqual(ok(null));
});

test('a token that was refused is renewed once, and the question asked again', async () => {
  const { client, seen, signedOut } = await aProxy((response, { authorization }) =>
    authorization === 'Bearer kept'
      ? json(response, 401, problem('not-signed-in', 401))
      : json(response, 200, { rooms: [] }),
  );

  expect(await client.listRooms()).toEqual(ok([]));
  expect(seen.map(({ authorization }) => authorization)).toEqual(['Bearer kept', 'Bearer fresh-2']);
  expect(signedOut()).toBe(0);
});

test('refused twice, the sign-in is over, and whoever shows it is told', async () => {
  const { client, seen, signedOut } = await aProxy((response) => json(response, 401, problem('not-signed-in', 401)));

  expect(await client.readMe()).toEqual(await no({ kind: 'signed-out' }));
  expect(seen).toHaveLength(2);
  expect(signedOut()).toBe(1);
});

test('a problem comes back whole, with when to try again', async () => {
  const tooMany = problem('too-many-requests', 429);
  const { client } = await aProxy((response) => json(response, 429, tooMany, { 'Retry-After': '600' }));

  expect(await client.findTablet('WDJBMTHK')).toEqual(
    await no({ kind: 'problem', problem: tooMany, retryAt: at('10:34') }),
  );
});

test.for([
  { because: 'a captive portal answers with its page', status: 200, body: '<html>Welcome to our Wi-Fi</html>' },
  { because: 'a gateway answers with its own page', status: 502, body: '<html>Bad gateway</html>' },
  { because: 'something else answers in JSON', status: 200, body: '{"devices":"none"}' },
  { because: 'something else refuses in JSON', status: 500, body: '{"message":"boom"}' },
  { because: 'the answer is cut short', status: 200, body: '{"devices":[' },
])('what is not our proxy’s answer is none: $because', async ({ status, body }) => {
  const { client } = await aProxy((response) => response.writeHead(status).end(body));

  expect(await client.listDevices()).toEqual(noAnswer);
});

test('a server that hangs up is no answer', async () => {
  const { client } = await aProxy((response) => response.destroy());

  expect(await client.listDevices()).toEqual(noAnswer);
});

test('how to sign in is asked without a token', async () => {
  const config = {
    authority: 'https://login.example/t',
    clientId: 'c',
    scope: 's',
    knownAuthorities: ['login.example'],
  };
  const { fetchThere, seen } = await aProxy((response) => json(response, 200, config));

  expect(await readConsoleConfig({ fetch: fetchThere, now: () => at('10:24') })).toEqual(ok(config));
  expect(seen[0]).toMatchObject({ method: 'GET', url: '/api/console/config', authorization: undefined });
});

test('a file or a stream is opened with the operator’s token, renewed once, and answers as it comes', async () => {
  const { client, seen } = await aProxy((response, { authorization }) => {
    if (authorization === 'Bearer kept') json(response, 401, problem('not-signed-in', 401));
    else response.writeHead(200, { 'Content-Type': 'text/csv' }).end('room,minutes\r\n');
  });

  const answer = await client.open('/reports/rooms.csv', { method: 'GET' });

  expect(answer.ok && (await answer.value.text())).toBe('room,minutes\r\n');
  expect(seen.map(({ url }) => url)).toEqual(['/api/console/reports/rooms.csv', '/api/console/reports/rooms.csv']);
});
