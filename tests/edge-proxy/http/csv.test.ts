import { expect, test } from 'vitest';
import { csvRow } from '../../../edge-proxy/http/csv.ts';

test.for([
  { cells: ['a', 1, null, ''], row: 'a,1,,', because: 'nothing is nothing' },
  {
    cells: ['a,b', 'say "x"', 'two\nlines'],
    row: '"a,b","say ""x""","two\nlines"',
    because: 'it means something in CSV',
  },
  { cells: ['=1+1'], row: '"\'=1+1"', because: 'a spreadsheet would run it' },
  {
    cells: ['+4', '-4', '@SUM(A1)', '\t=1', '\r=1'],
    row: `"'+4","'-4","'@SUM(A1)","'\t=1","'\r=1"`,
    because: 'so would it these',
  },
  { cells: ['  =1'], row: '"\'  =1"', because: 'some skip the blanks before it' },
  { cells: ['＝1+1'], row: '"\'＝1+1"', because: 'some read a wide sign as the usual one' },
  { cells: [-4], row: '-4', because: 'a number of ours is a number' },
  { cells: ['a=1'], row: 'a=1', because: 'it is no formula' },
])('$cells are written $row, because $because', ({ cells, row }) => {
  expect(csvRow(cells)).toBe(`${row}\r\n`);
});
