import { expect, test } from 'vitest';
import { ar } from '../../../kiosk/text/ar.ts';
import { de } from '../../../kiosk/text/de.ts';
import { en as enDoor } from '../../../kiosk/text/en.ts';
import { enSheets } from '../../../kiosk/text/en-sheets.ts';
import { es } from '../../../kiosk/text/es.ts';
import { fr } from '../../../kiosk/text/fr.ts';
import { loadWords, type MessageKey, type Messages } from '../../../kiosk/text/messages.ts';
import { spokenLanguages } from '../../../shared/room/look.ts';

const en: Messages = { ...enDoor, ...enSheets };
const others: { readonly [language: string]: Messages } = { de, fr, es, ar };
const keys = Object.keys(en) as MessageKey[];

test.for([
  { wanted: ['en-US'], language: 'en', locale: 'en-US' },
  { wanted: ['de-AT', 'en'], language: 'de', locale: 'de-AT' },
  { wanted: ['fi-FI', 'de-DE'], language: 'de', locale: 'de-DE' },
  { wanted: ['fr-CA'], language: 'fr', locale: 'fr-CA' },
  { wanted: ['es', 'en'], language: 'es', locale: 'es' },
  { wanted: ['AR-eg'], language: 'ar', locale: 'ar-EG' },
  { wanted: ['fi-FI'], language: 'en', locale: 'en-GB' },
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

  expect(say('until', { time: '{time} $& {room}' })).toBe('until {time} $& {room}');
});

test('English says what the first picture needs at once, and the rest once it is fetched', async () => {
  const words = await loadWords(['en-GB']);
  expect([words.say('free'), words.say('close')]).toEqual(['Free', '']);

  await words.whole();

  expect(words.say('close')).toBe('Close');
});

test('Arabic is written from the right, and nothing else that we speak', async () => {
  const directions = await Promise.all(spokenLanguages.map(async (tag) => (await loadWords([tag])).direction));

  expect(directions).toEqual(spokenLanguages.map((tag) => (tag === 'ar' ? 'rtl' : 'ltr')));
});

test.for([
  { count: 0, reads: 'بلا مقاعد' },
  { count: 1, reads: 'مقعد واحد' },
  { count: 2, reads: 'مقعدان' },
  { count: 8, reads: '8 مقاعد' },
  { count: 12, reads: '12 مقعدًا' },
  { count: 100, reads: '100 مقعد' },
])('Arabic has six plurals: $count', async ({ count, reads }) => {
  expect((await loadWords(['ar-AE'])).say('seats', { count })).toBe(reads);
});

test.for([
  { locale: 'ar-EG', reads: '٨ مقاعد' },
  { locale: 'ar-AE', reads: '8 مقاعد' },
])('$locale counts in its own digits', async ({ locale, reads }) => {
  expect((await loadWords([locale])).say('seats', { count: 8 })).toBe(reads);
});

test.for([
  { locale: 'en-GB', room: 'قاعة النيل', isolated: true, because: 'its letters run the other way' },
  { locale: 'en-GB', room: 'Lisbon', isolated: false, because: 'its letters run as the sentence does' },
  { locale: 'ar-AE', room: 'Lisbon', isolated: true, because: 'the sentence runs the other way' },
  { locale: 'ar-AE', room: 'قاعة النيل', isolated: false, because: 'it belongs to the sentence' },
])('in $locale the name $room is isolated: $isolated, because $because', async ({ locale, room, isolated }) => {
  const { say, whole } = await loadWords([locale]);
  await whole();

  expect(say('taken-off', { room }).includes(`\u2068${room}\u2069`)).toBe(isolated);
});

test.for(Object.entries(others))('%s fills the same slots as English, in each of its plurals', ([, messages]) => {
  const differ = keys.filter((key) => texts(messages[key]).some((text) => !fits(text, key)));

  expect(differ).toEqual([]);
});

test.for(Object.entries(others))('%s has a word for every plural that it needs', ([language, messages]) => {
  const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  // French and Spanish say "1 000 000 de minutes", which no door comes to.
  const lacking = keys.filter((key) => {
    const entry = messages[key];
    return typeof entry !== 'string' && needed.some((category) => category !== 'many' && !(category in entry));
  });

  expect(lacking).toEqual([]);
});

test('no sentence says error, shouts, or asks to wait', () => {
  const all = [en, ...Object.values(others)].flatMap((messages) => Object.values(messages).flatMap(texts));
  const rude = /error|fehler|erreur|خطأ|!|¡|please wait|bitte warten|veuillez|espere/i;

  expect(all.filter((text) => rude.test(text))).toEqual([]);
});

function texts(entry: Messages[MessageKey]): string[] {
  return typeof entry === 'string' ? [entry] : Object.values(entry);
}

/** A plural that is a word of its own ("مقعدان") may leave the number out, and nothing else. */
function fits(text: string, key: MessageKey): boolean {
  const wanted = slots(texts(en[key]).join(' '));
  const given = slots(text);
  const mayLack = typeof en[key] === 'string' ? [] : ['{count}'];
  return (
    given.every((slot) => wanted.includes(slot)) &&
    wanted.every((slot) => given.includes(slot) || mayLack.includes(slot))
  );
}

function slots(text: string): string[] {
  return [...new Set(text.match(/\{\w+\}/g))];
}
