import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addMinutes, addMs, type Instant, toIso } from '../../../shared/basics/instant.ts';
import { occupies } from '../../../shared/room/occurrence.ts';
import {
  bookingOffers,
  decideBooking,
  decideEnd,
  decideExtension,
  extensionOffers,
  ownOccurrence,
} from '../../../shared/rules/booking.ts';
import { aBooking, aMeeting, aPolicy, aRoom, aRoomDay, at, aZone } from '../../support/builders.ts';

const clockOf = (moment: Instant) => toIso(moment).slice(11, 16);

test.for([
  {
    clock: '10:24',
    next: '14:30',
    ends: ['10:40', '10:55', '11:25'],
    because: 'four hours and more is too long for the last slab',
  },
  {
    clock: '10:24:30',
    next: '13:10',
    ends: ['10:40', '10:55', '11:25', '13:10'],
    because: 'until the next meeting fits',
  },
  {
    clock: '10:25',
    next: '10:55',
    ends: ['10:40', '10:55'],
    because: 'half an hour is until the next meeting, and is offered once',
  },
  { clock: '10:26', next: '10:36', ends: ['10:36'], because: 'no length fits but the whole gap' },
  { clock: '10:26', next: '10:31', ends: ['10:31'], because: 'five minutes are the least' },
  { clock: '10:26', next: '10:30', ends: [], because: 'four minutes are not worth it' },
])('at $clock with a meeting at $next the door offers $ends, because $because', ({ clock, next, ends }) => {
  const day = aRoomDay(at(clock), [aMeeting(next, '17:00')]);

  expect(bookingOffers(day, at(clock)).map(({ end }) => clockOf(end))).toEqual(ends);
});

test('a busy room offers nothing, nor does a door that may not book', () => {
  expect(bookingOffers(aRoomDay(at('09:00'), [aMeeting('09:00', '10:00')]), at('09:00'))).toEqual([]);
  expect(bookingOffers(aRoomDay(at('09:00'), [], { policy: aPolicy({ mayBook: false }) }), at('09:00'))).toEqual([]);
});

test('ends are rounded by the clock on the wall, also where that is 45 minutes off', () => {
  const day = aRoomDay(at('10:03'), [], {
    room: aRoom({ timeZone: aZone('Asia/Kathmandu') }),
    policy: aPolicy({ roundToMinutes: 30 }),
  });

  expect(bookingOffers(day, at('10:03')).map(({ end }) => clockOf(end))).toContain('10:45');
});

test.for([
  { wish: [null, '10:40'], refusal: null, because: 'the room is free' },
  { wish: [null, '11:00'], refusal: null, because: 'back to back is fine' },
  { wish: [null, '11:05'], refusal: 'room-busy', because: 'somebody has it from 11:00' },
  { wish: ['12:00', '13:00'], refusal: null, because: 'later today is free too' },
  { wish: ['11:30', '12:30'], refusal: 'room-busy', because: 'it begins inside a meeting' },
  { wish: ['10:00', '10:30'], refusal: 'in-the-past', because: 'it would begin before now' },
  { wish: [null, '10:20'], refusal: 'in-the-past', because: 'it would end before now' },
  { wish: [null, '10:27'], refusal: 'too-short', because: 'it is under five minutes' },
  { wish: ['12:00', '12:00'], refusal: 'too-short', because: 'it has no length' },
  { wish: ['12:00', '16:10'], refusal: 'too-long', because: 'four hours are the most' },
  {
    wish: ['2026-11-26T09:00:00Z', '2026-11-26T09:30:00Z'],
    refusal: 'too-far-ahead',
    because: 'we have not read that day',
  },
] as const)('from $wish.0 to $wish.1 is refused as $refusal, because $because', ({ wish: [start, end], refusal }) => {
  const day = aRoomDay(at('10:24'), [aMeeting('11:00', '12:00')]);
  const decided = decideBooking(day, { start: start === null ? null : at(start), end: at(end) }, at('10:24:40'));

  expect(decided.ok ? null : decided.error.kind).toBe(refusal);
});

test('a booking begins on the whole minute, but not inside the meeting that has just been ended', () => {
  const ended = aMeeting('10:00', '10:24:20');
  const decided = decideBooking(aRoomDay(at('10:24'), [ended]), { start: null, end: at('10:40') }, at('10:24:40'));

  expect(decided).toEqual({ ok: true, value: { start: at('10:24:20'), end: at('10:40') } });
});

test('whatever the day holds, an offer is a booking that is allowed and overlaps nobody', () => {
  const meetings = fc.array(fc.tuple(fc.integer({ min: 0, max: 600 }), fc.integer({ min: 0, max: 120 })), {
    maxLength: 6,
  });
  fc.assert(
    fc.property(meetings, fc.integer({ min: 0, max: 36_000 }), (list, seconds) => {
      const now = addMs(at('08:00'), seconds * 1000);
      const taken = list.map(([from, length], n) => {
        const start = addMinutes(at('08:00'), from);
        return aMeeting(toIso(start), toIso(addMinutes(start, length)), { id: `m${n}` as never });
      });
      const day = aRoomDay(now, taken);
      for (const { end } of bookingOffers(day, now)) {
        const decided = decideBooking(day, { start: null, end }, now);
        expect(decided.ok).toBe(true);
        if (decided.ok) {
          const { start } = decided.value;
          expect(taken.filter((one) => occupies(one) && one.start < end && start < one.end)).toEqual([]);
        }
      }
    }),
    { seed: 11, numRuns: 300 },
  );
});

const ours = aMeeting('10:00', '10:30', { booking: aBooking() });

test.for([
  { end: '10:45', refusal: null, because: 'nobody follows before 11:00' },
  { end: '11:00', refusal: null, because: 'up to the next meeting is fine' },
  { end: '11:15', refusal: 'room-busy', because: 'somebody has it from 11:00' },
  { end: '10:20', refusal: 'changed-meanwhile', because: 'that is no extension of what stands there now' },
])('extending to $end is refused as $refusal, because $because', ({ end, refusal }) => {
  const day = aRoomDay(at('10:20'), [ours, aMeeting('11:00', '12:00')]);
  const decided = decideExtension(day, ours, at(end), at('10:20'));

  expect(decided.ok ? null : decided.error.kind).toBe(refusal);
});

test('extensions are counted from the end and stop at the next meeting', () => {
  const day = aRoomDay(at('10:20'), [ours, aMeeting('11:10', '12:00')]);

  expect(extensionOffers(day, ours, at('10:20')).map(({ end }) => clockOf(end))).toEqual(['10:45', '11:00', '11:10']);
});

test('ended in its first minute, nothing would be left of it', () => {
  expect(decideEnd(ours, at('10:00:30'))).toEqual({ ok: true, value: null });
  expect(decideEnd(ours, at('10:12:30'))).toEqual({ ok: true, value: at('10:12') });
  expect(decideEnd(ours, at('10:30'))).toMatchObject({ error: { kind: 'occurrence-gone' } });
});

test('only what was booked at a door and stands may be changed there', () => {
  const day = aRoomDay(at('10:20'), [ours, aMeeting('11:00', '12:00')]);

  expect(ownOccurrence(day, ours.id)).toMatchObject({ ok: true });
  expect(ownOccurrence(day, 'meeting-11:00')).toMatchObject({ error: { kind: 'not-booked-here' } });
  expect(ownOccurrence(day, 'never-was')).toMatchObject({ error: { kind: 'occurrence-gone' } });
});

test('nothing is offered, booked or changed while the scope is not proven', () => {
  const running = aMeeting('10:00', '11:00', { booking: aBooking() });
  const health = { cause: 'scope-not-proven', since: at('09:00') } as const;
  const day = aRoomDay(at('10:20'), [running], { health });
  const closed = { ok: false, error: { kind: 'out-of-service' } };

  expect(bookingOffers({ ...day, occurrences: [] }, at('10:20'))).toEqual([]);
  expect(extensionOffers(day, running, at('10:20'))).toEqual([]);
  expect(decideBooking({ ...day, occurrences: [] }, { start: null, end: at('10:50') }, at('10:20'))).toEqual(closed);
  expect(decideExtension(day, running, at('11:15'), at('10:20'))).toEqual(closed);
  expect(ownOccurrence(day, running.id)).toEqual(closed);
});
