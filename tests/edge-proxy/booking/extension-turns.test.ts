/** Two taps that want one meeting longer, and somebody in Outlook who wants it shorter again. */

import { expect, test } from 'vitest';
import { addMs } from '../../../shared/basics/instant.ts';
import { aKey, at } from '../../support/builders.ts';
import { createBookingSite } from './booking-site.ts';

const MINUTE = 60_000;

async function bookedTillHalfPast() {
  const site = await createBookingSite();
  const occurrence = await site.booked('10:30');
  const extend = (n: number, end: string) =>
    site.submit({
      kind: 'extend',
      key: aKey(n),
      notAfter: addMs(site.clock.now(), 2 * MINUTE),
      occurrence,
      end: at(end),
    });
  return { site, extend };
}

test('a second extension waits for the first and counts from its end', async () => {
  const { site, extend } = await bookedTillHalfPast();
  const first = await extend(7, '10:45');
  const second = await extend(8, '11:00');
  await site.clock.advance(MINUTE);

  expect([first.ok, second.ok]).toEqual([true, true]);
  expect([site.statusOf(aKey(7)), site.statusOf(aKey(8))]).toEqual(['confirmed', 'confirmed']);
  expect(site.exchange.meetings()).toMatchObject([{ end: at('11:00') }]);
});

test('a second extension to the same end is told that it ends then already, and not that the room is taken', async () => {
  const { site, extend } = await bookedTillHalfPast();
  await extend(7, '10:45');
  await extend(8, '10:45');
  await site.clock.advance(MINUTE);

  expect(site.rowOf(aKey(8)).refusal).toEqual({ kind: 'changed-meanwhile', end: at('10:45') });
  expect(site.exchange.meetings()).toMatchObject([{ end: at('10:45') }]);
});

test('one that waits in vain is too late, and not for ever', async () => {
  const { site, extend } = await bookedTillHalfPast();
  site.exchange.script.answer = 'never';
  await extend(7, '10:45');
  await extend(8, '11:00');
  await site.clock.advance(5 * MINUTE);

  expect(site.rowOf(aKey(8))).toMatchObject({ status: 'refused', refusal: { kind: 'too-late' } });
});

test('an extension that Outlook shortened back before it settled is not made again', async () => {
  const { site, extend } = await bookedTillHalfPast();
  site.exchange.script.answer = 'never';
  await extend(7, '10:45');
  await site.clock.advance(1_000);
  const [meeting] = site.exchange.meetings();
  expect(meeting?.end).toBe(at('10:45'));
  await site.exchange.bookings.changeEnd(meeting?.eventId ?? '', at('10:30'), meeting?.etag ?? '');
  await site.clock.advance(MINUTE);

  expect(site.rowOf(aKey(7))).toMatchObject({ refusal: { kind: 'changed-meanwhile', end: at('10:30') } });
  expect(site.exchange.meetings()).toMatchObject([{ end: at('10:30') }]);
});

test('nor after a crash in between', async () => {
  const { site, extend } = await bookedTillHalfPast();
  site.exchange.script.answer = 'never';
  await extend(7, '10:45');
  await site.clock.advance(1_000);
  const [meeting] = site.exchange.meetings();
  await site.exchange.bookings.changeEnd(meeting?.eventId ?? '', at('10:30'), meeting?.etag ?? '');
  await site.restart();
  await site.live().engine.resumeUnsettled();
  await site.clock.advance(MINUTE);

  expect(site.rowOf(aKey(7))).toMatchObject({ refusal: { kind: 'changed-meanwhile', end: at('10:30') } });
  expect(site.exchange.meetings()).toMatchObject([{ end: at('10:30') }]);
});
