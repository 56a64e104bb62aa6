import { expect, test } from 'vitest';
import { HOUR_MS, type Instant, parseIso, toIso } from '../../../shared/basics/instant.ts';
import {
  addDays,
  atLocal,
  localDate,
  localDay,
  localMinutes,
  parseZone,
  weekday,
  type Zone,
} from '../../../shared/basics/zone.ts';

const zone = (name: string) => parseZone(name) as Zone;
const moment = (text: string) => parseIso(text) as Instant;

test.for([
  { name: 'Europe/Lisbon', date: [2026, 3, 29], hours: 23, because: 'clocks go forward at 01:00' },
  { name: 'Europe/Lisbon', date: [2026, 10, 25], hours: 25, because: 'clocks go back at 02:00' },
  { name: 'Europe/Berlin', date: [2026, 3, 29], hours: 23, because: 'clocks go forward at 02:00' },
  { name: 'Australia/Lord_Howe', date: [2026, 10, 4], hours: 23.5, because: 'this island moves by half an hour' },
  { name: 'America/Santiago', date: [2026, 9, 6], hours: 23, because: 'midnight itself is skipped' },
  { name: 'Asia/Kolkata', date: [2026, 3, 29], hours: 24, because: 'India has no summer time' },
  { name: 'Pacific/Apia', date: [2026, 11, 21], hours: 24, because: 'thirteen hours ahead is still one day' },
])('$name on $date has $hours hours, because $because', ({ name, date: [year = 0, month = 0, day = 0], hours }) => {
  const { start, end } = localDay({ year, month, day }, zone(name));

  expect((end - start) / HOUR_MS).toBe(hours);
});

test.for([
  {
    name: 'Europe/Berlin',
    date: [2026, 3, 29],
    minutes: 150,
    at: '2026-03-29T01:00:00.000Z',
    because: '02:30 is skipped',
  },
  {
    name: 'Europe/Berlin',
    date: [2026, 10, 25],
    minutes: 150,
    at: '2026-10-25T00:30:00.000Z',
    because: 'of two 02:30s the first is meant',
  },
  {
    name: 'Europe/Berlin',
    date: [2026, 10, 25],
    minutes: 180,
    at: '2026-10-25T02:00:00.000Z',
    because: '03:00 comes once',
  },
  {
    name: 'America/Santiago',
    date: [2026, 9, 6],
    minutes: 0,
    at: '2026-09-06T04:00:00.000Z',
    because: 'the day begins at 01:00',
  },
  {
    name: 'Asia/Kathmandu',
    date: [2026, 1, 1],
    minutes: 0,
    at: '2025-12-31T18:15:00.000Z',
    because: 'Nepal is 5:45 ahead',
  },
  {
    name: 'UTC',
    date: [2026, 12, 31],
    minutes: 1440,
    at: '2027-01-01T00:00:00.000Z',
    because: '24:00 is the next midnight',
  },
])(
  '$minutes minutes into $date in $name is $at, because $because',
  ({ name, date: [year = 0, month = 0, day = 0], minutes, at }) => {
    expect(toIso(atLocal({ year, month, day }, minutes, zone(name)))).toBe(at);
  },
);

test('the wall clock shows the same time twice when clocks go back', () => {
  const berlin = zone('Europe/Berlin');

  expect(localMinutes(moment('2026-10-25T00:30:00Z'), berlin)).toBe(150);
  expect(localMinutes(moment('2026-10-25T01:30:00Z'), berlin)).toBe(150);
});

test('the local date of a moment is the one in the room, not the one in UTC', () => {
  expect(localDate(moment('2026-11-21T23:30:00Z'), zone('Europe/Berlin'))).toEqual({ year: 2026, month: 11, day: 22 });
  expect(localDate(moment('2026-11-21T03:30:00Z'), zone('America/New_York'))).toEqual({
    year: 2026,
    month: 11,
    day: 20,
  });
});

test('days are added by the calendar, over months, years and leap days', () => {
  expect(addDays({ year: 2026, month: 12, day: 31 }, 1)).toEqual({ year: 2027, month: 1, day: 1 });
  expect(addDays({ year: 2028, month: 2, day: 28 }, 1)).toEqual({ year: 2028, month: 2, day: 29 });
  expect(weekday({ year: 2026, month: 11, day: 21 })).toBe(6);
});

test('a zone that nobody knows is no zone', () => {
  expect(parseZone('Mars/Olympus')).toBeNull();
});
