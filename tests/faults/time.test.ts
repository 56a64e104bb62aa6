/** Faults F31 to F36: what time and odd calendars do to a door. */

import { afterEach, describe, expect, test } from 'vitest';
import type { EventDraft } from '../../edge-proxy/sandbox/exchange/event-draft.ts';
import { addMs, DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../shared/basics/instant.ts';
import { freeGaps } from '../../shared/room/room-day.ts';
import { openSite, type Site } from '../simulation/site.ts';
import type { SimulatedRoom } from '../simulation/tenant.ts';
import { at } from '../support/builders.ts';

const TRUE_WITHIN_MS = 90 * SECOND_MS;
const ALWAYS_OPEN = { openingHours: { from: 0, to: 1_440 } };

let site: Site;
afterEach(() => site.close());

const roomIn = (timeZone: string): SimulatedRoom[] => [
  { address: 'room@northwind.example', displayName: 'Room', timeZone },
];

const spans = () => site.first.day()?.occurrences.map(({ start, end }) => [start, end]);

/** Between two moments, whatever the clocks on the wall say meanwhile; straight into the room's calendar. */
function meet(start: string, end: string, change: Partial<EventDraft> = {}): void {
  const draft = { subject: 'Planning', start: at(start), end: at(end), showAs: 'busy' as const, ...change };
  const made = site.tenant.exchange.organize(site.first.address, draft);
  if (!made.ok) throw new Error(made.error.message);
}

describe('F31: daylight saving', () => {
  test('a night of 23 hours: the meeting over the lost hour keeps its moments, and the window ends at local midnight', async () => {
    site = await openSite({ now: at('2027-03-27T23:30:00Z'), rooms: roomIn('Europe/Berlin'), policy: ALWAYS_OPEN });
    // 01:30 to 03:30 on the wall, one hour long.
    meet('2027-03-28T00:30:00Z', '2027-03-28T01:30:00Z');
    await site.pass(5 * SECOND_MS);

    const day = site.first.day();
    expect(spans()).toEqual([[at('2027-03-28T00:30:00Z'), at('2027-03-28T01:30:00Z')]]);
    expect(day?.window).toEqual({ start: at('2027-03-27T23:00:00Z'), end: at('2027-03-29T22:00:00Z') });
    await site.pass(90 * MINUTE_MS);
    expect(site.first.state()?.kind).toMatch(/^(in-use|ending-soon)$/);
    await site.pass(31 * MINUTE_MS);
    expect(site.first.state()?.kind).toBe('available');
    expect(site.untruths()).toEqual([]);
  });

  test('a night of 25 hours: the two meetings at 02:30 are two, an hour apart', async () => {
    site = await openSite({ now: at('2026-10-24T22:10:00Z'), rooms: roomIn('Europe/Berlin'), policy: ALWAYS_OPEN });
    meet('2026-10-25T00:30:00Z', '2026-10-25T00:45:00Z');
    meet('2026-10-25T01:30:00Z', '2026-10-25T01:45:00Z');
    await site.pass(5 * SECOND_MS);

    const day = site.first.day();
    expect(spans()).toEqual([
      [at('2026-10-25T00:30:00Z'), at('2026-10-25T00:45:00Z')],
      [at('2026-10-25T01:30:00Z'), at('2026-10-25T01:45:00Z')],
    ]);
    expect(day?.window).toEqual({ start: at('2026-10-24T22:00:00Z'), end: at('2026-10-26T23:00:00Z') });
    await site.pass(2 * HOUR_MS + 21 * MINUTE_MS);
    const before = site.first.state()?.kind;
    await site.pass(HOUR_MS);
    expect([before, site.first.state()?.kind]).toEqual(['in-use', 'in-use']);
    expect(site.untruths()).toEqual([]);
  });

  test.for([
    { day: 'the short one', now: '2027-03-28T10:00:00Z', start: '2027-03-27T23:00:00Z', end: '2027-03-28T22:00:00Z' },
    { day: 'the long one', now: '2026-10-25T10:00:00Z', start: '2026-10-24T22:00:00Z', end: '2026-10-25T23:00:00Z' },
  ])('a meeting of all day takes $day from midnight to midnight', async ({ now, start, end }) => {
    site = await openSite({ now: at(now), rooms: roomIn('Europe/Berlin') });
    site.tenant.desk.invite({ room: site.first.address, startsIn: 0, allDay: true, direct: true });
    await site.pass(5 * SECOND_MS);

    expect(spans()).toEqual([[at(start), at(end)]]);
    expect(site.first.state()).toMatchObject({ kind: 'in-use', until: at(end) });
    expect(site.untruths()).toEqual([]);
  });
});

describe('F32: a tablet whose own clock is wrong', () => {
  test.for([
    { clock: 'an hour ahead', wallErrorMs: HOUR_MS },
    { clock: 'an hour behind', wallErrorMs: -HOUR_MS },
    { clock: 'in 1970', wallErrorMs: -at('09:00') },
  ])('$clock turns with the meetings to the second all the same', async ({ wallErrorMs }) => {
    site = await openSite({ rooms: 1, screens: false });
    const [{ address } = { address: '' }] = site.rooms;
    site.invite(address, 20, 30);
    await site.pass(5 * SECOND_MS);
    const screen = await site.hang(address, { wallErrorMs });
    await site.pass(5 * SECOND_MS);
    expect(site.untruths()).toEqual([]);
    const startsAt = screen.day()?.occurrences[0]?.start ?? at('09:00');

    await site.clock.advanceTo(addMs(startsAt, -SECOND_MS));
    const before = screen.state()?.kind;
    await site.clock.advanceTo(addMs(startsAt, SECOND_MS));
    expect([before, screen.state()?.kind]).toEqual(['starting-soon', 'in-use']);
  });
});

describe('F33: the proxy and Graph disagree on the time', () => {
  test.for([
    { proxy: 'an hour behind', tenantAheadMs: HOUR_MS },
    { proxy: 'an hour ahead', tenantAheadMs: -HOUR_MS },
  ])('$proxy, the proxy waits no longer than Graph asked, and tells its operators', async ({ tenantAheadMs }) => {
    site = await openSite({ tenantAheadMs });
    site.tenant.plan.onRequest(
      { operation: 'list-calendar-view', mailbox: site.first.address },
      { kind: 'status', status: 429, retryAfter: { seconds: 20, form: 'date' } },
      { times: 1 },
    );
    meet('10:00', '10:30');
    await site.pass(10 * SECOND_MS);
    expect(site.untruths()).not.toEqual([]);
    await site.pass(TRUE_WITHIN_MS);
    expect(site.untruths()).toEqual([]);

    await site.pass(10 * MINUTE_MS);
    const open = (await site.store.listAlarms()).filter(({ clearedAt }) => clearedAt === null);
    expect(open.map(({ kind, subject }) => [kind, subject])).toEqual([['clock-wrong', 'proxy']]);
  });

  test('by a second or two is no matter', async () => {
    site = await openSite({ tenantAheadMs: 2 * SECOND_MS });
    await site.pass(20 * MINUTE_MS);

    expect(await site.store.listAlarms()).toEqual([]);
    expect(site.untruths()).toEqual([]);
  });
});

describe('F34: midnight', () => {
  test.for([
    { night: 'of a month', now: '2026-11-30T23:50:00Z' },
    { night: 'of a year', now: '2026-12-31T23:50:00Z' },
    { night: 'before a leap day', now: '2028-02-28T23:50:00Z' },
  ])('at the end $night the window moves on by itself, and the meeting that runs stays', async ({ now }) => {
    site = await openSite({ now: at(now), rooms: 3 });
    for (const { address } of site.rooms) site.invite(address, -20, 60);
    site.invite(site.first.address, 26 * 60, 30);
    await site.pass(5 * MINUTE_MS);
    const before = site.first.day()?.window;
    expect(site.untruths()).toEqual([]);

    await site.pass(6 * MINUTE_MS + 45 * SECOND_MS);
    expect(site.untruths()).toEqual([]);
    expect(site.first.day()?.window.start).toBe((before?.start ?? 0) + 24 * HOUR_MS);
    for (const screen of site.screens) expect(screen.state()?.kind).toBe('in-use');
  });
});

describe('F35: odd entries', () => {
  test.for([
    { what: 'one of no length', start: '10:00', end: '10:00', change: {}, taken: [] },
    { what: 'one shown as free', start: '10:00', end: '11:00', change: { showAs: 'free' }, taken: [] },
    {
      what: 'one that is tentative',
      start: '10:00',
      end: '11:00',
      change: { showAs: 'tentative' },
      taken: [['10:00', '11:00']],
    },
    {
      what: 'one that works elsewhere',
      start: '10:00',
      end: '11:00',
      change: { showAs: 'workingElsewhere' },
      taken: [['10:00', '11:00']],
    },
    {
      what: 'one of forty hours',
      start: '2026-11-23T20:00:00Z',
      end: '2026-11-25T12:00:00Z',
      change: {},
      taken: [['2026-11-23T20:00:00Z', '2026-11-25T12:00:00Z']],
    },
    {
      what: 'one of three days, all day',
      start: '2026-11-23T00:00:00Z',
      end: '2026-11-26T00:00:00Z',
      change: { isAllDay: true },
      taken: [['2026-11-23T00:00:00Z', '2026-11-26T00:00:00Z']],
    },
  ] as const)(
    '$what takes from the room what it must, and no bar is negative',
    async ({ start, end, change, taken }) => {
      site = await openSite();
      meet(start, end, change);
      await site.pass(5 * SECOND_MS);

      expect(spans()).toEqual(taken.map(([from, to]) => [at(from), at(to)]));
      const day = site.first.day();
      for (const gap of day === null ? [] : freeGaps(day, day.window)) expect(gap.end).toBeGreaterThan(gap.start);
      expect(site.untruths()).toEqual([]);
    },
  );
});

describe('F36: too much of it', () => {
  test('1,500 entries in a day come on many pages and whole, and cost the other rooms nothing', async () => {
    site = await openSite();
    const [, well] = site.screens;
    for (let n = 0; n < 1_500; n += 1) site.tenant.exchange.organize(site.first.address, anEntry(n));
    if (well === undefined) throw new Error('two doors are wanted');
    site.invite(well.address, 30);
    await site.pass(TRUE_WITHIN_MS);

    expect(site.first.day()?.occurrences).toHaveLength(1_500);
    expect(site.untruths()).toEqual([]);
  });

  test('5,000 entries in a day are never taken for free time, on a day that stays small enough to send', async () => {
    site = await openSite();
    for (let n = 0; n < 5_000; n += 1) site.tenant.exchange.organize(site.first.address, anEntry(n));
    await site.pass(TRUE_WITHIN_MS);

    const day = site.first.day();
    if (day === null) throw new Error('the door has no day');
    expect(day.occurrences.length).toBeLessThanOrEqual(2_000);
    // Whatever is left out is covered by what says that nobody knows; or the day says that it could not be read.
    const isCovered = freeGaps(day, { start: at('10:00'), end: at('12:46:40') }).length === 0;
    expect(isCovered || day.health !== null).toBe(true);
    expect(site.untruths(site.screens.slice(1))).toEqual([]);
  });

  test('a series of 999 shows what of it touches the window, and no more', async () => {
    site = await openSite();
    const { exchange } = site.tenant;
    const start = addMs(at('10:00'), -400 * DAY_MS);
    const firstDay = Math.floor(start / DAY_MS);
    const made = exchange.organize(site.first.address, {
      subject: 'Every day',
      start,
      end: addMs(start, HOUR_MS),
      recurrence: { pattern: { type: 'daily', interval: 1 }, range: { type: 'numbered', firstDay, count: 999 } },
    });
    expect(made.ok).toBe(true);
    await site.pass(TRUE_WITHIN_MS);

    expect(site.first.day()?.occurrences).toHaveLength(2);
    expect(site.untruths()).toEqual([]);
  });
});

/** Two seconds long, one after another from 10:00, straight in the room's calendar. */
function anEntry(n: number) {
  const start = addMs(at('10:00'), n * 2 * SECOND_MS);
  return { subject: `Entry ${n}`, start, end: addMs(start, 2 * SECOND_MS) };
}
