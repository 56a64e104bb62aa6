import { expect, test } from 'vitest';
import type { Outbox, OutboxNews } from '../../../kiosk/ports.ts';
import { createBookingModel } from '../../../kiosk/state/booking-model.ts';
import { createClockModel } from '../../../kiosk/state/clock-model.ts';
import { createRoomModel } from '../../../kiosk/state/room-model.ts';
import { addMinutes, MINUTE_MS, SECOND_MS } from '../../../shared/basics/instant.ts';
import type { BookingStatus } from '../../../shared/room/booking-status.ts';
import type { RoomDay } from '../../../shared/room/room-day.ts';
import type { Intent } from '../../../shared/wire/intent-request.ts';
import { PROBLEM_TYPE_BASE } from '../../../shared/wire/problem.ts';
import { aBooking, aKey, aMeeting, aPolicy, aRoomDay, at } from '../../support/builders.ts';
import { aTabletChance, aTabletClock } from '../../support/virtual-tablet.ts';

function aDoor(change: Partial<RoomDay> = {}) {
  const tablet = aTabletClock(at('10:25'));
  const clock = createClockModel(tablet);
  const room = createRoomModel(clock);
  const outbox = aScriptedOutbox();
  const booking = createBookingModel({ clock, chance: aTabletChance(), outbox, room });
  const day = aRoomDay(at('10:25'), change.occurrences ?? [], change);
  room.show(day);
  room.connected();
  const tell = (status: BookingStatus, rest: Partial<RoomDay['intents'][number]> = {}) => {
    const kind = booking.tap.peek()?.kind ?? 'book';
    room.show({ ...day, revision: day.revision + 1, intents: [{ key: aKey(1), kind, status, ...rest }] });
  };
  return { tablet, clock, room, outbox, booking, day, tell };
}

function aScriptedOutbox() {
  const handed: Intent[] = [];
  const listeners: ((intent: Intent, news: OutboxNews) => void)[] = [];
  const outbox: Outbox & { handed: Intent[]; say(news: OutboxNews, intent?: Intent): void } = {
    handed,
    hand: (intent) => handed.push(intent),
    onNews(listener) {
      listeners.push(listener);
      return () => {};
    },
    say(news, intent = handed.at(-1)) {
      if (intent === undefined) throw new Error('nothing was handed over');
      for (const listener of listeners) listener(intent, news);
    },
  };
  return outbox;
}

const halfAnHour = { minutes: 30, end: at('10:55') };

test('a tap sends one intent that may not happen later than a minute from now', () => {
  const { booking, outbox } = aDoor();

  booking.book(halfAnHour);

  expect(outbox.handed).toEqual([{ kind: 'book', key: aKey(1), end: at('10:55'), notAfter: at('10:26') }]);
  expect(booking.tap.value).toMatchObject({ kind: 'book', status: 'sending', end: at('10:55'), at: at('10:25') });
});

test('a second tap while one is under way does nothing', () => {
  const { booking, outbox } = aDoor();

  booking.book(halfAnHour);
  booking.book({ minutes: 60, end: at('11:25') });
  outbox.say({ kind: 'answered', booking: { key: aKey(1), status: 'pending' } });
  booking.book(halfAnHour);

  expect(outbox.handed).toHaveLength(1);
});

test('promise 3: a tap is pending, then confirmed as the stream tells, and forgotten a minute later', async () => {
  const { booking, outbox, tell, tablet } = aDoor();
  booking.book(halfAnHour);
  outbox.say({ kind: 'answered', booking: { key: aKey(1), status: 'pending' } });
  expect(booking.tap.value?.status).toBe('pending');

  await tablet.advance(4 * SECOND_MS);
  tell('confirmed');
  expect(booking.tap.value?.status).toBe('confirmed');

  await tablet.advance(59 * SECOND_MS);
  expect(booking.tap.value?.status).toBe('confirmed');
  await tablet.advance(SECOND_MS);
  expect(booking.tap.value).toBeNull();
});

test('an answer that arrives after the stream has told more does not undo it', () => {
  const { booking, outbox, tell } = aDoor();
  booking.book(halfAnHour);

  tell('confirmed');
  outbox.say({ kind: 'answered', booking: { key: aKey(1), status: 'pending' } });

  expect(booking.tap.value?.status).toBe('confirmed');
});

test('a booking that stood and had to give way is told even after it was forgotten', async () => {
  const { booking, tell, tablet } = aDoor();
  booking.book(halfAnHour);
  tell('confirmed');
  await tablet.advance(2 * MINUTE_MS);

  tell('withdrawn', { reason: { kind: 'gave-way' } });

  expect(booking.tap.value).toMatchObject({ status: 'withdrawn', refusal: { kind: 'gave-way' } });
});

test.for([
  {
    because: 'another meeting comes before the end',
    day: { occurrences: [aMeeting('10:40', '11:00')] },
    refusal: { kind: 'room-busy', from: at('10:40'), until: at('11:00') },
  },
  {
    because: 'booking is switched off at this door',
    day: { policy: aPolicy({ mayBook: false }) },
    refusal: { kind: 'booking-switched-off' },
  },
  {
    because: 'the policy allows less',
    day: { policy: aPolicy({ longestBookingMinutes: 15 }) },
    refusal: { kind: 'too-long', longestMinutes: 15 },
  },
])('the tablet says no at once and sends nothing when $because', ({ day, refusal }) => {
  const { booking, outbox } = aDoor(day);

  booking.book(halfAnHour);

  expect(booking.tap.value).toMatchObject({ status: 'refused', refusal });
  expect(outbox.handed).toEqual([]);
});

test.for<{ news: OutboxNews; shows: object }>([
  { news: { kind: 'no-answer' }, shows: { status: 'checking', refusal: null } },
  { news: { kind: 'too-late' }, shows: { status: 'refused', refusal: { kind: 'too-late' } } },
  {
    news: {
      kind: 'turned-down',
      problem: {
        type: `${PROBLEM_TYPE_BASE}calendar-away`,
        title: '',
        status: 503,
        refusal: { kind: 'calendar-away' },
      },
    },
    shows: { status: 'refused', refusal: { kind: 'calendar-away' } },
  },
  {
    news: { kind: 'turned-down', problem: { type: `${PROBLEM_TYPE_BASE}bad-request`, title: '', status: 400 } },
    shows: { status: 'refused', refusal: null },
  },
])('after $news.kind the door shows $shows.status', ({ news, shows }) => {
  const { booking, outbox } = aDoor();
  booking.book(halfAnHour);

  outbox.say(news);

  expect(booking.tap.value).toMatchObject(shows);
});

test('an intent given up as too late that happened after all is shown as it is', () => {
  const { booking, outbox, tell } = aDoor();
  booking.book(halfAnHour);
  outbox.say({ kind: 'too-late' });
  booking.dismiss();
  expect(booking.tap.value).toBeNull();

  tell('confirmed');

  expect(booking.tap.value?.status).toBe('confirmed');
});

test('while the stream is lost, a pending booking is one that we are finding out about', () => {
  const { booking, outbox, room } = aDoor();
  booking.book(halfAnHour);
  outbox.say({ kind: 'answered', booking: { key: aKey(1), status: 'pending' } });

  room.lost(at('10:25'));

  expect(booking.tap.value?.status).toBe('checking');
});

test('an answer that was missed for good frees the door again', async () => {
  const { booking, outbox, room, day, tablet } = aDoor();
  booking.book(halfAnHour);
  outbox.say({ kind: 'answered', booking: { key: aKey(1), status: 'pending' } });
  room.lost(at('10:25'));
  await tablet.advance(10 * MINUTE_MS);

  room.connected();
  room.show({ ...day, revision: 9, readAt: at('10:35') });

  expect(booking.tap.value).toMatchObject({ status: 'refused', refusal: null });
});

test('what an earlier life of the page left in the outbox is the tap under way', () => {
  const { booking, outbox } = aDoor();
  const left: Intent = { kind: 'book', key: aKey(9), end: at('10:55'), notAfter: at('10:26') };

  outbox.say({ kind: 'no-answer' }, left);
  expect(booking.tap.value).toMatchObject({ key: aKey(9), status: 'checking', end: at('10:55') });

  outbox.say({ kind: 'answered', booking: { key: aKey(9), status: 'confirmed' } }, left);
  expect(booking.tap.value?.status).toBe('confirmed');
});

const ours = aMeeting('10:00', '10:30', { booking: aBooking({ key: aKey(7) }) });

test('only a meeting that was booked at a door can be changed at one', () => {
  const theirs = aMeeting('10:00', '10:30');
  const { booking, outbox } = aDoor({ occurrences: [theirs] });

  booking.end(theirs);

  expect(booking.tap.value).toMatchObject({ kind: 'end', status: 'refused', refusal: { kind: 'not-booked-here' } });
  expect(outbox.handed).toEqual([]);
});

test('ours is extended and ended by its occurrence', () => {
  const extending = aDoor({ occurrences: [ours] });
  extending.booking.extend(ours, { minutes: 15, end: at('10:45') });
  expect(extending.outbox.handed[0]).toMatchObject({ kind: 'extend', occurrence: ours.id, end: at('10:45') });

  const ending = aDoor({ occurrences: [ours] });
  ending.booking.end(ours);
  expect(ending.outbox.handed[0]).toMatchObject({ kind: 'end', occurrence: ours.id });
  expect(ending.booking.tap.value).toMatchObject({ kind: 'end', end: at('10:25') });
});

test('a tap on a meeting that has ended meanwhile is told so', async () => {
  const { booking, tablet } = aDoor({ occurrences: [ours] });
  await tablet.advance(6 * MINUTE_MS);

  booking.extend(ours, { minutes: 15, end: addMinutes(ours.end, 15) });

  expect(booking.tap.value).toMatchObject({ status: 'refused', refusal: { kind: 'occurrence-gone' } });
});
