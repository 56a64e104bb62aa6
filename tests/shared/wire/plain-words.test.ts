import { expect, test } from 'vitest';
import { plainWords } from '../../../shared/wire/plain-words.ts';

test.for([
  { given: '  New carpet  ', kept: 'New carpet', because: 'space around it says nothing' },
  { given: 'New\n\tcarpet', kept: 'New carpet', because: 'one line is one line' },
  { given: 'New \u202etepraC\u202c\u200b', kept: 'New tepraC', because: 'nothing may turn a text around' },
  { given: '\u001b[31mred\u0000', kept: '[31mred', because: 'nothing may steer a terminal' },
  {
    given: 'می\u200cخواهم 👩\u200d🔧',
    kept: 'می\u200cخواهم 👩\u200d🔧',
    because: 'joiners hold words and signs together',
  },
])('words are kept as people see them, since $because', ({ given, kept }) => {
  expect(plainWords({ max: 40 }).decode(given)).toEqual({ ok: true, value: kept });
});

test('of many lines the breaks stay, but no more than a blank line between them', () => {
  const given = 'Fire drill  \r\n\r\n\r\n\r\nat 14:00\u0007\n';

  expect(plainWords({ max: 40, lines: 'many' }).decode(given)).toEqual({ ok: true, value: 'Fire drill\n\nat 14:00' });
});

test.for([
  { given: ' \u202e\n ', because: 'nothing is left of it' },
  { given: 'x'.repeat(41), because: 'it is too long' },
  { given: `${'x'.repeat(20)}${'\u200b'.repeat(80)}`, because: 'even what is not seen has a bound' },
  { given: 7, because: 'it is no text' },
])('no words where $because', ({ given }) => {
  expect(plainWords({ max: 40 }).decode(given, '/reason')).toMatchObject({ ok: false, error: { path: '/reason' } });
});

test('where it may be empty, nothing is something', () => {
  expect(plainWords({ max: 40, mayBeEmpty: true }).decode('  ')).toEqual({ ok: true, value: '' });
});
