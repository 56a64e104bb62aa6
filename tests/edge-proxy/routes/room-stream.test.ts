import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { afterEach, expect, test } from 'vitest';
import { createLocalFanOut } from '../../../edge-proxy/fan-out/local.ts';
import type { WithScreen } from '../../../edge-proxy/http/device-session.ts';
import { openingStreams } from '../../../edge-proxy/http/event-stream.ts';
import { problemResponse } from '../../../edge-proxy/http/problem-response.ts';
import type { Device } from '../../../edge-proxy/ports/devices.ts';
import { createRoomHub } from '../../../edge-proxy/relay/room-hub.ts';
import { roomDayFrame } from '../../../edge-proxy/relay/stream-frame.ts';
import { roomStreamRoutes } from '../../../edge-proxy/routes/room-stream.ts';
import { decodeText } from '../../../shared/basics/codec.ts';
import type { DeviceId, OccurrenceId } from '../../../shared/basics/ids.ts';
import { type RoomDay, roomDayCodec } from '../../../shared/room/room-day.ts';
import { HEARTBEAT_MS, heartbeatCodec } from '../../../shared/wire/stream-message.ts';
import { aMeeting, aRoom, aRoomDay, at, shown } from '../../support/builders.ts';
import { openStreamClient, type StreamClient } from '../../support/event-stream-client.ts';
import { createFixedChance } from '../../support/fixed-chance.ts';
import { createMemoryLog } from '../../support/memory-log.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A tablet is who its header says: how it proves that is the device session's matter, with tests of its own. */
function anApp(hub: ReturnType<typeof createRoomHub>, recognised: Promise<void>): Hono<WithScreen> {
  return new Hono<WithScreen>().route(
    '/',
    roomStreamRoutes({
      hub,
      async requireScreen(c, next) {
        const id = c.req.header('x-tablet');
        if (id === undefined) return problemResponse({ kind: 'not-paired' });
        await recognised;
        const device: Device = {
          id: id as DeviceId,
          roomId: aRoom().id,
          credentialHash: '',
          particulars: null,
          pairedAt: at('08:00'),
          boardId: null,
          pairedBy: 'operator',
          lastSeenAt: null,
          name: null,
          revokedAt: null,
        };
        c.set('device', device);
        c.header('Set-Cookie', 'doorlight-device=again; Path=/', { append: true });
        await next();
        return undefined;
      },
    }),
  );
}

async function openRelay({ maxStreams = 100, recognised = Promise.resolve() } = {}) {
  const clock = createVirtualClock(at('10:00'));
  const fanOut = createLocalFanOut(() => undefined);
  let day: RoomDay = aRoomDay(at('09:59'));
  const log = createMemoryLog();
  const hub = createRoomHub({
    fanOut,
    currentDay: () => day,
    boardView: () => null,
    clock,
    chance: createFixedChance(),
    log,
    maxStreams,
  });
  const server = createAdaptorServer({
    fetch: openingStreams((request, env) => anApp(hub, recognised).fetch(request, env as never)),
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => {
    hub.drain();
    server.close();
    if ('closeAllConnections' in server) server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/api/stream`;

  return {
    clock,
    fanOut,
    hub,
    log,
    server,
    url,
    port,
    publish(next: RoomDay): void {
      day = next;
      fanOut.publish({ kind: 'room-day', day });
    },
    async listen(tablet: string, headers: Record<string, string> = {}, query = ''): Promise<StreamClient> {
      const client = await openStreamClient(`${url}${query}`, { 'x-tablet': tablet, ...headers });
      closing.push(client.close);
      return client;
    },
    /** The server learns of a closed socket in a turn of the loop to come. */
    async streamsAre(count: number): Promise<void> {
      while (hub.stats().streams !== count) await setImmediate();
    },
  };
}

const changed = aRoomDay(at('10:00'), [aMeeting('11:00', '12:00', { title: shown('Größe 👋') })], { revision: 2 });

test('a tablet that connects gets the present and the time, in an answer that nothing on the way may keep', async () => {
  const { listen } = await openRelay();
  const { response, until } = await listen('tablet-1');
  const [day, heartbeat] = await until('heartbeat');

  expect(response.statusCode).toBe(200);
  expect(response.headers).toMatchObject({
    'content-type': 'text/event-stream',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
    'set-cookie': ['doorlight-device=again; Path=/'],
  });
  expect(day).toMatchObject({ event: 'room-day', id: 'g1.1' });
  expect(decodeText(roomDayCodec, day?.data ?? '')).toEqual({ ok: true, value: aRoomDay(at('09:59')) });
  expect(decodeText(heartbeatCodec, heartbeat?.data ?? '')).toEqual({
    ok: true,
    value: { time: at('10:00'), readAt: at('09:59') },
  });
  expect(heartbeat?.id).toBeNull();
});

test('a change reaches every tablet of the room', async () => {
  const { listen, publish } = await openRelay();
  const clients = await Promise.all(['tablet-1', 'tablet-2', 'tablet-3'].map((tablet) => listen(tablet)));
  for (const client of clients) await client.until('heartbeat');

  publish(changed);

  for (const client of clients) {
    const event = await client.next();
    expect(event?.id).toBe('g1.2');
    expect(event?.data).toContain('Größe 👋');
  }
});

test.for([
  { how: 'in its header', headers: { 'Last-Event-ID': 'g1.1' }, query: '' },
  { how: 'in the address', headers: {}, query: '?last=g1.1' },
])('a tablet that says $how that it has the present is not sent it again', async ({ headers, query }) => {
  const { listen } = await openRelay();
  const client = await listen('tablet-1', headers as Record<string, string>, query);

  expect((await client.next())?.event).toBe('heartbeat');
});

test('the time comes every few seconds by our clock', async () => {
  const { clock, listen } = await openRelay();
  const client = await listen('tablet-1');
  await client.until('heartbeat');

  await clock.advance(2 * HEARTBEAT_MS);

  const times = [await client.next(), await client.next()].map((one) => decodeText(heartbeatCodec, one?.data ?? ''));
  expect(times.every(({ ok }) => ok)).toBe(true);
});

test('a day larger than what a slow reader may owe still arrives whole', async () => {
  const { listen, publish } = await openRelay();
  const client = await listen('tablet-1');
  await client.until('heartbeat');

  publish(aLargeDay(2));

  const { data = '' } = (await client.next()) ?? {};
  expect(data.length).toBeGreaterThan(200_000);
  expect(decodeText(roomDayCodec, data).ok).toBe(true);
});

test('a tablet that comes to such a day is told the whole of it, the time after it, and stays', async () => {
  const { hub, listen, publish } = await openRelay();
  publish(aLargeDay(2));

  const client = await listen('tablet-1');

  const [day] = await client.until('room-day');
  expect(day?.data.length).toBeGreaterThan(200_000);
  await client.until('heartbeat');
  expect(hub.stats()).toMatchObject({ cut: 0, streams: 1 });
});

test('a tablet that stops reading is cut off, and the others go on', async () => {
  const { hub, listen, log, publish } = await openRelay();
  const quick = await listen('tablet-1');
  await quick.until('heartbeat');
  const stuck = await listen('tablet-2');
  stuck.response.pause();

  // Far more than the sockets on both sides can hold.
  let revision = 2;
  for (; hub.stats().cut === 0 && revision < 500; revision += 1) {
    publish(aLargeDay(revision));
    expect((await quick.next())?.id).toBe(`g1.${revision}`);
  }

  expect(hub.stats()).toMatchObject({ cut: 1, streams: 1 });
  expect(hub.connected('tablet-1' as DeviceId)).toBe(true);
  // What the kernel would not take is at most the bound and the one day that went over it.
  const owed = log.lines.find(({ event }) => event === 'stream.cut')?.facts['backlogBytes'];
  expect(owed).toBeGreaterThan(64 * 1024);
  expect(owed).toBeLessThanOrEqual(64 * 1024 + roomDayFrame(aLargeDay(revision)).chunked.byteLength);
});

test('a third stream of one tablet ends its first', async () => {
  const { listen, streamsAre } = await openRelay();
  const first = await listen('tablet-1');
  await listen('tablet-1');
  await listen('tablet-1');

  const seen = await first.until('retry');
  expect(seen.at(-1)?.data).toBe('60000');
  expect(await first.next()).toBeNull();
  await streamsAre(2);
});

test('a tablet that is revoked is told so and its stream ends', async () => {
  const { fanOut, listen, hub } = await openRelay();
  const client = await listen('tablet-1');
  await client.until('heartbeat');

  fanOut.publish({ kind: 'device-revoked', deviceId: 'tablet-1' as DeviceId });

  expect(await client.next()).toMatchObject({ event: 'command', data: '{"name":"unpaired"}' });
  expect(await client.next()).toBeNull();
  expect(hub.connected('tablet-1' as DeviceId)).toBe(false);
});

test('a tablet that goes away is forgotten', async () => {
  const { listen, hub, streamsAre } = await openRelay();
  const client = await listen('tablet-1');
  await client.until('heartbeat');

  client.close();
  await streamsAre(0);

  expect(hub.connected('tablet-1' as DeviceId)).toBe(false);
});

test('a tablet that went away while it was being recognised gets no stream', async () => {
  const { promise: recognised, resolve: recognise } = Promise.withResolvers<void>();
  const { hub, port, server } = await openRelay({ recognised });
  const asked = once(server, 'request') as Promise<[IncomingMessage, ServerResponse]>;
  const socket = connect(port, '127.0.0.1');
  socket.write('GET /api/stream HTTP/1.1\r\nHost: 127.0.0.1\r\nx-tablet: tablet-1\r\n\r\n');
  const [, response] = await asked;
  const gone = once(response, 'close');
  socket.destroy();
  await gone;

  recognise();
  for (let turn = 0; turn < 20; turn += 1) await setImmediate();

  expect(hub.stats().streams).toBe(0);
});

test('a shutdown ends each stream with the time to come back', async () => {
  const { hub, listen } = await openRelay();
  const client = await listen('tablet-1');
  await client.until('heartbeat');

  hub.drain();

  const last = await client.next();
  expect(last?.event).toBe('retry');
  expect(Number(last?.data)).toBeLessThan(10_000);
  expect(await client.next()).toBeNull();
});

test('when there is no place left the answer is a problem that says when to try again', async () => {
  const { url, listen } = await openRelay({ maxStreams: 1 });
  await listen('tablet-1');

  const answer = await fetch(url, { headers: { 'x-tablet': 'tablet-2' } });

  expect(answer.status).toBe(503);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(answer.headers.get('retry-after')).toBe('30');
});

test('a tablet that is not paired gets a problem, not a stream', async () => {
  const { url, hub } = await openRelay();

  const answer = await fetch(url);

  expect(answer.status).toBe(401);
  expect(hub.stats().streams).toBe(0);
});

test('asking only for the head opens no stream', async () => {
  const { url, hub } = await openRelay();

  const answer = await fetch(url, { method: 'HEAD', headers: { 'x-tablet': 'tablet-1' } });

  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('text/event-stream');
  expect(hub.stats().streams).toBe(0);
});

test.for([
  { version: 'HTTP/1.0', framing: /\r\n\r\nevent: room-day\n/ },
  { version: 'HTTP/1.1', framing: /\r\n\r\n[0-9a-f]+\r\nevent: room-day\n/ },
])('$version gets the body framed as that version has it', async ({ version, framing }) => {
  const { port } = await openRelay();
  const socket = connect(port, '127.0.0.1');
  closing.push(() => void socket.destroy());
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  socket.write(`GET /api/stream ${version}\r\nHost: 127.0.0.1\r\nx-tablet: tablet-1\r\n\r\n`);

  while (!text.includes('event: heartbeat')) await once(socket, 'data');

  expect(text).toMatch(framing);
});

test('two requests down one connection without waiting are answered one after the other', async () => {
  const { port, hub } = await openRelay();
  const socket = connect(port, '127.0.0.1');
  closing.push(() => void socket.destroy());
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  const ask = (tablet: string) => `GET /api/stream HTTP/1.1\r\nHost: 127.0.0.1\r\nx-tablet: ${tablet}\r\n\r\n`;
  socket.write(ask('tablet-1') + ask('tablet-2'));
  while (!text.includes('event: heartbeat')) await once(socket, 'data');

  hub.drain();
  while (text.split('retry: ').length < 3) await once(socket, 'data');

  const [, first = '', second = ''] = text.split('HTTP/1.1 200 OK');
  for (const answer of [first, second]) {
    expect(answer).toMatch(/event: room-day.*event: heartbeat.*retry: \d+\n\n\r\n0\r\n\r\n$/s);
  }
});

/** Some 300 kB. */
function aLargeDay(revision: number): RoomDay {
  const occurrences = Array.from({ length: 1_000 }, (_, n) =>
    aMeeting('11:00', '12:00', { id: `occurrence-${n}` as OccurrenceId, title: shown(`Meeting ${revision}`) }),
  );
  return aRoomDay(at('10:00'), occurrences, { revision });
}
