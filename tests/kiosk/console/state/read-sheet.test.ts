import { expect, test } from 'vitest';
import { readSheet } from '../../../../kiosk/console/state/read-sheet.ts';
import { err, ok } from '../../../../shared/basics/result.ts';

const list = 'device;room\r\nTür-1;Valparaíso';

test.for([
  { written: new TextEncoder().encode(list), as: 'UTF-8' },
  { written: new TextEncoder().encode(`\uFEFF${list}`), as: 'UTF-8 with a mark' },
  { written: Uint8Array.from(Buffer.from(list, 'latin1')), as: 'the letters of a Western Windows' },
  { written: Uint8Array.from(Buffer.from(`\uFEFF${list}`, 'utf16le')), as: 'UTF-16 of Excel’s "Unicode text"' },
  { written: Uint8Array.from(Buffer.from(`\uFEFF${list}`, 'utf16le').swap16()), as: 'UTF-16 the other way round' },
])('a list is read as it was meant, written in $as', ({ written }) => {
  expect(readSheet(written)).toEqual(ok(list));
});

test.for([
  { bytes: [0x50, 0x4b, 0x03, 0x04, 0x14, 0x00], words: 'a workbook', because: 'people choose the .xlsx' },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0, 0xa1], words: 'a workbook', because: 'or the .xls' },
  { bytes: [0x89, 0x50, 0x00, 0x01], words: 'no list', because: 'or a picture' },
])('what is no list is said to be $words, since $because', ({ bytes, words }) => {
  expect(readSheet(Uint8Array.from(bytes))).toEqual(err(expect.stringContaining(words)));
});

test('a file of nothing is a list of nothing', () => {
  expect(readSheet(new Uint8Array())).toEqual(ok(''));
});
