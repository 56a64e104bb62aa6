import { describe, expect, test } from 'vitest';
import { decodeEvent } from '../../../edge-proxy/graph/graph-event.ts';
import { reduceEvent } from '../../../edge-proxy/graph/reduce-event.ts';
import { hidden, shown } from '../../../shared/room/occurrence.ts';
import { aPolicy, at, aZone } from '../../support/builders.ts';
import { recordedBody } from '../../support/recorded.ts';

const berlin = aZone('Europe/Berlin');
const open = aPolicy({ showTitles: true, showOrganizers: true });

function reduce(change: object = {}, policy = open, zone = berlin) {
  const event = decodeEvent({
    id: 'AAk=',
    iCalUId: '0400',
    createdDateTime: '2026-11-20T09:00:00Z',
    subject: 'Review',
    organizer: { emailAddress: { name: 'Ada Lovelace', address: 'ada@x.example' } },
    sensitivity: 'normal',
    showAs: 'busy',
    isAllDay: false,
    isCancelled: false,
    responseStatus: { response: 'accepted' },
    type: 'singleInstance',
    start: time('09:00'),
    end: time('10:00'),
    ...change,
  });
  if (event === null) throw new Error('no event');
  return reduceEvent(event, policy, zone);
}

function time(clock: string) {
  const full = clock.includes('T') ? clock : `2026-11-24T${clock}:00.0000000`;
  return { dateTime: full, timeZone: 'UTC' };
}

test('a plain meeting is reduced to what a display may know, and what ties it to a booking', () => {
  expect(reduce()).toEqual({
    id: 'AAk=',
    iCalUId: '0400',
    createdAt: at('2026-11-20T09:00:00Z'),
    accepted: true,
    organisedByRoom: false,
    seriesId: null,
    version: null,
    start: at('09:00'),
    end: at('10:00'),
    allDay: false,
    title: shown('Review'),
    organizer: shown('Ada Lovelace'),
    tentative: false,
    unreadable: false,
  });
});

describe('what takes no time from the room is left out', () => {
  test.for([
    { change: { isCancelled: true }, because: 'it was cancelled' },
    { change: { showAs: 'free' }, because: 'it only marks the time' },
    { change: { showAs: 'Free' }, because: 'capitals change nothing' },
    { change: { responseStatus: { response: 'declined' } }, because: 'the room said no' },
    { change: { type: 'seriesMaster' }, because: 'it is a pattern and no meeting' },
    { change: { end: time('09:00') }, because: 'it has no length' },
  ])('$change, because $because', ({ change }) => {
    expect(reduce(change)).toBeNull();
  });
});

describe('everything else takes it', () => {
  test.for(['busy', 'oof', 'workingElsewhere', 'unknown', 'somethingNew', undefined])('shown as %s', (showAs) => {
    expect(reduce({ showAs })).toMatchObject({ start: at('09:00'), tentative: false });
  });

  test.for([
    { change: { showAs: 'tentative' }, tentative: true },
    { change: { responseStatus: { response: 'tentativelyAccepted' } }, tentative: true },
    { change: { responseStatus: { response: 'notResponded' } }, tentative: true },
    { change: { responseStatus: { response: 'none' } }, tentative: false },
    { change: { responseStatus: { response: 'organizer' } }, tentative: false },
  ])('$change is tentative: $tentative', ({ change, tentative }) => {
    expect(reduce(change)).toMatchObject({ tentative });
  });
});

describe('promise 2: a door never shows what it must hide', () => {
  test.for(['private', 'personal', 'confidential', 'Private', 'secret', '', undefined, null])(
    'sensitivity %s hides title and organizer',
    (sensitivity) => {
      expect(reduce({ sensitivity })).toMatchObject({ title: hidden, organizer: hidden });
    },
  );

  test('titles stay off until somebody turns them on, organizers likewise', () => {
    expect(reduce({}, aPolicy({ showTitles: false }))).toMatchObject({
      title: hidden,
      organizer: shown('Ada Lovelace'),
    });
    expect(reduce({}, aPolicy({ showOrganizers: false }))).toMatchObject({ title: shown('Review'), organizer: hidden });
  });

  test.for(['Ada Lovelace', 'Ada Lovelace Review', 'ADA LOVELACE'])(
    'the title %s, written by the room, does not tell an organizer who is hidden',
    (subject) => {
      expect(reduce({ subject }, aPolicy({ showOrganizers: false }))).toMatchObject({ title: hidden });
    },
  );

  test('an empty or invisible title is hidden, not blank', () => {
    expect(reduce({ subject: null })).toMatchObject({ title: hidden });
    expect(reduce({ subject: '\u200B' })).toMatchObject({ title: hidden });
    expect(reduce({ organizer: null })).toMatchObject({ organizer: hidden });
  });

  test('an event that cannot be read shows nothing of itself', () => {
    expect(reduce({ isAllDay: 'yes' })).toEqual({
      id: 'AAk=',
      iCalUId: '0400',
      createdAt: at('2026-11-20T09:00:00Z'),
      start: at('09:00'),
      end: at('10:00'),
      allDay: false,
      title: hidden,
      organizer: hidden,
      tentative: false,
      unreadable: true,
      accepted: false,
      organisedByRoom: false,
      seriesId: null,
      version: null,
    });
  });
});

describe('what cannot be read is not free', () => {
  test('without an id it is named by its time', () => {
    expect(reduce({ id: undefined })).toMatchObject({
      id: `unreadable-${at('09:00')}-${at('10:00')}`,
      unreadable: true,
    });
  });

  test('times in the wrong order leave what lies between them in doubt', () => {
    expect(reduce({ start: time('10:00'), end: time('09:00') })).toMatchObject({
      start: at('09:00'),
      end: at('10:00'),
      unreadable: true,
    });
  });
});

test.for([
  { zone: 'America/New_York', from: '2026-11-24T00:00:00Z', to: '2026-11-25T05:00:00Z' },
  { zone: 'Asia/Tokyo', from: '2026-11-23T15:00:00Z', to: '2026-11-25T00:00:00Z' },
  { zone: 'UTC', from: '2026-11-24T00:00:00Z', to: '2026-11-25T00:00:00Z' },
])('what may be of all day in $zone leaves none of that day free, though it cannot be read', ({ zone, from, to }) => {
  const times = { start: time('2026-11-24T00:00:00.0000000'), end: time('2026-11-25T00:00:00.0000000') };

  expect(reduce({ ...times, isAllDay: true, sensitivity: 42 }, open, aZone(zone))).toMatchObject({
    start: at(from),
    end: at(to),
    unreadable: true,
  });
});

describe('an all-day meeting is dates of the room', () => {
  const allDay = (start: string, end: string) => ({
    isAllDay: true,
    start: time(`${start}T00:00:00.0000000`),
    end: time(`${end}T00:00:00.0000000`),
  });

  test.for([
    {
      zone: 'Europe/Berlin',
      from: '2026-11-24',
      to: '2026-11-25',
      start: '2026-11-23T23:00:00Z',
      end: '2026-11-24T23:00:00Z',
      because: 'midnight is an hour earlier there',
    },
    {
      zone: 'Pacific/Auckland',
      from: '2026-11-24',
      to: '2026-11-25',
      start: '2026-11-23T11:00:00Z',
      end: '2026-11-24T11:00:00Z',
      because: 'the day begins there first',
    },
    {
      zone: 'Pacific/Honolulu',
      from: '2026-11-24',
      to: '2026-11-27',
      start: '2026-11-24T10:00:00Z',
      end: '2026-11-27T10:00:00Z',
      because: 'it lasts three days',
    },
    {
      zone: 'Europe/Berlin',
      from: '2026-03-29',
      to: '2026-03-30',
      start: '2026-03-28T23:00:00Z',
      end: '2026-03-29T22:00:00Z',
      because: 'the day has 23 hours',
    },
    {
      zone: 'Europe/Berlin',
      from: '2026-11-24',
      to: '2026-11-24',
      start: '2026-11-23T23:00:00Z',
      end: '2026-11-24T23:00:00Z',
      because: 'a day is a day, whatever its end says',
    },
  ])('$from to $to in $zone, because $because', ({ zone, from, to, start, end }) => {
    expect(reduce(allDay(from, to), open, aZone(zone))).toMatchObject({ allDay: true, start: at(start), end: at(end) });
  });

  test('one that was converted on its way is taken at its moments', () => {
    const converted = { isAllDay: true, start: time('2026-11-23T23:00:00'), end: time('2026-11-24T23:00:00') };

    expect(reduce(converted)).toMatchObject({ start: at('2026-11-23T23:00:00Z'), end: at('2026-11-24T23:00:00Z') });
  });
});

test('the room whose subjects were replaced shows names as titles only where names may be shown', () => {
  const { value } = recordedBody('composed/calendarview-room-subject-replaced.json') as { value: unknown[] };
  const secretive = aPolicy({ showTitles: true, showOrganizers: false });
  for (const input of value) {
    const event = decodeEvent(input);
    const reduced = event && reduceEvent(event, secretive, berlin);
    expect(reduced).toMatchObject({ title: hidden, organizer: hidden });
  }
});

test('nothing of a recorded event passes but what a display may know', () => {
  const { value } = recordedBody('composed/calendarview-room-page-1.json') as { value: unknown[] };
  for (const input of value) {
    const event = decodeEvent(input);
    const reduced = event && reduceEvent(event, aPolicy({ showTitles: false, showOrganizers: false }), berlin);
    const told = JSON.stringify(reduced ?? {});
    expect(told).not.toMatch(/Vance|stand-up|contoso/i);
  }
});
