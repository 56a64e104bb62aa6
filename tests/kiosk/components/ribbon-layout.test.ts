import { expect, test } from 'vitest';
import { layOutRibbon } from '../../../kiosk/components/ribbon-layout.ts';
import type { OccurrenceId } from '../../../shared/basics/ids.ts';
import { addMs } from '../../../shared/basics/instant.ts';
import { aBooking, anOccurrence, aPolicy, aRoom, aRoomDay, at, aZone } from '../../support/builders.ts';

function meeting(start: string, end: string, change = {}) {
  return anOccurrence({ id: `${start} ${end}` as OccurrenceId, start: at(start), end: at(end), ...change });
}

function ribbon(
  now: string,
  meetings: ReturnType<typeof meeting>[],
  zone = 'Europe/Lisbon',
  hours = { from: 480, to: 1080 },
) {
  const day = aRoomDay(at(now), meetings, {
    room: aRoom({ timeZone: aZone(zone) }),
    policy: aPolicy({ openingHours: hours }),
  });
  return layOutRibbon(day, at(now), true);
}

test('the ruler is the opening hours, and now stands on it', () => {
  const { hours, now } = ribbon('10:30', []);

  expect(hours.map(({ hour }) => hour)).toEqual([8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18]);
  expect(hours.map(({ place }) => place)).toEqual(
    [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1].map((place) => expect.closeTo(place, 9)),
  );
  expect(now).toBe(0.25);
});

test.for([
  { meetings: ['06:30', '07:15'], first: 6, last: 18, because: 'an early meeting stretches it to its hour' },
  { meetings: ['17:30', '19:10'], first: 8, last: 20, because: 'a late one too' },
  { meetings: ['2026-11-23T22:00:00Z', '2026-11-24T01:30:00Z'], first: 0, last: 18, because: 'yesterday is cut off' },
  { meetings: ['20:00', '2026-11-25T02:00:00Z'], first: 8, last: 0, because: 'tomorrow is cut off at midnight' },
])(
  'with a meeting $meetings it runs from $first to $last, because $because',
  ({ meetings: [from = '', to = ''], first, last }) => {
    const { hours } = ribbon('10:30', [meeting(from, to)]);

    expect([hours[0]?.hour, hours[hours.length - 1]?.hour]).toEqual([first, last]);
    expect([hours[0]?.place, hours[hours.length - 1]?.place]).toEqual([0, 1]);
  },
);

test('an all-day meeting fills the opening hours and does not stretch them', () => {
  const allDay = meeting('00:00', '2026-11-25T00:00:00Z', { allDay: true });

  const { hours, blocks } = ribbon('10:30', [allDay]);

  expect(hours).toHaveLength(11);
  expect(blocks).toEqual([
    { from: 0, to: 0.25, look: 'past' },
    { from: 0.25, to: 1, look: 'solid' },
  ]);
});

test.for([
  { what: 'without a gap', everySeconds: 20, length: 20 },
  { what: 'with gaps too narrow to be seen', everySeconds: 20, length: 10 },
  { what: 'at once, many times over', everySeconds: 1, length: 900 },
])('two thousand meetings $what are drawn as few blocks, and cover what they covered', ({ everySeconds, length }) => {
  const many = Array.from({ length: 2_000 }, (_, n) => {
    const start = addMs(at('09:00'), n * everySeconds * 1_000);
    return anOccurrence({ id: `${n}` as OccurrenceId, start, end: addMs(start, length * 1_000) });
  });
  const { blocks } = ribbon('08:30', many);

  expect(blocks.length).toBeLessThanOrEqual(96);
  const end = addMs(at('09:00'), (1_999 * everySeconds + length) * 1_000);
  const place = (moment: number) => (moment - at('08:00')) / (at(end > at('18:00') ? '21:00' : '18:00') - at('08:00'));
  expect(blocks[0]?.from).toBeCloseTo(place(at('09:00')), 2);
  expect(blocks.at(-1)?.to).toBeCloseTo(place(end), 2);
});

test('what has passed is tint, what comes is solid, what is not certain is open', () => {
  const { blocks } = ribbon('10:30', [
    meeting('08:00', '09:00'),
    meeting('11:00', '12:00', { booking: aBooking({ status: 'pending' }) }),
    meeting('13:00', '14:00'),
    meeting('15:00', '16:00', { booking: aBooking({ status: 'refused' }) }),
    meeting('16:00', '17:00', { unreadable: true }),
  ]);

  expect(blocks.map(({ look }) => look)).toEqual(['past', 'open', 'solid', 'open']);
});

test.for([
  { change: 'spring', now: '2026-03-29T10:00:00Z', first: [0, 1, 3, 4], hours: 23 },
  { change: 'autumn', now: '2026-10-25T10:00:00Z', first: [0, 1, 2, 3], hours: 25 },
])('on the day of the $change change the ruler is $hours hours long', ({ now, first, hours: length }) => {
  const morning = ribbon(now, [], 'Europe/Berlin', { from: 0, to: 360 });
  const whole = ribbon(now, [], 'Europe/Berlin', { from: 0, to: 1440 });

  expect(morning.hours.slice(0, 4).map(({ hour }) => hour)).toEqual(first);
  expect(whole.now).toBeCloseTo((length === 23 ? 11 : 12) / length, 9);
});

test('after closing there is no bar, and a day that is too old shows nothing but the ruler', () => {
  const day = aRoomDay(at('20:30'), [meeting('09:00', '10:00')]);

  expect(layOutRibbon(day, at('20:30'), true).now).toBeNull();
  expect(layOutRibbon(day, at('10:30'), false)).toMatchObject({ blocks: [], now: 0.25 });
});

test('a whole day has every second hour named, lest the labels run into each other', () => {
  expect(ribbon('10:30', [], 'Europe/Lisbon', { from: 0, to: 1440 }).hours).toHaveLength(13);
});
