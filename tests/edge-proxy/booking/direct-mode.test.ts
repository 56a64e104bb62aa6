/** Rooms that answer no invitations are written to; then nobody but us looks whether two meetings stand in one room. */

import { expect, test } from 'vitest';
import type { Instant } from '../../../shared/basics/instant.ts';
import { addMs } from '../../../shared/basics/instant.ts';
import { intentOccurrence } from '../../../shared/room/occurrence.ts';
import { aKey, at } from '../../support/builders.ts';
import { aWish, createBookingSite } from './booking-site.ts';

const MINUTE = 60_000;
const aDirectSite = () => createBookingSite(at('10:00'), { bookingMode: 'direct' });
const theirs = { start: at('10:15'), end: at('11:00') };

test('a booking is written into the room’s calendar, and is confirmed once a fresh reading shows it alone', async () => {
  const site = await aDirectSite();
  await site.submit(aWish());
  await site.clock.advance(3_000);

  expect(site.statusOf(aKey(1))).toBe('confirmed');
  expect(site.rowOf(aKey(1)).mode).toBe('direct');
  expect(site.exchange.calendar()).toMatchObject([{ start: at('10:00'), end: at('10:30') }]);
  expect(site.exchange.calls.slice(-2)).toEqual(['read', 'readView']);
});

test('where the room is taken, nothing is written', async () => {
  const site = await aDirectSite();
  site.exchange.writeInOutlook(theirs);
  await site.submit(aWish());
  await site.clock.advance(3_000);

  expect(site.rowOf(aKey(1))).toMatchObject({ status: 'refused', refusal: { kind: 'room-busy' } });
  expect(site.exchange.calls).not.toContain('create');
});

test.for([
  { age: -1, stands: 'theirs', because: 'theirs was made first' },
  { age: 0, stands: 'theirs', because: 'nobody can tell, and only we can step back' },
  { age: null, stands: 'theirs', because: 'its age is not known, and only we can step back' },
  { age: 1, stands: 'ours', because: 'ours was made first' },
] as const)(
  'F26: a rival writes in the same instant ($age ms): $stands stands, because $because',
  async ({ age, stands }) => {
    const site = await aDirectSite();
    site.exchange.slowDown('create', 400);
    site.exchange.slowDown('readView', 50);
    await site.submit(aWish());
    // Ours is made at 450 ms; theirs enters after we have looked and before we look again.
    await site.clock.advance(440);
    const madeAt: Instant = addMs(at('10:00'), 450);
    site.exchange.writeInOutlook(theirs, age === null ? null : addMs(madeAt, age));
    await site.clock.advance(MINUTE);

    expect(site.rowOf(aKey(1))).toMatchObject(
      stands === 'ours' ? { status: 'confirmed' } : { status: 'withdrawn', refusal: { kind: 'gave-way' } },
    );
    expect(site.exchange.meetings()).toHaveLength(stands === 'ours' ? 1 : 0);
  },
);

test('extending, ending and undoing go to the calendar that it was written to, whatever the policy says by then', async () => {
  const site = await aDirectSite();
  const occurrence = await site.booked('10:30');
  await site.live().changePolicy({ bookingMode: 'invite' });
  const notAfter = addMs(site.clock.now(), MINUTE);

  await site.submit({ kind: 'extend', key: aKey(7), notAfter, occurrence, end: at('10:45') });
  await site.clock.advance(3_000);
  expect(site.exchange.calendar()).toMatchObject([{ end: at('10:45') }]);
  expect(site.rowOf(aKey(7))).toMatchObject({ status: 'confirmed', mode: 'direct' });

  await site.submit({ kind: 'cancel', key: aKey(8), notAfter, occurrence: intentOccurrence(aKey(1)) });
  await site.clock.advance(3_000);
  expect(site.exchange.calendar()).toEqual([]);
  expect(site.statusOf(aKey(8))).toBe('confirmed');
});

const deaths = Array.from({ length: 16 }, (_, i) => i + 1);

test.for(deaths)(
  'dying after step %i, it is looked for where it was written, whatever the policy says by then',
  async (dieAt) => {
    const site = await aDirectSite();
    await site.restart({ dieAt, effect: 'after' });
    void site.submit(aWish());
    await site.clock.advance(2_000);
    const written = site.exchange.meetings();

    await site.store.savePolicy(null, { bookingMode: 'invite' });
    await site.restart();
    await site.live().engine.resumeUnsettled();
    await site.clock.advance(20_000);

    const row = await site.store.findIntent(aKey(1));
    expect(site.exchange.meetings()).toHaveLength(row === null ? 0 : 1);
    expect(row === null || row.status === 'confirmed').toBe(true);
    if (written.length > 0) expect(row).toMatchObject({ mode: 'direct', eventId: written[0]?.eventId });
  },
);
