/** The report as tables for a spreadsheet: one for the rooms, one for the hours of the week, one for the screens. */

import { toIso } from '../../shared/basics/instant.ts';
import type { UseReport } from '../../shared/wire/reports.ts';

export const csvTables = ['rooms', 'hours', 'screens'] as const;
export type CsvTable = (typeof csvTables)[number];

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** Rows of cells, the first of them the names; how they are written is the writer's business. */
export function reportRows(report: UseReport, table: CsvTable): string[][] {
  switch (table) {
    case 'rooms':
      return roomRows(report);
    case 'hours':
      return hourRows(report);
    case 'screens':
      return screenRows(report);
    default:
      return table satisfies never;
  }
}

function roomRows({ rooms }: UseReport): string[][] {
  const head = [
    'Room',
    'Building',
    'Floor',
    'Capacity',
    'Open minutes',
    'Taken minutes',
    'Attended minutes',
    'Empty minutes',
    'Released minutes',
    'Meetings booked in a calendar',
    'Meetings booked at a door',
    'No-shows',
    'Last used (UTC)',
  ];
  const rows = rooms.map(({ displayName, building, floor, capacity, minutes, counts, lastUsedAt }) => [
    displayName,
    building ?? '',
    floor ?? '',
    capacity === null ? '' : String(capacity),
    ...[minutes.open, minutes.taken, minutes.attended, minutes.empty, minutes.released].map(String),
    ...[counts.planned, counts.door, counts.noShows].map(String),
    lastUsedAt === null ? '' : toIso(lastUsedAt),
  ]);
  return [head, ...rows];
}

function hourRows({ cells }: UseReport): string[][] {
  const sorted = cells.toSorted((a, b) => mondayFirst(a.weekday) - mondayFirst(b.weekday) || a.hour - b.hour);
  const rows = sorted.map(({ weekday, hour, open, taken }) => [
    DAYS[weekday] ?? '',
    String(hour),
    String(open),
    String(taken),
  ]);
  return [['Day', 'Hour', 'Open minutes', 'Taken minutes'], ...rows];
}

const mondayFirst = (weekday: number): number => (weekday + 6) % 7;

function screenRows({ devices }: UseReport): string[][] {
  const rows = devices.map(({ id, place, name, minutes, connected, breaks }) => [
    place,
    name ?? '',
    id,
    ...[minutes, connected, breaks].map(String),
  ]);
  return [['Place', 'Tablet', 'Device', 'Minutes', 'Connected minutes', 'Breaks'], ...rows];
}
