/** Checking in: at any door of the room, at once, also while Exchange is away. */

import { expect, test } from 'vitest';
import type { OccurrenceId } from '../../../shared/basics/ids.ts';
import { addMs, type Instant, MINUTE_MS } from '../../../shared/basics/instant.ts';
import { defaultPolicy } from '../../../shared/room/policy.ts';
import { aKey, at } from '../../support/builders.ts';
import { type BookingSite, createBookingSite, type Death, otherDevice, room } from './booking-site.ts';

/** A meeting from ten to eleven, to which people may check in from 09:50. */
async function aSite(now: Instant = at('09:55')): Promise<{ site: BookingSite; occurrence: OccurrenceId }> {
  const site = await createBookingSite(now);
  await site.live().changePolicy({ checkIn: { ...defaultPolicy.checkIn, mode: 'ask' } });
  site.exchange.writeInOutlook({ start: at('10:00'), end: at('11:00') });
  await site.live().views.readFresh();
  const [one] = site.exchange.calendar();
  if (one === undefined) throw new Error('no meeting');
  return { site, occurrence: one.id };
}

const checkIn = (site: BookingSite, occurrence: OccurrenceId, n = 5) => ({
  kind: 'check-in' as const,
  key: aKey(n),
  notAfter: addMs(site.clock.now(), MINUTE_MS),
  occurrence,
});

test('it is settled at once, without a call to Exchange, and every door shows it', async () => {
  const { site, occurrence } = await aSite();
  const calls = site.exchange.calls.length;
  site.exchange.script.away = true;

  await site.submit(checkIn(site, occurrence));
  await site.clock.settle();

  expect(site.statusOf(aKey(5))).toBe('confirmed');
  expect(site.day().occurrences[0]?.checkIn).toEqual({ kind: 'done' });
  expect(site.exchange.calls.length).toBe(calls);
});

test('a second check-in is as fine as the first, from whichever door', async () => {
  const { site, occurrence } = await aSite();
  await site.submit(checkIn(site, occurrence, 5));
  await site.clock.settle();

  await site.submit(checkIn(site, occurrence, 6), otherDevice);
  await site.clock.settle();

  expect([site.statusOf(aKey(5)), site.statusOf(aKey(6))]).toEqual(['confirmed', 'confirmed']);
});

test.for([
  { now: '09:49', refusal: { kind: 'check-in-not-open', opensAt: at('09:50') }, because: 'it opens in a minute' },
  { now: '11:00', refusal: { kind: 'occurrence-gone' }, because: 'it is over' },
])('at $now it is refused at once, because $because', async ({ now, refusal }) => {
  const { site, occurrence } = await aSite(at(now));

  expect(await site.submit(checkIn(site, occurrence))).toEqual({ ok: false, error: refusal });
});

test('late is better than never: it still counts after the grace', async () => {
  const { site, occurrence } = await aSite(at('10:30'));

  expect(await site.submit(checkIn(site, occurrence))).toMatchObject({ ok: true });
  await site.clock.settle();
  expect(site.statusOf(aKey(5))).toBe('confirmed');
});

test('where nobody is asked, it is refused as not needed', async () => {
  const { site, occurrence } = await aSite();
  await site.live().changePolicy({ checkIn: { ...defaultPolicy.checkIn, mode: 'off' } });

  expect(await site.submit(checkIn(site, occurrence))).toEqual({ ok: false, error: { kind: 'check-in-not-needed' } });
});

test('it survives a restart; a meeting that was moved since is asked for anew', async () => {
  const { site, occurrence } = await aSite();
  await site.submit(checkIn(site, occurrence));
  await site.clock.settle();

  await site.restart();
  expect(site.day().occurrences[0]?.checkIn).toEqual({ kind: 'done' });

  site.exchange.moveInOutlook(occurrence, { start: at('10:30'), end: at('11:30') });
  await site.live().views.readFresh();
  expect(site.day().occurrences[0]?.checkIn).toEqual({ kind: 'needed', opensAt: at('10:20'), until: at('10:40') });
});

const deaths: Death[] = Array.from({ length: 10 }, (_, i) => i + 1).flatMap((dieAt) => [
  { dieAt, effect: 'before' as const },
  { dieAt, effect: 'after' as const },
]);

test.for(deaths)('dying $effect step $dieAt of it, what was written down is done', async (death) => {
  const { site, occurrence } = await aSite();
  await site.restart(death);
  void site.submit(checkIn(site, occurrence));
  await site.clock.advance(1_000);
  await site.restart();
  await site.live().views.readFresh();
  await site.live().engine.resumeUnsettled();
  await site.clock.advance(MINUTE_MS);

  const row = await site.store.findIntent(aKey(5));
  const attended = await site.store.findAttendance(room.id, occurrence, at('10:00'));
  expect(row === null || row.status === 'confirmed').toBe(true);
  expect(attended?.state).toBe(row === null ? undefined : 'present');
});

test('a fault of the room is kept whole, cleaned of what nobody can see, and the ledger forgets the words', async () => {
  const { site } = await aSite();
  const words = 'The \u202Eremote\u0000 is \n gone';
  await site.submit({ kind: 'report-fault', key: aKey(9), notAfter: at('10:00'), what: 'missing', words });
  await site.clock.settle();

  expect(site.statusOf(aKey(9))).toBe('confirmed');
  expect(site.store.reports).toMatchObject([
    { id: aKey(9), roomId: room.id, what: 'missing', words: 'The remote is gone' },
  ]);
  expect(JSON.stringify(site.rowOf(aKey(9)).intent)).not.toContain('gone');
});
