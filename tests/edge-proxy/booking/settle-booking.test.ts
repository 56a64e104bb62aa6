import { expect, test } from 'vitest';
import { addMinutes } from '../../../shared/basics/instant.ts';
import { aKey, at } from '../../support/builders.ts';
import { aWish, createBookingSite, otherDevice } from './booking-site.ts';
import { away, lost } from './scripted-exchange.ts';

const MINUTE = 60_000;

test('a tap is pending on every screen before Exchange has heard of it', async () => {
  const site = await createBookingSite();
  site.exchange.slowDown('readView', 3_000);

  const answer = await site.submit(aWish());

  expect(answer).toEqual({ ok: true, value: { key: aKey(1), status: 'pending' } });
  expect(site.exchange.calls).not.toContain('create');
  expect(site.published.at(-1)?.occurrences[0]).toMatchObject({ end: at('10:30'), booking: { status: 'pending' } });
});

test('a booking is confirmed when the room has accepted and its calendar shows it, not before', async () => {
  const site = await createBookingSite();
  site.exchange.script.answerAfterMs = 4_000;

  await site.submit(aWish());
  await site.clock.advance(3_500);
  expect(site.statusOf(aKey(1))).toBe('pending');
  await site.clock.advance(5_000);

  expect(site.statusOf(aKey(1))).toBe('confirmed');
  expect(site.exchange.calendar()).toHaveLength(1);
  expect(site.day().occurrences).toMatchObject([{ start: at('10:00'), booking: { status: 'confirmed' } }]);
});

test('news of the room ends the waiting at once', async () => {
  const site = await createBookingSite();
  site.exchange.script.answerAfterMs = 12_000;
  await site.submit(aWish());
  await site.clock.advance(12_100);

  site.live().engine.roomChanged(site.day().room.id);
  await site.clock.settle();

  expect(site.statusOf(aKey(1))).toBe('confirmed');
});

test('a room that declines leaves nothing behind, and says so', async () => {
  const site = await createBookingSite();
  site.exchange.script.answer = 'decline';

  await site.submit(aWish());
  await site.clock.advance(5_000);

  expect(site.rowOf(aKey(1))).toMatchObject({ status: 'refused', refusal: { kind: 'room-declined' } });
  expect(site.exchange.meetings()).toEqual([]);
  expect(site.exchange.calendar()).toEqual([]);
});

test.for([
  { answer: 'never', because: 'the room never answers' },
  { answer: 'tentative', because: 'a delegate never decides' },
] as const)('where $because, it is checking after half a minute and withdrawn in the end', async ({ answer }) => {
  const site = await createBookingSite();
  site.exchange.script.answer = answer;

  await site.submit(aWish({ end: at('11:00') }));
  await site.clock.advance(45_000);
  expect(site.statusOf(aKey(1))).toBe('checking');
  await site.clock.advance(11 * MINUTE);

  expect(site.rowOf(aKey(1))).toMatchObject({ status: 'withdrawn', refusal: { kind: 'calendar-away' } });
  expect(site.exchange.meetings()).toEqual([]);
});

test('what is taken out of Exchange is off the door within seconds, also where no notification comes', async () => {
  const site = await createBookingSite();
  site.exchange.script.answer = 'tentative';
  await site.submit(aWish({ end: at('11:00') }));
  while (site.statusOf(aKey(1)) !== 'withdrawn') await site.clock.advance(1_000);

  await site.clock.advance(5_000);

  const { occurrences, readAt } = site.day();
  expect(occurrences.filter(({ booking }) => booking?.status !== 'withdrawn')).toEqual([]);
  expect(readAt).toBeGreaterThanOrEqual(site.rowOf(aKey(1)).updatedAt);
});

test('a delegate who says yes after two minutes makes it confirmed', async () => {
  const site = await createBookingSite();
  site.exchange.script.pencilsIn = true;
  site.exchange.script.answerAfterMs = 2 * MINUTE;

  await site.submit(aWish({ end: at('11:00') }));
  await site.clock.advance(3 * MINUTE);

  expect(site.statusOf(aKey(1))).toBe('confirmed');
});

test('with Exchange away and no holds nothing is booked, and the door hears why', async () => {
  const site = await createBookingSite(at('10:00'), { holds: false });
  site.exchange.script.away = true;

  await site.submit(aWish());
  await site.clock.advance(2_000);
  site.exchange.script.away = false;
  await site.clock.advance(MINUTE);

  expect(site.rowOf(aKey(1))).toMatchObject({ status: 'refused', refusal: { kind: 'calendar-away' } });
  expect(site.exchange.meetings()).toEqual([]);
});

test('a create that certainly failed is refused where the room may not be held', async () => {
  const site = await createBookingSite(at('10:00'), { holds: false });
  site.exchange.failNext('create', away());

  await site.submit(aWish());
  await site.clock.advance(2_000);

  expect(site.rowOf(aKey(1))).toMatchObject({ status: 'refused', refusal: { kind: 'calendar-away' } });
});

test('a create whose answer was lost is checking, then found by its key, and happened once', async () => {
  const site = await createBookingSite();
  site.exchange.failNext('create', lost());

  await site.submit(aWish());
  await site.clock.settle();
  expect(site.statusOf(aKey(1))).toBe('checking');
  await site.clock.advance(10_000);

  expect(site.statusOf(aKey(1))).toBe('confirmed');
  expect(site.exchange.meetings()).toHaveLength(1);
});

test('a lost answer stays checking for as long as Exchange is away, and resolves when it is back', async () => {
  const site = await createBookingSite();
  site.exchange.failNext('create', lost());
  await site.submit(aWish({ end: at('11:30') }));
  await site.clock.settle();

  site.exchange.script.away = true;
  await site.clock.advance(20 * MINUTE);
  expect(site.statusOf(aKey(1))).toBe('checking');
  site.exchange.script.away = false;
  await site.clock.advance(2 * MINUTE);

  expect(site.statusOf(aKey(1))).toBe('confirmed');
});

test('a room that shows busy on a fresh reading is refused with the time of the rival', async () => {
  const site = await createBookingSite();
  site.exchange.writeInOutlook({ start: at('10:15'), end: at('11:00') });

  await site.submit(aWish());
  await site.clock.advance(1_000);

  const refusal = { kind: 'room-busy', from: at('10:15'), until: at('11:00') };
  expect(site.rowOf(aKey(1))).toMatchObject({ status: 'refused', refusal });
  expect(site.exchange.calls).not.toContain('create');
});

test('a rival of exactly the same time is not taken for our own wish', async () => {
  const site = await createBookingSite();
  site.exchange.writeInOutlook({ start: at('10:00'), end: at('10:30') });

  await site.submit(aWish());
  await site.clock.advance(1_000);

  expect(site.rowOf(aKey(1))).toMatchObject({ status: 'refused', refusal: { kind: 'room-busy' } });
});

test('two tablets, one slot: one has it, the other hears so within two seconds', async () => {
  const site = await createBookingSite();

  await Promise.all([site.submit(aWish()), site.submit(aWish({ key: aKey(2), end: at('10:45') }), otherDevice)]);
  await site.clock.advance(2_000);

  expect(site.rowOf(aKey(2))).toMatchObject({ status: 'refused', refusal: { kind: 'room-busy' } });
  await site.clock.advance(5_000);
  expect(site.statusOf(aKey(1))).toBe('confirmed');
  expect(site.exchange.meetings()).toHaveLength(1);
});

test('two bookings that do not touch both stand', async () => {
  const site = await createBookingSite();

  await Promise.all([
    site.submit(aWish()),
    site.submit(aWish({ key: aKey(2), start: at('10:30'), end: at('11:00') }), otherDevice),
  ]);
  await site.clock.advance(5_000);

  expect([site.statusOf(aKey(1)), site.statusOf(aKey(2))]).toEqual(['confirmed', 'confirmed']);
});

test('where the room takes whatever comes, the meeting made first stays and ours is withdrawn', async () => {
  const site = await createBookingSite();
  site.exchange.script.answer = 'accept';
  await site.submit(aWish());
  await site.clock.settle();
  site.exchange.writeInOutlook({ start: at('10:15'), end: at('10:45') }, at('09:58'));

  await site.clock.advance(5_000);

  expect(site.rowOf(aKey(1))).toMatchObject({ status: 'withdrawn', refusal: { kind: 'gave-way' } });
  expect(site.exchange.meetings()).toEqual([]);
});

test('a try without an answer that comes late makes no second meeting, since the first stays until then', async () => {
  const site = await createBookingSite();
  site.exchange.script.answer = 'accept';
  site.exchange.script.lateTryMs = 40_000;
  await site.submit(aWish());
  await site.clock.settle();
  site.exchange.writeInOutlook({ start: at('10:15'), end: at('10:45') }, at('09:58'));

  await site.clock.advance(30_000);
  expect(site.exchange.meetings()).toHaveLength(1);
  await site.clock.advance(60_000);

  expect(site.rowOf(aKey(1))).toMatchObject({ status: 'withdrawn', refusal: { kind: 'gave-way' } });
  expect(site.exchange.meetings()).toEqual([]);
  expect(site.exchange.born()).toBe(1);
});

test('the room’s own calendar has the last word: what it has only pencilled in is not confirmed, whatever we are told', async () => {
  const site = await createBookingSite();
  site.exchange.script.pencilsIn = true;
  site.exchange.script.answer = 'never';
  await site.submit(aWish());
  await site.clock.settle();

  site.exchange.editInOutlook(site.exchange.meetings()[0]?.eventId ?? '', { roomResponse: 'accepted' });
  await site.clock.advance(10_000);

  expect(site.statusOf(aKey(1))).toBe('pending');
});

test('what somebody takes out of Exchange while a try may come yet is gone for good once that has come', async () => {
  const site = await createBookingSite();
  site.exchange.script.answer = 'never';
  site.exchange.script.lateTryMs = 40_000;
  await site.submit(aWish());
  await site.clock.advance(6_000);
  await site.exchange.bookings.cancel(site.exchange.meetings()[0]?.eventId ?? '', 'Deleted in Outlook.');

  await site.clock.advance(120_000);

  expect(site.rowOf(aKey(1))).toMatchObject({ status: 'withdrawn', refusal: { kind: 'occurrence-gone' } });
  expect(site.exchange.meetings()).toEqual([]);
});

test('against a rival made later, ours stays', async () => {
  const site = await createBookingSite();
  await site.submit(aWish());
  await site.clock.advance(1_000);
  site.exchange.writeInOutlook({ start: at('10:15'), end: at('10:45') });

  await site.clock.advance(5_000);

  expect(site.statusOf(aKey(1))).toBe('confirmed');
});

test('an earlier rival that turns up after the confirmation still wins', async () => {
  const site = await createBookingSite();
  await site.booked('10:30');
  site.exchange.writeInOutlook({ start: at('10:15'), end: at('10:45') }, at('09:58'));
  await site.live().views.readFresh();

  site.live().engine.roomChanged(site.day().room.id);
  await site.clock.settle();

  expect(site.rowOf(aKey(1))).toMatchObject({ status: 'withdrawn', refusal: { kind: 'gave-way' } });
  expect(site.exchange.meetings()).toEqual([]);
});

test('a rival whose age is only learnt by a reading that changes nothing at the door still wins', async () => {
  const site = await createBookingSite();
  site.exchange.script.answer = 'accept';
  await site.submit(aWish());
  await site.clock.settle();
  site.exchange.writeInOutlook({ start: at('10:15'), end: at('10:45') }, null);
  await site.clock.advance(5_000);
  expect(site.statusOf(aKey(1))).toBe('confirmed');

  site.exchange.learnAges(at('09:58'));
  await site.live().views.readFresh();
  site.live().engine.roomReadAgain(site.day().room.id);
  await site.clock.settle();

  expect(site.rowOf(aKey(1))).toMatchObject({ status: 'withdrawn', refusal: { kind: 'gave-way' } });
});

test('an earlier meeting that only asks for the room ousts nobody: Exchange decides that, and ours has its yes', async () => {
  const site = await createBookingSite();
  await site.booked('10:30');
  site.exchange.askInOutlook({ start: at('10:15'), end: at('10:45') }, at('09:58'));
  await site.live().views.readFresh();

  site.live().engine.roomChanged(site.day().room.id);
  await site.clock.advance(5_000);

  expect(site.statusOf(aKey(1))).toBe('confirmed');
  expect(site.exchange.meetings()).toHaveLength(1);
});

test('a booking that was shortened is not opened again for a rival in the time that it has left', async () => {
  const site = await createBookingSite();
  const id = await site.booked('10:30');
  site.exchange.moveInOutlook(id, { end: at('10:10') });
  site.exchange.writeInOutlook({ start: at('10:15'), end: at('10:45') }, at('09:58'));
  await site.live().views.readFresh();

  site.live().engine.roomChanged(site.day().room.id);
  await site.clock.settle();

  expect(site.statusOf(aKey(1))).toBe('confirmed');
  expect(site.published.flatMap(({ intents }) => intents).map(({ status }) => status)).not.toContain('checking');
});

test('a booking that is over is left in peace, whoever turns up as its earlier rival', async () => {
  const site = await createBookingSite();
  const id = await site.booked('10:30');
  site.exchange.moveInOutlook(id, { end: at('10:01') });
  await site.clock.advance(MINUTE);
  site.exchange.writeInOutlook({ start: at('10:00'), end: at('10:45') }, at('09:58'));
  await site.live().views.readFresh();

  site.live().engine.roomChanged(site.day().room.id);
  await site.clock.settle();

  expect(site.statusOf(aKey(1))).toBe('confirmed');
  expect(site.published.flatMap(({ intents }) => intents).map(({ status }) => status)).not.toContain('checking');
});

test('one that has to give way while Exchange is away does so when it is back', async () => {
  const site = await createBookingSite();
  await site.booked('10:30');
  site.exchange.writeInOutlook({ start: at('10:15'), end: at('10:45') }, at('09:58'));
  await site.live().views.readFresh();
  site.exchange.script.away = true;

  site.live().engine.roomChanged(site.day().room.id);
  await site.clock.advance(MINUTE);
  expect(site.statusOf(aKey(1))).toBe('checking');

  site.exchange.script.away = false;
  await site.clock.advance(MINUTE);
  expect(site.rowOf(aKey(1))).toMatchObject({ status: 'withdrawn', refusal: { kind: 'gave-way' } });
  expect(site.exchange.meetings()).toEqual([]);
});

test('what waited behind a slow Exchange until it was too late is not booked', async () => {
  const site = await createBookingSite();
  site.exchange.slowDown('readView', 90_000);

  await site.submit(aWish({ end: at('11:00') }));
  await site.clock.advance(3 * MINUTE);

  expect(site.rowOf(aKey(1))).toMatchObject({ status: 'refused', refusal: { kind: 'too-late' } });
  expect(site.exchange.meetings()).toEqual([]);
});

test('a room that is booked for later shows it at once and has it in the end', async () => {
  const site = await createBookingSite();
  const start = addMinutes(at('10:00'), 60);

  await site.submit(aWish({ start, end: addMinutes(start, 30) }));
  await site.clock.advance(5_000);

  expect(site.day().occurrences).toMatchObject([{ start, booking: { status: 'confirmed' } }]);
});

test('promise 5: a booking under way when the doors are closed waits for them, and still gives way to who was first', async () => {
  const site = await createBookingSite();
  site.exchange.script.answer = 'accept';
  await site.submit(aWish());
  await site.clock.settle();
  await site.live().publish.seal(site.clock.now());
  site.exchange.writeInOutlook({ start: at('10:15'), end: at('10:45') }, at('09:58'));
  await site.clock.advance(MINUTE);
  expect(site.statusOf(aKey(1))).toBe('checking');

  await site.live().publish.seal(null);
  await site.clock.advance(MINUTE);
  expect(site.rowOf(aKey(1))).toMatchObject({ status: 'withdrawn', refusal: { kind: 'gave-way' } });
});

test('a wish whose time ran out while Exchange was busy is refused as too late, and nothing is sent', async () => {
  const site = await createBookingSite();
  site.exchange.failNext('create', away());
  site.exchange.slowDown('create', 61_000);

  await site.submit(aWish());
  await site.clock.advance(2 * MINUTE);

  expect(site.rowOf(aKey(1))).toMatchObject({ status: 'refused', refusal: { kind: 'too-late' } });
  expect(site.exchange.meetings()).toEqual([]);
  expect(site.log.events()).toContain('booking.not-made');
});

test('the yes in the calendar of the room counts, though the organiser never hears of it', async () => {
  const site = await createBookingSite();
  site.exchange.script.answer = 'never';
  await site.submit(aWish());
  await site.clock.advance(1_000);
  const [meeting] = site.exchange.meetings();

  site.exchange.acceptInRoomOnly(meeting?.eventId ?? '');
  await site.live().views.readFresh();
  site.live().engine.roomChanged(site.day().room.id);
  await site.clock.advance(5_000);

  expect(site.statusOf(aKey(1))).toBe('confirmed');
});

test('a room that takes its yes back frees the time, and no meeting of ours stays behind', async () => {
  const site = await createBookingSite();
  await site.submit(aWish());
  await site.clock.advance(5_000);
  expect(site.statusOf(aKey(1))).toBe('confirmed');
  const [meeting] = site.exchange.meetings();

  site.exchange.takeBackYes(meeting?.eventId ?? '');
  await site.live().views.readFresh();
  site.live().engine.roomChanged(site.day().room.id);
  await site.clock.advance(1_000);

  expect(site.rowOf(aKey(1))).toMatchObject({ status: 'refused', refusal: { kind: 'room-declined' } });
  expect(site.exchange.meetings()).toEqual([]);
});
