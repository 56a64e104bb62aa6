import { expect, test } from 'vitest';
import { csvTables, reportRows } from '../../../edge-proxy/reports/report-csv.ts';
import { writeCsv } from '../../../shared/basics/csv.ts';
import { aReport, aRoomLine } from './a-report.ts';

const day = { year: 2026, month: 11, day: 24 };
const period = { from: day, to: day };

test('each table has as many cells in each row as names above them', () => {
  for (const table of csvTables) {
    const [head, ...rows] = reportRows(aReport(period), table);
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row).toHaveLength(head?.length ?? 0);
  }
});

test.for(['=HYPERLINK("http://evil.example")', '+1', '-1+1', '@SUM(A1)', '\t=1'])(
  'a room called %s is a text in the spreadsheet and no formula',
  (name) => {
    const csv = writeCsv(reportRows(aReport(period, { rooms: [aRoomLine(name)] }), 'rooms'));
    const [, line = ''] = csv.split('\r\n');

    expect(line.replace(/^"/, '')).toMatch(/^'/);
  },
);

test('the hours of the week begin on Monday', () => {
  const cell = { hour: 9, open: 60, taken: 30 };
  const report = aReport(period, { cells: [0, 3, 1].map((weekday) => ({ weekday, ...cell })) });

  expect(reportRows(report, 'hours').map(([name]) => name)).toEqual(['Day', 'Monday', 'Wednesday', 'Sunday']);
});
