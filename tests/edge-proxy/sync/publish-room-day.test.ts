import { describe, expect, test } from 'vitest';
import { createLocalFanOut } from '../../../edge-proxy/fan-out/local.ts';
import type { SiteMessage } from '../../../edge-proxy/ports/fan-out.ts';
import type { Reading } from '../../../edge-proxy/sync/compose-day.ts';
import { createPolicies } from '../../../edge-proxy/sync/policies.ts';
import { createPublishRoomDay } from '../../../edge-proxy/sync/publish-room-day.ts';
import type { RoomId } from '../../../shared/basics/ids.ts';
import { type Instant, MINUTE_MS } from '../../../shared/basics/instant.ts';
import { displayWindow } from '../../../shared/room/room-day.ts';
import { aMeeting, aPolicy, aRoom, at } from '../../support/builders.ts';
import { inCalendar } from '../../support/memory-calendar.ts';
import { createMemoryLog } from '../../support/memory-log.ts';
import { aRow, createMemoryStore, type MemoryStore } from '../../support/memory-store.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const room = aRoom();
const meeting = inCalendar(aMeeting('11:00', '11:30'));

function read(clock: string, occurrences: Reading['occurrences'] = []): Reading {
  return { occurrences, readAt: at(clock), window: displayWindow(at(clock), room.timeZone, aPolicy()) };
}

type Opening = { store?: MemoryStore; now?: string; sealedSince?: Instant };

async function open({ store = createMemoryStore(), now = '10:00', sealedSince }: Opening = {}) {
  const clock = createVirtualClock(at(now));
  const messages: SiteMessage[] = [];
  const fanOut = createLocalFanOut(() => undefined);
  fanOut.subscribe((message) => void messages.push(message));
  const policies = await createPolicies(store);
  const publish = await createPublishRoomDay({
    store,
    fanOut,
    policies,
    clock,
    log: createMemoryLog(),
    sealedSince: sealedSince ?? null,
  });
  return { store, clock, messages, publish, policies };
}

test('a room that was never read says so, with a revision of its own', async () => {
  const { publish } = await open();

  const day = await publish.introduce(room);

  expect(day).toMatchObject({ revision: 1, readAt: null, health: { cause: 'not-read-yet' }, occurrences: [] });
});

test('a reading with news is a new revision, in the store before anybody is told', async () => {
  const { store, publish, messages } = await open();
  await publish.introduce(room);
  store.fail(new Error('disk full'));
  await expect(publish.publishReading(room, read('10:00', [meeting]))).rejects.toThrow('disk full');
  expect(messages).toHaveLength(1);

  store.fail(null);
  const day = await publish.publishReading(room, read('10:00', [meeting]));

  expect(day.revision).toBe(2);
  expect(store.days.get(room.id)).toEqual(day);
  expect(messages.at(-1)).toEqual({ kind: 'room-day', day });
});

test('a reading without news is no revision and no write: only the age is new', async () => {
  const { store, publish, messages } = await open();
  await publish.introduce(room);
  await publish.publishReading(room, read('10:00', [meeting]));
  const writes = store.calls.get('saveRoomDay');

  const day = await publish.publishReading(room, read('10:01', [meeting]));

  expect(day).toMatchObject({ revision: 2, readAt: at('10:01') });
  expect(store.calls.get('saveRoomDay')).toBe(writes);
  expect(messages.at(-1)).toEqual({ kind: 'read-again', roomId: room.id, readAt: at('10:01') });
});

test('a failure keeps the last good day and tells why and since when; a reading ends it', async () => {
  const { publish } = await open();
  await publish.introduce(room);
  await publish.publishReading(room, read('10:00', [meeting]));

  const first = await publish.publishFailure(room, 'graph-unreachable', at('10:05'));
  const second = await publish.publishFailure(room, 'throttled', at('10:07'));
  const after = await publish.publishReading(room, read('10:08', [meeting]));

  expect(first).toMatchObject({ readAt: at('10:00'), health: { cause: 'graph-unreachable', since: at('10:05') } });
  expect(first.occurrences).toHaveLength(1);
  expect(second.health).toEqual({ cause: 'throttled', since: at('10:05') });
  expect(after.health).toBeNull();
});

describe('after a restart', () => {
  test('the door has its last day at once, and the same calendar makes no new revision', async () => {
    const { store, publish } = await open();
    await publish.introduce(room);
    const before = await publish.publishReading(room, read('10:00', [meeting]));

    const second = await open({ store, now: '10:03' });
    expect(second.publish.current(room.id)).toEqual(before);
    await second.publish.introduce(room);
    const after = await second.publish.publishReading(room, read('10:03', [meeting]));

    expect(after.revision).toBe(before.revision);
    expect(second.messages.map(({ kind }) => kind)).toEqual(['read-again']);
  });

  test('a changed calendar goes on with the next revision', async () => {
    const { store, publish } = await open();
    await publish.introduce(room);
    const before = await publish.publishReading(room, read('10:00', [meeting]));

    const second = await open({ store, now: '10:03' });
    const after = await second.publish.publishReading(room, read('10:03'));

    expect(after.revision).toBe(before.revision + 1);
  });

  test('a restored backup is another generation', async () => {
    const store = createMemoryStore('g1');
    const { publish } = await open({ store });
    await publish.introduce(room);
    const restored = createMemoryStore('g2');
    for (const [id, day] of store.days) restored.days.set(id, day);

    const second = await open({ store: restored });

    expect(second.publish.current(room.id)).toMatchObject({ generation: 'g2', revision: 1 });
  });

  test('a booking of ours is still known as ours before the first reading', async () => {
    const store = createMemoryStore();
    const ours = inCalendar(aMeeting('10:00', '10:30'), { iCalUId: 'ical-ours' });
    store.rows = [aRow({ status: 'confirmed', iCalUId: 'ical-ours' })];
    const first = await open({ store });
    await first.publish.introduce(room);
    const before = await first.publish.publishReading(room, read('10:00', [ours]));

    const second = await open({ store, now: '10:03' });
    await second.publish.republish(room.id);

    expect(second.publish.current(room.id)?.occurrences).toEqual(before.occurrences);
  });
});

describe('a refusal', () => {
  const refused = aRow({
    status: 'refused',
    refusal: { kind: 'room-busy', from: at('10:00'), until: at('11:00') },
    updatedAt: at('10:00'),
  });
  const porto = aRoom({ id: 'room-porto' as RoomId, address: 'porto@northwind.example', displayName: 'Porto' });
  const elsewhere = aRoom({ id: 'room-far' as RoomId, address: 'far@northwind.example', building: 'Warehouse' });

  test('comes with a room nearby that is free that long, never with one that could not be read', async () => {
    const store = createMemoryStore();
    const { publish } = await open({ store });
    const broken = aRoom({ id: 'room-broken' as RoomId, address: 'broken@northwind.example' });
    for (const one of [room, porto, elsewhere, broken]) {
      await publish.introduce(one);
      await publish.publishReading(one, read('10:00', one === porto ? [meeting] : []));
    }
    await publish.publishFailure(broken, 'graph-unreachable', at('10:00'));
    store.rows = [refused];

    const day = await publish.republish(room.id);

    const offered = [{ room: porto.address, displayName: 'Porto', floor: '3', until: at('11:00') }];
    expect(day?.occurrences[0]?.booking?.alternatives).toEqual(offered);
    expect(day?.intents[0]?.alternatives).toEqual(offered);
  });

  test('keeps its offer when that room changes, so that one room makes no revisions of another', async () => {
    const store = createMemoryStore();
    const { publish } = await open({ store });
    for (const one of [room, porto]) {
      await publish.introduce(one);
      await publish.publishReading(one, read('10:00'));
    }
    store.rows = [refused];
    const before = await publish.republish(room.id);
    await publish.publishReading(porto, read('10:00', [inCalendar(aMeeting('10:00', '12:00'))]));

    const after = await publish.republish(room.id);

    expect(after?.revision).toBe(before?.revision);
  });

  test('vanishes from the door after two minutes without anybody asking', async () => {
    const store = createMemoryStore();
    const { publish, clock } = await open({ store });
    await publish.introduce(room);
    await publish.publishReading(room, read('10:00'));
    store.rows = [refused];
    await publish.republish(room.id);

    await clock.advance(2 * MINUTE_MS - 1);
    expect(publish.current(room.id)?.intents).toHaveLength(1);
    await clock.advance(1);

    expect(publish.current(room.id)).toMatchObject({ intents: [], occurrences: [] });
    expect(clock.pending()).toBe(0);
  });
});

test('ten republications asked for at once are at most two', async () => {
  const store = createMemoryStore();
  const { publish, messages } = await open({ store });
  await publish.introduce(room);
  messages.length = 0;
  store.rows = [aRow()];

  const days = await Promise.all(Array.from({ length: 10 }, () => publish.republish(room.id)));

  expect(new Set(days.map((day) => day?.revision))).toEqual(new Set([2]));
  expect(messages).toHaveLength(1);
});

test('a room that left the catalogue is unknown at once, not free', async () => {
  const { publish } = await open();
  await publish.introduce(room);
  await publish.publishReading(room, read('10:00', [meeting]));

  await publish.retire(room.id);

  expect(publish.current(room.id)).toMatchObject({ readAt: null, occurrences: [], health: { cause: 'room-gone' } });
});

test('a stricter policy hides titles without another reading', async () => {
  const store = createMemoryStore();
  await store.savePolicy(null, { showTitles: true });
  const { publish, policies } = await open({ store });
  await publish.introduce(room);
  await publish.publishReading(room, read('10:00', [meeting]));
  await store.savePolicy(room.id, { showTitles: false });
  await policies.reload();

  const day = await publish.republish(room.id);

  expect(day?.occurrences[0]?.title).toEqual({ kind: 'hidden' });
  expect(day?.policy.showTitles).toBe(false);
});

test('a room that nobody introduced is not published', async () => {
  const { publish } = await open();

  expect(await publish.republish('room-nowhere' as RoomId)).toBeNull();
  expect(publish.current('room-nowhere' as RoomId)).toBeNull();
});

describe('while the app can read more than rooms', () => {
  const closed = {
    readAt: null,
    occurrences: [],
    intents: [],
    health: { cause: 'scope-not-proven', since: at('10:05') },
  };

  test('no calendar leaves: not to the doors, not into the store, not by a booking or a later reading', async () => {
    const { store, publish, messages } = await open();
    await publish.introduce(room);
    await publish.publishReading(room, read('10:00', [meeting]));
    store.rows = [aRow()];
    await publish.seal(at('10:05'));
    await publish.publishReading(room, read('10:06', [meeting]));
    await publish.republish(room.id);

    expect(publish.current(room.id)).toMatchObject(closed);
    expect(store.days.get(room.id)).toMatchObject(closed);
    expect(messages.at(-1)).toMatchObject({ kind: 'room-day', day: { revision: 3, ...closed } });
  });

  test('once that is mended every door has the present at once, as a new revision', async () => {
    const { publish } = await open();
    await publish.introduce(room);
    await publish.seal(at('10:05'));
    await publish.publishReading(room, read('10:06', [meeting]));
    await publish.seal(null);

    expect(publish.current(room.id)).toMatchObject({ revision: 3, readAt: at('10:06'), health: null });
    expect(publish.current(room.id)?.occurrences).toHaveLength(1);
  });

  test('a disk that is full keeps no calendar on the doors', async () => {
    const { store, publish, messages } = await open();
    await publish.introduce(room);
    await publish.publishReading(room, read('10:00', [meeting]));
    store.fail(new Error('disk full'));
    await publish.seal(at('10:05'));

    expect(publish.current(room.id)).toMatchObject(closed);
    expect(messages.at(-1)).toMatchObject({ day: closed });
  });

  test('a restart is sealed before anybody can ask, and a day of before it goes', async () => {
    const first = await open();
    await first.publish.introduce(room);
    await first.publish.publishReading(room, read('10:00', [meeting]));
    const second = await open({ store: first.store, sealedSince: at('10:05') });

    expect(second.publish.current(room.id)).toMatchObject({ revision: 3, ...closed });
    expect(first.store.days.get(room.id)).toMatchObject(closed);
  });

  test('promise 1: after a sealed life a room is not free before its calendar was read', async () => {
    const first = await open();
    await first.publish.introduce(room);
    await first.publish.seal(at('10:05'));
    const second = await open({ store: first.store });
    await second.publish.introduce(room);

    expect(second.publish.current(room.id)).toMatchObject({ readAt: null, health: { cause: 'not-read-yet' } });
  });
});

test('a room whose stored day cannot be read any more goes on from the revision that it had', async () => {
  const store = createMemoryStore();
  const first = await open({ store });
  await first.publish.introduce(room);
  const { revision } = await first.publish.publishReading(room, read('10:00', [meeting]));
  const second = await open({
    store: { ...store, listRoomDays: async () => [], listRoomRevisions: async () => [{ roomId: room.id, revision }] },
  });

  const day = await second.publish.introduce(room);

  expect(day.revision).toBe(revision + 1);
});
