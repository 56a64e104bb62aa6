import { expect, test } from 'vitest';
import type { GraphClient } from '../../../edge-proxy/graph/graph-client.ts';
import type { GraphCall } from '../../../edge-proxy/graph/graph-request.ts';
import { createScheduledCalendar } from '../../../edge-proxy/graph/scheduled-calendar.ts';
import { CalendarUnavailable, type RoomCalendar } from '../../../edge-proxy/ports/calendar.ts';
import type { RoomId } from '../../../shared/basics/ids.ts';
import { MINUTE_MS, SECOND_MS } from '../../../shared/basics/instant.ts';
import { aPolicy, aRoom, at } from '../../support/builders.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const today = { start: at('00:00'), end: at('2026-11-25T00:00:00Z') };
const roomNumber = (n: number) => aRoom({ id: `room-${n}` as RoomId, address: `room-${n}@northwind.example` });

/** Graph's answers as the test writes them: which items each schedule has, and what is asked for. */
function aSite() {
  const clock = createVirtualClock(at('09:00'));
  const items = new Map<string, unknown[]>();
  const asked: string[][] = [];
  const read: string[] = [];
  const script: { fault: CalendarUnavailable | null } = { fault: null };
  const client: GraphClient = {
    async call({ body }: GraphCall) {
      const { schedules } = body as { schedules: string[] };
      asked.push(schedules);
      if (script.fault !== null) throw script.fault;
      const value = schedules.map((scheduleId) => ({ scheduleId, scheduleItems: items.get(scheduleId) ?? [] }));
      return { status: 200, code: null, body: { value } };
    },
    callAllPages: () => Promise.reject(new Error('no pages here')),
  };
  const calendar: RoomCalendar = {
    async readView(room) {
      read.push(room.id);
      return [];
    },
  };
  const scheduled = createScheduledCalendar({ calendar, client, serviceUser: 'Doors@northwind.example', clock });
  return {
    clock,
    items,
    asked,
    read,
    script,
    async readAll(count: number, policy = aPolicy(), window = today) {
      const all = Promise.allSettled(
        Array.from({ length: count }, (_, n) => scheduled.readView(roomNumber(n), window, policy)),
      );
      await clock.advance(2 * SECOND_MS);
      return await all;
    },
    readAtDoor: () => scheduled.readView(roomNumber(0), today, aPolicy(), 'person'),
  };
}

test('three hundred rooms at 30 s cost fifteen calls a round while nothing changes', async () => {
  const site = aSite();
  await site.readAll(300);
  const first = { asked: site.asked.length, read: site.read.length };
  await site.clock.advance(30 * SECOND_MS);
  await site.readAll(300);

  expect(first).toEqual({ asked: 15, read: 300 });
  expect(site.asked).toHaveLength(30);
  expect(site.asked.every((rooms) => rooms.length <= 20)).toBe(true);
  expect(site.read).toHaveLength(300);
});

test('the room whose schedule has changed is read, and no other', async () => {
  const site = aSite();
  await site.readAll(5);
  site.items.set('room-3@northwind.example', [{ status: 'busy' }]);
  site.read.length = 0;
  await site.readAll(5);

  expect(site.read).toEqual(['room-3']);
});

test('the order in which a schedule tells its meetings changes nothing', async () => {
  const site = aSite();
  const [one, two] = [{ status: 'busy' }, { status: 'tentative' }];
  site.items.set('room-0@northwind.example', [one, two]);
  await site.readAll(1);
  site.items.set('room-0@northwind.example', [two, one]);
  await site.readAll(1);

  expect(site.read).toHaveLength(1);
});

test('every five minutes the calendar is read through, as a schedule does not show all', async () => {
  const site = aSite();
  await site.readAll(1);
  for (let n = 0; n < 9; n += 1) {
    await site.clock.advance(28 * SECOND_MS);
    await site.readAll(1);
  }
  expect(site.read).toHaveLength(1);
  await site.clock.advance(28 * SECOND_MS);
  await site.readAll(1);

  expect(site.read).toHaveLength(2);
});

test('another policy or another day is read through', async () => {
  const site = aSite();
  await site.readAll(1);
  await site.readAll(1, aPolicy({ showTitles: false }));
  await site.readAll(1, aPolicy({ showTitles: false }), { start: today.end, end: at('2026-11-26T00:00:00Z') });

  expect(site.read).toHaveLength(3);
});

test('whoever stands at the door is read to at once, and the next round reads again', async () => {
  const site = aSite();
  await site.readAll(1);
  await site.readAtDoor();
  expect(site.asked).toHaveLength(1);
  await site.readAll(1);

  expect(site.read).toHaveLength(3);
});

test.for(['access-denied', 'bad-answer', 'room-gone'] as const)(
  'where schedules are refused (%s) the calendars are read',
  async (reason) => {
    const site = aSite();
    site.script.fault = new CalendarUnavailable(reason);
    const outcomes = await site.readAll(2);

    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    expect(site.read).toEqual(['room-0', 'room-1']);
  },
);

test.for(['throttled', 'graph-unreachable', 'credential-refused'] as const)(
  'where Graph has trouble (%s) it is not asked for every calendar on top',
  async (reason) => {
    const site = aSite();
    site.script.fault = new CalendarUnavailable(reason, { retryAfterMs: MINUTE_MS });
    const outcomes = await site.readAll(2);

    expect(outcomes).toMatchObject([
      { status: 'rejected', reason: { reason, retryAfterMs: MINUTE_MS } },
      { status: 'rejected' },
    ]);
    expect(site.read).toEqual([]);
  },
);
