import { expect, test } from 'vitest';
import { decideBooking } from '../../../shared/rules/decide-booking.ts';
import { decideEnd, decideExtension, ownOccurrence } from '../../../shared/rules/decide-change.ts';
import { aBooking, aMeeting, aRoomDay, at } from '../../support/builders.ts';

test.for([
  { wish: [null, '10:40'], refusal: null, because: 'the room is free' },
  { wish: [null, '11:00'], refusal: null, because: 'back to back is fine' },
  { wish: [null, '11:05'], refusal: 'room-busy', because: 'somebody has it from 11:00' },
  { wish: ['12:00', '13:00'], refusal: null, because: 'later today is free too' },
  { wish: ['11:30', '12:30'], refusal: 'room-busy', because: 'it begins inside a meeting' },
  { wish: ['10:00', '10:30'], refusal: 'in-the-past', because: 'it would begin before now' },
  { wish: [null, '10:20'], refusal: 'in-the-past', because: 'it would end before now' },
  { wish: [null, '10:24:40'], refusal: 'in-the-past', because: 'it would end this very moment' },
  { wish: [null, '10:27'], refusal: 'too-short', because: 'it is under five minutes' },
  { wish: ['12:00:30', '12:05'], refusal: 'too-short', because: 'half a minute is missing' },
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

test('nothing is booked or changed while the scope is not proven', () => {
  const running = aMeeting('10:00', '11:00', { booking: aBooking() });
  const health = { cause: 'scope-not-proven', since: at('09:00') } as const;
  const day = aRoomDay(at('10:20'), [running], { health });
  const closed = { ok: false, error: { kind: 'out-of-service' } };

  expect(decideBooking({ ...day, occurrences: [] }, { start: null, end: at('10:50') }, at('10:20'))).toEqual(closed);
  expect(decideExtension(day, running, at('11:15'), at('10:20'))).toEqual(closed);
  expect(ownOccurrence(day, running.id)).toEqual(closed);
});
