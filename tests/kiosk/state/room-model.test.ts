import { effect } from '@preact/signals-core';
import { expect, test } from 'vitest';
import { createClockModel } from '../../../kiosk/state/clock-model.ts';
import { createRoomModel } from '../../../kiosk/state/room-model.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS, toIso } from '../../../shared/basics/instant.ts';
import { aMeeting, aPolicy, aRoom, aRoomDay, at, aZone } from '../../support/builders.ts';
import { aTabletClock } from '../../support/virtual-tablet.ts';

/** Fresh all along: the calendar is looked at again every minute. */
function aDoor(start: string, wallErrorMs = 0) {
  const tablet = aTabletClock(at(start), wallErrorMs);
  const clock = createClockModel(tablet);
  clock.correct(at(start));
  const room = createRoomModel(clock);
  return { tablet, clock, room };
}

/** Each state the door went through, with the moment by the true clock. */
function watchStates({ tablet, room }: ReturnType<typeof aDoor>): string[] {
  const seen: string[] = [];
  let last = '';
  effect(() => {
    const kind = room.state.value?.kind ?? 'nothing';
    if (kind !== last) seen.push(`${toIso(tablet.truth()).slice(11, 19)} ${kind}`);
    last = kind;
  });
  return seen;
}

async function liveThrough(door: ReturnType<typeof aDoor>, minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute += 1) {
    await door.tablet.advance(MINUTE_MS);
    door.room.readAgain(door.tablet.truth());
  }
}

test('a door turns at each boundary of its day, to the second, without any news', async () => {
  const door = aDoor('09:40');
  door.room.show(aRoomDay(at('09:40'), [aMeeting('10:00', '10:30')]));
  const seen = watchStates(door);

  await liveThrough(door, 60);

  expect(seen).toEqual([
    '09:40:00 available',
    '09:45:00 starting-soon',
    '10:00:00 in-use',
    '10:20:00 ending-soon',
    '10:30:00 available',
  ]);
});

test('a tablet whose own clock is an hour wrong turns at the same moments', async () => {
  const door = aDoor('09:59', HOUR_MS);
  door.room.show(aRoomDay(at('09:59'), [aMeeting('10:00', '10:30')]));
  const seen = watchStates(door);

  await liveThrough(door, 2);

  expect(seen).toEqual(['09:59:00 starting-soon', '10:00:00 in-use']);
});

test('one meeting goes over into the next without a moment of green', async () => {
  const door = aDoor('10:55');
  door.room.show(aRoomDay(at('10:55'), [aMeeting('10:00', '11:00'), aMeeting('11:00', '12:00')]));
  const seen = watchStates(door);

  await liveThrough(door, 10);

  expect(seen).toEqual(['10:55:00 ending-soon', '11:00:00 in-use']);
});

test.for([
  {
    day: 'the night that loses an hour',
    start: '2026-03-29T00:30:00Z',
    meeting: ['2026-03-29T00:45:00Z', '2026-03-29T01:15:00Z'],
    turns: ['00:30:00 starting-soon', '00:45:00 in-use', '01:05:00 ending-soon', '01:15:00 available'],
  },
  {
    day: 'the night that gains an hour',
    start: '2026-10-25T00:30:00Z',
    meeting: ['2026-10-25T00:45:00Z', '2026-10-25T01:15:00Z'],
    turns: ['00:30:00 starting-soon', '00:45:00 in-use', '01:05:00 ending-soon', '01:15:00 available'],
  },
  {
    day: 'a meeting over midnight',
    start: '2026-11-24T23:00:00Z',
    meeting: ['2026-11-24T22:45:00Z', '2026-11-25T00:10:00Z'],
    turns: ['23:00:00 in-use', '00:00:00 ending-soon', '00:10:00 available'],
  },
])('$day is told rightly', async ({ start, meeting: [from = '', to = ''], turns }) => {
  const door = aDoor(start);
  const room = aRoom({ timeZone: aZone('Europe/Lisbon') });
  door.room.show(aRoomDay(at(start), [aMeeting(from, to)], { room }));
  const seen = watchStates(door);

  await liveThrough(door, 80);

  expect(seen).toEqual(turns);
});

test('a day that is not looked at again goes slate after five minutes, and is forgotten after an hour', async () => {
  const door = aDoor('10:00');
  door.room.show(aRoomDay(at('10:00'), [], { policy: aPolicy() }));
  const seen = watchStates(door);

  await door.tablet.advance(2 * HOUR_MS);

  expect(seen).toEqual(['10:00:00 available', '10:05:00 stale', '11:00:00 unknown']);
});

test('a day that comes in between two ticks is told as of now, not as of the last tick', async () => {
  const door = aDoor('09:59:30');
  await door.tablet.advance(45 * SECOND_MS);
  door.room.show(aRoomDay(at('10:00:15'), [aMeeting('2026-11-24T10:00:10Z', '10:30')]));

  expect(door.room.state.value?.kind).toBe('in-use');
});

test('an older reading does not make the day older', () => {
  const door = aDoor('10:00');
  door.room.show(aRoomDay(at('10:00')));

  door.room.readAgain(at('09:58'));

  expect(door.room.day.value?.readAt).toBe(at('10:00'));
});
