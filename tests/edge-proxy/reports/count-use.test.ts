import { describe, expect, test } from 'vitest';
import type { RoomUse } from '../../../edge-proxy/ports/evidence.ts';
import { countUse } from '../../../edge-proxy/reports/count-use.ts';
import { localSpan, openHours } from '../../../edge-proxy/reports/hour-grid.ts';
import type { RoomId } from '../../../shared/basics/ids.ts';
import type { Instant } from '../../../shared/basics/instant.ts';
import { UTC } from '../../../shared/basics/zone.ts';
import { at, aZone } from '../../support/builders.ts';

const tuesday = { year: 2026, month: 11, day: 24 };
const hours = openHours(tuesday, tuesday, UTC, { from: 8 * 60, to: 18 * 60 });
const within = localSpan(tuesday, tuesday, UTC);
const evening = at('23:59:59');

/** "08:00 free, 09:00 booked" and so on: each until the next, the last until `end`. */
function uses(story: string, end: string | null = '18:00'): RoomUse[] {
  const stretches = story.split(', ').map((one) => one.split(' '));
  return stretches.map(([from = '', state = ''], place) => {
    const next = stretches[place + 1]?.[0] ?? end;
    const isDoor = state === 'door';
    const kind = (isDoor ? 'used' : state === 'attended' ? 'used' : state) as RoomUse['state'];
    const origin = isDoor ? 'door' : ['booked', 'used', 'no-show', 'released'].includes(kind) ? 'planned' : null;
    return {
      roomId: 'room-lisbon' as RoomId,
      from: at(from),
      to: next === null ? null : at(next),
      state: kind,
      origin,
    };
  });
}

const none = { open: 0, taken: 0, attended: 0, empty: 0, released: 0 };

test.for([
  { story: '08:00 free', minutes: { ...none, open: 600 }, because: 'nobody used it' },
  { story: '08:00 unknown', minutes: none, because: 'what nobody saw counts for nothing' },
  {
    story: '08:00 free, 09:00 booked, 10:00 free',
    minutes: { ...none, open: 600, taken: 60 },
    because: 'booked is taken, and nobody is known to have come',
  },
  {
    story: '08:00 free, 09:00 attended, 10:00 free',
    minutes: { ...none, open: 600, taken: 60, attended: 60 },
    because: 'somebody checked in',
  },
  {
    story: '08:00 free, 09:00 no-show, 09:10 released, 10:00 free',
    minutes: { ...none, open: 600, empty: 10, released: 50 },
    because: 'nobody came, and the rest was given back',
  },
  {
    story: '08:00 free, 09:00 no-show, 09:10 released, 09:30 door, 10:00 free',
    minutes: { ...none, open: 600, empty: 10, released: 20, taken: 30, attended: 30 },
    because: 'somebody took what was given back',
  },
  {
    story: '08:00 free, 09:00 unknown, 10:00 free',
    minutes: { ...none, open: 540 },
    because: 'an hour of outage is no open hour',
  },
  {
    story: '06:00 booked, 08:30 free, 17:30 booked',
    minutes: { ...none, open: 600, taken: 60 },
    because: 'before and after the opening hours is in no figure',
    end: '20:00',
  },
])('$story is $minutes, since $because', ({ story, minutes, end }) => {
  expect(countUse(uses(story, end), hours, within, evening).minutes).toEqual(minutes);
});

describe('a meeting', () => {
  test.for([
    {
      story: '08:00 booked, 09:00 door, 10:00 free',
      counts: { planned: 1, door: 1, noShows: 0 },
      because: 'each is one',
    },
    { story: '08:00 no-show, 08:10 released', counts: { planned: 1, door: 0, noShows: 1 }, because: 'it was booked' },
    {
      story: '08:00 booked, 08:30 unknown, 08:40 booked',
      counts: { planned: 1, door: 0, noShows: 0 },
      because: 'it is the same one after an outage',
    },
    {
      story: '08:00 booked, 08:30 unknown, 08:40 door',
      counts: { planned: 1, door: 1, noShows: 0 },
      because: 'it is another one',
    },
    {
      story: '08:00 booked, 08:30 booked',
      counts: { planned: 2, door: 0, noShows: 0 },
      because: 'one follows the other',
    },
  ])('is counted where it began: $story is $counts, because $because', ({ story, counts }) => {
    expect(countUse(uses(story), hours, within, evening).counts).toEqual(counts);
  });

  test('that began the day before is counted there', () => {
    const [use] = uses('09:00 booked', '10:00');
    const yesterday = { ...use, from: at('2026-11-23T23:00:00Z') } as RoomUse;

    expect(countUse([yesterday], hours, within, evening).counts.planned).toBe(0);
  });
});

test('the hours of the map are those of the week, as far as they have passed', () => {
  const counted = countUse(uses('08:00 free, 09:30 booked', null), hours, within, at('10:15'));

  expect(counted.cells).toEqual([
    { weekday: 2, hour: 8, open: 60, taken: 0 },
    { weekday: 2, hour: 9, open: 60, taken: 30 },
    { weekday: 2, hour: 10, open: 15, taken: 15 },
  ]);
});

test('since when a room is unused: the end of its last use, and nothing while it is in use or never was', () => {
  expect(countUse(uses('08:00 booked, 09:00 free'), hours, within, evening).lastUsedAt).toBe(at('09:00'));
  expect(countUse(uses('08:00 free, 09:00 booked', null), hours, within, evening).lastUsedAt).toBeNull();
  expect(countUse(uses('08:00 free'), hours, within, evening).lastUsedAt).toBeNull();
});

describe('in Berlin', () => {
  const zone = aZone('Europe/Berlin');
  const allDay = { from: 0, to: 24 * 60 };
  const hoursOn = (month: number, day: number) =>
    openHours({ year: 2026, month, day }, { year: 2026, month, day }, zone, allDay);
  const length = ({ start, end }: { start: Instant; end: Instant }) => (end - start) / 60_000;

  test('the day on which the clock is put forward has 23 hours, and none between two and three', () => {
    const grid = hoursOn(3, 29);

    expect(grid).toHaveLength(23);
    expect(grid.some(({ hour }) => hour === 2)).toBe(false);
  });

  test('the day on which it is put back has an hour of 120 minutes', () => {
    const grid = hoursOn(10, 25);

    expect(grid.find(({ hour }) => hour === 2)).toSatisfy(
      (hour: (typeof grid)[number]) => length(hour) === 120 && hour.weekday === 0,
    );
    expect(grid.reduce((all, hour) => all + length(hour), 0)).toBe(25 * 60);
  });

  test('opening hours that begin at half past begin at half past', () => {
    const day = { year: 2026, month: 11, day: 24 };
    const grid = openHours(day, day, zone, { from: 8 * 60 + 30, to: 10 * 60 });

    expect(grid.map(length)).toEqual([30, 60]);
    expect(grid[0]?.start).toBe(at('07:30'));
  });
});
