/** Design 5.2, step 5: Exchange is away and the proxy is up. */

import { expect, test } from 'vitest';
import { CalendarUnavailable } from '../../../edge-proxy/ports/calendar.ts';
import type { OccurrenceId } from '../../../shared/basics/ids.ts';
import type { PolicyOverride } from '../../../shared/room/policy.ts';
import { roomState } from '../../../shared/rules/room-state.ts';
import { aKey, at } from '../../support/builders.ts';
import { aWish, type BookingSite, createBookingSite, otherDevice } from './booking-site.ts';
import { away, lost } from './scripted-exchange.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** As a tablet asks where holds are on: it may be made until five minutes before its end. */
const halfAnHour = aWish({ end: at('10:30'), notAfter: at('10:25') });

/** Read at ten, and Exchange gone since. */
async function anAwaySite(policy: PolicyOverride = {}): Promise<BookingSite> {
  const site = await createBookingSite(at('10:00'), policy);
  await site.live().views.readFresh();
  await site.clock.advance(30 * SECOND);
  site.exchange.script.away = true;
  return site;
}

async function back(site: BookingSite): Promise<void> {
  site.exchange.script.away = false;
  await site.clock.advance(MINUTE);
}

test('with Exchange away the room is held, kept before it is shown, and asked of nobody', async () => {
  const site = await anAwaySite();

  const answer = await site.submit(halfAnHour);
  await site.clock.advance(2 * SECOND);

  expect(answer).toMatchObject({ ok: true, value: { status: 'pending' } });
  expect(site.rowOf(aKey(1))).toMatchObject({ status: 'held', start: at('10:00'), end: at('10:30'), eventId: null });
  expect(site.day().occurrences).toMatchObject([{ end: at('10:30'), booking: { key: aKey(1), status: 'held' } }]);
  expect(site.day().intents).toMatchObject([{ key: aKey(1), kind: 'book', status: 'held' }]);
  expect(site.exchange.calls).not.toContain('create');
});

test('every screen of the room shows it as held, also when the day itself has grown old', async () => {
  const site = await anAwaySite();
  await site.submit(halfAnHour);
  await site.clock.advanceTo(at('10:12'));

  expect(roomState(site.day(), at('10:12'))).toMatchObject({ kind: 'booking', status: 'held', until: at('10:30') });
});

test('the same key again hears that it is held', async () => {
  const site = await anAwaySite();
  await site.submit(halfAnHour);
  await site.clock.advance(2 * SECOND);

  expect(await site.submit(halfAnHour)).toEqual({ ok: true, value: { key: aKey(1), status: 'held' } });
});

test('when Exchange is back it is made once, from now on, followed to confirmed, and never shown so before', async () => {
  const site = await anAwaySite();
  await site.submit(halfAnHour);
  await site.clock.advanceTo(at('10:10'));
  expect(site.statusOf(aKey(1))).toBe('held');

  await back(site);

  expect(site.rowOf(aKey(1))).toMatchObject({ status: 'confirmed', start: at('10:10'), end: at('10:30') });
  expect(site.exchange.calendar()).toHaveLength(1);
  const shown = site.published.flatMap(({ intents }) => intents.map(({ status }) => status));
  expect([...new Set(shown)]).toEqual(
    ['pending', 'held', 'pending', 'confirmed'].filter((s, i, all) => all.indexOf(s) === i),
  );
});

test('a room that somebody took in Outlook meanwhile has the hold withdrawn, with until when', async () => {
  const site = await anAwaySite();
  await site.submit(halfAnHour);
  await site.clock.advanceTo(at('10:05'));
  site.exchange.writeInOutlook({ start: at('10:15'), end: at('11:00') });

  await back(site);

  expect(site.rowOf(aKey(1))).toMatchObject({
    status: 'withdrawn',
    refusal: { kind: 'room-busy', from: at('10:15'), until: at('11:00') },
  });
  expect(site.exchange.calls).not.toContain('create');
});

test('a meeting that was over before Exchange came back is no rival', async () => {
  const site = await anAwaySite();
  await site.submit(halfAnHour);
  await site.clock.advanceTo(at('10:12'));
  site.exchange.writeInOutlook({ start: at('10:00'), end: at('10:10') });

  await back(site);

  expect(site.statusOf(aKey(1))).toBe('confirmed');
});

test('two tablets, one slot, Exchange away: the first has it, the other hears that it is taken', async () => {
  const site = await anAwaySite();
  await Promise.all([site.submit(halfAnHour), site.submit({ ...halfAnHour, key: aKey(2) }, otherDevice)]);
  await site.clock.advance(2 * SECOND);

  expect(site.statusOf(aKey(1))).toBe('held');
  expect(site.rowOf(aKey(2))).toMatchObject({ status: 'refused', refusal: { kind: 'room-busy', until: at('10:30') } });
});

test('a known meeting stands in the way of a hold as of any booking', async () => {
  const site = await createBookingSite();
  site.exchange.writeInOutlook({ start: at('10:15'), end: at('11:00') });
  await site.live().views.readFresh();
  await site.clock.advance(30 * SECOND);
  site.exchange.script.away = true;

  await site.submit(halfAnHour);
  await site.clock.advance(2 * SECOND);

  expect(site.rowOf(aKey(1))).toMatchObject({ status: 'refused', refusal: { kind: 'room-busy', from: at('10:15') } });
});

test('the holds of a room are settled in the order in which they were asked for, whatever their times', async () => {
  const site = await anAwaySite();
  const stretches = [
    ['14:00', '14:30'],
    ['10:00', '10:30'],
    ['12:00', '12:30'],
    ['11:00', '11:30'],
  ] as const;
  for (const [i, [start, end]] of stretches.entries()) {
    await site.submit(aWish({ key: aKey(i + 1), start: at(start), end: at(end), notAfter: at('14:25') }));
    await site.clock.advance(3 * SECOND);
  }
  expect(stretches.map((_one, i) => site.statusOf(aKey(i + 1)))).toEqual(['held', 'held', 'held', 'held']);

  await site.clock.advanceTo(at('10:07'));
  site.exchange.script.answerAfterMs = 20 * SECOND;
  await back(site);
  await site.clock.advance(MINUTE);

  expect(site.exchange.meetings().map(({ key }) => key)).toEqual([aKey(1), aKey(2), aKey(3), aKey(4)]);
  expect(stretches.map((_one, i) => site.statusOf(aKey(i + 1)))).toEqual(Array(4).fill('confirmed'));
});

test('who was given a hold keeps the time against a tap that comes when Exchange is back', async () => {
  const site = await anAwaySite();
  await site.submit(halfAnHour);
  await site.clock.advanceTo(at('10:05:10'));
  site.exchange.script.away = false;

  await site.submit({ ...halfAnHour, key: aKey(2) }, otherDevice);
  await site.clock.advance(MINUTE);

  expect(site.statusOf(aKey(1))).toBe('confirmed');
  expect(site.rowOf(aKey(2))).toMatchObject({ status: 'refused', refusal: { kind: 'room-busy' } });
  expect(site.exchange.meetings()).toHaveLength(1);
});

test.for([
  {
    because: 'its time to be made has passed',
    wish: aWish({ end: at('11:00'), notAfter: at('10:08') }),
    over: '10:08',
  },
  {
    because: 'too little of it would be left',
    wish: aWish({ end: at('10:30'), notAfter: at('11:00') }),
    over: '10:25',
  },
])('a hold is withdrawn as too late when $because, and never made', async ({ wish, over }) => {
  const site = await anAwaySite();
  await site.submit(wish);
  await site.clock.advanceTo(at(over));
  expect(site.statusOf(aKey(1))).toBe('held');

  await site.clock.advance(5 * SECOND);
  expect(site.rowOf(aKey(1))).toMatchObject({ status: 'withdrawn', refusal: { kind: 'too-late' } });
  await back(site);

  expect(site.exchange.calls).not.toContain('create');
  expect(site.day().occurrences.filter(({ booking }) => booking?.status === 'held')).toEqual([]);
});

test('made at the last moment that is allowed', async () => {
  const site = await anAwaySite();
  await site.submit(halfAnHour);
  await site.clock.advanceTo(at('10:24:40'));

  await back(site);

  expect(site.rowOf(aKey(1))).toMatchObject({ status: 'confirmed', start: at('10:24') });
});

test.for([
  { reason: 'graph-unreachable', status: 'held' },
  { reason: 'throttled', status: 'held' },
  { reason: 'credential-refused', status: 'held' },
  { reason: 'bad-answer', status: 'held' },
  { reason: 'access-denied', status: 'refused' },
  { reason: 'room-gone', status: 'refused' },
  { reason: 'paused', status: 'refused' },
] as const)('where a reading fails as $reason, the tap is $status', async ({ reason, status }) => {
  const site = await anAwaySite();
  site.exchange.script.away = false;
  for (let n = 0; n < 10; n += 1) site.exchange.failNext('readView', new CalendarUnavailable(reason));

  await site.submit(halfAnHour);
  await site.clock.advance(3 * SECOND);

  expect(site.statusOf(aKey(1))).toBe(status);
});

test.for([
  { readAt: '10:59', now: '11:55', status: 'held', because: 'a screen would still speak of it' },
  { readAt: '10:59', now: '12:00', status: 'refused', because: 'no screen would' },
])('on a day read at $readAt a tap at $now is $status, since $because', async ({ readAt, now, status }) => {
  const site = await createBookingSite(at(readAt));
  await site.live().views.readFresh();
  site.exchange.script.away = true;
  await site.clock.advanceTo(at(now));

  await site.submit(aWish({ end: at('12:30'), notAfter: at('12:25') }));
  await site.clock.advance(2 * SECOND);

  expect(site.statusOf(aKey(1))).toBe(status);
});

test('a room never read is not held, since nobody knows what is in its calendar', async () => {
  const site = await createBookingSite();
  site.exchange.script.away = true;

  await site.submit(halfAnHour);
  await site.clock.advance(2 * SECOND);

  expect(site.rowOf(aKey(1))).toMatchObject({ status: 'refused', refusal: { kind: 'calendar-away' } });
});

test('with holds switched off the tap is refused in words', async () => {
  const site = await anAwaySite({ holds: false });

  await site.submit(halfAnHour);
  await site.clock.advance(2 * SECOND);

  expect(site.rowOf(aKey(1))).toMatchObject({ status: 'refused', refusal: { kind: 'calendar-away' } });
});

test('an Exchange that hangs is away too: nobody waits at a door for longer than a few seconds', async () => {
  const site = await anAwaySite();
  site.exchange.script.away = false;
  site.exchange.slowDown('readView', 25 * SECOND);

  await site.submit(halfAnHour);
  await site.clock.advance(7 * SECOND);
  expect(site.statusOf(aKey(1))).toBe('pending');
  await site.clock.advance(2 * SECOND);
  expect(site.statusOf(aKey(1))).toBe('held');
  await site.clock.advance(2 * MINUTE);

  expect(site.statusOf(aKey(1))).toBe('confirmed');
});

test('nor at all where the last reading has failed', async () => {
  const site = await anAwaySite();
  await expect(site.live().views.readFresh()).rejects.toThrow();
  site.exchange.slowDown('readView', 25 * SECOND);

  await site.submit(halfAnHour);
  await site.clock.settle();

  expect(site.statusOf(aKey(1))).toBe('held');
});

test('a booking that certainly did not reach Exchange is held, and made once it does', async () => {
  const site = await createBookingSite();
  for (let n = 0; n < 3; n += 1) site.exchange.failNext('create', away());

  await site.submit(halfAnHour);
  await site.clock.settle();
  expect(site.statusOf(aKey(1))).toBe('held');
  await site.clock.advance(MINUTE);

  expect(site.statusOf(aKey(1))).toBe('confirmed');
  expect(site.exchange.meetings()).toHaveLength(1);
});

test('one that may have reached it is no hold: we are finding out', async () => {
  const site = await anAwaySite();
  site.exchange.script.away = false;
  site.exchange.failNext('create', lost());
  await site.submit(halfAnHour);
  await site.clock.settle();
  site.exchange.script.away = true;
  await site.clock.advance(MINUTE);

  expect(site.statusOf(aKey(1))).toBe('checking');
});

test('what Graph has against one meeting does not pass by waiting: it is refused, not held', async () => {
  const site = await createBookingSite();
  site.exchange.failNext('create', new CalendarUnavailable('bad-answer'));

  await site.submit(halfAnHour);
  await site.clock.advance(2 * SECOND);

  expect(site.statusOf(aKey(1))).toBe('refused');
});

test('a hold outlives the proxy, and keeps its time against the first tap of the next life', async () => {
  const site = await anAwaySite();
  await site.submit(halfAnHour);
  await site.clock.advance(2 * SECOND);

  await site.restart();
  await site.live().engine.resumeUnsettled();
  expect(site.statusOf(aKey(1))).toBe('held');
  site.exchange.script.away = false;
  await site.submit({ ...halfAnHour, key: aKey(2) }, otherDevice);
  await site.clock.advance(MINUTE);

  expect(site.statusOf(aKey(1))).toBe('confirmed');
  expect(site.statusOf(aKey(2))).toBe('refused');
  expect(site.exchange.meetings()).toHaveLength(1);
});

test('a hold whose time ran out while the proxy was down is withdrawn, and nothing made', async () => {
  const site = await anAwaySite();
  await site.submit(halfAnHour);
  await site.clock.advanceTo(at('10:26'));
  site.exchange.script.away = false;

  await site.restart();
  await site.live().engine.resumeUnsettled();
  await site.clock.advance(MINUTE);

  expect(site.rowOf(aKey(1))).toMatchObject({ status: 'withdrawn', refusal: { kind: 'too-late' } });
  expect(site.exchange.calls).not.toContain('create');
});

test.for(
  Array.from({ length: 16 }, (_, i) => i + 1).flatMap((dieAt) => [
    { dieAt, effect: 'before' as const },
    { dieAt, effect: 'after' as const },
  ]),
)('dying $effect step $dieAt of settling a hold, it is made once and confirmed', async (death) => {
  const site = await anAwaySite();
  await site.submit(halfAnHour);
  await site.clock.advance(2 * SECOND);
  await site.restart(death);
  site.exchange.script.away = false;
  void site.live().engine.resumeUnsettled();
  await site.clock.advance(10 * SECOND);

  await site.restart();
  await site.live().engine.resumeUnsettled();
  await site.clock.advance(3 * MINUTE);

  expect(site.statusOf(aKey(1))).toBe('confirmed');
  expect(site.exchange.meetings()).toHaveLength(1);
});

test('a hold of twenty minutes has all the time that any booking has for the answer of its room', async () => {
  const site = await anAwaySite();
  site.exchange.script.answerAfterMs = 2 * MINUTE;
  await site.submit(aWish({ end: at('11:00'), notAfter: at('10:55') }));
  await site.clock.advanceTo(at('10:20'));

  site.exchange.script.away = false;
  await site.clock.advance(45 * SECOND);
  expect(site.statusOf(aKey(1))).toBe('pending');
  await site.clock.advance(3 * MINUTE);

  expect(site.statusOf(aKey(1))).toBe('confirmed');
});

test('booked for later today, it may begin while it is held', async () => {
  const site = await anAwaySite();
  await site.submit(aWish({ start: at('10:10'), end: at('11:00'), notAfter: at('10:55') }));
  await site.clock.advanceTo(at('10:20'));

  await back(site);

  expect(site.rowOf(aKey(1))).toMatchObject({ status: 'confirmed', start: at('10:20'), end: at('11:00') });
});

test.for([{ undoMinutes: 5 }, { undoMinutes: 0 }])(
  'a hold is undone without Exchange, late too, and nothing is ever made: undo within $undoMinutes minutes',
  async (policy) => {
    const site = await anAwaySite(policy);
    await site.submit(halfAnHour);
    await site.clock.advanceTo(at('10:10'));
    const occurrence = site.day().occurrences[0]?.id as OccurrenceId;

    await site.submit({ kind: 'cancel', key: aKey(2), notAfter: at('10:11'), occurrence });
    await site.clock.advance(2 * SECOND);
    expect(site.rowOf(aKey(1))).toMatchObject({ status: 'withdrawn', refusal: { kind: 'undone' } });
    expect(site.statusOf(aKey(2))).toBe('confirmed');
    await site.submit({ ...halfAnHour, key: aKey(3) }, otherDevice);
    await site.clock.advance(2 * SECOND);
    expect(site.statusOf(aKey(3))).toBe('held');
    await back(site);

    expect(site.exchange.meetings().map(({ key }) => key)).toEqual([aKey(3)]);
  },
);

test('who undoes a hold does not wait for a reading that hangs', async () => {
  const site = await anAwaySite();
  await site.submit(halfAnHour);
  await site.clock.advance(2 * SECOND);
  site.exchange.script.away = false;
  site.exchange.slowDown('readView', 25 * SECOND);
  await site.clock.advance(10 * SECOND);
  const occurrence = site.day().occurrences[0]?.id as OccurrenceId;

  await site.submit({ kind: 'cancel', key: aKey(2), notAfter: at('10:05'), occurrence });
  await site.clock.advance(SECOND);

  expect(site.statusOf(aKey(1))).toBe('withdrawn');
  await site.clock.advance(2 * MINUTE);
  expect(site.exchange.calls).not.toContain('create');
});

test('a confirmed meeting is not extended or ended while Exchange is away, and the door hears why', async () => {
  const site = await createBookingSite();
  const occurrence = await site.booked('10:30');
  await site.clock.advance(30 * SECOND);
  site.exchange.script.away = true;

  await site.submit({ kind: 'extend', key: aKey(8), notAfter: at('10:02'), occurrence, end: at('11:00') });
  await site.submit({ kind: 'end', key: aKey(9), notAfter: at('10:02'), occurrence });
  await site.clock.advance(3 * SECOND);

  for (const key of [aKey(8), aKey(9)]) {
    expect(site.rowOf(key)).toMatchObject({ status: 'refused', refusal: { kind: 'calendar-away' } });
  }
  expect(site.statusOf(aKey(1))).toBe('confirmed');
});
