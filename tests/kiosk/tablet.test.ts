/** A whole tablet on a virtual clock: real models, real sync, a proxy that says what the test tells it. */

import { expect, test } from 'vitest';
import { createBooking } from '../../kiosk/booking.ts';
import { createPairing } from '../../kiosk/pairing.ts';
import { createTablet } from '../../kiosk/tablet.ts';
import type { RoomId } from '../../shared/basics/ids.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS, toIso } from '../../shared/basics/instant.ts';
import { PROBLEM_TYPE_BASE } from '../../shared/wire/problem.ts';
import { HEARTBEAT_MS } from '../../shared/wire/stream-message.ts';
import { aKey, aMeeting, aPolicy, aRoom, aRoomDay, at } from '../support/builders.ts';
import {
  aTabletChance,
  aTabletClock,
  aTabletStore,
  fakeStreams,
  type MemoryTabletStore,
  settled,
} from '../support/virtual-tablet.ts';

type Reply = { status: number; body: object } | 'nothing' | 'portal';

const particulars = { model: 'Tab A7', browser: 'Chrome 138', screen: '1280 × 800' };

function aTablet(
  options: { store?: MemoryTabletStore; start?: string; wallErrorMs?: number; bookingComes?: Promise<void> } = {},
) {
  const clock = aTabletClock(at(options.start ?? '10:00'), options.wallErrorMs);
  const streams = fakeStreams();
  const store = options.store ?? aTabletStore();
  const requests: string[] = [];
  const replies: Record<string, Reply> = { '/api/device': { status: 200, body: { id: 'a-tablet' } } };
  const reloads: number[] = [];
  const chance = aTabletChance(0.5);
  const tablet = createTablet({
    clock,
    chance,
    store,
    async fetch(input) {
      requests.push(String(input));
      const reply = replies[String(input)] ?? 'nothing';
      if (reply === 'nothing') throw new TypeError('Failed to fetch');
      if (reply === 'portal') return new Response('<html>', { headers: { 'content-type': 'text/html' } });
      const type = reply.status < 400 ? 'application/json' : 'application/problem+json';
      return new Response(JSON.stringify(reply.body), { status: reply.status, headers: { 'content-type': type } });
    },
    openEventSource: streams.open,
    firstLife: options.store === undefined,
    async loadBooking() {
      await options.bookingComes;
      return (parts) => createBooking(chance.intentKey, parts);
    },
    loadPairing: async () => (parts) =>
      createPairing(particulars, { link: null, attempt: 'attempt', name: null }, parts),
    onCommand: ({ name }) => name === 'reload' && tablet.whenIdle(() => reloads.push(clock.truth())),
    onNewerProxy: () => {},
    onBoard: () => {},
    onRelease: () => {},
  });
  const start = async () => {
    await tablet.start();
    void tablet.fetchBooking().catch(() => {});
  };
  return { ...tablet.models, clock, streams, store, requests, replies, reloads, tablet: { ...tablet, start } };
}

const notPaired: Reply = { status: 401, body: { type: `${PROBLEM_TYPE_BASE}not-paired`, title: '', status: 401 } };
const aCode: Reply = {
  status: 201,
  body: { code: 'WDJBMTHK', expiresAt: '2026-11-24T10:10:00Z', verificationUrl: 'https://doors.example/console' },
};

test('from unboxing to a door: a code, a yes, the room', async () => {
  const { tablet, replies, view, streams, clock, room } = aTablet();
  replies['/api/device'] = notPaired;
  replies['/api/pairings'] = aCode;
  replies['/api/pairings/current'] = { status: 200, body: { status: 'waiting' } };
  expect(view.screen.value).toEqual({ kind: 'starting' });

  await tablet.start();
  streams.last().fail();
  await clock.advance(SECOND_MS);
  expect(view.screen.value).toMatchObject({ kind: 'pairing', pairing: { kind: 'code' } });

  replies['/api/pairings/current'] = { status: 200, body: { status: 'paired' } };
  await clock.advance(10 * SECOND_MS);
  streams.last().sayDay(aRoomDay(at('10:00')));
  streams.last().sayHeartbeat(clock.truth(), clock.truth());
  expect(view.screen.value).toEqual({ kind: 'room' });
  expect(room.state.value?.kind).toBe('available');
});

test('promise 1: a tablet that starts without a network shows its last day with its age, and no green once it is old', async () => {
  const store = aTabletStore({ day: aRoomDay(at('09:58')), clockOffsetMs: -HOUR_MS });
  const { tablet, replies, view, room, clock, requests } = aTablet({ store, wallErrorMs: HOUR_MS });
  replies['/api/device'] = 'nothing';

  await tablet.start();
  expect(view.screen.value).toEqual({ kind: 'room' });
  expect(room.state.value?.kind).toBe('available');

  await clock.advance(3 * MINUTE_MS);
  expect(room.state.value).toMatchObject({ kind: 'stale', readAt: at('09:58') });
  await clock.advance(HOUR_MS);
  expect(room.state.value?.kind).toBe('unknown');
  expect(requests.every((path) => path === '/api/device')).toBe(true);
});

test('promise 1: over midnight and the day after without a network the door says since when, drops old names, and is right at once after', async () => {
  const day = aRoomDay(at('17:00'), [aMeeting('17:30', '18:00')]);
  const { tablet, replies, room, clock, streams, store } = aTablet({
    store: aTabletStore({ day, clockOffsetMs: 0 }),
    start: '17:01',
  });
  replies['/api/device'] = 'nothing';
  await tablet.start();
  streams.last().fail();

  await clock.advance(30 * MINUTE_MS);
  expect(room.state.value).toMatchObject({ kind: 'stale', readAt: at('17:00') });
  await clock.advance(7 * HOUR_MS);
  expect(room.state.value).toMatchObject({ kind: 'unknown', since: at('17:00') });
  expect(room.day.value?.occurrences).toHaveLength(1);
  await clock.advance(17 * HOUR_MS);
  expect(room.state.value).toMatchObject({ kind: 'unknown', since: at('17:00') });
  expect(room.day.value?.occurrences).toEqual([]);
  expect(store.kept?.day.occurrences).toEqual([]);

  replies['/api/device'] = { status: 200, body: { id: 'a-tablet' } };
  await clock.advance(MINUTE_MS);
  expect(streams.last().url).not.toContain('g1.1');
  streams.last().sayDay(aRoomDay(clock.truth()));
  expect(room.state.value?.kind).toBe('available');
});

test('a captive portal neither unpairs a tablet nor passes for a proxy', async () => {
  const store = aTabletStore({ day: aRoomDay(at('09:58')), clockOffsetMs: 0 });
  const { tablet, replies, view, streams, clock } = aTablet({ store });
  replies['/api/device'] = 'portal';
  await tablet.start();

  streams.last().fail();
  await clock.advance(10 * MINUTE_MS);
  expect(view.screen.value).toEqual({ kind: 'room' });
  expect(streams.opened).toHaveLength(1);

  replies['/api/device'] = { status: 200, body: { id: 'a-tablet' } };
  await clock.advance(MINUTE_MS);
  expect(streams.opened.length).toBeGreaterThan(1);
});

test('a tablet with nothing kept and nobody to ask says that nobody answers', async () => {
  const { tablet, replies, view, streams } = aTablet();
  replies['/api/device'] = 'nothing';

  await tablet.start();
  streams.last().fail();
  await settled();

  expect(view.screen.value).toEqual({ kind: 'pairing', pairing: { kind: 'no-answer' } });
});

test('a revoked tablet wipes, names the room it was taken off, and asks for a code', async () => {
  const { tablet, replies, view, streams, clock, store, pairing } = aTablet();
  replies['/api/pairings'] = aCode;
  replies['/api/pairings/current'] = { status: 200, body: { status: 'waiting' } };
  await tablet.start();
  await settled();
  streams.last().sayDay(aRoomDay(at('10:00')));

  streams.last().say('command', '{"name":"unpaired"}');
  await clock.advance(SECOND_MS);

  expect(store.kept).toBeNull();
  expect(pairing.value?.takenOff.value).toBe('Lisbon');
  expect(view.screen.value).toMatchObject({ kind: 'pairing', pairing: { kind: 'code' } });
});

test('promise 3: a tap whose answer is lost is asked again, and a reload in between asks the same', async () => {
  const store = aTabletStore();
  const before = aTablet({ store });
  await before.tablet.start();
  await settled();
  before.streams.last().sayDay(aRoomDay(at('10:00')));
  before.booking.book({ end: at('10:30') });
  await settled();
  expect(before.booking.tap.value?.status).toBe('checking');
  before.tablet.close();

  const after = aTablet({ store, start: '10:00:20' });
  after.replies['/api/intents'] = { status: 202, body: { key: aKey(1), status: 'pending' } };
  await after.tablet.start();
  await settled();
  after.streams.last().sayHeartbeat(at('10:00:20'));

  expect(after.requests.filter((path) => path !== '/api/device')).toEqual(['/api/intents']);
  expect(after.booking.tap.value).toMatchObject({ key: aKey(1), status: 'pending', end: at('10:30') });
  expect(store.outbox.size).toBe(0);
});

test('promise 3: a tap before its chunk is here is seen at once, and sent once when it has come', async () => {
  let come = () => {};
  const bookingComes = new Promise<void>((resolve) => {
    come = resolve;
  });
  const { tablet, streams, clock, booking, replies, requests } = aTablet({ bookingComes });
  replies['/api/intents'] = { status: 202, body: { key: aKey(1), status: 'pending' } };
  await tablet.start();
  await settled();
  streams.last().sayDay(aRoomDay(at('10:00')));
  streams.last().sayHeartbeat(clock.truth(), clock.truth());

  booking.book({ end: at('10:30') });
  booking.book({ end: at('10:30') });
  expect(booking.tap.value).toMatchObject({ kind: 'book', status: 'sending', end: at('10:30') });
  await clock.advance(SECOND_MS);
  expect(requests).not.toContain('/api/intents');

  come();
  await settled();
  expect(requests.filter((path) => path === '/api/intents')).toHaveLength(1);
  expect(booking.tap.value).toMatchObject({ key: aKey(1), status: 'pending', end: at('10:30') });
});

test('what was kept for one room is not done in another, also where the tablet learns of its move first', async () => {
  const store = aTabletStore(null, { kind: 'book', key: aKey(1), end: at('10:30'), notAfter: at('10:25') });
  store.kept = { day: aRoomDay(at('09:59')), clockOffsetMs: 0 };
  let come = () => {};
  const bookingComes = new Promise<void>((resolve) => {
    come = resolve;
  });
  const { tablet, streams, clock, requests, room } = aTablet({ store, bookingComes });
  await tablet.start();
  await settled();

  streams.last().sayDay(aRoomDay(at('10:00'), [], { room: aRoom({ id: 'room-porto' as RoomId }) }));
  streams.last().sayHeartbeat(clock.truth(), clock.truth());
  come();
  await clock.advance(MINUTE_MS);

  expect(requests).not.toContain('/api/intents');
  expect(store.outbox.size).toBe(0);
  expect(store.kept?.day).toEqual(room.received.value);
});

test('a tablet whose booking chunk cannot be had shows its room all the same', async () => {
  const bookingComes = Promise.reject(new TypeError('Failed to fetch dynamically imported module'));
  bookingComes.catch(() => {});
  const { tablet, streams, clock, room } = aTablet({ bookingComes });

  await tablet.start();
  await settled();
  streams.last().sayDay(aRoomDay(at('10:00')));
  streams.last().sayHeartbeat(clock.truth(), clock.truth());

  expect(room.state.value?.kind).toBe('available');
});

test('a reload that the proxy wants waits until nobody is at the door', async () => {
  const { tablet, streams, view, reloads, clock } = aTablet();
  const ours = aMeeting('10:00', '11:00', { booking: { key: aKey(9), status: 'confirmed' } });
  await tablet.start();
  await settled();
  streams.last().sayDay(aRoomDay(at('10:00'), [ours]));
  view.openSheet({ kind: 'confirm-end', occurrence: ours });

  streams.last().say('command', '{"name":"reload"}');
  expect(reloads).toEqual([]);

  await clock.advance(30 * SECOND_MS);
  expect(reloads).toHaveLength(1);
});

test('and until whoever tapped has had the time to read how it ended', async () => {
  const { tablet, streams, clock, booking, replies, reloads } = aTablet();
  await tablet.start();
  await settled();
  const day = aRoomDay(at('10:00'));
  streams.last().sayDay(day);
  streams.last().sayHeartbeat(clock.truth(), clock.truth());
  replies['/api/intents'] = { status: 202, body: { key: aKey(1), status: 'confirmed' } };
  booking.book({ end: at('10:30') });
  await clock.advance(SECOND_MS);
  expect(booking.tap.value?.status).toBe('confirmed');

  streams.last().say('command', '{"name":"reload"}');
  expect(reloads).toEqual([]);
  await clock.advance(2 * MINUTE_MS);
  expect(reloads).toHaveLength(1);
});

test('a screen that comes on after an hour shows no green before it has asked, and the truth at once after', async () => {
  const { tablet, streams, clock, room } = aTablet();
  await tablet.start();
  await settled();
  streams.last().sayDay(aRoomDay(at('10:00')));
  streams.last().sayHeartbeat(clock.truth(), clock.truth());

  clock.sleep(HOUR_MS);
  tablet.seen();
  expect(room.state.value?.kind).toBe('unknown');

  await clock.advance(SECOND_MS);
  expect(streams.opened).toHaveLength(2);
  streams.last().sayHeartbeat(clock.truth(), clock.truth());
  expect(room.state.value?.kind).toBe('available');
});

test('a day of healthy life costs no request, and holds no more timers at its end than at its beginning', async () => {
  const { tablet, streams, clock, requests, room } = aTablet();
  await tablet.start();
  await settled();
  const day = aRoomDay(at('10:00'), [], { policy: aPolicy({ openingHours: { from: 0, to: 1440 } }) });
  streams.last().sayDay(day);
  const before = { requests: requests.length, timers: clock.timers() };

  for (let beat = 0; beat < 8_640; beat += 1) {
    await clock.advance(HEARTBEAT_MS);
    streams.last().sayHeartbeat(clock.truth(), clock.truth());
  }

  expect(room.connection.value.kind).toBe('live');
  expect(toIso(room.day.value?.readAt ?? at('00:00'))).toBe(toIso(clock.truth()));
  expect(requests).toHaveLength(before.requests);
  expect(clock.timers()).toBeLessThanOrEqual(before.timers + 1);
  expect(streams.opened).toHaveLength(1);
});

test('closed, a tablet leaves nothing running', async () => {
  const { tablet, clock } = aTablet();
  await tablet.start();
  await clock.advance(MINUTE_MS);

  tablet.close();

  expect(clock.timers()).toBe(0);
});
