/** Invariants 3 and 4: whatever step the proxy dies at, the tap happened at most once and comes to an end. */

import { expect, test } from 'vitest';
import { isSettled } from '../../../edge-proxy/booking/ledger.ts';
import { addMs } from '../../../shared/basics/instant.ts';
import { aKey, at } from '../../support/builders.ts';
import { aWish, type BookingSite, createBookingSite, type Death } from './booking-site.ts';

const MINUTE = 60_000;
/** More than any of these stories has steps; the last test sees to it. */
const MOST_STEPS = 30;

const deaths: Death[] = Array.from({ length: MOST_STEPS }, (_, i) => i + 1).flatMap((dieAt) => [
  { dieAt, effect: 'before' as const },
  { dieAt, effect: 'after' as const },
]);

async function outlive(site: BookingSite, awayMs: number): Promise<void> {
  await site.clock.advance(10_000);
  await site.clock.advance(awayMs);
  await site.restart();
  await site.live().engine.resumeUnsettled();
  await site.clock.advance(3 * MINUTE);
}

function recorded(site: BookingSite, n: number) {
  return site.store.findIntent(aKey(n));
}

test.for(deaths)('dying $effect step $dieAt of a booking, it is made once and confirmed', async (death) => {
  const site = await createBookingSite();
  await site.restart(death);
  void site.submit(aWish());

  await outlive(site, 2_000);

  const row = await recorded(site, 1);
  expect(site.exchange.meetings().length).toBe(row === null ? 0 : 1);
  expect(row === null || row.status === 'confirmed').toBe(true);
});

test.for(deaths)('dying $effect step $dieAt and away too long, it stands whole or not at all', async (death) => {
  const site = await createBookingSite();
  await site.restart(death);
  void site.submit(aWish());

  await outlive(site, 5 * MINUTE);

  const row = await recorded(site, 1);
  expect(row === null || isSettled(row)).toBe(true);
  expect(site.exchange.meetings().length).toBe(row?.status === 'confirmed' ? 1 : 0);
});

test.for(deaths)('dying $effect step $dieAt while the room declines leaves nothing behind', async (death) => {
  const site = await createBookingSite();
  site.exchange.script.answer = 'decline';
  await site.restart(death);
  void site.submit(aWish());

  await outlive(site, 2_000);

  const row = await recorded(site, 1);
  expect(row === null || row.status === 'refused' || row.status === 'withdrawn').toBe(true);
  expect(site.exchange.meetings()).toEqual([]);
});

test.for(deaths)('dying $effect step $dieAt of an extension, its end and its answer agree', async (death) => {
  const site = await createBookingSite();
  const occurrence = await site.booked('10:30');
  await site.restart(death);
  const notAfter = addMs(site.clock.now(), MINUTE);
  void site.submit({ kind: 'extend', key: aKey(7), notAfter, occurrence, end: at('11:00') });

  await outlive(site, 2_000);

  const row = await recorded(site, 7);
  expect(row === null || isSettled(row)).toBe(true);
  expect(site.exchange.meetings()).toMatchObject([{ end: row?.status === 'confirmed' ? at('11:00') : at('10:30') }]);
});

test.for(deaths)('dying $effect step $dieAt of an end, the room is free and the door knows', async (death) => {
  const site = await createBookingSite();
  const occurrence = await site.booked('11:00');
  await site.clock.advanceTo(at('10:20:30'));
  await site.restart(death);
  const notAfter = addMs(site.clock.now(), MINUTE);
  void site.submit({ kind: 'end', key: aKey(8), notAfter, occurrence });

  await outlive(site, 2_000);

  const row = await recorded(site, 8);
  expect(row === null || row.status === 'confirmed').toBe(true);
  expect(site.exchange.meetings()).toMatchObject([{ end: row === null ? at('11:00') : at('10:20') }]);
});

test('a tap found unsettled long after its time is never newly made', async () => {
  const site = await createBookingSite();
  await site.restart({ dieAt: 3, effect: 'after' });
  void site.submit(aWish());
  await outlive(site, 60 * MINUTE);

  expect(await recorded(site, 1)).toMatchObject({ status: 'refused', refusal: { kind: 'too-late' } });
  expect(site.exchange.calls).not.toContain('create');
});

test('every step of these stories was died at', async () => {
  const site = await createBookingSite();
  const occurrence = await site.booked('10:30');
  const booking = site.live().life.calls;
  const notAfter = addMs(site.clock.now(), MINUTE);
  await site.submit({ kind: 'extend', key: aKey(7), notAfter, occurrence, end: at('11:00') });
  await site.clock.advance(10_000);
  const extension = site.live().life.calls - booking;

  expect(Math.max(booking, extension)).toBeLessThanOrEqual(MOST_STEPS);
});
