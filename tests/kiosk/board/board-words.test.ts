import { expect, test } from 'vitest';
import { boardTexts, sayBoard } from '../../../kiosk/board/board-words.ts';
import { createTimeFormat } from '../../../kiosk/text/format-time.ts';
import { loadWords } from '../../../kiosk/text/messages.ts';
import { UTC } from '../../../shared/basics/zone.ts';
import { spokenLanguages } from '../../../shared/room/look.ts';
import { at } from '../../support/builders.ts';

const slots = (text: unknown) => [...new Set(JSON.stringify(text).match(/\{\w+\}/g))].sort();

test('a board speaks all that a door speaks, with the same slots', () => {
  expect(Object.keys(boardTexts).sort()).toEqual([...spokenLanguages].sort());
  for (const texts of Object.values(boardTexts)) {
    const differ = Object.entries(texts).filter(
      ([key, text]) => slots(text).join() !== slots(boardTexts['en']?.[key as keyof typeof texts]).join(),
    );
    expect(differ).toEqual([]);
  }
});

test.for([
  { locale: 'en-GB', count: 1, reads: '1 room is free' },
  { locale: 'de-DE', count: 8, reads: '8 Räume sind frei' },
  { locale: 'fr-FR', count: 8, reads: '8 salles sont libres' },
  { locale: 'ar-EG', count: 2, reads: 'قاعتان متاحتان' },
  { locale: 'ar-EG', count: 8, reads: '٨ قاعات متاحة' },
])('in $locale, $count free rooms read "$reads"', async ({ locale, count, reads }) => {
  expect(sayBoard(await loadWords([locale]))('rooms-free', { count })).toBe(reads);
});

test.for([
  { locale: 'en-GB', reads: 'closed until Thursday' },
  { locale: 'de-DE', reads: 'geschlossen bis Donnerstag' },
  { locale: 'fr-FR', reads: 'fermée jusqu’à jeudi' },
  { locale: 'es-ES', reads: 'cerrada hasta jueves' },
  { locale: 'ar-EG', reads: 'مغلقة حتى الخميس' },
])('in $locale, a room that opens again on Thursday reads "$reads"', async ({ locale, reads }) => {
  const words = await loadWords([locale]);
  const times = createTimeFormat(words, UTC);
  const time = times.moment(at('2026-11-26T00:00:00Z'), at('10:24'));

  expect(sayBoard(words)('is-closed-until', { time })).toBe(reads);
});
