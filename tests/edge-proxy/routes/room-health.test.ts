import { Hono } from 'hono';
import { expect, test } from 'vitest';
import type { WithOperator } from '../../../edge-proxy/http/operator-session.ts';
import { CalendarUnavailable } from '../../../edge-proxy/ports/calendar.ts';
import { openApi } from '../../../edge-proxy/routes/openapi.ts';
import { roomHealthRoutes } from '../../../edge-proxy/routes/room-health.ts';
import { createSiteHealth } from '../../../edge-proxy/site-health.ts';
import { createRoomCatalogue } from '../../../edge-proxy/sync/room-catalogue.ts';
import type { RoomId } from '../../../shared/basics/ids.ts';
import { addMs, HOUR_MS, MINUTE_MS, SECOND_MS, toIso } from '../../../shared/basics/instant.ts';
import type { Room } from '../../../shared/room/room.ts';
import type { OperatorRole } from '../../../shared/wire/console.ts';
import { aRoom, at } from '../../support/builders.ts';
import { createMemoryStore, type MemoryStore } from '../../support/memory-store.ts';
import { openSyncSite } from '../../support/sync-site.ts';

const lisbon = aRoom();
const porto = aRoom({ id: 'room-porto' as RoomId, address: 'porto@northwind.example', displayName: 'Porto' });

type Options = { readonly store?: MemoryStore; readonly isReachable?: boolean };

/** The sync engine with a catalogue that Exchange tells, and the routes over it, asked by an operator in any role. */
async function open({ store = createMemoryStore(), isReachable = true }: Options = {}) {
  const site = await openSyncSite({ store, isReachable });
  const exchange: { rooms: Room[] } = { rooms: [lisbon, porto] };
  const directory = { listRooms: async () => exchange.rooms, unreadLists: () => 0, zonesInDoubt: () => 0 };
  const { settings, clock, chance, log, keepers, publish } = site;
  const ports = { directory, store, settings, clock, chance, log };
  const catalogue = await createRoomCatalogue({ ...ports, onChange: keepers.follow });
  await clock.advance(SECOND_MS);
  const audited: string[] = [];
  const health = createSiteHealth({
    catalogue: () => catalogue,
    keepers,
    publish,
    settings,
    intentsUnderWay: (roomId) => (roomId === lisbon.id ? 2 : 0),
    hints: () => ({ accepted: 3, unknownSubscription: 1, wrongSecret: 0, wrongTenant: 0 }),
    credentialRefusal: () => null,
    credential: () => ({ ends: 'never', endsAt: null }),
    webhook: isReachable ? 'https://doors.example/webhooks/graph' : null,
  });
  const needed: OperatorRole[] = [];
  const routes = roomHealthRoutes({
    health,
    keepers,
    settings,
    catalogue: () => catalogue,
    requireOperator: (role) => async (c, next) => {
      needed.push(role);
      c.set('operator', { id: 'o-1', name: 'Anna', username: 'anna', roles: [role] });
      await next();
    },
    audit: async ({ action, subject }) => void audited.push(`${action} ${subject}`),
    clock,
  });
  const app = new Hono<WithOperator>().route('/', routes);

  async function ask(method: string, path: string, body?: unknown) {
    const headers = { 'Content-Type': 'application/json' };
    const answer = app.request(path, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
    await clock.settle();
    const settled = await answer;
    return { status: settled.status, body: (await settled.json()) as Record<string, unknown> };
  }
  const act = (action: string) => ask('POST', `/api/console/rooms/${lisbon.id}/actions`, { action });
  const look = async (id: string = lisbon.id) => (await ask('GET', `/api/console/rooms/${id}/health`)).body;
  const close = () => {
    catalogue.close();
    site.close();
  };
  return { ...site, routes, catalogue, exchange, audited, needed, ask, act, look, close };
}

test('a room that is well says when it was read, hinted at and changed, and how long its subscription stands', async () => {
  const { clock, keepers, look, close } = await open();
  await clock.advance(10 * MINUTE_MS);
  await keepers.hint([lisbon.id]);
  await clock.advance(SECOND_MS);
  const health = await look(lisbon.address.toUpperCase());
  close();

  expect(health).toMatchObject({
    id: lisbon.id,
    timeZone: lisbon.timeZone,
    timeZoneSet: false,
    goneSince: null,
    pausedSince: null,
    health: null,
    lastHintAt: toIso(addMs(at('09:10'), SECOND_MS)),
    subscription: { state: 'live', cause: null },
    pending: { reading: 'idle', intents: 2 },
    failure: null,
  });
  expect(Date.parse(String(health['lastReadAt']))).toBeGreaterThanOrEqual(Date.parse(String(health['lastHintAt'])));
  expect(Date.parse(String(health['nextReadAt']))).toBeGreaterThan(clock.now());
});

test('a room that cannot be read says why, since when and how often in a row, and when it is tried again', async () => {
  const { clock, calendar, act, look, close } = await open();
  calendar.fail(new CalendarUnavailable('access-denied'), lisbon.id);
  await act('read-now');
  await clock.advance(10 * MINUTE_MS);
  const health = await look();
  close();

  expect(health['failure']).toMatchObject({ cause: 'access-denied', since: toIso(addMs(at('09:00'), SECOND_MS)) });
  expect((health['failure'] as { inARow: number }).inARow).toBeGreaterThan(1);
  expect(health['health']).toMatchObject({ cause: 'access-denied' });
});

test('a reading under way, and that another was asked for meanwhile, is pending work', async () => {
  const { clock, calendar, keepers, look, close } = await open();
  await clock.advance(MINUTE_MS);
  calendar.hold();
  const first = keepers.readNow(lisbon.id);
  await clock.settle();
  const once = await look();
  const second = keepers.readNow(lisbon.id);
  const twice = await look();
  calendar.release();
  await Promise.all([first, second]);
  const after = await look();
  close();

  expect([once, twice, after].map(({ pending }) => (pending as { reading: string }).reading)).toEqual([
    'under-way',
    'asked-again',
    'idle',
  ]);
});

test('"read now" reads now, and is in the audit', async () => {
  const { calendar, act, audited, needed, close } = await open();
  const reads = calendar.readsOf(lisbon.id);

  const { status } = await act('read-now');
  close();

  expect(status).toBe(200);
  expect(calendar.readsOf(lisbon.id)).toBe(reads + 1);
  expect(audited).toEqual([`room.read room ${lisbon.id}`]);
  expect(needed).toEqual(['Operator']);
});

test('"resubscribe" gives the old subscription up for another, and the room is read', async () => {
  const { clock, subscriptions, calendar, act, close } = await open();
  const mine = () => [...subscriptions.held.values()].filter(({ mailbox }) => mailbox === lisbon.address);
  const [old] = mine();
  const reads = calendar.readsOf(lisbon.id);

  const { body } = await act('resubscribe');
  await clock.advance(SECOND_MS);
  close();

  expect(mine()).toHaveLength(1);
  expect(mine()[0]?.id).not.toBe(old?.id);
  expect(body['subscription']).toMatchObject({ state: 'live' });
  expect(calendar.readsOf(lisbon.id)).toBeGreaterThan(reads);
});

test('a paused room is not read by anything, says so at its door, and is read at once when it goes on', async () => {
  const { clock, calendar, keepers, publish, act, look, close } = await open();
  await act('pause');
  const reads = calendar.readsOf(lisbon.id);
  await keepers.hint([lisbon.id]);
  keepers.onLifecycle(lisbon.id, 'missed');
  await keepers.policyChanged(null);
  const refused = await act('read-now');
  await clock.advance(HOUR_MS);
  await expect(keepers.readNow(lisbon.id)).rejects.toMatchObject({ reason: 'paused' });
  const paused = await look();
  const atTheDoor = publish.current(lisbon.id)?.health;
  const readsPaused = calendar.readsOf(lisbon.id);

  await act('resume');
  const after = await look();
  await clock.advance(HOUR_MS);
  close();

  const since = addMs(at('09:00'), SECOND_MS);
  expect(readsPaused).toBe(reads);
  expect(refused).toMatchObject({ status: 409, body: { type: 'urn:doorlight:problem:room-paused' } });
  expect(paused).toMatchObject({ pausedSince: toIso(since), nextReadAt: null, health: { cause: 'paused' } });
  expect(atTheDoor).toEqual({ cause: 'paused', since });
  expect(after).toMatchObject({ pausedSince: null, health: null });
  expect(calendar.readsOf(lisbon.id)).toBeGreaterThan(reads + 30);
});

test('a reading that was under way when the room was paused does not unsay it', async () => {
  const { calendar, clock, act, publish, keepers, close } = await open();
  await clock.advance(MINUTE_MS);
  calendar.hold();
  const reading = keepers.readNow(lisbon.id);
  await clock.settle();
  await act('pause');
  calendar.release();
  await reading;
  close();

  expect(publish.current(lisbon.id)?.health?.cause).toBe('paused');
});

test('a pause outlives a restart, and its hints wait for the end of it', async () => {
  const store = createMemoryStore();
  const first = await open({ store });
  await first.act('pause');
  await first.keepers.hint([lisbon.id]);
  first.close();

  const second = await open({ store });
  await second.clock.advance(HOUR_MS);
  const reads = second.calendar.readsOf(lisbon.id);
  const cause = second.publish.current(lisbon.id)?.health?.cause;
  const marked = store.dirty.has(lisbon.id);
  await second.act('resume');
  await second.clock.advance(SECOND_MS);
  second.close();

  expect({ reads, cause, marked }).toEqual({ reads: 0, cause: 'paused', marked: true });
  expect(second.calendar.readsOf(porto.id)).toBeGreaterThan(0);
  expect(second.calendar.readsOf(lisbon.id)).toBeGreaterThan(0);
  expect(store.dirty.has(lisbon.id)).toBe(false);
});

test('"missed" said of one room has every room read within a minute, once for however many say so', async () => {
  const { clock, calendar, keepers, store, policies, close } = await open();
  // At night, when nothing else would read them for twenty minutes.
  await clock.advanceTo(at('22:00'));
  await store.savePolicy(null, {});
  await policies.reload();
  const before = [lisbon, porto].map(({ id }) => calendar.readsOf(id));
  for (let said = 0; said < 100; said += 1) keepers.onLifecycle(lisbon.id, 'missed');
  await clock.advance(MINUTE_MS);
  const after = [lisbon, porto].map(({ id }) => calendar.readsOf(id));
  close();

  for (const [n, reads] of after.entries()) {
    expect(reads - (before[n] ?? 0)).toBeGreaterThanOrEqual(1);
    expect(reads - (before[n] ?? 0)).toBeLessThanOrEqual(3);
  }
});

test('a zone set by an operator holds at once, is read for at once, and is taken back by null', async () => {
  const { clock, calendar, publish, ask, look, audited, close } = await open();
  const reads = calendar.readsOf(lisbon.id);
  const path = `/api/console/rooms/${lisbon.id}/zone`;

  const { body } = await ask('PUT', path, { timeZone: 'Asia/Tokyo' });
  await clock.advance(SECOND_MS);
  const day = publish.current(lisbon.id);
  await ask('PUT', path, { timeZone: null });
  await clock.advance(SECOND_MS);
  const after = await look();
  const nonsense = await ask('PUT', path, { timeZone: 'Mars/Olympus' });
  close();

  expect(body).toMatchObject({ timeZone: 'Asia/Tokyo', timeZoneSet: true });
  expect(day?.room.timeZone).toBe('Asia/Tokyo');
  expect(calendar.readsOf(lisbon.id)).toBeGreaterThan(reads + 1);
  expect(after).toMatchObject({ timeZone: lisbon.timeZone, timeZoneSet: false });
  expect(nonsense.status).toBe(400);
  expect(audited[0]).toBe(`room.zone-set room ${lisbon.id}: Asia/Tokyo`);
});

test('the catalogue is read on demand: a new room appears, a vanished one is marked and can be looked at', async () => {
  const { clock, exchange, ask, look, close } = await open();
  const faro = aRoom({ id: 'room-faro' as RoomId, address: 'faro@northwind.example' });
  exchange.rooms = [lisbon, faro];

  const { body } = await ask('POST', '/api/console/rooms/refresh');
  await clock.advance(SECOND_MS);
  const gone = await look(porto.id);
  const acted = await ask('POST', `/api/console/rooms/${porto.id}/actions`, { action: 'read-now' });
  close();

  expect(body).toMatchObject({
    changesBy: 'notification',
    catalogue: { rooms: 2, gone: 1, failure: null },
    hints: { accepted: 3, unknownSubscription: 1 },
    credentialRefusal: null,
  });
  expect((body['rooms'] as { id: string }[]).map(({ id }) => id)).toEqual([lisbon.id, faro.id, porto.id]);
  expect(gone).toMatchObject({ goneSince: toIso(addMs(at('09:00'), SECOND_MS)), health: { cause: 'room-gone' } });
  expect(acted.status).toBe(404);
});

test('without a PUBLIC_URL the site says that it polls, and each room that it has no subscription for want of one', async () => {
  const { ask, close } = await open({ isReachable: false });
  const { body } = await ask('GET', '/api/console/health');
  close();

  expect(body['changesBy']).toBe('polling');
  expect(body['rooms']).toMatchObject([
    { subscription: { state: 'polled', expiresAt: null, cause: 'no-public-url' } },
    { subscription: { state: 'polled' } },
  ]);
});

test.for([
  { method: 'GET', path: '/api/console/rooms/nowhere/health' },
  { method: 'POST', path: '/api/console/rooms/nowhere/actions', body: { action: 'pause' } },
  { method: 'PUT', path: '/api/console/rooms/nowhere/zone', body: { timeZone: null } },
])('$method $path: no such room', async ({ method, path, body }) => {
  const { ask, close } = await open();
  const { status } = await ask(method, path, body);
  close();

  expect(status).toBe(404);
});

test('what is no action is refused', async () => {
  const { act, audited, close } = await open();
  const { status } = await act('explode');
  close();

  expect(status).toBe(400);
  expect(audited).toEqual([]);
});

test('each of these routes is described for outsiders', async () => {
  const { routes, close } = await open();
  close();
  const paths = openApi('1.2.3')['paths'] as Record<string, Record<string, unknown>>;

  for (const { method, path } of routes.routes) {
    expect(paths[path.replace(/:(\w+)/g, '{$1}')]).toHaveProperty(method.toLowerCase());
  }
});
