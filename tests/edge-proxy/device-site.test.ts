/** Screens and those who look after them, over the whole proxy: evidence up, commands down, the fleet as it is watched. */

import { afterEach, beforeEach, expect, test } from 'vitest';
import { decodeText } from '../../shared/basics/codec.ts';
import { MINUTE_MS, SECOND_MS } from '../../shared/basics/instant.ts';
import { type CommandReport, commandListCodec, type DeviceOrder } from '../../shared/wire/device-commands.ts';
import { evidenceBatchCodec } from '../../shared/wire/evidence.ts';
import { type FleetNews, fleetNewsCodec } from '../../shared/wire/fleet.ts';
import { at } from '../support/builders.ts';
import { type ComposedSite, openComposedSite } from '../support/composed-site.ts';
import { openStreamClient, type StreamClient } from '../support/event-stream-client.ts';
import { aBatch } from '../support/evidence-fixtures.ts';
import { pairTablet } from '../support/http-tablet.ts';

let site: ComposedSite;
const streams: StreamClient[] = [];
beforeEach(async () => {
  site = await openComposedSite({ isReachable: false });
});
afterEach(async () => {
  for (const stream of streams.splice(0)) stream.close();
  await site.close();
});

const LISBON = 'lisbon@northwind.example';
const PORTO = 'porto@northwind.example';

type Hung = { readonly id: string; readonly cookie: string };

async function hang(room: string): Promise<Hung> {
  const { cookie } = await pairTablet(site.origin, site.token, room);
  const device = (await (await fetch(`${site.origin}/api/device`, { headers: { Cookie: cookie } })).json()) as {
    id: string;
  };
  return { id: device.id, cookie };
}

async function listen({ cookie }: Hung, query = ''): Promise<StreamClient> {
  const stream = await openStreamClient(`${site.origin}/api/stream${query}`, { Cookie: cookie });
  streams.push(stream);
  return stream;
}

async function watch(): Promise<StreamClient> {
  const stream = await openStreamClient(`${site.origin}/api/console/stream`, { Authorization: `Bearer ${site.token}` });
  streams.push(stream);
  return stream;
}

async function nextNews(stream: StreamClient): Promise<FleetNews> {
  const seen = await stream.until('fleet');
  const news = decodeText(fleetNewsCodec, seen.at(-1)?.data ?? '');
  if (!news.ok) throw new Error(`unreadable at ${news.error.path}`);
  return news.value;
}

async function order(devices: readonly Hung[], what: DeviceOrder | object): Promise<readonly CommandReport[]> {
  const answer = await site.console('POST', '/commands', { devices: devices.map(({ id }) => id), order: what });
  if (answer.status !== 202) throw new Error(`${answer.status} ${await answer.text()}`);
  const list = commandListCodec.decode(await answer.json());
  return list.ok ? list.value.commands : [];
}

async function stateOf(id: string): Promise<string | undefined> {
  const list = commandListCodec.decode(await (await site.console('GET', '/commands')).json());
  return list.ok ? list.value.commands.find((one) => one.id === id)?.state : undefined;
}

const answerTo = ({ cookie }: Hung, id: string, body: object) => post(`/api/device/commands/${id}`, cookie, body);

function post(path: string, cookie: string, body: object): Promise<Response> {
  const headers = { 'Content-Type': 'application/json', Cookie: cookie };
  return fetch(`${site.origin}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
}

/** Taken half a second after it came, together with whatever else came. */
async function report({ cookie }: Hung, change: object = {}): Promise<number> {
  const answer = post('/api/evidence', cookie, { ...aReport(), ...change });
  await site.pass(SECOND_MS);
  return (await answer).status;
}

const aReport = (): object =>
  evidenceBatchCodec.encode(
    aBatch({
      shown: [
        { state: 'starting', since: at('09:00:01'), revision: null, readAt: null },
        { state: 'available', since: at('09:00:02'), revision: 3, readAt: at('09:00') },
      ],
    }),
  ) as object;

test('what a screen says of itself is kept once and shown to whoever watches the fleet', async () => {
  const tablet = await hang(LISBON);
  await listen(tablet);
  expect(await report(tablet)).toBe(200);
  expect(await report(tablet)).toBe(200);

  const news = await nextNews(await watch());

  expect(news).toMatchObject({ afresh: true, total: 1 });
  expect(news.devices[0]).toMatchObject({
    id: tablet.id,
    band: 'green',
    room: { address: LISBON },
    shown: { state: 'available', revision: 3 },
    release: 'abcd',
    vitals: { batteryPercent: 81, wifiDbm: -61, light: 'green' },
    // Told twice, counted once.
    errors: [{ kind: 'script', count: 2 }],
  });
  await site.restart();
  expect((await nextNews(await watch())).devices[0]).toMatchObject({
    band: 'red',
    shown: { state: 'available' },
    errors: [{ kind: 'script', count: 2 }],
  });
});

test.for([
  {
    what: 'a title',
    change: { shown: [{ state: 'Budget cuts', since: '2026-11-24T09:00:01.000Z', revision: 1, readAt: null }] },
  },
  { what: 'an error that quotes somebody', change: { errors: [{ kind: 'TypeError: Anna', count: 1 }] } },
])('$what is no evidence', async ({ change }) => {
  expect(await report(await hang(LISBON), change)).toBe(400);
});

test('the watched fleet tells of a screen that comes, goes for good and is missed, each as it happens', async () => {
  const tablet = await hang(LISBON);
  const fleet = await watch();
  expect((await nextNews(fleet)).devices[0]).toMatchObject({ band: 'red', connectedSince: null });

  const stream = await listen(tablet);
  await stream.until('heartbeat');
  await site.pass(SECOND_MS);
  expect((await nextNews(fleet)).devices[0]).toMatchObject({ band: 'green', awaySince: null });

  stream.close();
  await site.pass(SECOND_MS);
  const away = (await nextNews(fleet)).devices[0];
  expect(away).toMatchObject({ band: 'amber', connectedSince: null, brokenLinks: [{ lastedSeconds: 1 }] });

  await site.pass(3 * MINUTE_MS + 10 * SECOND_MS);
  const bands: (string | undefined)[] = [];
  const kinds: string[] = [];
  while (bands.at(-1) !== 'red') {
    const news = await nextNews(fleet);
    bands.push(...news.devices.map(({ band }) => band));
    kinds.push(...news.alarms.map(({ kind }) => kind));
  }
  expect(kinds).toContain('device-silent');
});

test('a command is sent, received and done, as the tablet says', async () => {
  const tablet = await hang(LISBON);
  const stream = await listen(tablet);
  await stream.until('heartbeat');

  const [told] = await order([tablet], { kind: 'identify' });
  const command = JSON.parse((await stream.until('command')).at(-1)?.data ?? '{}') as Record<string, unknown>;
  expect(command).toMatchObject({ name: 'identify', id: told?.id, words: 'Lisbon', seconds: 15 });
  expect(told?.state).toBe('sent');

  const id = String(command['id']);
  expect((await answerTo(tablet, id, { state: 'received' })).status).toBe(200);
  expect(await stateOf(id)).toBe('received');
  expect((await answerTo(tablet, id, { state: 'done' })).status).toBe(200);
  expect((await answerTo(tablet, id, { state: 'failed', words: 'late' })).status).toBe(200);
  expect(await stateOf(id)).toBe('done');
});

test('a tablet that is away gets what it was told when it comes back in time, and never after', async () => {
  const tablet = await hang(LISBON);
  const [soon] = await order([tablet], { kind: 'message', words: 'Fire drill at ten' });
  const [late] = await order([tablet], { kind: 'identify' });

  await site.pass(40 * SECOND_MS);
  const first = await listen(tablet);
  const seen = await first.until('command');
  expect(seen.at(-1)?.data).toContain('Fire drill');
  expect(seen.filter(({ event }) => event === 'command')).toHaveLength(1);
  expect(await stateOf(late?.id ?? '')).toBe('timed-out');

  await answerTo(tablet, soon?.id ?? '', { state: 'received' });
  await site.pass(3 * MINUTE_MS);
  expect(await stateOf(soon?.id ?? '')).toBe('timed-out');
  expect((await answerTo(tablet, soon?.id ?? '', { state: 'done' })).status).toBe(200);
  expect(await stateOf(soon?.id ?? '')).toBe('timed-out');
});

test('a restart of the proxy keeps what was told, and tells it if there is time', async () => {
  const tablet = await hang(LISBON);
  const [told] = await order([tablet], { kind: 'reload' });

  await site.restart();

  const stream = await listen(tablet);
  expect((await stream.until('command')).at(-1)?.data).toContain(told?.id);
  await answerTo(tablet, told?.id ?? '', { state: 'done' });
  await site.pass(SECOND_MS);
  await site.restart();
  expect(await stateOf(told?.id ?? '')).toBe('done');
});

test('a tablet answers only for itself', async () => {
  const [tablet, stranger] = [await hang(LISBON), await hang(PORTO)];
  const [told] = await order([tablet], { kind: 'reload' });

  expect((await answerTo(stranger, told?.id ?? '', { state: 'done' })).status).toBe(404);
  expect(await stateOf(told?.id ?? '')).toBe('sent');
});

test('a tablet that is moved shows its new room within seconds, though the revisions of the two are the same', async () => {
  const tablet = await hang(LISBON);
  const before = await listen(tablet);
  const held = (await before.until('room-day')).at(-1);

  const [moved] = await order([tablet], { kind: 'move', room: PORTO });
  expect(moved?.state).toBe('done');
  expect(await drained(before)).toBe(true);

  const after = await listen(tablet, `?last=${held?.id}&room=${JSON.parse(held?.data ?? '{}').room.id}`);
  expect((await after.until('room-day')).at(-1)?.data).toContain(PORTO);
});

async function drained(stream: StreamClient): Promise<boolean> {
  while ((await stream.next()) !== null);
  return true;
}

test('a tablet that is revoked by command is told so; another command to it fails in words', async () => {
  const tablet = await hang(LISBON);
  const stream = await listen(tablet);
  await stream.until('heartbeat');

  expect((await order([tablet], { kind: 'revoke' }))[0]?.state).toBe('done');
  expect((await stream.until('command')).at(-1)?.data).toContain('unpaired');
  expect((await order([tablet], { kind: 'reload' }))[0]).toMatchObject({
    state: 'failed',
    failure: expect.any(String),
  });
});

test('many are told at once, and each command stands for itself', async () => {
  const tablets = [await hang(LISBON), await hang(PORTO)];
  const fleet = await watch();
  await nextNews(fleet);

  const made = await order(tablets, { kind: 'dim', percent: 20 });
  await site.pass(SECOND_MS);

  expect(new Set(made.map(({ batch }) => batch)).size).toBe(1);
  const told: string[] = [];
  while (told.length < 2) told.push(...(await nextNews(fleet)).commands.map(({ id }) => id));
  expect(told.sort()).toEqual(made.map(({ id }) => id as string).sort());
});

test.for([
  { body: { devices: [], order: { kind: 'reload' } }, because: 'nobody is named' },
  { body: { devices: ['x'], order: { kind: 'explode' } }, because: 'nothing is known by that name' },
  { body: { devices: ['x'], order: { kind: 'move' } }, because: 'no place is named' },
  {
    body: { devices: ['x'], order: { kind: 'move', room: 'atlantis@northwind.example' } },
    because: 'there is no such room',
  },
  { body: { devices: ['x'], order: { kind: 'message', words: '' } }, because: 'it says nothing' },
])('a command is not taken where $because', async ({ body }) => {
  expect((await site.console('POST', '/commands', body)).status).toBe(400);
});

test('who told a tablet what is in the audit, without the words of a message', async () => {
  const tablet = await hang(LISBON);
  await order([tablet], { kind: 'message', words: 'Anna, call me' });

  const [latest] = await site.store.listAudit({ limit: 1 });
  expect(latest).toMatchObject({ actor: 'tomas.ferreira@northwind.example', action: 'device.told' });
  expect(latest?.subject).toContain('message');
  expect(latest?.subject).not.toContain('Anna');
});

test('a site that is told at once is one line of the audit', async () => {
  const devices = Array.from({ length: 30 }, (_, n) => `device-${n}`);
  const answer = await site.console('POST', '/commands', { devices, order: { kind: 'reload' } });
  const { commands } = (await answer.json()) as { commands: { state: string }[] };

  expect(commands.map(({ state }) => state)).toEqual(Array(30).fill('failed'));
  const [latest, before] = await site.store.listAudit({ limit: 2 });
  expect(latest?.subject).toMatch(/^30 devices reload batch /);
  expect(before?.action).not.toBe('device.told');
});
