import { describe, expect, test } from 'vitest';
import type { CheckIn } from '../../../shared/room/occurrence.ts';
import { type CheckInPolicy, defaultPolicy } from '../../../shared/room/policy.ts';
import { type Attended, checkInWindow, decideCheckIn } from '../../../shared/rules/check-in.ts';
import { aMeeting, aPolicy, aRoomDay, at } from '../../support/builders.ts';

const asks = (change: Partial<CheckInPolicy> = {}) =>
  aPolicy({ checkIn: { ...defaultPolicy.checkIn, mode: 'release', ...change } });

function aStandUp(change: Partial<Attended> = {}): Attended {
  const times = { start: at('09:00'), end: at('09:30') };
  return { ...times, allDay: false, tentative: false, unreadable: false, bookedAt: null, ...change };
}

test.for([
  { mode: 'off' as const, asked: false, because: 'nobody has chosen it' },
  { mode: 'ask' as const, asked: true, because: 'the door asks, and no more' },
  { mode: 'release' as const, asked: true, because: 'the door asks before the room is given back' },
])('with check-in at "$mode" people are asked: $asked, because $because', ({ mode, asked }) => {
  expect(checkInWindow(aStandUp(), asks({ mode })) !== null).toBe(asked);
});

test('out of the box nobody is asked', () => {
  expect(checkInWindow(aStandUp(), defaultPolicy)).toBeNull();
});

test.for([
  { meeting: aStandUp({ allDay: true }), because: 'it takes the whole day' },
  { meeting: aStandUp({ tentative: true }), because: 'the room has not agreed to it' },
  { meeting: aStandUp({ unreadable: true }), because: 'nobody knows what it is' },
  { meeting: aStandUp({ end: at('13:00') }), because: 'it is as long as exempt ones are' },
  { meeting: aStandUp({ bookedAt: at('09:00') }), because: 'whoever booked it for now stands there' },
  { meeting: aStandUp({ bookedAt: at('08:50') }), because: 'it was booked the moment that check-in opened' },
])('nobody is asked to check in to a meeting where $because', ({ meeting }) => {
  expect(checkInWindow(meeting, asks())).toBeNull();
});

test.for([
  { meeting: aStandUp(), opensAt: '08:50', until: '09:10', because: 'ten minutes to either side' },
  { meeting: aStandUp({ end: at('12:59') }), opensAt: '08:50', until: '09:10', because: 'a minute less than exempt' },
  { meeting: aStandUp({ end: at('09:05') }), opensAt: '08:50', until: '09:05', because: 'it ends before its grace' },
  {
    meeting: aStandUp({ bookedAt: at('08:49') }),
    opensAt: '08:50',
    until: '09:10',
    because: 'it was booked at the door for later',
  },
])('check-in is open from $opensAt to $until, because $because', ({ meeting, opensAt, until }) => {
  expect(checkInWindow(meeting, asks())).toEqual({ opensAt: at(opensAt), until: at(until) });
});

describe('a tap', () => {
  const needed: CheckIn = { kind: 'needed', opensAt: at('08:50'), until: at('09:10') };
  const standUp = (checkIn: CheckIn) => aMeeting('09:00', '09:30', { checkIn });

  test.for([
    { now: '08:49:59', checkIn: needed, said: 'check-in-not-open', because: 'it opens in a second' },
    { now: '08:50', checkIn: needed, said: null, because: 'it has opened' },
    { now: '09:10', checkIn: needed, said: null, because: 'late is better than never' },
    { now: '09:29:59', checkIn: needed, said: null, because: 'the meeting still runs' },
    { now: '09:30', checkIn: needed, said: 'occurrence-gone', because: 'it is over' },
    { now: '09:05', checkIn: { kind: 'done' } as const, said: null, because: 'a second tap is as good as the first' },
    {
      now: '09:05',
      checkIn: { kind: 'not-needed' } as const,
      said: 'check-in-not-needed',
      because: 'nobody asked',
    },
  ])('at $now is told $said, because $because', ({ now, checkIn, said }) => {
    const meeting = standUp(checkIn);
    const decided = decideCheckIn(aRoomDay(at(now), [meeting]), meeting.id, at(now));

    expect(decided.ok ? null : decided.error.kind).toBe(said);
  });

  test('on a meeting that is not there any more is told so', () => {
    const decided = decideCheckIn(aRoomDay(at('09:00')), 'gone', at('09:00'));

    expect(decided).toEqual({ ok: false, error: { kind: 'occurrence-gone' } });
  });

  test.for([
    { cause: 'graph-unreachable' as const, ok: true, because: 'people need Exchange no more than their own meeting' },
    { cause: 'paused' as const, ok: true, because: 'it is written down here' },
    { cause: 'scope-not-proven' as const, ok: false, because: 'nothing may be said about the room' },
  ])('with the room $cause is taken: $ok, because $because', ({ cause, ok }) => {
    const meeting = standUp(needed);
    const day = aRoomDay(at('09:00'), [meeting], { health: { cause, since: at('08:00') } });

    expect(decideCheckIn(day, meeting.id, at('09:00')).ok).toBe(ok);
  });
});
