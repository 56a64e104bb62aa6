import { expect, test } from 'vitest';
import { asItWas, parseCsv, writeCsv } from '../../../shared/basics/csv.ts';

test.for([
  {
    given: 'a,b\nc,d',
    rows: [
      ['a', 'b'],
      ['c', 'd'],
    ],
    because: 'that is what it is',
  },
  {
    given: 'a;b\r\nc;d\r\n',
    rows: [
      ['a', 'b'],
      ['c', 'd'],
    ],
    because: 'a German spreadsheet writes semicolons',
  },
  { given: 'a\tb', rows: [['a', 'b']], because: 'a pasted range has tabs' },
  { given: '\uFEFFa,b', rows: [['a', 'b']], because: 'Excel begins with a mark that nobody sees' },
  {
    given: '"a, the ""first""",b',
    rows: [['a, the "first"', 'b']],
    because: 'a quoted cell may hold what parts cells',
  },
  { given: '"one\ntwo",b', rows: [['one\ntwo', 'b']], because: 'and lines' },
  { given: '\n , \na,b\n\n', rows: [['a', 'b']], because: 'a row of nothing is none' },
  { given: 'a, "b"', rows: [['a', 'b']], because: 'people put blanks after commas' },
  { given: '"a,b', rows: [['a,b']], because: 'a quote that nobody closed must not hang' },
  { given: '"Room; big",x', rows: [['Room; big', 'x']], because: 'what is quoted says nothing of what parts cells' },
  { given: 'sep=|\r\na|b,c', rows: [['a', 'b,c']], because: 'Excel takes this line for its own, and so do we' },
  { given: 'sep=;', rows: [], because: 'nothing comes after it' },
  { given: '', rows: [], because: 'there is nothing' },
])('$given is read as rows, because $because', ({ given, rows }) => {
  expect(parseCsv(given).map(({ cells }) => cells)).toEqual(rows);
});

test('each row knows the line in which it begins, as an editor counts', () => {
  expect(parseCsv('a,b\n\n"c\nc",d\ne,f').map(({ line }) => line)).toEqual([1, 3, 5]);
  expect(parseCsv('sep=;\na;b').map(({ line }) => line)).toEqual([2]);
});

test('what was written is read back as it was', () => {
  const rows = [
    ['a, "b"', ' c ', 'd\ne'],
    ['', 'ö', 'x;y'],
  ];

  expect(parseCsv(writeCsv(rows)).map(({ cells }) => cells)).toEqual([
    ['a, "b"', 'c', 'd\ne'],
    ['', 'ö', 'x;y'],
  ]);
});

test.for(['=1+1', '+49', '-2', '@SUM(A1)', '  =1', '＝1+1', '|calc', '%TEMP%', "'=1"])(
  'a spreadsheet does not run %s, and we read it back as it was',
  (cell) => {
    expect(writeCsv([[cell]])).toBe(`'${cell}\r\n`);
    expect(asItWas(`'${cell}`)).toBe(cell);
  },
);

test('a mark that somebody wrote themselves stays', () => {
  expect(asItWas("'t Hooft")).toBe("'t Hooft");
});
