import { describe, expect, test } from 'vitest';
import { createUseModel } from '../../../../kiosk/console/state/use-model.ts';
import {
  byFloor,
  byTaken,
  hoursOf,
  longestUnused,
  percent,
  sayDays,
  sayMinutes,
  shade,
  useFinding,
} from '../../../../kiosk/console/state/use-words.ts';
import { UTC } from '../../../../shared/basics/zone.ts';
import type { RoomUseLine, UseCell, UseReport } from '../../../../shared/wire/reports.ts';
import { at } from '../../../support/builders.ts';
import { aProblem, settled } from '../fixtures.ts';
import { createScriptedAsk } from '../scripted-ask.ts';

const minutes = { open: 600, taken: 300, attended: 60, empty: 30, released: 15 };
const counts = { planned: 8, door: 2, noShows: 1 };

function aLine(displayName: string, change: Partial<RoomUseLine> = {}): RoomUseLine {
  const where = { building: 'Spreeufer', floor: '3', capacity: 8 };
  return { id: displayName, displayName, ...where, minutes, counts, lastUsedAt: at('09:00'), ...change };
}

function aReport(change: Partial<UseReport> = {}): UseReport {
  const day = { year: 2026, month: 11, day: 24 };
  const rooms = [aLine('Lisbon')];
  return { from: day, to: day, seenSince: at('08:00'), minutes, counts, cells: [], rooms, devices: [], ...change };
}

const cell = (weekday: number, hour: number, taken: number, open = 600): UseCell => ({ weekday, hour, open, taken });

test.for<{ cells: UseCell[]; report?: Partial<UseReport>; title: string }>([
  { cells: [cell(2, 11, 570), cell(1, 9, 100)], title: 'Tuesdays at 11 you run out of rooms' },
  { cells: [cell(2, 11, 400), cell(1, 9, 100)], title: 'Rooms are taken 50 % of the time, most on Tuesdays at 11' },
  { cells: [cell(2, 11, 30, 30), cell(1, 9, 100)], title: 'Rooms are taken 50 % of the time, most on Mondays at 9' },
  { cells: [cell(2, 11, 0)], title: 'No room was taken in that time' },
  { cells: [cell(2, 11, 30, 30)], title: 'Too little has been seen to tell' },
  { cells: [], report: { minutes: { ...aReport().minutes, open: 0 } }, title: 'Nothing has been seen in that time' },
])('the page is called "$title"', ({ cells, report, title }) => {
  expect(useFinding(aReport({ cells, ...report }))).toBe(title);
});

test.for([
  { part: 0, whole: 0, said: '0 %' },
  { part: 0, whole: 100, said: '0 %' },
  { part: 1, whole: 1_000, said: 'under 1 %' },
  { part: 999, whole: 1_000, said: '99 %' },
  { part: 1_000, whole: 1_000, said: '100 %' },
  { part: 1, whole: 3, said: '33 %' },
])('$part of $whole is $said', ({ part, whole, said }) => {
  expect(percent(part, whole)).toBe(said);
});

test.for([
  { given: 0, said: '0 min' },
  { given: 59, said: '59 min' },
  { given: 60, said: '1 h' },
  { given: 125, said: '2 h 5 min' },
  { given: 25_110, said: '419 h' },
])('$given minutes are said as $said', ({ given, said }) => {
  expect(sayMinutes(given)).toBe(said);
});

test.for([
  { from: [2026, 11, 24], to: [2026, 11, 24], said: '24 November 2026' },
  { from: [2026, 11, 1], to: [2026, 11, 24], said: '1 to 24 November 2026' },
  { from: [2026, 10, 28], to: [2026, 11, 24], said: '28 October to 24 November 2026' },
  { from: [2025, 12, 29], to: [2026, 1, 4], said: '29 December 2025 to 4 January 2026' },
] as const)('a report is of $said', ({ from, to, said }) => {
  const date = ([year, month, day]: readonly [number, number, number]) => ({ year, month, day });
  expect(sayDays(date(from), date(to))).toBe(said);
});

test('a full hour has the deepest shade, and an empty one the lightest', () => {
  expect([0, 59, 60, 300, 599, 600].map((taken) => shade({ taken, open: 600 }))).toEqual([0, 0, 1, 5, 9, 9]);
});

test('the map has no gap between its first and last hour', () => {
  expect(hoursOf([cell(1, 11, 1), cell(2, 8, 1)])).toEqual([8, 9, 10, 11]);
  expect(hoursOf([])).toEqual([]);
});

test('floors are summed up and stand in their order; rooms without one are not lost', () => {
  const rooms = [
    aLine('A', { floor: '10' }),
    aLine('B', { floor: '2' }),
    aLine('C', { floor: '2' }),
    aLine('E', { floor: 'Ground floor' }),
    aLine('D', { building: null, floor: null }),
  ];

  expect(byFloor(rooms).map(({ name, rooms: many, minutes: { taken } }) => [name, many, taken])).toEqual([
    ['No building or floor known', 1, 300],
    ['Spreeufer, floor 2', 2, 600],
    ['Spreeufer, floor 10', 1, 300],
    ['Spreeufer, Ground floor', 1, 300],
  ]);
});

test('rooms by how much they are taken, and by how long nobody needed them', () => {
  const never = aLine('Never', { minutes: { ...minutes, taken: 0 }, lastUsedAt: null });
  const inUse = aLine('In use', { minutes: { ...minutes, taken: 500 }, lastUsedAt: null });
  const unseen = aLine('Unseen', { minutes: { ...minutes, open: 0, taken: 0 }, lastUsedAt: null });
  const old = aLine('Old', { lastUsedAt: at('2026-11-20T09:00:00Z') });
  const all = [old, never, inUse, unseen];

  expect(byTaken(all).map(({ displayName }) => displayName)).toEqual(['In use', 'Old', 'Never', 'Unseen']);
  expect(longestUnused(all, at('10:00')).map(({ room, words }) => [room.displayName, words])).toEqual([
    ['Never', 'Not once in that time'],
    ['Old', '4 days ago'],
  ]);
});

describe('the page', () => {
  function open(script: Record<string, unknown> = {}) {
    const first = 'GET /reports/use?from=2026-10-28&to=2026-11-24';
    const client = createScriptedAsk({ [first]: aReport(), 'GET /reports/mail': { every: 'off', to: [] }, ...script });
    const saved: string[] = [];
    const opened: string[] = [];
    const use = createUseModel({
      client: {
        ...client,
        open: async (path) => {
          opened.push(path);
          return { ok: true, value: new Response('a,b') };
        },
      },
      now: () => at('10:00'),
      zone: UTC,
      save: (name) => void saved.push(name),
    });
    return { ...client, use, saved, opened };
  }

  test('asks for four weeks of everything first, and knows then which buildings and floors there are', async () => {
    const { use } = open();
    await use.load();

    expect(use.report.value?.rooms).toHaveLength(1);
    expect(use.buildings.value).toEqual(['Spreeufer']);
    expect(use.floors.value).toEqual(['3']);
    expect(use.mail.value).toEqual({ every: 'off', to: [] });
  });

  test('a date that is half typed asks nothing', async () => {
    const { use, questions } = open();
    await use.choose({ from: '2026-1' });

    expect(questions()).toEqual([]);
  });

  test.for([
    { typed: { from: '0202-11-20' }, words: null, because: 'the year is still being typed' },
    { typed: { from: '2026-11-25' }, words: 'The first day is after the last one.', because: 'it is' },
    { typed: { from: '2026-08-01' }, words: 'Choose 92 days at most.', because: 'more is too much for one page' },
  ])('days from $typed.from are not counted, since $because', async ({ typed, words }) => {
    const { use, questions } = open();
    await use.choose(typed);

    expect([use.fault.value, questions()]).toEqual([words, []]);
  });

  test('of two answers the one to the last choice is shown, whichever comes first', async () => {
    const path = (building: string) => `GET /reports/use?from=2026-10-28&to=2026-11-24&building=${building}`;
    const { use } = open({
      [path('A')]: aReport({ rooms: [aLine('A')] }),
      [path('B')]: aReport({ rooms: [aLine('B')] }),
    });
    await Promise.all([use.choose({ building: 'A' }), use.choose({ building: 'B' })]);

    expect(use.report.value?.rooms[0]?.displayName).toBe('B');
    expect(use.busy.value).toBe(false);
  });

  test('another building forgets the floor of the one before', async () => {
    const { use } = open();
    await use.choose({ floor: '3' });
    await use.choose({ building: 'Harbour' });

    expect(use.filter.value).toMatchObject({ building: 'Harbour', floor: '' });
  });

  test('a table is fetched with what is chosen, and saved under a name that says what it is', async () => {
    const { use, opened, saved } = open();
    await use.download('hours');

    expect(opened).toEqual(['/reports/use.csv?from=2026-10-28&to=2026-11-24&of=hours']);
    expect(saved).toEqual(['doorlight-hours-2026-10-28-2026-11-24.csv']);
  });

  test('a mail that was refused leaves what is decided, with the reason', async () => {
    const { use } = open({ 'PUT /reports/mail': { failure: aProblem('not-allowed', 403) } });
    await use.load();
    await use.changeMail({ every: 'daily', to: ['a@x.example'] });
    await settled();

    expect(use.mail.value?.every).toBe('off');
    expect(use.mailSaved.value).toBe(false);
    expect(use.failure.value).toMatchObject({ problem: { status: 403 } });
  });
});
