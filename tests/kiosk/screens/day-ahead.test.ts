import { expect, test } from 'vitest';
import { aheadSpans, dayInWords } from '../../../kiosk/screens/day-ahead.tsx';
import { occurrenceName } from '../../../kiosk/screens/occurrence-name.tsx';
import { createTimeFormat } from '../../../kiosk/text/format-time.ts';
import { loadWords } from '../../../kiosk/text/messages.ts';
import { addMs } from '../../../shared/basics/instant.ts';
import { roomState } from '../../../shared/rules/room-state.ts';
import { aKey, aMeeting, aPolicy, aRoomDay, at, hidden } from '../../support/builders.ts';
import { type DoorState, doorFixture } from '../../support/door-fixtures.ts';

async function speechAt(name: DoorState, policy = aPolicy()) {
  const { day, now } = doorFixture(name);
  const words = await loadWords(['en-GB']);
  await words.whole();
  return { words, times: createTimeFormat(words, day.room.timeZone), day: { ...day, policy }, now };
}

async function aheadOf(name: DoorState) {
  const speech = await speechAt(name);
  return aheadSpans(roomState(speech.day, speech.now), speech).map(({ when }) => when);
}

test('of a day with thousands of meetings a door tells what is next, and not all of it', async () => {
  const speech = await speechAt('available');
  const start = speech.now;
  const many = Array.from({ length: 2_000 }, (_, n) =>
    aMeeting('00:00', '00:00', { start: addMs(start, (n - 1_000) * 10_000), end: addMs(start, (n - 999) * 10_000) }),
  );
  const crowded = { ...speech, day: { ...speech.day, occurrences: many } };

  expect(aheadSpans(roomState(crowded.day, crowded.now), crowded).length).toBeLessThanOrEqual(12);
  const inWords = dayInWords(crowded);
  expect(inWords).toHaveLength(60);
  expect(inWords).toEqual(dayInWords({ ...crowded, day: { ...crowded.day, occurrences: many.slice(1_000) } }));
});

test.for([
  {
    door: 'in-use',
    ahead: [
      '11:00 to 13:00',
      '13:00 to 14:00',
      '14:00 to 14:30',
      '14:30 to 15:30',
      '15:30 to 16:00',
      '16:00 to 17:00',
      'from 17:00',
    ],
    because: 'who stands at a busy door asks when it is free',
  },
  { door: 'ending-back-to-back', ahead: ['11:00 to 14:00', 'from 14:00'], because: 'there is no gap between' },
  {
    door: 'available-show-only',
    ahead: ['14:30 to 15:30', '15:30 to 16:00', '16:00 to 17:00', 'from 17:00'],
    because: 'that it is free now stands above',
  },
  { door: 'in-use-all-day', ahead: [], because: 'nothing is left of the day' },
  { door: 'unknown', ahead: [], because: 'we promise nothing' },
] as const)('$door: ahead is $ahead, because $because', async ({ door, ahead }) => {
  expect(await aheadOf(door)).toEqual(ahead);
});

test('promise 2: in words, too, a private meeting is only that', async () => {
  const lines = dayInWords(await speechAt('in-use-private'));

  expect(lines[1]).toBe('10:00 to 11:00: A private meeting');
});

test('where titles and names are off, a meeting is only booked', async () => {
  const lines = dayInWords(await speechAt('in-use-private', aPolicy({ showTitles: false })));

  expect(lines[1]).toBe('10:00 to 11:00: Booked');
});

test.for([
  { locale: 'en-GB', status: 'pending', says: 'Booked at the door' },
  { locale: 'en-GB', status: 'checking', says: 'Booked at the door' },
  { locale: 'de-DE', status: 'held', says: 'An der Tür gebucht' },
] as const)(
  'our own booking that is $status and has no title yet is no secret: $says',
  async ({ locale, status, says }) => {
    const booking = { key: aKey(1), status };
    const meeting = aMeeting('10:00', '11:00', { booking, title: hidden, organizer: hidden });
    const words = await loadWords([locale]);
    await words.whole();
    const day = aRoomDay(at('10:00'), [meeting]);
    const speech = { words, times: createTimeFormat(words, day.room.timeZone), day, now: at('10:00') };

    expect(dayInWords(speech)[0]).toContain(`: ${says}`);
    expect(occurrenceName(meeting, day.policy, words, 'first')).toBe(says);
  },
);
