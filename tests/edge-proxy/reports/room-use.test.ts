import { describe, expect, test } from 'vitest';
import type { Attendance } from '../../../edge-proxy/ports/attendance.ts';
import type { RoomUse } from '../../../edge-proxy/ports/evidence.ts';
import { followUse, type OpenUse, useNow } from '../../../edge-proxy/reports/room-use.ts';
import type { RoomId } from '../../../shared/basics/ids.ts';
import type { Occurrence } from '../../../shared/room/occurrence.ts';
import { aBooking, aClosure, aMeeting, aRoomDay, at } from '../../support/builders.ts';

const lisbon = 'room-lisbon' as RoomId;
const meeting = aMeeting('10:00', '11:00');

function whoCame(state: Attendance['state'], of: Occurrence = meeting, when = '10:10'): Attendance {
  const { id, start, end } = of;
  return { roomId: lisbon, occurrence: id, seriesId: null, start, end, state, cause: null, at: at(when) };
}

describe('what a room is at 10:20', () => {
  const now = at('10:20');
  const dayWith = (...occurrences: Occurrence[]) => aRoomDay(now, occurrences);

  test.for<{ what: string; given: Occurrence[]; came?: Attendance[]; is: Partial<ReturnType<typeof useNow>> }>([
    { what: 'nothing is on', given: [], is: { state: 'free', origin: null } },
    { what: 'a meeting is on', given: [meeting], is: { state: 'booked', origin: 'planned' } },
    { what: 'somebody checked in', given: [{ ...meeting, checkIn: { kind: 'done' } }], is: { state: 'used' } },
    { what: 'somebody is known to be there', given: [meeting], came: [whoCame('present')], is: { state: 'used' } },
    { what: 'nobody came', given: [meeting], came: [whoCame('no-show')], is: { state: 'no-show' } },
    {
      what: 'it was booked at the door',
      given: [{ ...meeting, booking: aBooking() }],
      is: { state: 'used', origin: 'door' },
    },
    {
      what: 'it is only asked for',
      given: [{ ...meeting, booking: aBooking({ status: 'pending' }) }],
      is: { state: 'free' },
    },
    { what: 'it cannot be read', given: [{ ...meeting, unreadable: true }], is: { state: 'unknown' } },
    {
      what: 'it was given back',
      given: [],
      came: [whoCame('released')],
      is: { state: 'released', begins: at('10:10') },
    },
    {
      what: 'it was given back and taken at the door',
      given: [{ ...aMeeting('10:15', '10:45'), booking: aBooking() }],
      came: [whoCame('released')],
      is: { state: 'used', origin: 'door' },
    },
    {
      what: 'two overlap',
      given: [meeting, { ...aMeeting('10:15', '10:30'), booking: aBooking() }],
      is: { origin: 'door' },
    },
  ])('where $what', ({ given, came = [], is }) => {
    expect(useNow(dayWith(...given), came, now)).toMatchObject(is);
  });

  test('nothing is said of a day that is old', () => {
    expect(useNow(aRoomDay(at('09:00'), [meeting]), [], now).state).toBe('unknown');
  });

  test('a closed room is not open, whatever its calendar says', () => {
    const closed = aRoomDay(now, [meeting], { closures: [aClosure('10:00', '12:00')] });

    expect(useNow(closed, [], now).state).toBe('unknown');
  });

  test('nothing is said while the scope is not proven', () => {
    const sealed = aRoomDay(now, [], { health: { cause: 'scope-not-proven', since: now } });

    expect(useNow(sealed, [], now).state).toBe('unknown');
  });
});

describe('minute by minute', () => {
  /** Looks at each of the moments at what the day says then, and gives what is written down in the end. */
  function follow(
    looks: { now: string; on?: Occurrence | null; came?: Attendance[] }[],
    before: OpenUse | null = null,
  ) {
    const kept = new Map<number, RoomUse>();
    let open = before;
    for (const { now, on = null, came = [] } of looks) {
      const present = useNow(aRoomDay(at(now), on === null ? [] : [on]), came, at(now));
      const followed = followUse(open, present, lisbon, at(now));
      open = followed.open;
      for (const use of followed.write) kept.set(use.from, use);
    }
    return [...kept.values()].map(({ from, to, state }) => ({ from, to, state }));
  }

  test('a meeting begins and ends when it does, whenever we looked', () => {
    expect(follow([{ now: '09:59:30' }, { now: '10:00:30', on: meeting }, { now: '11:00:30' }])).toEqual([
      { from: at('09:59:30'), to: at('10:00'), state: 'free' },
      { from: at('10:00'), to: at('11:00'), state: 'booked' },
      { from: at('11:00'), to: null, state: 'free' },
    ]);
  });

  test('a late check-in makes all of it attended', () => {
    const attended: Occurrence = { ...meeting, checkIn: { kind: 'done' } };

    expect(
      follow([
        { now: '10:01', on: meeting },
        { now: '10:09', on: attended },
      ]),
    ).toEqual([{ from: at('10:01'), to: null, state: 'used' }]);
  });

  test('nobody came: empty until it was given back, then released until it would have ended', () => {
    const missed = [whoCame('no-show')];
    const released = [whoCame('released')];
    const story = follow([
      { now: '09:59' },
      { now: '10:00', on: meeting },
      { now: '10:10', on: meeting, came: missed },
      { now: '10:11', came: released },
      { now: '11:00' },
    ]);

    expect(story.map(({ state, from, to }) => [state, from, to])).toEqual([
      ['free', at('09:59'), at('10:00')],
      ['no-show', at('10:00'), at('10:10')],
      ['released', at('10:10'), at('11:00')],
      ['free', at('11:00'), null],
    ]);
  });

  test('one that ends early frees the room when that was seen', () => {
    const story = follow([{ now: '10:00', on: meeting }, { now: '10:30' }]);

    expect(story.at(-2)).toEqual({ from: at('10:00'), to: at('10:30'), state: 'booked' });
  });

  test('a short restart does not make two meetings of one', () => {
    const before: OpenUse = {
      use: { roomId: lisbon, from: at('10:00'), to: at('10:20'), state: 'booked', origin: 'planned' },
      key: null,
      ends: null,
    };

    expect(follow([{ now: '10:21', on: meeting }], before)).toEqual([{ from: at('10:00'), to: null, state: 'booked' }]);
  });

  test('after a long one the time between is unknown, but for what the calendar tells of it', () => {
    const before: OpenUse = {
      use: { roomId: lisbon, from: at('09:00'), to: at('09:30'), state: 'free', origin: null },
      key: null,
      ends: null,
    };

    expect(follow([{ now: '10:21', on: meeting }], before)).toEqual([
      { from: at('09:00'), to: at('09:30'), state: 'free' },
      { from: at('09:30'), to: at('10:00'), state: 'unknown' },
      { from: at('10:00'), to: null, state: 'booked' },
    ]);
  });
});
