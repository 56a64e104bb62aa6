import { signal } from '@preact/signals-core';
import { expect, test } from 'vitest';
import { createLanguageModel } from '../../../kiosk/state/language-model.ts';
import { SECOND_MS } from '../../../shared/basics/instant.ts';
import { defaultLook, type Look } from '../../../shared/room/look.ts';
import { at } from '../../support/builders.ts';
import { aTabletClock, settled } from '../../support/virtual-tablet.ts';

/** A tablet that prefers Portuguese, then English; what is spoken is the list that was asked for. */
function aScreen(look: Partial<Look> | null) {
  const clock = aTabletClock(at('10:00'));
  const worn = signal<Look | null>(look === null ? null : { ...defaultLook, ...look });
  const loads: string[] = [];
  const language = createLanguageModel({
    clock,
    look: worn,
    own: ['pt', 'en'],
    first: 'first',
    load: async (tags, hours) => {
      loads.push(tags.join(' '));
      return `${tags.join(' ')} ${hours}`;
    },
  });
  const wear = (change: Partial<Look>) => {
    worn.value = { ...defaultLook, ...change };
  };
  return { clock, language, loads, wear };
}

test.for([
  { languages: [], speaks: 'first', because: 'the policy leaves it to the tablet' },
  { languages: ['de'], speaks: 'de locale', because: 'the policy says German' },
  { languages: ['de', 'ar-EG'], speaks: 'de ar-EG locale', because: 'German is first' },
])('with $languages it speaks "$speaks", because $because', async ({ languages, speaks }) => {
  const { language } = aScreen({ languages });
  await settled();

  expect(language.spoken.value).toBe(speaks);
});

test('before a day is known it speaks what it was started with, and loads nothing', async () => {
  const { language, loads } = aScreen(null);
  await settled();

  expect(language.spoken.value).toBe('first');
  expect(loads).toEqual([]);
});

test('a policy that changes is spoken at once, and one that does not loads nothing', async () => {
  const { language, loads, wear } = aScreen({ languages: ['de'] });
  await settled();

  wear({ languages: ['de'], palette: 'blue' });
  wear({ languages: ['fr'], clock: '12' });
  await settled();

  expect(language.spoken.value).toBe('fr 12');
  expect(loads).toEqual(['de', 'fr']);
});

test('there is a choice where the policy names several languages, and none where it does not', () => {
  expect(aScreen({ languages: ['de', 'en', 'ar'] }).language.offered.value).toEqual(['de', 'en', 'ar']);
  expect(aScreen({ languages: ['de'] }).language.offered.value).toEqual([]);
  expect(aScreen({ languages: [] }).language.offered.value).toEqual([]);
});

test('who chooses a language has it until nobody has touched the screen for half a minute', async () => {
  const { clock, language } = aScreen({ languages: ['de', 'en'] });

  language.choose('en');
  await clock.advance(29 * SECOND_MS);
  language.touched();
  await clock.advance(29 * SECOND_MS);
  expect(language.spoken.value).toBe('en de en locale');

  await clock.advance(SECOND_MS);
  expect(language.spoken.value).toBe('de en locale');
  expect(language.chosen.value).toBeNull();
  expect(clock.timers()).toBe(0);
});

test('when the screen goes home, so does its language', async () => {
  const { language } = aScreen({ languages: ['de', 'en'] });
  language.choose('en');
  await settled();

  language.home();
  await settled();

  expect(language.spoken.value).toBe('de en locale');
});

test('of two choices in a hurry the later one is spoken, whichever is fetched first', async () => {
  const clock = aTabletClock(at('10:00'));
  const fetched = new Map<string, (words: string) => void>();
  const language = createLanguageModel({
    clock,
    look: signal<Look | null>({ ...defaultLook, languages: ['de', 'en', 'fr'] }),
    own: [],
    first: 'first',
    load: ([tag = '']) => new Promise<string>((resolve) => fetched.set(tag, resolve)),
  });

  language.choose('en');
  language.choose('fr');
  fetched.get('fr')?.('French');
  fetched.get('en')?.('English');
  await settled();

  expect(language.spoken.value).toBe('French');
});
