import { describe, expect, test } from 'vitest';
import { CalendarUnavailable } from '../../../edge-proxy/ports/calendar.ts';
import type { RoomId } from '../../../shared/basics/ids.ts';
import { addMs, HOUR_MS, type Instant, MINUTE_MS, SECOND_MS } from '../../../shared/basics/instant.ts';
import { dayOf } from '../../../shared/basics/zone.ts';
import { freshness } from '../../../shared/rules/freshness.ts';
import { aMeeting, aRoom, at, aZone } from '../../support/builders.ts';
import { inCalendar } from '../../support/memory-calendar.ts';
import { openSyncSite } from '../../support/sync-site.ts';

const room = aRoom();
const meeting = inCalendar(aMeeting('11:00', '11:30'));

async function startedSite(options: Parameters<typeof openSyncSite>[0] = {}) {
  const site = await openSyncSite(options);
  await site.start();
  // Past the reading that follows the making of the subscription.
  await site.clock.advance(SECOND_MS);
  return site;
}

describe('hints', () => {
  test('a hint is followed at once', async () => {
    const { calendar, keepers, publish, clock } = await startedSite();
    calendar.write(room.id, [meeting]);

    await keepers.hint([room.id]);
    await clock.advance(0);

    expect(publish.current(room.id)?.occurrences).toHaveLength(1);
  });

  test('ten thousand hints are one reading under way and one after it', async () => {
    const { calendar, keepers, clock } = await startedSite();
    const before = calendar.readsOf(room.id);
    calendar.hold();
    await keepers.hint([room.id]);
    await clock.advance(0);

    await Promise.all(Array.from({ length: 10_000 }, () => keepers.hint([room.id])));
    await clock.advance(SECOND_MS);
    expect(calendar.inFlight(room.id)).toBe(1);
    calendar.release();
    await clock.advance(5 * SECOND_MS);

    expect(calendar.readsOf(room.id) - before).toBe(2);
    expect(calendar.mostInFlight(room.id)).toBe(1);
  });

  test('a flood that does not end costs at most two readings a second', async () => {
    const { calendar, keepers, clock } = await startedSite();
    const before = calendar.readsOf(room.id);

    for (let tenth = 0; tenth < 100; tenth += 1) {
      await Promise.all(Array.from({ length: 100 }, () => keepers.hint([room.id])));
      await clock.advance(100);
    }

    expect(calendar.readsOf(room.id) - before).toBeLessThanOrEqual(21);
  });

  test.for([
    { step: 'forward', byMs: HOUR_MS },
    { step: 'back', byMs: -HOUR_MS },
  ])('a clock that is set $step an hour makes no hint wait, nor the next reading', async ({ byMs }) => {
    const { calendar, keepers, publish, clock } = await startedSite({ now: at('20:00') });
    const steady = clock.now;
    clock.now = () => addMs(steady(), byMs);
    calendar.write(room.id, [meeting]);

    await keepers.hint([room.id]);
    await clock.advance(SECOND_MS);
    expect(publish.current(room.id)?.occurrences).toHaveLength(1);

    calendar.write(room.id, []);
    await clock.advance(30 * MINUTE_MS);
    expect(publish.current(room.id)?.occurrences).toHaveLength(0);
  });

  test('a hint that was kept but not followed when the process died is followed by the next, and forgotten then', async () => {
    const first = await startedSite();
    first.calendar.hold();
    await first.keepers.hint([room.id]);
    first.close();
    expect(first.store.dirty).toEqual(new Set([room.id]));

    const second = await startedSite({ store: first.store });

    expect(second.calendar.readsOf(room.id)).toBeGreaterThan(0);
    expect(second.store.dirty.size).toBe(0);
  });

  test.for([
    { sent: 'at any moment', subscribed: true, limitSeconds: 90 },
    { sent: 'without any subscription', subscribed: false, limitSeconds: 40 },
  ])('a change whose hint is lost, $sent, shows within $limitSeconds s', async ({ subscribed, limitSeconds }) => {
    for (let offset = 0; offset < 20; offset += 1) {
      const { calendar, publish, clock, close } = await startedSite({ isReachable: subscribed });
      await clock.advance(offset * 7 * SECOND_MS);
      calendar.write(room.id, [meeting]);

      await clock.advance(limitSeconds * SECOND_MS);

      expect(publish.current(room.id)?.occurrences).toHaveLength(1);
      close();
    }
  });
});

describe('an idle room', () => {
  test.for([
    { name: 'an ordinary day', zone: 'Europe/Lisbon', from: '2026-11-24T00:00:00Z' },
    { name: 'the day of 25 hours', zone: 'Europe/Berlin', from: '2026-10-24T22:00:00Z' },
    { name: 'the day of 23 hours', zone: 'Europe/Berlin', from: '2027-03-27T23:00:00Z' },
    { name: 'a zone half an hour off, changing', zone: 'Australia/Lord_Howe', from: '2027-04-03T13:00:00Z' },
  ])('stays fresh within its budget of readings through $name', { timeout: 20_000 }, async ({ zone, from }) => {
    const lordOfTheDay = aRoom({ timeZone: aZone(zone) });
    const { calendar, clock, publish, close } = await startedSite({ now: at(from), rooms: [lordOfTheDay] });
    const day = dayOf(clock.now(), lordOfTheDay.timeZone);
    const readAt: Instant[] = [];
    let seen = calendar.reads.length;

    while (clock.now() < day.end) {
      await clock.advance(10 * SECOND_MS);
      for (; seen < calendar.reads.length; seen += 1) readAt.push(clock.now());
      const current = publish.current(lordOfTheDay.id);
      expect(current !== null && freshness(current, clock.now())).toMatch(/fresh/);
    }
    close();

    const { from: opens, to: closes } = { from: 8 * HOUR_MS, to: 18 * HOUR_MS };
    const inHourFrom = (start: number) => readAt.filter((moment) => moment >= start && moment < start + HOUR_MS).length;
    const opening = day.end - 24 * HOUR_MS + opens;
    const closing = day.end - 24 * HOUR_MS + closes;
    for (let start: number = day.start; start + HOUR_MS <= day.end; start += 15 * MINUTE_MS) {
      const isClosed = start + HOUR_MS <= opening || start >= closing + 2 * MINUTE_MS;
      expect(inHourFrom(start)).toBeLessThanOrEqual(isClosed ? 4 : 60);
    }
    expect(readAt.length).toBeGreaterThan(10 * 45);
  });

  test('makes no revision all day but for midnight', async () => {
    const { clock, days, close } = await startedSite({ now: at('12:00') });
    const before = days().length;

    await clock.advance(24 * HOUR_MS);
    close();

    expect(days().length - before).toBe(1);
  });
});

test.for([
  {
    name: 'in winter',
    zone: 'Europe/Lisbon',
    before: '2026-11-24T23:59:00Z',
    window: ['2026-11-25T00:00:00Z', '2026-11-27T00:00:00Z'],
  },
  {
    name: 'into the day of 25 hours',
    zone: 'Europe/Berlin',
    before: '2026-10-24T21:59:00Z',
    window: ['2026-10-24T22:00:00Z', '2026-10-26T23:00:00Z'],
  },
  {
    name: 'half a day ahead of UTC',
    zone: 'Pacific/Auckland',
    before: '2026-11-24T10:59:00Z',
    window: ['2026-11-24T11:00:00Z', '2026-11-26T11:00:00Z'],
  },
])("the window moves on at the room's own midnight, $name", async ({ zone, before, window }) => {
  const { clock, publish, close } = await startedSite({ now: at(before), rooms: [aRoom({ timeZone: aZone(zone) })] });

  await clock.advance(2 * MINUTE_MS);
  close();

  expect(publish.current(room.id)?.window).toEqual({ start: at(window[0] ?? ''), end: at(window[1] ?? '') });
});

describe('when Graph is away', () => {
  test('the last good day stays with cause and age, and recovers within a minute without a hand', async () => {
    const { calendar, clock, publish, close } = await startedSite();
    calendar.write(room.id, [meeting]);
    await clock.advance(2 * MINUTE_MS);
    const good = publish.current(room.id);
    calendar.fail(new CalendarUnavailable('graph-unreachable'));
    await clock.advance(30 * MINUTE_MS);
    const during = publish.current(room.id);
    calendar.fail(null);
    await clock.advance(MINUTE_MS);
    close();

    expect(good?.health).toBeNull();
    expect(during?.health?.cause).toBe('graph-unreachable');
    expect(during?.occurrences).toEqual(good?.occurrences);
    expect(during?.readAt).toBeLessThan(at('09:04'));
    expect(during?.health?.since).toBeLessThan(at('09:04'));
    expect(publish.current(room.id)).toMatchObject({ health: null });
    expect(publish.current(room.id)?.readAt).toBeGreaterThan(at('09:32'));
  });

  test('at start the door says that it does not know, and why', async () => {
    const site = await openSyncSite();
    site.calendar.fail(new CalendarUnavailable('graph-unreachable'));

    await site.start();

    expect(site.publish.current(room.id)).toMatchObject({ readAt: null, health: { cause: 'graph-unreachable' } });
    site.calendar.fail(null);
    await site.clock.advance(MINUTE_MS);
    expect(site.publish.current(room.id)?.health).toBeNull();
    site.close();
  });

  test('an outage of an hour is tried a few times a minute at most, and one alarm in the log', async () => {
    const { calendar, clock, log, close } = await startedSite();
    calendar.fail(new CalendarUnavailable('graph-unreachable'));
    const before = calendar.readsOf(room.id);

    await clock.advance(HOUR_MS);
    close();

    expect(calendar.readsOf(room.id) - before).toBeLessThan(170);
    expect(log.events().filter((event) => event === 'room.not-read')).toHaveLength(1);
  });

  test('a wait that Graph asks for is kept, whatever hints come', async () => {
    const { calendar, clock, keepers, close } = await startedSite();
    calendar.fail(new CalendarUnavailable('throttled', { retryAfterMs: 5 * MINUTE_MS }));
    await keepers.hint([room.id]);
    await clock.advance(SECOND_MS);
    const asked = calendar.readsOf(room.id);

    for (let second = 0; second < 290; second += 1) {
      await keepers.hint([room.id]);
      await clock.advance(SECOND_MS);
    }
    expect(calendar.readsOf(room.id)).toBe(asked);
    calendar.fail(null);
    await clock.advance(MINUTE_MS);
    close();

    expect(calendar.readsOf(room.id)).toBeGreaterThan(asked);
  });

  test('a room that we may not read is left in peace for minutes', async () => {
    const { calendar, clock, publish, close } = await startedSite();
    calendar.fail(new CalendarUnavailable('access-denied'));
    await clock.advance(2 * MINUTE_MS);
    const before = calendar.readsOf(room.id);

    await clock.advance(HOUR_MS);
    close();

    expect(publish.current(room.id)?.health?.cause).toBe('access-denied');
    expect(calendar.readsOf(room.id) - before).toBeLessThanOrEqual(12);
  });

  test('a fault of our own is not taken for a free room, and is tried again', async () => {
    const { calendar, clock, publish, log, close } = await startedSite();
    calendar.fail(new TypeError('of undefined'));
    await clock.advance(2 * MINUTE_MS);

    expect(publish.current(room.id)?.health?.cause).toBe('bad-answer');
    expect(log.lines.find(({ event }) => event === 'room.read-broke')?.facts).toMatchObject({ fault: 'TypeError' });
    calendar.fail(null);
    await clock.advance(2 * MINUTE_MS);
    expect(publish.current(room.id)?.health).toBeNull();
    close();
  });

  test('a store that cannot keep a day does not stop the keeper', async () => {
    const { calendar, clock, store, publish, close } = await startedSite();
    store.fail(new Error('disk full'));
    calendar.write(room.id, [meeting]);
    await clock.advance(5 * MINUTE_MS);
    expect(publish.current(room.id)?.occurrences).toEqual([]);

    store.fail(null);
    await clock.advance(2 * MINUTE_MS);
    close();

    expect(publish.current(room.id)?.occurrences).toHaveLength(1);
  });
});

test('one room that fails changes nothing for another', async () => {
  const porto = aRoom({ id: 'room-porto' as RoomId, address: 'porto@northwind.example' });
  const { calendar, clock, publish, close } = await startedSite({ rooms: [room, porto] });
  calendar.fail(new CalendarUnavailable('room-gone'), room.id);
  const before = calendar.readsOf(porto.id);
  const revision = publish.current(porto.id)?.revision;

  await clock.advance(HOUR_MS);
  close();

  expect(publish.current(porto.id)).toMatchObject({ revision, health: null });
  expect(calendar.readsOf(porto.id) - before).toBeGreaterThan(44);
});

describe('a reading on demand', () => {
  test('began after it was asked for, even with another under way', async () => {
    const { calendar, keepers, clock, close } = await startedSite();
    calendar.hold();
    await keepers.hint([room.id]);
    await clock.advance(0);
    const asked = keepers.readNow(room.id);
    await clock.advance(SECOND_MS);
    calendar.release();
    // The reading that was under way sees the old calendar; the one asked for must see this.
    await Promise.resolve();
    calendar.write(room.id, [meeting]);
    await clock.advance(0);

    expect((await asked).occurrences).toHaveLength(1);
    expect((await asked).readAt).toBe(clock.now());
    close();
  });

  test('fails as Graph does', async () => {
    const { calendar, keepers, close } = await startedSite();
    calendar.fail(new CalendarUnavailable('throttled', { retryAfterMs: 1_000 }));

    await expect(keepers.readNow(room.id)).rejects.toMatchObject({ reason: 'throttled', retryAfterMs: 1_000 });
    close();
  });

  test('of a room that nobody keeps is refused', async () => {
    const { keepers, close } = await startedSite();

    await expect(keepers.readNow('room-nowhere' as RoomId)).rejects.toMatchObject({ reason: 'room-gone' });
    close();
  });
});

test('a closed keeper leaves no timer behind', async () => {
  const { clock, close } = await startedSite();

  close();

  expect(clock.pending()).toBe(0);
});
