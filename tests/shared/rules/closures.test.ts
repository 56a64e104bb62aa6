import { describe, expect, test } from 'vitest';
import { decodeText, encodeText } from '../../../shared/basics/codec.ts';
import { freeGaps, roomDayCodec } from '../../../shared/room/room-day.ts';
import { freeRooms } from '../../../shared/rules/availability.ts';
import { closedThen } from '../../../shared/rules/closed-then.ts';
import { closureAt, nextClosing, opensAgain } from '../../../shared/rules/closures.ts';
import { decideBooking, decideHold } from '../../../shared/rules/decide-booking.ts';
import { decideExtension } from '../../../shared/rules/decide-change.ts';
import { bookingOffers, extensionOffers } from '../../../shared/rules/offers.ts';
import { nextBoundary, roomState } from '../../../shared/rules/room-state.ts';
import { nextSlot } from '../../../shared/rules/slots.ts';
import { aBooking, aClosure, aMeeting, aRoom, aRoomDay, at } from '../../support/builders.ts';

const morning = aClosure('09:00', '12:00');
const closed = aRoomDay(at('08:00'), [], { closures: [morning] });
/** The same, read at that time. */
const readAt = (clock: string, day = closed) => ({ ...day, readAt: at(clock) });

describe('what holds', () => {
  test.for([
    { clock: '08:59:59', holds: false, because: 'it begins in a second' },
    { clock: '09:00', holds: true, because: 'it has begun' },
    { clock: '11:59:59', holds: true, because: 'a second is left' },
    { clock: '12:00', holds: false, because: 'the end is not part of it' },
  ])('at $clock the room is closed: $holds, because $because', ({ clock, holds }) => {
    expect(closureAt(closed, at(clock)) !== null).toBe(holds);
    expect(roomState(closed, at(clock)).kind === 'out-of-service').toBe(holds);
  });

  test('of several the one that lasts longest has the word, and one without an end before all', () => {
    const longer = aClosure('09:30', '13:00');
    const open = aClosure('09:45', null);

    expect(closureAt({ closures: [morning, longer] }, at('10:00'))).toBe(longer);
    expect(closureAt({ closures: [open, longer] }, at('10:00'))).toBe(open);
    expect(closureAt({}, at('10:00'))).toBeNull();
  });

  test('the room opens when the last of those that follow each other without a gap ends', () => {
    const next = aClosure('12:00', '14:00');
    const apart = aClosure('15:00', '16:00');

    expect(opensAgain({ closures: [morning, next, apart] }, morning)).toEqual(at('14:00'));
    expect(opensAgain({ closures: [morning, aClosure('11:00', null)] }, morning)).toBeNull();
  });

  test('the next closing is now where one holds, and unknown where none is to come', () => {
    expect(nextClosing(closed, at('08:00'))).toBe(at('09:00'));
    expect(nextClosing(closed, at('10:00'))).toBe(at('10:00'));
    expect(nextClosing(closed, at('12:00'))).toBeNull();
  });
});

describe('promise 1: a closed room is never called free', () => {
  test('a closed room says so whoever is in it, and however old its day is', () => {
    const busy = { ...closed, occurrences: [aMeeting('10:00', '11:00')] };
    const old = { ...closed, readAt: at('2026-11-20T08:00:00Z') };

    for (const day of [busy, old, { ...closed, readAt: null }]) {
      expect(roomState(day, at('10:30'))).toMatchObject({
        kind: 'out-of-service',
        until: at('12:00'),
        closure: morning,
      });
    }
  });

  test('before it closes the room is free until then, and what comes after that is not announced', () => {
    const day = { ...closed, occurrences: [aMeeting('10:00', '11:00')] };

    expect(roomState(readAt('08:10', day), at('08:10'))).toEqual({ kind: 'available', until: at('09:00'), next: null });
    expect(nextBoundary(readAt('08:55', day), at('08:58'))).toBe(at('09:00'));
    expect(nextBoundary(readAt('11:55', day), at('11:58'))).toBe(at('12:00'));
  });

  test('a meeting that ends into a closing is not followed by free time', () => {
    const day = { ...closed, occurrences: [aMeeting('08:00', '09:00')] };

    expect(roomState(readAt('08:55', day), at('08:55'))).toMatchObject({
      kind: 'ending-soon',
      next: null,
      freeUntil: at('09:00'),
    });
  });

  test('its gaps, offers and slots leave the closing out', () => {
    const within = { start: at('08:00'), end: at('14:00') };

    expect(freeGaps(closed, within)).toEqual([
      { start: at('08:00'), end: at('09:00') },
      { start: at('12:00'), end: at('14:00') },
    ]);
    expect(freeGaps({ ...closed, closures: [aClosure('09:00', null)] }, within)).toHaveLength(1);
    expect(bookingOffers(closed, at('08:40')).map(({ end }) => end)).toEqual([at('08:55'), at('09:00')]);
    expect(bookingOffers(closed, at('10:00'))).toEqual([]);
    expect(nextSlot(closed, at('10:00'))?.start).toBe(at('12:00'));
  });

  test('it is no alternative to another room, now or for a stretch that it closes in', () => {
    const lobby = aRoom({ id: 'room-porto' as never, displayName: 'Porto' });
    const free = (clock: string, start: string | null, minutes: number) =>
      freeRooms([readAt(clock)], lobby, at(clock), { start: start === null ? null : at(start), minutes }).length;

    expect(free('10:00', null, 15)).toBe(0);
    expect(free('08:10', null, 60)).toBe(0);
    expect(free('08:10', null, 30)).toBe(1);
    expect(free('08:10', '09:30', 15)).toBe(0);
    expect(free('08:10', '12:00', 60)).toBe(1);
  });
});

describe('what is refused', () => {
  const no = { kind: 'room-closed', from: at('09:00'), until: at('12:00'), reason: morning.reason };

  test.for([
    { start: null, end: '09:30', refused: true, because: 'it runs into the closing' },
    { start: '10:00', end: '11:00', refused: true, because: 'it lies within' },
    { start: '11:30', end: '12:30', refused: true, because: 'it begins within' },
    { start: '08:30', end: '09:00', refused: false, because: 'it ends as the room closes' },
    { start: '12:00', end: '13:00', refused: false, because: 'the room is open again' },
  ])('a booking from $start to $end is refused: $refused, because $because', ({ start, end, refused }) => {
    const wish = { start: start === null ? null : at(start), end: at(end) };

    for (const decided of [decideBooking(closed, wish, at('08:20')), decideHold(closed, wish, at('08:20'))]) {
      expect(decided.ok).toBe(!refused);
      if (!decided.ok) expect(decided.error).toEqual(no);
    }
  });

  test('a booking made in the minute in which the room opens begins when it has opened', () => {
    const day = { ...closed, closures: [aClosure('09:00', '12:00:40')] };

    expect(decideBooking(day, { start: null, end: at('12:30') }, at('12:00:50'))).toEqual({
      ok: true,
      value: { start: at('12:00:40'), end: at('12:30') },
    });
  });

  test('a meeting of ours grows up to the closing and no further', () => {
    const running = aMeeting('08:00', '08:30', { booking: aBooking() });
    const day = { ...closed, occurrences: [running] };

    expect(decideExtension(day, running, at('09:00'), at('08:20'))).toEqual({ ok: true, value: at('09:00') });
    expect(decideExtension(day, running, at('09:15'), at('08:20'))).toEqual({ ok: false, error: no });
    expect(extensionOffers(day, running, at('08:20')).every(({ end }) => end <= at('09:00'))).toBe(true);
  });

  test('without an end nothing after its start can be booked', () => {
    const open = { closures: [aClosure('09:00', null)] };

    expect(closedThen(open, { start: at('17:00'), end: at('17:30') })).toMatchObject({ until: null });
    expect(closedThen(open, { start: at('08:00'), end: at('09:00') })).toBeNull();
  });
});

test('a day crosses the wire with its closings, and a day without them as it always did', () => {
  expect(decodeText(roomDayCodec, encodeText(roomDayCodec, closed))).toEqual({ ok: true, value: closed });
  expect(encodeText(roomDayCodec, aRoomDay(at('08:00')))).not.toContain('closures');
});
