import { expect, test } from 'vitest';
import { doorFace } from '../../../kiosk/state/door-face.ts';
import type { OccurrenceId } from '../../../shared/basics/ids.ts';
import { roomState } from '../../../shared/rules/room-state.ts';
import { aKey, at } from '../../support/builders.ts';
import { type DoorState, doorFixture } from '../../support/door-fixtures.ts';

function faceOf(name: DoorState, change: Partial<ReturnType<typeof doorFixture>> = {}) {
  const { day, now, connection, tap } = { ...doorFixture(name), ...change };
  return doorFace(day, roomState(day, now), connection, tap, now);
}

test.for([
  { door: 'available', mood: 'free', word: 'free', phrase: { kind: 'until', moment: at('14:30') }, lamp: 'ring' },
  { door: 'available-all-day', mood: 'free', word: 'free', phrase: { kind: 'all-day' }, lamp: 'ring' },
  { door: 'available-late', mood: 'free', word: 'free', phrase: { kind: 'until', moment: at('14:30') }, lamp: 'ring' },
  {
    door: 'starting-soon',
    mood: 'expected',
    word: 'booked',
    phrase: { kind: 'from', moment: at('10:30') },
    lamp: 'filling',
  },
  {
    door: 'check-in',
    mood: 'expected',
    word: 'check-in',
    phrase: { kind: 'by', moment: at('10:40') },
    lamp: 'draining',
  },
  { door: 'in-use', mood: 'used', word: 'in-use', phrase: { kind: 'until', moment: at('11:00') }, lamp: 'disc' },
  { door: 'in-use-all-day', mood: 'used', word: 'in-use', phrase: { kind: 'all-day' }, lamp: 'disc' },
  { door: 'ending-soon', mood: 'used', word: 'ending', phrase: { kind: 'at', moment: at('11:00') }, lamp: 'draining' },
  {
    door: 'pending',
    mood: 'expected',
    word: 'booking',
    phrase: { kind: 'until', moment: at('10:55') },
    lamp: 'asking',
  },
  {
    door: 'checking',
    mood: 'expected',
    word: 'checking',
    phrase: { kind: 'until', moment: at('10:55') },
    lamp: 'asking',
  },
  { door: 'held', mood: 'expected', word: 'held', phrase: { kind: 'until', moment: at('10:55') }, lamp: 'held' },
  { door: 'yours', mood: 'used', word: 'yours', phrase: { kind: 'until', moment: at('10:55') }, lamp: 'tick' },
  { door: 'stale', mood: 'none', word: 'was-free', phrase: { kind: 'was-at', moment: at('10:42') }, lamp: 'broken' },
  {
    door: 'stale-in-use',
    mood: 'none',
    word: 'was-in-use',
    phrase: { kind: 'was-at', moment: at('10:42') },
    lamp: 'broken',
  },
  { door: 'unknown', mood: 'none', word: 'not-sure', phrase: { kind: 'since', moment: at('18:04') }, lamp: 'question' },
  {
    door: 'out-of-service',
    mood: 'none',
    word: 'closed',
    phrase: { kind: 'since', moment: at('10:42') },
    lamp: 'closed',
  },
  { door: 'unreadable', mood: 'none', word: 'not-sure', phrase: { kind: 'right-now' }, lamp: 'question' },
] as const)('$door: the field is $mood, the word $word, the lamp $lamp', ({ door, mood, word, phrase, lamp }) => {
  const face = faceOf(door);

  expect(face).toMatchObject({ mood, word, phrase });
  expect(face.lamp.kind).toBe(lamp);
});

test('promise 1: a day that nobody ever read is not sure, whatever it holds', () => {
  const { day } = doorFixture('available');

  const face = faceOf('available', { day: { ...day, readAt: null } });

  expect(face).toMatchObject({ mood: 'none', word: 'not-sure', phrase: { kind: 'right-now' } });
  expect(face.line).toMatchObject({ kind: 'unknown', why: 'not-read-yet' });
});

test.for([
  { tap: 'sending', word: 'booking', because: 'the person sees at once that the tap was felt' },
  { tap: 'pending', word: 'booking', because: 'the proxy has it and asks the calendar' },
  { tap: 'checking', word: 'checking', because: 'nobody knows yet whether it happened' },
  { tap: 'held', word: 'free', because: 'the day has the hold at its own time, which is later' },
  { tap: 'refused', word: 'free', because: 'the field tells the room, the sheet tells the no' },
  { tap: 'withdrawn', word: 'free', because: 'it is off the calendar again' },
  { tap: 'confirmed', word: 'free', because: 'the day is the truth, and it has no meeting any more' },
] as const)('a free room with a tap that is $tap says $word, because $because', ({ tap: status, word }) => {
  const { tap } = doorFixture('pending');

  expect(faceOf('available', { tap: tap && { ...tap, status } }).word).toBe(word);
});

test('a tap is felt on an old day too, and promises nothing', () => {
  const { tap } = doorFixture('pending');

  expect(faceOf('stale', { tap })).toMatchObject({ mood: 'expected', word: 'booking', lamp: { kind: 'asking' } });
});

test('what only this screen holds says so, and what others know of is not told by a screen that hears nothing', () => {
  const lost = { connection: { kind: 'lost', since: at('10:24') } } as const;
  const { day, ...door } = doorFixture('held');
  const own = { ...day, occurrences: day.occurrences.map((one) => ({ ...one, id: `here:${one.id}` as OccurrenceId })) };

  expect(faceOf('held', lost)).toMatchObject({ word: 'checking', line: { kind: 'finding-out' } });
  expect(faceOf('held', { ...door, ...lost, day: own })).toMatchObject({
    mood: 'expected',
    word: 'held',
    line: { kind: 'held-by-screen' },
    lamp: { kind: 'held' },
  });
});

test('only the tablet that asked says Yours', () => {
  const { tap } = doorFixture('yours');

  expect(faceOf('yours', { tap: null }).word).toBe('in-use');
  expect(faceOf('yours', { tap: tap && { ...tap, key: aKey(2) } }).word).toBe('in-use');
});

test.for([
  { kind: 'extend', status: 'sending', line: 'asking-longer' },
  { kind: 'extend', status: 'pending', line: 'asking-longer' },
  { kind: 'extend', status: 'checking', line: 'finding-out' },
  { kind: 'extend', status: 'confirmed', line: 'extended' },
  { kind: 'extend', status: 'refused', line: 'meeting' },
  { kind: 'end', status: 'pending', line: 'asking-end' },
  { kind: 'end', status: 'checking', line: 'finding-out' },
] as const)('a running meeting with a tap to $kind that is $status says $line', ({ kind, status, line }) => {
  const { tap } = doorFixture('pending');

  expect(faceOf('in-use-ours', { tap: tap && { ...tap, kind, status } }).line.kind).toBe(line);
});

test('a room that was just given back says so', () => {
  const { tap } = doorFixture('pending');

  expect(faceOf('available', { tap: tap && { ...tap, kind: 'end', status: 'confirmed' } }).line.kind).toBe('ended');
});

test.for([
  { clock: '10:15:00', share: 0 },
  { clock: '10:15:30', share: 0, because: 'it steps by the minute' },
  { clock: '10:18:00', share: 3 / 15 },
  { clock: '10:29:00', share: 14 / 15 },
  { clock: '10:29:35', share: 1 - 30 / 900, because: 'in the last minute it steps each ten seconds' },
])('at $clock the lamp has filled to $share for a meeting at 10:30', ({ clock, share }) => {
  const { day } = doorFixture('starting-soon');

  const { lamp } = faceOf('starting-soon', { day: { ...day, readAt: at(clock) }, now: at(clock) });

  expect(lamp).toEqual({ kind: 'filling', share: expect.closeTo(share, 6) });
});

test.for([
  { cause: 'access-denied', lost: false, why: 'access-denied' },
  { cause: null, lost: false, why: 'silent' },
  {
    cause: 'graph-unreachable',
    lost: true,
    why: 'lost',
    because: 'a screen that hears nothing cannot blame the calendar',
  },
] as const)('stale with cause $cause and connection lost: $lost says why: $why', ({ cause, lost, why }) => {
  const { day } = doorFixture('stale');
  const health = cause === null ? null : { cause, since: at('10:42') };

  const { line } = faceOf('stale', {
    day: { ...day, health },
    connection: lost ? { kind: 'lost', since: at('10:43') } : { kind: 'live' },
  });

  expect(line).toMatchObject({ kind: 'was', why, silentMinutes: 12 });
});
