/** Giving back a room that nobody came to: once, whatever dies on the way, and never too late. */

import { expect, test } from 'vitest';
import type { Release } from '../../../edge-proxy/ports/ledger.ts';
import { MINUTE_MS } from '../../../shared/basics/instant.ts';
import { defaultPolicy } from '../../../shared/room/policy.ts';
import { aKey, at } from '../../support/builders.ts';
import { type BookingSite, createBookingSite, type Death, room } from './booking-site.ts';
import { away } from './scripted-exchange.ts';

const RELEASE_KEY = aKey(77);

/** It is 10:10, ten minutes into a meeting that nobody came to. */
async function aMissedMeeting(): Promise<{ site: BookingSite; release: Release }> {
  const site = await createBookingSite(at('10:10'));
  await site.live().changePolicy({ checkIn: { ...defaultPolicy.checkIn, mode: 'release' } });
  site.exchange.writeInOutlook({ start: at('10:00'), end: at('11:00') });
  await site.live().views.readFresh();
  const [one] = site.exchange.calendar();
  if (one === undefined) throw new Error('no meeting');
  const { id, start, end, version } = one;
  const release: Release = {
    kind: 'release',
    key: RELEASE_KEY,
    notAfter: at('10:12'),
    occurrence: id,
    start,
    end,
    seriesId: 'series-1',
    version,
  };
  return { site, release };
}

const attended = (site: BookingSite, { occurrence, start }: Release) =>
  site.store.findAttendance(room.id, occurrence, start);
const given = (site: BookingSite) => site.exchange.calls.filter((call) => call === 'giveUp').length;

test('the room is given back, its organiser told, and it is kept as a no-show of its series', async () => {
  const { site, release } = await aMissedMeeting();

  await site.live().engine.release(room.id, release);
  await site.clock.advance(5_000);

  expect(site.statusOf(RELEASE_KEY)).toBe('confirmed');
  expect(site.day().intents).toMatchObject([{ key: RELEASE_KEY, kind: 'release', status: 'confirmed' }]);
  expect(site.exchange.comments).toEqual([expect.stringContaining('Nobody checked in')]);
  expect(await attended(site, release)).toMatchObject({ state: 'released', seriesId: 'series-1' });
});

test('decided twice it is done once', async () => {
  const { site, release } = await aMissedMeeting();

  await Promise.all([site.live().engine.release(room.id, release), site.live().engine.release(room.id, release)]);
  await site.clock.advance(5_000);
  await site.live().engine.release(room.id, release);
  await site.clock.advance(5_000);

  expect(given(site)).toBe(1);
});

test('a check-in that comes in the same moment keeps the room', async () => {
  const { site, release } = await aMissedMeeting();
  site.exchange.slowDown('readView', 500);
  await site.live().engine.release(room.id, release);

  await site.submit({
    kind: 'check-in',
    key: aKey(5),
    notAfter: at('10:11'),
    occurrence: release.occurrence,
  });
  await site.clock.advance(5_000);

  expect(site.statusOf(aKey(5))).toBe('confirmed');
  expect(site.statusOf(RELEASE_KEY)).toBe('refused');
  expect(given(site)).toBe(0);
  expect(await attended(site, release)).toMatchObject({ state: 'present' });
});

test('a check-in that comes while the room is declining is told that the meeting is gone', async () => {
  const { site, release } = await aMissedMeeting();
  site.exchange.slowDown('giveUp', 3_000);
  await site.live().engine.release(room.id, release);
  await site.clock.advance(1_000);

  await site.submit({ kind: 'check-in', key: aKey(5), notAfter: at('10:11'), occurrence: release.occurrence });
  await site.clock.advance(10_000);

  expect(site.rowOf(aKey(5)).refusal).toEqual({ kind: 'occurrence-gone' });
  expect(site.statusOf(RELEASE_KEY)).toBe('confirmed');
  expect(await attended(site, release)).toMatchObject({ state: 'released' });
});

test.for([
  { change: { start: at('10:05'), end: at('11:05') }, because: 'it was moved in Outlook' },
  { change: { end: at('11:30') }, because: 'somebody wants it for longer' },
  { change: { version: 'version-2' }, because: 'somebody has changed it in Outlook' },
])('it is let go where the meeting is another, because $because', async ({ change }) => {
  const { site, release } = await aMissedMeeting();
  site.exchange.moveInOutlook(release.occurrence, change);

  await site.live().engine.release(room.id, release);
  await site.clock.advance(5_000);

  expect(site.rowOf(RELEASE_KEY).refusal?.kind).toBe('changed-meanwhile');
  expect(await attended(site, release)).toMatchObject({ state: 'exempt', cause: 'changed-meanwhile' });
  expect(given(site)).toBe(0);
});

test('it is let go where facilities have turned it off meanwhile', async () => {
  const { site, release } = await aMissedMeeting();
  await site.live().changePolicy({ checkIn: { ...defaultPolicy.checkIn, mode: 'ask' } });

  await site.live().engine.release(room.id, release);
  await site.clock.advance(5_000);

  expect(given(site)).toBe(0);
});

test('one that Exchange does not take counts as missed, and its room stays taken', async () => {
  const { site, release } = await aMissedMeeting();
  site.exchange.failNext('giveUp', away());

  await site.live().engine.release(room.id, release);
  await site.clock.advance(5_000);

  expect(site.rowOf(RELEASE_KEY)).toMatchObject({ status: 'refused', refusal: { kind: 'calendar-away' } });
  expect(await attended(site, release)).toMatchObject({ state: 'no-show' });
});

/** More than this story has steps; the last test sees to it. */
const MOST_STEPS = 24;
const deaths: Death[] = Array.from({ length: MOST_STEPS }, (_, i) => i + 1).flatMap((dieAt) => [
  { dieAt, effect: 'before' as const },
  { dieAt, effect: 'after' as const },
]);

test.for(deaths)('dying $effect step $dieAt of it and back at once, it is done exactly once', async (death) => {
  const { site, release } = await aMissedMeeting();
  await site.restart(death);
  void site.live().engine.release(room.id, release);
  await site.clock.advance(2_000);
  await site.restart();
  await site.live().engine.resumeUnsettled();
  await site.clock.advance(3 * MINUTE_MS);

  const row = await site.store.findIntent(RELEASE_KEY);
  expect(row === null || row.status === 'confirmed').toBe(true);
  expect(given(site)).toBe(row === null ? 0 : 1);
  expect((await attended(site, release))?.state).toBe(row === null ? undefined : 'released');
});

test.for(deaths)('dying $effect step $dieAt of it and away too long, it is done before or never', async (death) => {
  const { site, release } = await aMissedMeeting();
  await site.restart(death);
  void site.live().engine.release(room.id, release);
  await site.clock.advance(2_000);
  const before = given(site);
  await site.clock.advance(10 * MINUTE_MS);
  await site.restart();
  await site.live().engine.resumeUnsettled();
  await site.clock.advance(3 * MINUTE_MS);

  expect(given(site)).toBe(before);
  expect(site.exchange.calendar()).toHaveLength(1 - before);
});

test('every step of that story was died at', async () => {
  const { site, release } = await aMissedMeeting();
  const before = site.live().life.calls;
  await site.live().engine.release(room.id, release);
  await site.clock.advance(5_000);

  expect(site.live().life.calls - before).toBeLessThanOrEqual(MOST_STEPS - 2);
});
