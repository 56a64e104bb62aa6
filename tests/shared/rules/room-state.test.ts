import { expect, test } from 'vitest';
import { addMs, type Instant, toIso } from '../../../shared/basics/instant.ts';
import { nextBoundary, roomState, stateByCalendar } from '../../../shared/rules/room-state.ts';
import { aBooking, aMeeting, aRoom, aRoomDay, at, aZone } from '../../support/builders.ts';

const standUp = aMeeting('09:00', '09:30');
const review = aMeeting('09:30', '10:00');
const forecast = aMeeting('11:00', '12:00');
const morning = aRoomDay(at('08:00'), [standUp, review, forecast]);

test.for([
  { clock: '08:00', kind: 'available', because: 'nobody is in and the first meeting is an hour away' },
  { clock: '08:44:59', kind: 'available', because: 'it is still more than a quarter of an hour' },
  { clock: '08:45', kind: 'starting-soon', because: 'it begins in fifteen minutes' },
  { clock: '08:59:59', kind: 'starting-soon', because: 'nobody is in yet' },
  { clock: '09:00', kind: 'in-use', because: 'the stand-up has begun' },
  { clock: '09:19:59', kind: 'in-use', because: 'more than ten minutes are left' },
  { clock: '09:20', kind: 'ending-soon', because: 'ten minutes are left' },
  { clock: '09:30', kind: 'in-use', because: 'the review follows without a gap' },
  { clock: '10:00', kind: 'available', because: 'the review has ended' },
  { clock: '10:45', kind: 'starting-soon', because: 'the forecast begins in fifteen minutes' },
  { clock: '12:00', kind: 'available', because: 'the day is over' },
])('at $clock the room is $kind, because $because', ({ clock, kind }) => {
  expect(stateByCalendar(morning, at(clock)).kind).toBe(kind);
});

test('the state names when it ends and what follows', () => {
  expect(stateByCalendar(morning, at('08:10'))).toMatchObject({ until: at('09:00'), next: standUp });
  expect(stateByCalendar(morning, at('09:05'))).toMatchObject({
    until: at('09:30'),
    next: review,
    freeUntil: at('09:30'),
  });
  expect(stateByCalendar(morning, at('09:40'))).toMatchObject({
    until: at('10:00'),
    next: null,
    freeUntil: at('11:00'),
  });
  expect(stateByCalendar(morning, at('12:30'))).toEqual({ kind: 'available', until: null, next: null });
});

test.for([
  {
    name: 'Europe/Berlin',
    meeting: ['2026-10-25T00:15:00Z', '2026-10-25T01:15:00Z'],
    clock: '2026-10-25T01:05:00Z',
    kind: 'ending-soon',
    because: 'from 02:15 to 02:15 is an hour on this night',
  },
  {
    name: 'Europe/Berlin',
    meeting: ['2026-03-29T00:30:00Z', '2026-03-29T01:30:00Z'],
    clock: '2026-03-29T01:05:00Z',
    kind: 'in-use',
    because: 'from 01:30 to 03:30 is an hour on this night',
  },
  {
    name: 'Asia/Tokyo',
    meeting: ['2026-11-24T14:00:00Z', '2026-11-24T16:00:00Z'],
    clock: '2026-11-24T15:00:00Z',
    kind: 'in-use',
    because: 'midnight in Tokyo does not end the night shift',
  },
  {
    name: 'America/New_York',
    meeting: ['2026-11-24T05:00:00Z', '2026-11-25T05:00:00Z'],
    clock: '2026-11-24T05:00:00Z',
    kind: 'in-use',
    because: 'all day begins at the midnight of the room',
  },
  {
    name: 'America/New_York',
    meeting: ['2026-11-24T05:00:00Z', '2026-11-25T05:00:00Z'],
    clock: '2026-11-25T05:00:00Z',
    kind: 'available',
    because: 'and ends at the next one',
  },
  {
    name: 'America/New_York',
    meeting: ['2026-11-24T05:00:00Z', '2026-11-25T05:00:00Z'],
    clock: '2026-11-24T04:50:00Z',
    kind: 'starting-soon',
    because: 'the evening before it is still to come',
  },
] as const)(
  'in $name at $clock the room is $kind, because $because',
  ({ name, meeting: [start, end], clock, kind }) => {
    const day = aRoomDay(at(clock), [aMeeting(start, end)], { room: aRoom({ timeZone: aZone(name) }) });

    expect(roomState(day, at(clock)).kind).toBe(kind);
  },
);

/** The night of 25 October in Berlin has 25 hours: 02:00 to 03:00 comes twice, first an hour ahead of winter time. */
const longNight = [
  aMeeting('2026-10-24T21:30:00Z', '2026-10-24T22:30:00Z'),
  aMeeting('2026-10-24T22:30:00Z', '2026-10-24T23:00:00Z'),
  aMeeting('2026-10-25T00:00:00Z', '2026-10-25T00:30:00Z'),
  aMeeting('2026-10-25T01:00:00Z', '2026-10-25T01:30:00Z'),
  aMeeting('2026-10-25T23:00:00Z', '2026-10-26T23:00:00Z', { allDay: true }),
];

test.for([
  {
    clock: '2026-10-24T21:14:59Z',
    berlin: '23:14',
    kind: 'available',
    because: 'the evening meeting is further off than a quarter of an hour',
  },
  {
    clock: '2026-10-24T21:15:00Z',
    berlin: '23:15',
    kind: 'starting-soon',
    because: 'it begins in a quarter of an hour',
  },
  { clock: '2026-10-24T21:30:00Z', berlin: '23:30', kind: 'in-use', because: 'it has begun' },
  { clock: '2026-10-24T22:00:00Z', berlin: '00:00', kind: 'in-use', because: 'midnight ends the day, not the meeting' },
  { clock: '2026-10-24T22:20:00Z', berlin: '00:20', kind: 'ending-soon', because: 'it ends at half past twelve' },
  { clock: '2026-10-24T22:30:00Z', berlin: '00:30', kind: 'in-use', because: 'the next follows without a gap' },
  { clock: '2026-10-24T23:00:00Z', berlin: '01:00', kind: 'available', because: 'both are over' },
  { clock: '2026-10-24T23:45:00Z', berlin: '01:45', kind: 'starting-soon', because: 'the first 02:00 is near' },
  {
    clock: '2026-10-25T00:00:00Z',
    berlin: '02:00 first',
    kind: 'in-use',
    because: 'the meeting of the first 02:00 has begun',
  },
  {
    clock: '2026-10-25T00:30:00Z',
    berlin: '02:30 first',
    kind: 'available',
    because: 'and has ended before the hour is repeated',
  },
  {
    clock: '2026-10-25T00:45:00Z',
    berlin: '02:45 first',
    kind: 'starting-soon',
    because: 'the second 02:00 is a quarter of an hour off',
  },
  {
    clock: '2026-10-25T01:00:00Z',
    berlin: '02:00 second',
    kind: 'in-use',
    because: 'the meeting of the second 02:00 has begun',
  },
  { clock: '2026-10-25T01:30:00Z', berlin: '02:30 second', kind: 'available', because: 'half past two has come again' },
  { clock: '2026-10-25T22:44:59Z', berlin: '23:44', kind: 'available', because: 'the all-day meeting is tomorrow' },
  { clock: '2026-10-25T22:45:00Z', berlin: '23:45', kind: 'starting-soon', because: 'it begins at midnight' },
  {
    clock: '2026-10-25T23:00:00Z',
    berlin: '00:00',
    kind: 'in-use',
    because: 'the 25th hour is over and the whole next day is taken',
  },
  { clock: '2026-10-26T22:50:00Z', berlin: '23:50', kind: 'ending-soon', because: 'all day ends at midnight' },
])('on the longest night at $berlin ($clock) the room is $kind, because $because', ({ clock, kind }) => {
  const day = aRoomDay(at(clock), longNight, { room: aRoom({ timeZone: aZone('Europe/Berlin') }) });

  expect(roomState(day, at(clock)).kind).toBe(kind);
});

test('of overlapping meetings the one that began last is shown, until all of them have ended', () => {
  const day = aRoomDay(at('09:00'), [
    aMeeting('09:00', '10:30'),
    aMeeting('10:00', '11:00'),
    aMeeting('11:00', '11:30'),
  ]);

  expect(stateByCalendar(day, at('10:10'))).toMatchObject({ current: { start: at('10:00') }, until: at('11:00') });
});

test('a refused booking takes no time, and a pending one says so', () => {
  const asked = (status: 'pending' | 'refused') =>
    aRoomDay(at('09:00'), [aMeeting('09:00', '09:30', { booking: aBooking({ status }) })]);

  expect(stateByCalendar(asked('refused'), at('09:10')).kind).toBe('available');
  expect(stateByCalendar(asked('pending'), at('09:10'))).toMatchObject({
    kind: 'booking',
    status: 'pending',
    until: at('09:30'),
  });
});

test('a meeting of no length never takes the room', () => {
  expect(stateByCalendar(aRoomDay(at('09:00'), [aMeeting('09:00', '09:00')]), at('09:00')).kind).toBe('available');
});

test('time that could not be read is unknown, never free', () => {
  const day = aRoomDay(at('09:30'), [aMeeting('09:00', '10:00', { unreadable: true })]);

  expect(roomState(day, at('09:30'))).toMatchObject({ kind: 'unknown', cause: 'bad-answer' });
});

test.for([
  { readAt: '09:00', clock: '09:04:59', kind: 'available', because: 'five minutes are not over' },
  { readAt: '09:00', clock: '09:05', kind: 'stale', because: 'five minutes is the limit in opening hours' },
  { readAt: '09:00', clock: '10:00', kind: 'unknown', because: 'an hour-old day says nothing about now' },
  { readAt: '20:00', clock: '20:39:59', kind: 'available', because: 'a closed room may be read four times an hour' },
  { readAt: '20:00', clock: '20:40', kind: 'stale', because: 'that was missed twice' },
  { readAt: '07:50', clock: '08:04', kind: 'available', because: 'the doors have only just opened' },
  { readAt: '07:50', clock: '08:05', kind: 'stale', because: 'what was read at night is old once people come' },
])('read at $readAt, at $clock the room is $kind, because $because', ({ readAt, clock, kind }) => {
  expect(roomState(aRoomDay(at(readAt)), at(clock)).kind).toBe(kind);
});

test('a stale day says what the room was when it was read', () => {
  const day = aRoomDay(at('09:10'), [aMeeting('09:00', '09:30')], {
    health: { cause: 'graph-unreachable', since: at('09:11') },
  });

  expect(roomState(day, at('09:40'))).toMatchObject({
    kind: 'stale',
    was: { kind: 'in-use' },
    readAt: at('09:10'),
    cause: 'graph-unreachable',
  });
});

test('a day that was never read is unknown', () => {
  expect(roomState(aRoomDay(at('09:00'), [], { readAt: null }), at('09:00'))).toEqual({
    kind: 'unknown',
    since: null,
    cause: null,
  });
});

test('looking only at the boundaries misses no change of state', () => {
  const day = aRoomDay(at('08:00'), [standUp, review, forecast, aMeeting('11:30', '12:15')]);
  const boundaries = new Set<Instant>();
  for (let next = nextBoundary(day, at('08:00')); next < at('13:00'); next = nextBoundary(day, next))
    boundaries.add(next);

  for (let moment = at('08:00'); moment < at('13:00'); moment = addMs(moment, 60_000)) {
    const changed = roomState(day, moment).kind !== roomState(day, addMs(moment, -1)).kind;
    const byCalendar = stateByCalendar(day, moment).kind !== stateByCalendar(day, addMs(moment, -1)).kind;
    if (changed || byCalendar) expect(boundaries, toIso(moment)).toContain(moment);
  }
  expect(boundaries.size).toBeGreaterThan(10);
});

test('promise 1: an app that can read more than rooms says nothing of a room, however fresh its day', () => {
  const day = aRoomDay(at('08:00'), [standUp], { health: { cause: 'scope-not-proven', since: at('07:55') } });

  const sealed = { kind: 'out-of-service', since: at('07:55'), until: null, closure: null };
  expect(roomState(day, at('08:00'))).toEqual(sealed);
  expect(roomState({ ...day, readAt: null }, at('20:00'))).toEqual(sealed);
});
