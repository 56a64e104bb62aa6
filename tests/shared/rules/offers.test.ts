import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addMinutes, type Instant, toIso } from '../../../shared/basics/instant.ts';
import { localMinutes } from '../../../shared/basics/zone.ts';
import { occupies } from '../../../shared/room/occurrence.ts';
import { SHORTEST_BOOKING_MINUTES, startingNow } from '../../../shared/rules/booking.ts';
import { decideBooking } from '../../../shared/rules/decide-booking.ts';
import { decideExtension } from '../../../shared/rules/decide-change.ts';
import { bookingOffers, extensionOffers, offersAt } from '../../../shared/rules/offers.ts';
import { aBooking, aMeeting, aPolicy, aRoom, aRoomDay, at, aZone } from '../../support/builders.ts';
import { someDays } from './some-days.ts';

const clockOf = (moment: Instant) => toIso(moment).slice(11, 16);
const ours = aMeeting('10:00', '10:30', { booking: aBooking() });

test.for([
  {
    clock: '10:24',
    next: '14:30',
    ends: ['10:40', '10:55', '11:10', '11:25'],
    because: 'four hours and more is too long for the last slab',
  },
  {
    clock: '10:24:30',
    next: '13:10',
    ends: ['10:40', '10:55', '11:10', '11:25', '13:10'],
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

test('after a meeting that ended within the minute, the offers begin where it ended', () => {
  const day = aRoomDay(at('10:24:40'), [aMeeting('10:00', '10:24:20')]);

  expect(bookingOffers(day, at('10:24:40')).map(({ end }) => clockOf(end))).toContain('10:40');
});

test('no length is offered that is longer than this room may be booked', () => {
  const day = aRoomDay(at('10:00'), [], { policy: aPolicy({ longestBookingMinutes: 30 }) });

  expect(bookingOffers(day, at('10:00')).map(({ minutes }) => minutes)).toEqual([15, 30]);
});

test('for later the lengths are counted from the start that was chosen, and stop at the next meeting', () => {
  const day = aRoomDay(at('10:00'), [aMeeting('12:00', '12:47'), aMeeting('13:20', '14:00')]);

  expect(offersAt(day, at('12:47'), at('10:00')).map(({ end }) => clockOf(end))).toEqual(['13:05', '13:20']);
  expect(offersAt(day, at('12:30'), at('10:00'))).toEqual([]);
  expect(offersAt(day, at('09:30'), at('10:00'))).toEqual([]);
});

test('extensions are counted from the end and stop at the next meeting', () => {
  const day = aRoomDay(at('10:20'), [ours, aMeeting('11:10', '12:00')]);

  expect(extensionOffers(day, ours, at('10:20')).map(({ end }) => clockOf(end))).toEqual(['10:45', '11:00', '11:10']);
});

test('nothing is offered while the scope is not proven', () => {
  const health = { cause: 'scope-not-proven', since: at('09:00') } as const;
  const day = aRoomDay(at('10:20'), [], { health });

  expect(bookingOffers(day, at('10:20'))).toEqual([]);
  expect(extensionOffers({ ...day, occurrences: [ours] }, ours, at('10:20'))).toEqual([]);
});

test('whatever the day holds, an offer is a booking that is allowed, takes five minutes and overlaps nobody', () => {
  fc.assert(
    fc.property(someDays, fc.integer({ min: 0, max: 2_000 }), ({ day, now }, later) => {
      const start = later < 300 ? null : addMinutes(day.window.start, later);
      for (const { end } of start === null ? bookingOffers(day, now) : offersAt(day, start, now)) {
        const decided = decideBooking(day, { start, end }, now);
        if (!decided.ok) throw new Error(`offered and refused: ${decided.error.kind}`);
        expect(decided.value.end).toBeGreaterThanOrEqual(addMinutes(decided.value.start, SHORTEST_BOOKING_MINUTES));
        const rivals = day.occurrences.filter(
          (one) => occupies(one) && one.start < end && decided.value.start < one.end,
        );
        expect(rivals).toEqual([]);
      }
    }),
    { seed: 11, numRuns: 500 },
  );
});

test('whatever the day holds, what is offered as an extension is allowed', () => {
  fc.assert(
    fc.property(someDays, ({ day, now }) => {
      for (const one of day.occurrences.filter(occupies)) {
        const running = { ...one, booking: aBooking() };
        for (const { end } of extensionOffers(day, running, now)) {
          expect(decideExtension(day, running, end, now)).toMatchObject({ ok: true });
        }
      }
    }),
    { seed: 12, numRuns: 300 },
  );
});

test('whatever the day holds, a length is never cut short, and its end is round on the wall or the next meeting', () => {
  fc.assert(
    fc.property(someDays, ({ day, now }) => {
      const start = startingNow(day, now);
      for (const { minutes, end } of bookingOffers(day, now)) {
        const isRound = localMinutes(end, day.room.timeZone) % day.policy.roundToMinutes === 0;
        const isNext = end === day.window.end || day.occurrences.some((one) => occupies(one) && one.start === end);
        expect(minutes === null ? isNext : isRound).toBe(true);
        if (minutes !== null) expect(end).toBeGreaterThanOrEqual(addMinutes(start, minutes));
      }
    }),
    { seed: 14, numRuns: 500 },
  );
});
