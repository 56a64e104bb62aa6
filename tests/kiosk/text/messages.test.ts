import { expect, test } from 'vitest';
import { de } from '../../../kiosk/text/de.ts';
import { en as enDoor } from '../../../kiosk/text/en.ts';
import { enSheets } from '../../../kiosk/text/en-sheets.ts';
import { loadWords, type MessageKey } from '../../../kiosk/text/messages.ts';

const en = { ...enDoor, ...enSheets };

test.for([
  { wanted: ['en-US'], language: 'en', locale: 'en-US' },
  { wanted: ['de-AT', 'en'], language: 'de', locale: 'de-AT' },
  { wanted: ['fr-FR', 'de-DE'], language: 'de', locale: 'de-DE' },
  { wanted: ['fr-FR'], language: 'en', locale: 'en-GB' },
  { wanted: [], language: 'en', locale: 'en-GB' },
])('whoever reads $wanted gets $language', async ({ wanted, language, locale }) => {
  expect(await loadWords(wanted)).toMatchObject({ language, locale });
});

test('plurals follow the count, and numbers the locale', async () => {
  const { say } = await loadWords(['en-GB']);

  expect(say('seats', { count: 1 })).toBe('1 seat');
  expect(say('seats', { count: 1200 })).toBe('1,200 seats');
  expect((await loadWords(['de-DE'])).say('seats', { count: 1 })).toBe('1 Platz');
});

test('what is filled in is never read as a slot again', async () => {
  const { say } = await loadWords(['en-GB']);

  expect(say('room-free', { room: '{time} $& {room}' })).toBe('{time} $& {room} is free all day');
});

test('every language fills the same slots', () => {
  const keys = Object.keys(en) as MessageKey[];

  expect(keys.filter((key) => slots(de[key]).join() !== slots(en[key]).join())).toEqual([]);
});

test('no sentence says error, shouts, or asks to wait', () => {
  const texts = [...Object.values(en), ...Object.values(de)].flatMap((entry) =>
    typeof entry === 'string' ? [entry] : Object.values(entry),
  );

  expect(texts.filter((text) => /error|fehler|!|please wait|bitte warten/i.test(text))).toEqual([]);
});

function slots(entry: string | object): string[] {
  const text = typeof entry === 'string' ? entry : Object.values(entry).join(' ');
  return [...new Set(text.match(/\{\w+\}/g))].sort();
}
