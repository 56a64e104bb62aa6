import { expect, test } from 'vitest';
import type { Outbox, OutboxNews } from '../../../kiosk/ports.ts';
import { createBookingModel } from '../../../kiosk/state/booking-model.ts';
import { createClockModel } from '../../../kiosk/state/clock-model.ts';
import { createOwnHolds } from '../../../kiosk/state/held-here.ts';
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
  const outbox = aScriptedOutbox();
  const room = createRoomModel(clock, createOwnHolds(outbox).occurrences);
  const booking = createBookingModel({ clock, mintKey: aTabletChance().intentKey, outbox, room });
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
  const held: Intent[] = [];
  const outbox: Outbox & { handed: Intent[]; held: Intent[]; say(news: OutboxNews, intent?: Intent): void } = {
    handed,
    held,
    hand: (intent) => handed.push(intent),
    hold(intent) {
      held.push(intent);
      outbox.say({ kind: 'held', since: at('10:25') }, intent);
    },
    takeBack(key) {
      const one = held.find((intent) => intent.key === key);
      if (one !== undefined) outbox.say({ kind: 'taken-back' }, one);
      return one !== undefined;
    },
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

test('without holds a tap sends one intent that may not happen later than a minute from now', () => {
  const { booking, outbox } = aDoor({ policy: aPolicy({ holds: false }) });

  booking.book(halfAnHour);

  expect(outbox.handed).toEqual([{ kind: 'book', key: aKey(1), end: at('10:55'), notAfter: at('10:26') }]);
  expect(booking.tap.value).toMatchObject({ kind: 'book', status: 'sending', end: at('10:55'), at: at('10:25') });
});

test('where the room may be held, it may be made until five minutes before its end', () => {
  const { booking, outbox } = aDoor();

  booking.book(halfAnHour);

  expect(outbox.handed).toEqual([{ kind: 'book', key: aKey(1), end: at('10:55'), notAfter: at('10:50') }]);
});

test('a second tap while one is under way does nothing', () => {
  const { booking, outbox } = aDoor();

  booking.book(halfAnHour);
  booking.book({ end: at('11:25') });
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

/** A door whose stream is dead. */
function aLostDoor(change: Partial<RoomDay> = {}) {
  const door = aDoor(change);
  door.room.lost(at('10:24'));
  return door;
}

test('F29: with the proxy away the room is held on this screen alone, and never shown as more', () => {
  const { booking, outbox, room } = aLostDoor();

  booking.book(halfAnHour);

  expect(outbox.handed).toEqual([]);
  expect(outbox.held).toMatchObject([{ key: aKey(1), end: at('10:55'), notAfter: at('10:50') }]);
  expect(booking.tap.value?.status).toBe('held');
  expect(room.state.value).toMatchObject({ kind: 'booking', status: 'held', until: at('10:55') });
  expect(room.received.value?.occurrences).toEqual([]);
});

test('F29: with holds switched off such a tap is sent as ever, and says that it is finding out', () => {
  const { booking, outbox, room } = aLostDoor({ policy: aPolicy({ holds: false }) });

  booking.book(halfAnHour);
  outbox.say({ kind: 'no-answer' });

  expect(outbox.held).toEqual([]);
  expect(booking.tap.value?.status).toBe('checking');
  expect(room.state.value?.kind).toBe('available');
});

test('F29: a tap whose answer was lost before the network went is no second hold', () => {
  const { booking, outbox, room } = aDoor();
  booking.book(halfAnHour);
  outbox.say({ kind: 'no-answer' });
  room.lost(at('10:25'));

  booking.book({ end: at('11:25') });

  expect(outbox.held).toEqual([]);
  expect(booking.tap.value).toMatchObject({ key: aKey(1), status: 'checking' });
});

test('F29: a day too old to be sure of is not held on', async () => {
  const { booking, outbox, tablet } = aLostDoor();
  await tablet.advance(61 * MINUTE_MS);

  booking.book({ end: at('11:56') });

  expect(outbox.held).toEqual([]);
  expect(booking.tap.value).toMatchObject({ status: 'refused', refusal: { kind: 'calendar-away' } });
});

test('F29: one tablet holds several stretches, but none twice', async () => {
  const { booking, outbox, tablet } = aLostDoor();
  booking.book({ end: at('10:40') });
  await tablet.advance(SECOND_MS);

  booking.book({ end: at('10:55') });
  expect(booking.tap.value).toMatchObject({ status: 'refused', refusal: { kind: 'room-busy', until: at('10:40') } });
  await tablet.advance(16 * MINUTE_MS);
  booking.book({ end: at('11:00') });

  expect(outbox.held.map(({ key }) => key)).toEqual([aKey(1), aKey(3)]);
});

test('F29: a hold is undone without anybody', () => {
  const { booking, room } = aLostDoor();
  booking.book(halfAnHour);
  const [held] = room.day.value?.occurrences ?? [];
  if (held === undefined) throw new Error('nothing is held');

  booking.undo(held);

  expect(booking.tap.value).toBeNull();
  expect(room.state.value?.kind).toBe('available');
});

test('F29: back on the network it is what the proxy makes of it, and the stream does not take it for lost', async () => {
  const { booking, outbox, room, day, tell, tablet } = aLostDoor();
  booking.book(halfAnHour);
  const [hold] = outbox.held;
  await tablet.advance(15 * MINUTE_MS);

  room.connected();
  room.show({ ...day, revision: 5, readAt: at('10:40') });
  expect(booking.tap.value?.status).toBe('held');
  outbox.say({ kind: 'answered', booking: { key: aKey(1), status: 'pending' } }, hold);
  room.show({ ...day, revision: 6, readAt: at('10:40') });
  expect(booking.tap.value?.status).toBe('pending');
  tell('confirmed');

  expect(booking.tap.value).toMatchObject({ status: 'confirmed', wasHeld: true });
});

test('F29: a hold that did not stand says so, once whoever taps now has been served', () => {
  const { booking, outbox, room, day, tablet } = aDoor();
  booking.book({ end: at('10:40') });
  const told = (status: BookingStatus, rest: Partial<RoomDay['intents'][number]> = {}) =>
    [{ key: aKey(1), kind: 'book', status, ...rest }] as const;
  room.show({ ...day, revision: 2, intents: told('held') });
  booking.book({ end: at('11:25') });
  expect(outbox.handed).toHaveLength(2);

  const gone = told('withdrawn', { reason: { kind: 'room-busy', from: at('10:00'), until: at('11:00') } });
  room.show({ ...day, revision: 3, intents: gone });
  expect(booking.tap.value).toMatchObject({ key: aKey(2), status: 'sending' });
  const refused = { key: aKey(2), kind: 'book', status: 'confirmed' } as const;
  room.show({ ...day, revision: 4, intents: [...gone, refused] });
  expect(tablet.timers()).toBeGreaterThan(0);
  room.show({ ...day, revision: 5, intents: [...gone, refused] });

  expect(booking.tap.value).toMatchObject({ key: aKey(1), status: 'withdrawn', wasHeld: true });
});

test('F29: the hold of the site is undone by asking the proxy', () => {
  const { booking, outbox, room, day } = aDoor();
  const held = aMeeting('10:20', '10:55', { booking: aBooking({ key: aKey(7), status: 'held' }) });
  room.show({ ...day, revision: 2, occurrences: [held] });

  booking.undo(held);

  expect(outbox.handed).toMatchObject([{ kind: 'cancel', occurrence: held.id, notAfter: at('10:26') }]);
});

const inPorto = { end: at('10:55'), elsewhere: { room: 'porto@northwind.example', name: 'Porto' } };

test('F29: another room is held by the proxy, never by this screen', () => {
  const live = aDoor();
  live.booking.book(inPorto);
  expect(live.outbox.handed).toMatchObject([{ room: 'porto@northwind.example', notAfter: at('10:50') }]);

  const lost = aLostDoor();
  lost.booking.book(inPorto);
  expect(lost.outbox.held).toEqual([]);
  expect(lost.outbox.handed).toMatchObject([{ room: 'porto@northwind.example', notAfter: at('10:26') }]);
});
