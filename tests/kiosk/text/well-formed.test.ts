import { expect, test } from 'vitest';
import { loadWords } from '../../../kiosk/text/messages.ts';
import { wellFormed } from '../../../kiosk/text/well-formed.ts';

test.for([
  { locales: ['en-US@posix'], known: ['en-US'] },
  { locales: ['de_DE.UTF-8', 'fr'], known: ['de-DE', 'fr'] },
  { locales: ['pt-br'], known: ['pt-BR'] },
  { locales: ['', 'C', '***', 'ar-EG'], known: ['ar-EG'] },
  { locales: [], known: [] },
])('$locales are $known to Intl', ({ locales, known }) => {
  expect(wellFormed(locales)).toEqual(known);
});

test('a door speaks to whoever has a browser that names its language as POSIX does', async () => {
  expect((await loadWords(['de_DE@euro'])).locale).toBe('de-DE');
  expect((await loadWords(['en-US@posix'])).locale).toBe('en-US');
  expect((await loadWords(['***'])).locale).toBe('en-GB');
});
