import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addMinutes, toIso } from '../../../shared/basics/instant.ts';
import { localDay, localMinutes } from '../../../shared/basics/zone.ts';
import { displayWindow } from '../../../shared/room/room-day.ts';
import { decideBooking } from '../../../shared/rules/decide-booking.ts';
import { offersAt } from '../../../shared/rules/offers.ts';
import { bookableGaps, nextSlot, startChoices } from '../../../shared/rules/slots.ts';
import { aMeeting, aPolicy, aRoom, aRoomDay, at, aZone } from '../../support/builders.ts';
import { someDays } from './some-days.ts';

const clocks = (moments: readonly number[]) => moments.map((moment) => toIso(moment as never).slice(11, 16));

test.for([
  {
    meetings: [['10:00', '10:47']],
    start: '10:47',
    ends: ['11:05', '11:20', '11:35', '11:50'],
    because: 'it follows at once',
  },
  {
    meetings: [
      ['10:00', '10:30'],
      ['10:30', '11:00'],
      ['11:20', '12:00'],
    ],
    start: '11:00',
    ends: ['11:15', '11:20'],
    because: 'two meetings in a row are passed over, and the next one ends it',
  },
  {
    meetings: [
      ['10:00', '10:30'],
      ['10:34', '11:00'],
    ],
    start: '11:00',
    ends: ['11:15', '11:30', '11:45', '12:00'],
    because: 'four minutes are no gap',
  },
  { meetings: [['10:30', '11:00']], start: null, ends: [], because: 'the room is free now' },
  { meetings: [['10:00', '2026-11-25T09:00:00Z']], start: null, ends: [], because: 'today it never is' },
])('"Book next" begins at $start, because $because', ({ meetings, start, ends }) => {
  const slot = nextSlot(
    aRoomDay(
      at('10:12:20'),
      meetings.map(([from, to]) => aMeeting(from ?? '', to ?? '')),
    ),
    at('10:12:20'),
  );

  expect(slot === null ? null : clocks([slot.start])[0]).toBe(start);
  expect(clocks(slot?.offers.map(({ end }) => end) ?? [])).toEqual(ends);
});

test('a door that may not book has no free time to choose from', () => {
  const day = aRoomDay(at('10:00'), [aMeeting('09:00', '11:00')], { policy: aPolicy({ mayBook: false }) });

  expect(nextSlot(day, at('10:00'))).toBeNull();
  expect(bookableGaps(day, day.window, at('10:00'))).toEqual([]);
  expect(startChoices(day, day.window, at('10:00'), 15)).toEqual([]);
});

test('starts are steps of the wall clock inside the gaps, and leave five minutes', () => {
  const day = aRoomDay(at('10:07'), [aMeeting('10:40', '11:07'), aMeeting('11:33', '23:00')]);
  const within = { start: at('10:00'), end: at('12:00') };

  expect(clocks(startChoices(day, within, at('10:07'), 15))).toEqual(['10:15', '10:30', '11:15']);
  expect(clocks(startChoices(day, within, at('10:07'), 5))).toEqual([
    ...['10:10', '10:15', '10:20', '10:25', '10:30', '10:35'],
    ...['11:10', '11:15', '11:20', '11:25'],
  ]);
});

test.for([
  { what: 'the clocks go back', date: { year: 2026, month: 10, day: 25 }, quarters: 100 },
  { what: 'the clocks go forward', date: { year: 2026, month: 3, day: 29 }, quarters: 92 },
  { what: 'nothing happens', date: { year: 2026, month: 3, day: 30 }, quarters: 96 },
])('on a day on which $what there are $quarters quarters to begin in, none of them twice', ({ date, quarters }) => {
  const timeZone = aZone('Europe/Berlin');
  const within = localDay(date, timeZone);
  const now = addMinutes(within.start, -60);
  const day = aRoomDay(now, [], {
    room: aRoom({ timeZone }),
    window: displayWindow(now, timeZone, { horizonDays: 2 }),
  });

  const starts = startChoices(day, within, now, 15);

  expect(new Set(starts).size).toBe(quarters);
  expect(starts.every((start) => localMinutes(start, timeZone) % 15 === 0)).toBe(true);
});

test('whatever the day holds, each length that is offered at a start that can be chosen is allowed', () => {
  fc.assert(
    fc.property(someDays, fc.constantFrom(5, 15), ({ day, now }, step) => {
      for (const start of startChoices(day, day.window, now, step).slice(0, 40)) {
        for (const { end } of offersAt(day, start, now)) {
          expect(decideBooking(day, { start, end }, now)).toMatchObject({ ok: true });
        }
      }
      const slot = nextSlot(day, now);
      for (const { end } of slot?.offers ?? []) {
        expect(decideBooking(day, { start: slot?.start ?? now, end }, now)).toMatchObject({ ok: true });
      }
    }),
    { seed: 13, numRuns: 200 },
  );
});
