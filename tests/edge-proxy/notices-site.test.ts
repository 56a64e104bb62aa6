import { afterAll, beforeAll, expect, test } from 'vitest';
import { addMinutes, MINUTE_MS, SECOND_MS, toIso } from '../../shared/basics/instant.ts';
import { HEARTBEAT_MS } from '../../shared/wire/stream-message.ts';
import { type ComposedSite, openComposedSite } from '../support/composed-site.ts';
import { openStreamClient, type StreamEvent } from '../support/event-stream-client.ts';
import { aPng } from '../support/pictures.ts';

let site: ComposedSite;
let cookie: string;
let lisbon: string;
beforeAll(async () => {
  site = await openComposedSite({ isReachable: true });
  lisbon = (await site.outlook.rooms()).find(({ displayName }) => displayName === 'Lisbon')?.address ?? '';
  cookie = await aDoor(lisbon);
});
afterAll(() => site.close());

async function aDoor(room: string): Promise<string> {
  const headers = { 'Content-Type': 'application/json' };
  const asked = await fetch(`${site.origin}/api/pairings`, { method: 'POST', headers, body: '{}' });
  const { code } = (await asked.json()) as { code: string };
  await site.console('POST', `/pairings/${code}/confirm`, { room });
  const claimed = await fetch(`${site.origin}/api/pairings/current`, { headers: { Cookie: cookieOf(asked) } });
  return cookieOf(claimed);
}

function cookieOf(answer: Response): string {
  const cookies = answer.headers.getSetCookie().map((one) => one.split(';')[0] ?? '');
  return cookies.filter((one) => !one.endsWith('=')).join('; ');
}

const inMinutes = (minutes: number) => toIso(addMinutes(site.clock.now(), minutes));
const last = (events: StreamEvent[], name: string) =>
  JSON.parse(events.filter(({ event }) => event === name).at(-1)?.data ?? 'null');
const wish = (change: object = {}) => ({
  from: null,
  until: inMinutes(60),
  text: 'Fire drill at 14:00.',
  picture: null,
  places: [{ kind: 'tenant' }],
  ...change,
});

async function book(end: string) {
  return await fetch(`${site.origin}/api/intents`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Cookie: cookie },
    body: JSON.stringify({ key: crypto.randomUUID(), kind: 'book', end, notAfter: inMinutes(1) }),
  });
}

test('a closed room is closed on its door at once, refuses a tap in words, and opens again as it was', async () => {
  const stream = await openStreamClient(`${site.origin}/api/stream`, { Cookie: cookie });
  await stream.until('nearest');

  const closed = await site.console('POST', '/closures', {
    room: lisbon,
    from: null,
    until: inMinutes(90),
    reason: 'The projector is being replaced',
    instead: null,
  });
  const day = last(await stream.until('room-day'), 'room-day');
  const refused = await book(inMinutes(30));
  const later = await book(inMinutes(200));

  expect(closed.status).toBe(201);
  expect(day.closures).toMatchObject([{ reason: 'The projector is being replaced', instead: null }]);
  expect(day.health).toBeNull();
  expect(refused.status).toBe(409);
  expect(await refused.json()).toMatchObject({
    type: 'urn:doorlight:problem:room-closed',
    refusal: { kind: 'room-closed', reason: 'The projector is being replaced' },
  });
  expect(later.status).toBe(409);

  // Whoever is sent away is told where to go, by the next beat at the latest.
  await site.pass(HEARTBEAT_MS);
  expect(last(await stream.until('nearest'), 'nearest').nearest).toMatchObject({ room: expect.stringContaining('@') });

  const { id } = (await closed.json()) as { id: string };
  await site.console('POST', `/closures/${id}/end`);
  const open = last(await stream.until('room-day'), 'room-day');
  const stillClosed = (open.closures ?? []).filter(
    ({ until }: { until: string }) => Date.parse(until) > site.clock.now(),
  );
  expect(stillClosed).toEqual([]);
  expect((await book(inMinutes(30))).status).toBe(202);
  stream.close();
});

test('a notice reaches the doors of its places at once, and goes from them when it is taken down', async () => {
  const stream = await openStreamClient(`${site.origin}/api/stream`, { Cookie: cookie });
  expect(last(await stream.until('notice'), 'notice')).toEqual({ notices: [] });

  const made = (await (await site.console('POST', '/notices', wish())).json()) as { id: string };
  const shown = last(await stream.until('notice'), 'notice');
  await site.console('POST', '/notices', wish({ places: [{ kind: 'building', building: 'Nowhere' }] }));
  await site.console('POST', `/notices/${made.id}/end`);
  const ended = last(await stream.until('notice'), 'notice');

  expect(shown.notices).toMatchObject([{ id: made.id, text: 'Fire drill at 14:00.', picture: null }]);
  expect(shown.notices[0]).not.toHaveProperty('places');
  expect(ended).toEqual({ notices: [] });
  stream.close();
});

test('a notice that is changed is told anew, from when it began; one that is over is left as it ended', async () => {
  const stream = await openStreamClient(`${site.origin}/api/stream`, { Cookie: cookie });
  await stream.until('notice');
  const made = (await (await site.console('POST', '/notices', wish())).json()) as { id: string; from: string };
  await stream.until('notice');

  const change = wish({ text: 'Fire drill at 15:00.', until: inMinutes(120) });
  const changed = await site.console('PUT', `/notices/${made.id}`, change);
  const shown = last(await stream.until('notice'), 'notice');
  const backwards = await site.console('PUT', `/notices/${made.id}`, wish({ until: made.from }));
  await site.console('POST', `/notices/${made.id}/end`);
  const late = await site.console('PUT', `/notices/${made.id}`, change);

  expect(await changed.json()).toMatchObject({ id: made.id, from: made.from, text: 'Fire drill at 15:00.' });
  expect(shown.notices).toMatchObject([{ id: made.id, from: made.from, text: 'Fire drill at 15:00.' }]);
  expect([changed.status, backwards.status, late.status]).toEqual([200, 400, 404]);
  stream.close();
});

test('a notice for one floor is told to its doors and to no other', async () => {
  const { rooms } = (await (await site.console('GET', '/rooms')).json()) as {
    rooms: { address: string; building: string; floor: string }[];
  };
  const own = rooms.find(({ address }) => address === lisbon);
  const other = rooms.find(({ building, floor }) => building === own?.building && floor !== own?.floor);
  const stream = await openStreamClient(`${site.origin}/api/stream`, { Cookie: cookie });
  await stream.until('notice');

  const floor = (of: typeof own) => [{ kind: 'floor', building: of?.building, floor: of?.floor }];
  await site.console('POST', '/notices', wish({ text: 'Theirs', places: floor(other) }));
  const mine = (await (await site.console('POST', '/notices', wish({ text: 'Ours', places: floor(own) }))).json()) as {
    id: string;
  };
  const shown = last(await stream.until('notice'), 'notice');

  expect(shown.notices.map(({ text }: { text: string }) => text)).toEqual(['Ours']);
  await site.console('POST', `/notices/${mine.id}/end`);
  stream.close();
});

test('a notice that is over leaves the stream by itself', async () => {
  await site.console('POST', '/notices', wish({ until: inMinutes(1) }));
  const stream = await openStreamClient(`${site.origin}/api/stream`, { Cookie: cookie });
  expect(last(await stream.until('notice'), 'notice').notices).toHaveLength(1);

  await site.pass(MINUTE_MS + HEARTBEAT_MS);

  expect(last(await stream.until('notice'), 'notice').notices).toEqual([]);
  stream.close();
});

test('a picture is taken in once, and given out to be looked at and nothing else', async () => {
  const send = (body: Uint8Array, token = site.token) =>
    fetch(`${site.origin}/api/console/notices/pictures`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'image/png' },
      body: new Uint8Array(body),
    });
  const sent = (await (await send(aPng(60, 40))).json()) as { hash: string };
  const again = (await (await send(aPng(60, 40))).json()) as { hash: string };
  const notSignedIn = await send(aPng(60, 40), 'nobody');
  const program = await send(Buffer.from('<svg onload="alert(1)"/>'));
  const large = await send(new Uint8Array(600 * 1024));
  const made = await site.console(
    'POST',
    '/notices',
    wish({ text: '', picture: { hash: sent.hash, alt: 'The way out' } }),
  );
  const picture = await fetch(`${site.origin}/api/notices/pictures/${sent.hash}`);
  const none = await fetch(`${site.origin}/api/notices/pictures/${'0'.repeat(64)}`);

  expect(again).toEqual(sent);
  expect([notSignedIn.status, program.status, large.status, made.status, none.status]).toEqual([
    401, 400, 413, 201, 404,
  ]);
  expect(await made.json()).toMatchObject({ text: '', picture: { alt: 'The way out', width: 60, height: 40 } });
  expect(Object.fromEntries(picture.headers)).toMatchObject({
    'content-type': 'image/png',
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cache-control': 'public, max-age=31536000, immutable',
  });
  expect(new Uint8Array(await picture.arrayBuffer())).toEqual(aPng(60, 40));
});

test('a restart forgets neither what is closed nor what hangs', async () => {
  await site.console('POST', '/closures', { room: lisbon, from: null, until: null, reason: 'Flooded', instead: null });
  await site.console('POST', '/notices', wish({ text: 'Mind the water' }));

  await site.restart();

  const stream = await openStreamClient(`${site.origin}/api/stream`, { Cookie: cookie });
  const first = await stream.until('nearest');
  expect(last(first, 'room-day').closures).toContainEqual(expect.objectContaining({ reason: 'Flooded', until: null }));
  expect(last(first, 'notice').notices).toContainEqual(expect.objectContaining({ text: 'Mind the water' }));
  await site.pass(SECOND_MS);
  stream.close();
});

test('the audit says who hung and closed what, and not a word of what was written there', async () => {
  const entries = await site.store.listAudit({ limit: 100 });
  const ours = entries.filter(({ action }) => /^(notice|room|closure)\./.test(action));

  expect(new Set(ours.map(({ action }) => action))).toEqual(
    new Set(['room.closed', 'room.opened', 'notice.made', 'notice.changed', 'notice.ended', 'notice.picture-sent']),
  );
  expect(JSON.stringify(ours)).not.toMatch(/projector|Flooded|drill|water/);
});

test.for([
  {
    path: '/closures',
    body: { room: 'nowhere@x.example', from: null, until: null, reason: 'x', instead: null },
    status: 404,
  },
  { path: '/closures', body: { room: 'x', from: null, until: null, reason: ' \u202e ', instead: null }, status: 400 },
  { path: '/notices', body: { text: '' }, status: 400 },
  { path: '/notices', body: { places: [] }, status: 400 },
  { path: '/notices', body: { places: [{ kind: 'building', building: 'Nowhere' }] }, status: 400 },
  { path: '/notices', body: { places: [{ kind: 'room', room: 'nowhere@x.example' }] }, status: 404 },
  { path: '/notices', body: { until: '2026-11-24T08:00:00Z' }, status: 400 },
  { path: '/notices', body: { picture: { hash: '1'.repeat(64), alt: 'Lost' } }, status: 400 },
  { path: '/notices', body: { text: 'x'.repeat(501) }, status: 400 },
])('$path refuses $body', async ({ path, body, status }) => {
  const answer = await site.console('POST', path, path === '/notices' ? wish(body) : body);

  expect(answer.status).toBe(status);
});
