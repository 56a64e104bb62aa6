import { expect, test } from 'vitest';
import { groupCode, isComplete, readEntry } from '../../../../kiosk/console/state/code-entry.ts';

test.for([
  { typed: 'WDJBMTHK', letters: 'WDJBMTHK', because: 'it is the code' },
  { typed: 'wdjb-mthk', letters: 'WDJBMTHK', because: 'phones write lower case and people write dashes' },
  { typed: ' WDJB MTHK\n', letters: 'WDJBMTHK', because: 'a pasted code brings blanks' },
  { typed: 'wdjb–mthk', letters: 'WDJBMTHK', because: 'some keyboards make a long dash of two' },
  { typed: 'wdjb.mt', letters: 'WDJBMT', because: 'a beginning is no mistake' },
  { typed: '', letters: '', because: 'an empty field is no mistake' },
  {
    typed: 'https://doors.northwind.example/console?code=WDJBMTHK',
    letters: 'WDJBMTHK',
    because: 'the square on the tablet holds this link',
  },
])('“$typed” is read as $letters without a word, because $because', ({ typed, letters }) => {
  expect(readEntry(typed)).toEqual({ letters, strange: false });
});

test.for([
  { typed: 'WDJAMTHK', letters: 'WDJMTHK', because: 'no code has a vowel' },
  { typed: '1234', letters: '', because: 'no code has a digit' },
  { typed: 'WDJBMTHKL', letters: 'WDJBMTHK', because: 'a ninth letter has no box' },
  { typed: 'ß😀', letters: '', because: 'these are in nobody’s alphabet of codes' },
])('“$typed” is told to be strange, because $because', ({ typed, letters }) => {
  expect(readEntry(typed)).toEqual({ letters, strange: true });
});

test('eight letters are a code and seven are not', () => {
  expect(isComplete(readEntry('WDJBMTH'))).toBe(false);
  expect(isComplete(readEntry('WDJBMTHK'))).toBe(true);
});

test('a code is written as the tablet writes it, in two groups', () => {
  expect(groupCode('WDJBMTHK')).toEqual(['WDJB', 'MTHK']);
});
