/** Ending what was booked in Outlook: the room declines it, once, and only the meeting that the door showed. */

import { expect, test } from 'vitest';
import type { OccurrenceId } from '../../../shared/basics/ids.ts';
import { addMs, MINUTE_MS } from '../../../shared/basics/instant.ts';
import type { Interval } from '../../../shared/basics/interval.ts';
import { aKey, at } from '../../support/builders.ts';
import { type BookingSite, createBookingSite, type Death, device, otherDevice } from './booking-site.ts';
import { away, lost } from './scripted-exchange.ts';

/** It is ten; a meeting from Outlook runs until eleven. */
async function aSiteInUse(mayEndOthers = true): Promise<{ site: BookingSite; occurrence: OccurrenceId }> {
  const site = await createBookingSite();
  await site.live().changePolicy({ mayEndOthers });
  site.exchange.writeInOutlook({ start: at('09:30'), end: at('11:00') });
  await site.live().views.readFresh();
  return { site, occurrence: onlyMeeting(site) };
}

function onlyMeeting(site: BookingSite): OccurrenceId {
  const [one] = site.exchange.calendar();
  if (one === undefined) throw new Error('no meeting');
  return one.id;
}

function end(site: BookingSite, occurrence: OccurrenceId, n = 8, seen?: Interval) {
  const notAfter = addMs(site.clock.now(), MINUTE_MS);
  return { kind: 'end' as const, key: aKey(n), notAfter, occurrence, ...(seen && { seen }) };
}

test('the room declines it with a message, and the door is told once its calendar shows it no more', async () => {
  const { site, occurrence } = await aSiteInUse();

  expect(await site.submit(end(site, occurrence))).toMatchObject({ ok: true, value: { status: 'pending' } });
  await site.clock.advance(5_000);

  expect(site.statusOf(aKey(8))).toBe('confirmed');
  expect(site.day().occurrences).toEqual([]);
  expect(site.exchange.comments).toEqual([expect.stringContaining('ended early at the door')]);
});

test('without the policy for it only its organiser can, and the tap is told so at once', async () => {
  const { site, occurrence } = await aSiteInUse(false);

  expect(await site.submit(end(site, occurrence))).toEqual({ ok: false, error: { kind: 'not-booked-here' } });
  await site.clock.advance(5_000);
  expect(site.exchange.calls).not.toContain('giveUp');
});

test('our own is shortened as ever, and nobody is declined', async () => {
  const site = await createBookingSite();
  await site.live().changePolicy({ mayEndOthers: true });
  const occurrence = await site.booked('11:00');
  await site.clock.advanceTo(at('10:20:30'));

  await site.submit(end(site, occurrence));
  await site.clock.advance(5_000);

  expect(site.exchange.meetings()).toMatchObject([{ end: at('10:20') }]);
  expect(site.exchange.calls).not.toContain('giveUp');
});

test.for([
  { start: '10:14', ended: true, because: 'it is about to begin' },
  { start: '10:30', ended: false, because: 'nobody at the door is about it yet' },
])('one that begins at $start is ended at ten: $ended, because $because', async ({ start, ended }) => {
  const site = await createBookingSite();
  await site.live().changePolicy({ mayEndOthers: true });
  site.exchange.writeInOutlook({ start: at(start), end: at('11:00') });
  await site.live().views.readFresh();

  const answer = await site.submit(end(site, onlyMeeting(site)));
  await site.clock.advance(5_000);

  expect(answer.ok).toBe(ended);
  expect(site.exchange.calendar()).toHaveLength(ended ? 0 : 1);
});

test('a meeting that is no longer the one that the door showed is left alone, and the person is asked again', async () => {
  const { site, occurrence } = await aSiteInUse();

  await site.submit(end(site, occurrence, 8, { start: at('09:30'), end: at('10:30') }));
  await site.clock.advance(5_000);

  expect(site.rowOf(aKey(8))).toMatchObject({
    status: 'refused',
    refusal: { kind: 'changed-meanwhile', end: at('11:00') },
  });
  expect(site.exchange.calls).not.toContain('giveUp');
});

test('one that was moved in Outlook since the last reading is left alone too', async () => {
  const { site, occurrence } = await aSiteInUse();
  site.exchange.moveInOutlook(occurrence, { start: at('09:30'), end: at('12:00') });

  await site.submit(end(site, occurrence));
  await site.clock.advance(5_000);

  expect(site.rowOf(aKey(8)).refusal).toEqual({ kind: 'changed-meanwhile', end: at('12:00') });
  expect(site.exchange.calendar()).toHaveLength(1);
});

test('two doors end it at once: it is declined once, and both are told that it is over', async () => {
  const { site, occurrence } = await aSiteInUse();

  await Promise.all([
    site.submit(end(site, occurrence, 8), device),
    site.submit(end(site, occurrence, 9), otherDevice),
  ]);
  await site.clock.advance(10_000);

  expect(site.exchange.calls.filter((call) => call === 'giveUp')).toHaveLength(1);
  expect([site.rowOf(aKey(8)).status, site.rowOf(aKey(9)).refusal?.kind]).toEqual(['confirmed', 'occurrence-gone']);
});

test('with Exchange away nothing is ended, and the person hears it', async () => {
  const { site, occurrence } = await aSiteInUse();
  site.exchange.failNext('giveUp', away());

  await site.submit(end(site, occurrence));
  await site.clock.advance(5_000);

  expect(site.rowOf(aKey(8))).toMatchObject({ status: 'refused', refusal: { kind: 'calendar-away' } });
  expect(site.exchange.calendar()).toHaveLength(1);
});

test('a lost answer is looked up in the calendar and not asked for twice', async () => {
  const { site, occurrence } = await aSiteInUse();
  site.exchange.failNext('giveUp', lost());

  await site.submit(end(site, occurrence));
  await site.clock.advance(10_000);

  expect(site.statusOf(aKey(8))).toBe('confirmed');
  expect(site.exchange.calls.filter((call) => call === 'giveUp')).toHaveLength(1);
});

test('a calendar that lags behind its own decline is waited for, and nobody is told twice', async () => {
  const { site, occurrence } = await aSiteInUse();
  site.exchange.script.letsGoAfterMs = 20_000;

  await site.submit(end(site, occurrence));
  await site.clock.advance(10_000);
  await site.restart();
  await site.live().engine.resumeUnsettled();
  await site.clock.advance(5_000);
  expect(['pending', 'checking']).toContain(site.statusOf(aKey(8)));
  await site.clock.advance(60_000);

  expect(site.statusOf(aKey(8))).toBe('confirmed');
  expect(site.exchange.comments).toHaveLength(1);
});

test('a calendar that keeps it all the same is told so to the person, after ten minutes and one mail', async () => {
  const { site, occurrence } = await aSiteInUse();
  site.exchange.script.letsGoAfterMs = 3_600_000;

  await site.submit(end(site, occurrence));
  await site.clock.advance(12 * MINUTE_MS);

  expect(site.rowOf(aKey(8))).toMatchObject({ status: 'refused', refusal: { kind: 'calendar-away' } });
  expect(site.exchange.comments).toHaveLength(1);
});

/** More than this story has steps; the last test sees to it. */
const MOST_STEPS = 25;
const deaths: Death[] = Array.from({ length: MOST_STEPS }, (_, i) => i + 1).flatMap((dieAt) => [
  { dieAt, effect: 'before' as const },
  { dieAt, effect: 'after' as const },
]);

test.for(deaths)('dying $effect step $dieAt of it, its organiser is told once and the door knows', async (death) => {
  const { site, occurrence } = await aSiteInUse();
  await site.restart(death);
  void site.submit(end(site, occurrence));
  await site.clock.advance(5_000);

  await site.restart();
  await site.live().engine.resumeUnsettled();
  await site.clock.advance(3 * MINUTE_MS);

  const row = await site.store.findIntent(aKey(8));
  expect(row === null || row.status === 'confirmed').toBe(true);
  expect(site.exchange.comments).toHaveLength(row === null ? 0 : 1);
  expect(site.exchange.calendar()).toHaveLength(row === null ? 1 : 0);
});

test('every step of that story was died at', async () => {
  const { site, occurrence } = await aSiteInUse();
  const before = site.live().life.calls;
  await site.submit(end(site, occurrence));
  await site.clock.advance(5_000);

  expect(site.live().life.calls - before).toBeLessThanOrEqual(MOST_STEPS - 2);
});
