import { expect, test } from 'vitest';
import type { OccurrenceId } from '../../../shared/basics/ids.ts';
import { addMs } from '../../../shared/basics/instant.ts';
import { intentOccurrence } from '../../../shared/room/occurrence.ts';
import type { Intent } from '../../../shared/wire/intent-request.ts';
import { aKey, at } from '../../support/builders.ts';
import { aWish, type BookingSite, createBookingSite, type Death, otherDevice } from './booking-site.ts';
import { away, lost } from './scripted-exchange.ts';

const MINUTE = 60_000;

function undo(site: BookingSite, occurrence: OccurrenceId = intentOccurrence(aKey(1)), n = 5): Intent {
  return { kind: 'cancel', key: aKey(n), notAfter: addMs(site.clock.now(), MINUTE), occurrence };
}

function expectUndone(site: BookingSite): void {
  expect(site.statusOf(aKey(5))).toBe('confirmed');
  expect(site.rowOf(aKey(1))).toMatchObject({ status: 'withdrawn', refusal: { kind: 'undone' } });
  expect(site.exchange.meetings()).toEqual([]);
  expect(site.exchange.calendar()).toEqual([]);
}

test('a booking that stands is undone: its meeting is cancelled, and its room is free at every door', async () => {
  const site = await createBookingSite();
  const occurrence = await site.booked('11:00');

  expect(await site.submit(undo(site, occurrence))).toMatchObject({ value: { status: 'pending' } });
  await site.clock.advance(5_000);

  expectUndone(site);
  expect(site.day().occurrences.filter(({ booking }) => booking?.status !== 'withdrawn')).toEqual([]);
});

test.for([
  { what: 'while it waits for its turn', afterMs: 0 },
  { what: 'while Exchange is making it', afterMs: 500 },
  { what: 'while the room has not answered', afterMs: 1_500 },
])('undone $what, nothing of it is left in Exchange', async ({ afterMs }) => {
  const site = await createBookingSite();
  site.exchange.slowDown('create', 1_000);
  site.exchange.script.answerAfterMs = 3_000;
  await site.submit(aWish());
  await site.clock.advance(afterMs);

  await site.submit(undo(site));
  await site.clock.advance(20_000);

  expectUndone(site);
});

test('undone while the answer to its making is lost, it is looked for until it is surely not there', async () => {
  const site = await createBookingSite();
  site.exchange.failNext('create', lost());
  await site.submit(aWish());
  await site.clock.settle();

  await site.submit(undo(site));
  await site.clock.advance(5_000);

  expectUndone(site);
});

test('undone while Exchange is away for a moment, it is undone when Exchange is back', async () => {
  const site = await createBookingSite();
  await site.booked('11:00');
  site.exchange.script.away = true;
  await site.submit(undo(site));
  await site.clock.advance(20_000);
  expect(site.statusOf(aKey(5))).toBe('checking');

  site.exchange.script.away = false;
  await site.clock.advance(20_000);

  expectUndone(site);
});

test('undone while Exchange is away for longer than the tap holds, it stands, and the door says so', async () => {
  const site = await createBookingSite();
  await site.booked('11:00');
  site.exchange.script.away = true;
  await site.submit(undo(site));
  await site.clock.advance(3 * MINUTE);
  site.exchange.script.away = false;
  await site.clock.advance(MINUTE);

  expect(site.rowOf(aKey(5))).toMatchObject({ status: 'refused', refusal: { kind: 'too-late' } });
  expect(site.statusOf(aKey(1))).toBe('confirmed');
  expect(site.exchange.meetings()).toHaveLength(1);
});

test('tapped twice, or once more with a new key, it is undone once', async () => {
  const site = await createBookingSite();
  await site.booked('11:00');

  const tap = undo(site);

  await Promise.all([site.submit(tap), site.submit(tap), site.submit(undo(site, undefined, 6))]);
  await site.clock.advance(5_000);
  expect(await site.submit(tap)).toMatchObject({ value: { status: 'confirmed' } });

  expectUndone(site);
  expect(site.statusOf(aKey(6))).toBe('confirmed');
  expect(site.exchange.calls.filter((call) => call === 'cancel')).toHaveLength(1);
});

test('what the room has declined meanwhile is undone already', async () => {
  const site = await createBookingSite();
  site.exchange.script.answer = 'decline';
  await site.submit(aWish());
  await site.clock.advance(5_000);

  await site.submit(undo(site));
  await site.clock.advance(5_000);

  expect(site.statusOf(aKey(5))).toBe('confirmed');
  expect(site.rowOf(aKey(1))).toMatchObject({ refusal: { kind: 'room-declined' } });
});

test.for([
  { undoMinutes: 5, laterMs: 5 * MINUTE - 5_000, refusal: null, because: 'the five minutes are just over' },
  { undoMinutes: 5, laterMs: 5 * MINUTE, refusal: 'undo-over', because: 'it was made five minutes and more ago' },
  { undoMinutes: 0, laterMs: 0, refusal: 'undo-over', because: 'the policy allows none' },
  { undoMinutes: 60, laterMs: 31 * MINUTE, refusal: 'occurrence-gone', because: 'the meeting is over' },
])('after $laterMs ms the undo is refused as $refusal, because $because', async ({ undoMinutes, laterMs, refusal }) => {
  const site = await createBookingSite(at('10:00'), { undoMinutes });
  await site.booked('10:30');
  await site.clock.advance(laterMs);

  const answer = await site.submit(undo(site));

  expect(answer.ok ? null : answer.error.kind).toBe(refusal);
  if (refusal !== null) expect(site.exchange.meetings()).toHaveLength(1);
});

test('what somebody booked in Outlook, or nobody booked at all, is not undone here', async () => {
  const site = await createBookingSite();
  site.exchange.writeInOutlook({ start: at('10:00'), end: at('11:00') });
  await site.live().views.readFresh();
  const theirs = site.day().occurrences[0]?.id as OccurrenceId;

  expect(await site.submit(undo(site, theirs, 5))).toMatchObject({ error: { kind: 'not-booked-here' } });
  expect(await site.submit(undo(site, intentOccurrence(aKey(9)), 6))).toMatchObject({
    error: { kind: 'occurrence-gone' },
  });
});

test('whoever stands at another tablet of the room may undo it too', async () => {
  const site = await createBookingSite();
  await site.booked('11:00');

  await site.submit(undo(site), otherDevice);
  await site.clock.advance(5_000);

  expectUndone(site);
});

test('F28: a booking that somebody has moved in Outlook meanwhile is not taken away', async () => {
  const site = await createBookingSite();
  await site.booked('11:00');
  const [meeting] = site.exchange.meetings();
  site.exchange.editInOutlook(meeting?.eventId ?? '', { end: at('11:30') });

  await site.submit(undo(site));
  await site.clock.advance(5_000);

  expect(site.rowOf(aKey(5))).toMatchObject({ refusal: { kind: 'changed-meanwhile', end: at('11:30') } });
  expect(site.statusOf(aKey(1))).toBe('confirmed');
  expect(site.exchange.meetings()).toHaveLength(1);
});

test('an undo that comes too late through a slow line does nothing', async () => {
  const site = await createBookingSite();
  await site.booked('11:00');
  const late = undo(site);
  await site.clock.advance(MINUTE + 1);

  expect(await site.submit(late)).toMatchObject({ error: { kind: 'too-late' } });
  expect(site.exchange.meetings()).toHaveLength(1);
});

test('a hold is undone at any time, and without Exchange', async () => {
  const site = await createBookingSite();
  await site.live().views.readFresh();
  await site.clock.advance(30_000);
  site.exchange.script.away = true;
  await site.submit(aWish({ end: at('11:00'), notAfter: at('10:55') }));
  await site.clock.advance(15 * MINUTE);
  expect(site.statusOf(aKey(1))).toBe('held');

  await site.submit(undo(site));
  await site.clock.advance(1_000);
  expect(site.statusOf(aKey(5))).toBe('confirmed');
  expect(site.rowOf(aKey(1))).toMatchObject({ status: 'withdrawn', refusal: { kind: 'undone' } });

  site.exchange.script.away = false;
  await site.clock.advance(5 * MINUTE);
  expect(site.exchange.meetings()).toEqual([]);
});

test('once undone, the same time can be booked again at once', async () => {
  const site = await createBookingSite();
  await site.submit(aWish());
  await site.clock.advance(200);
  await site.submit(undo(site));
  await site.submit(aWish({ key: aKey(2) }));
  await site.clock.advance(10_000);

  expectUndoneBut(site);
});

function expectUndoneBut(site: BookingSite): void {
  expect(site.statusOf(aKey(1))).toBe('withdrawn');
  expect(site.statusOf(aKey(5))).toBe('confirmed');
  expect(site.exchange.meetings().map(({ key }) => key)).toEqual(
    site.statusOf(aKey(2)) === 'confirmed' ? [aKey(2)] : [],
  );
}

const deaths: Death[] = Array.from({ length: 16 }, (_, i) => i + 1).flatMap((dieAt) => [
  { dieAt, effect: 'before' as const },
  { dieAt, effect: 'after' as const },
]);

test.for(deaths)(
  'dying $effect step $dieAt of undoing a booking that stands, it is undone or stands whole',
  async (death) => {
    const site = await createBookingSite();
    await site.booked('11:00');
    await site.restart(death);
    void site.submit(undo(site));
    await site.clock.advance(10_000);

    await site.restart();
    await site.live().engine.resumeUnsettled();
    await site.clock.advance(3 * MINUTE);

    const asked = await site.store.findIntent(aKey(5));
    expect(site.exchange.meetings()).toHaveLength(asked === null ? 1 : 0);
    expect(site.statusOf(aKey(1))).toBe(asked === null ? 'confirmed' : 'withdrawn');
    expect(asked === null || asked.status === 'confirmed').toBe(true);
  },
);

test.for(deaths)('dying $effect step $dieAt of a booking that is undone meanwhile, nothing is left', async (death) => {
  const site = await createBookingSite();
  site.exchange.slowDown('create', 300);
  await site.restart(death);
  void site.submit(aWish());
  await site.clock.advance(100);
  void site.submit(undo(site));
  await site.clock.advance(10_000);

  await site.restart();
  await site.live().engine.resumeUnsettled();
  await site.clock.advance(3 * MINUTE);

  const asked = await site.store.findIntent(aKey(5));
  const booked = await site.store.findIntent(aKey(1));
  if (asked !== null && booked !== null) {
    expect(site.exchange.meetings()).toEqual([]);
    expect(asked.status).toBe('confirmed');
  } else {
    expect(site.exchange.meetings()).toHaveLength(booked?.status === 'confirmed' ? 1 : 0);
  }
});

test('a cancel that Exchange fails to answer is asked again', async () => {
  const site = await createBookingSite();
  await site.booked('11:00');
  site.exchange.failNext('cancel', away());

  await site.submit(undo(site));
  await site.clock.advance(10_000);

  expectUndone(site);
});
