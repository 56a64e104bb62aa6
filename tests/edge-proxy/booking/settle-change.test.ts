import { expect, test } from 'vitest';
import type { OccurrenceId } from '../../../shared/basics/ids.ts';
import { addMs, type Instant } from '../../../shared/basics/instant.ts';
import type { Intent } from '../../../shared/wire/intent-request.ts';
import { aKey, at } from '../../support/builders.ts';
import { type BookingSite, createBookingSite } from './booking-site.ts';
import { lost } from './scripted-exchange.ts';

const MINUTE = 60_000;

function extend(site: BookingSite, occurrence: OccurrenceId, end: Instant): Intent {
  return { kind: 'extend', key: aKey(7), notAfter: addMs(site.clock.now(), MINUTE), occurrence, end };
}

function endNow(site: BookingSite, occurrence: OccurrenceId): Intent {
  return { kind: 'end', key: aKey(8), notAfter: addMs(site.clock.now(), MINUTE), occurrence };
}

test('extending moves the end in both calendars, and is confirmed when the room shows it', async () => {
  const site = await createBookingSite();
  const occurrence = await site.booked('10:30');
  site.exchange.script.answerAfterMs = 3_000;

  await site.submit(extend(site, occurrence, at('11:00')));
  await site.clock.advance(2_000);
  expect(site.statusOf(aKey(7))).toBe('pending');
  await site.clock.advance(5_000);

  expect(site.statusOf(aKey(7))).toBe('confirmed');
  expect(site.exchange.meetings()).toMatchObject([{ end: at('11:00') }]);
  expect(site.day().occurrences).toMatchObject([{ end: at('11:00'), booking: { key: aKey(1), status: 'confirmed' } }]);
});

test('after a restart the door still knows the longer meeting for its own, before Exchange is asked', async () => {
  const site = await createBookingSite();
  const occurrence = await site.booked('10:30');
  await site.submit(extend(site, occurrence, at('11:00')));
  await site.clock.advance(10_000);

  await site.restart();

  expect(site.day().occurrences).toMatchObject([{ end: at('11:00'), booking: { key: aKey(1), status: 'confirmed' } }]);
});

test('an extension into the next meeting is refused with its time', async () => {
  const site = await createBookingSite();
  const occurrence = await site.booked('10:30');
  site.exchange.writeInOutlook({ start: at('10:45'), end: at('11:30') });
  await site.clock.advance(10_000);

  await site.submit(extend(site, occurrence, at('11:00')));
  await site.clock.advance(5_000);

  expect(site.rowOf(aKey(7))).toMatchObject({ status: 'refused', refusal: { kind: 'room-busy', from: at('10:45') } });
  expect(site.exchange.meetings()).toMatchObject([{ end: at('10:30') }]);
});

test('a longer meeting that the room declines gets its old end back, and the door says who has the room instead', async () => {
  const site = await createBookingSite();
  const occurrence = await site.booked('10:30');
  await site.clock.advance(10_000);
  await site.submit(extend(site, occurrence, at('11:00')));
  await site.clock.settle();
  // Enters the calendar after we looked and before the room answers.
  site.exchange.writeInOutlook({ start: at('10:45'), end: at('11:30') });

  await site.clock.advance(10_000);

  expect(site.rowOf(aKey(7))).toMatchObject({ status: 'refused', refusal: { kind: 'room-busy', from: at('10:45') } });
  expect(site.exchange.meetings()).toMatchObject([{ end: at('10:30'), roomResponse: 'accepted' }]);
});

test('a meeting whose end was moved in Outlook is not trampled', async () => {
  const site = await createBookingSite();
  const occurrence = await site.booked('10:30');
  const [meeting] = site.exchange.meetings();
  site.exchange.editInOutlook(meeting?.eventId ?? '', { end: at('10:40') });

  await site.submit(extend(site, occurrence, at('11:00')));
  await site.clock.advance(5_000);

  const refusal = { kind: 'changed-meanwhile', end: at('10:40') };
  expect(site.rowOf(aKey(7))).toMatchObject({ status: 'refused', refusal });
  expect(site.exchange.meetings()).toMatchObject([{ end: at('10:40') }]);
});

test('a new etag that means nothing for its time does not stop an extension', async () => {
  const site = await createBookingSite();
  const occurrence = await site.booked('10:30');
  const [meeting] = site.exchange.meetings();
  site.exchange.slowDown('changeEnd', 1_000);
  await site.submit(extend(site, occurrence, at('11:00')));
  await site.clock.advance(500);
  site.exchange.editInOutlook(meeting?.eventId ?? '', {});

  await site.clock.advance(10_000);

  expect(site.statusOf(aKey(7))).toBe('confirmed');
});

test('a meeting moved in Outlook between our look and our change is not trampled', async () => {
  const site = await createBookingSite();
  const occurrence = await site.booked('10:30');
  const [meeting] = site.exchange.meetings();
  site.exchange.slowDown('changeEnd', 1_000);
  await site.submit(extend(site, occurrence, at('11:00')));
  await site.clock.advance(500);
  site.exchange.editInOutlook(meeting?.eventId ?? '', { end: at('10:40') });

  await site.clock.advance(10_000);

  const refusal = { kind: 'changed-meanwhile', end: at('10:40') };
  expect(site.rowOf(aKey(7))).toMatchObject({ status: 'refused', refusal });
});

test('a walk-up cannot take the time that an extension was just granted', async () => {
  const site = await createBookingSite();
  const occurrence = await site.booked('10:30');
  site.exchange.script.answerAfterMs = 5_000;
  await site.submit(extend(site, occurrence, at('11:00')));
  await site.clock.advance(500);

  await site.submit({
    kind: 'book',
    key: aKey(2),
    start: at('10:30'),
    end: at('10:45'),
    notAfter: addMs(site.clock.now(), MINUTE),
  });
  await site.clock.advance(20_000);

  expect(site.statusOf(aKey(7))).toBe('confirmed');
  expect(site.rowOf(aKey(2))).toMatchObject({ status: 'refused' });
});

test('an extension whose answer was lost happens once and is confirmed', async () => {
  const site = await createBookingSite();
  const occurrence = await site.booked('10:30');
  site.exchange.failNext('changeEnd', lost());

  await site.submit(extend(site, occurrence, at('11:00')));
  await site.clock.advance(10_000);

  expect(site.statusOf(aKey(7))).toBe('confirmed');
  expect(site.exchange.calls.filter((call) => call === 'changeEnd')).toHaveLength(1);
});

test('ending early gives the rest of the time back', async () => {
  const site = await createBookingSite();
  const occurrence = await site.booked('11:00');
  await site.clock.advanceTo(at('10:20:30'));

  await site.submit(endNow(site, occurrence));
  await site.clock.advance(5_000);

  expect(site.statusOf(aKey(8))).toBe('confirmed');
  expect(site.exchange.meetings()).toMatchObject([{ end: at('10:20') }]);
  expect(site.day().occurrences).toMatchObject([{ start: at('10:00'), end: at('10:20') }]);
});

test('ending within its first minute cancels it', async () => {
  const site = await createBookingSite();
  const occurrence = await site.booked('11:00');

  await site.submit(endNow(site, occurrence));
  await site.clock.advance(5_000);

  expect(site.statusOf(aKey(8))).toBe('confirmed');
  expect(site.exchange.meetings()).toEqual([]);
  expect(site.exchange.calendar()).toEqual([]);
});

test.for([
  { kind: 'extend', occurrence: 'outlook-1', refused: 'not-booked-here' },
  { kind: 'end', occurrence: 'outlook-1', refused: 'not-booked-here' },
  { kind: 'end', occurrence: 'no-such-thing', refused: 'occurrence-gone' },
] as const)("$kind of '$occurrence' is refused: $refused", async ({ kind, occurrence, refused }) => {
  const site = await createBookingSite();
  site.exchange.writeInOutlook({ start: at('09:30'), end: at('10:30') });
  await site.live().views.readFresh();
  const id = occurrence as OccurrenceId;

  const answer = await site.submit(kind === 'end' ? endNow(site, id) : extend(site, id, at('11:00')));

  expect(answer).toMatchObject({ ok: false, error: { kind: refused } });
});

test('an end under way when its room leaves the catalogue comes to its end', async () => {
  const site = await createBookingSite();
  const occurrence = await site.booked('11:00');
  await site.clock.advanceTo(at('10:20:30'));
  site.exchange.slowDown('changeEnd', 1_000);

  await site.submit(endNow(site, occurrence));
  await site.clock.settle();
  site.forgetRooms(true);
  await site.clock.advance(20 * 60_000);

  expect(site.statusOf(aKey(8))).toBe('confirmed');
  expect(site.exchange.meetings()).toMatchObject([{ end: at('10:20') }]);
});
