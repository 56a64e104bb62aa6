import { expect, test } from 'vitest';
import { createTimeFormat } from '../../../kiosk/text/format-time.ts';
import { loadWords } from '../../../kiosk/text/messages.ts';
import { refusalWords } from '../../../kiosk/text/refusal-words.ts';
import type { IntentKind } from '../../../shared/room/booking-status.ts';
import type { Refusal, RefusalKind } from '../../../shared/room/refusal.ts';
import { at, aZone } from '../../support/builders.ts';

/** One of each: a new kind of no does not compile until it is here. */
const everyRefusal: { readonly [kind in RefusalKind]: Extract<Refusal, { kind: kind }> } = {
  'room-busy': { kind: 'room-busy', from: at('10:00'), until: at('11:30') },
  'room-declined': { kind: 'room-declined' },
  'gave-way': { kind: 'gave-way' },
  'calendar-away': { kind: 'calendar-away' },
  'too-late': { kind: 'too-late' },
  'too-short': { kind: 'too-short' },
  'too-long': { kind: 'too-long', longestMinutes: 240 },
  'too-far-ahead': { kind: 'too-far-ahead', until: at('2026-11-26T00:00:00Z') },
  'in-the-past': { kind: 'in-the-past' },
  'occurrence-gone': { kind: 'occurrence-gone' },
  'changed-meanwhile': { kind: 'changed-meanwhile', end: at('11:30') },
  'not-booked-here': { kind: 'not-booked-here' },
  'booking-switched-off': { kind: 'booking-switched-off' },
  'check-in-not-needed': { kind: 'check-in-not-needed' },
  'check-in-not-open': { kind: 'check-in-not-open', opensAt: at('11:30') },
  'undo-over': { kind: 'undo-over' },
  undone: { kind: 'undone' },
  'room-not-known': { kind: 'room-not-known' },
  'room-closed': { kind: 'room-closed', from: at('08:00'), until: at('2026-11-26T08:00:00Z'), reason: 'New carpet.' },
  'out-of-service': { kind: 'out-of-service' },
};

async function wordsFor(refusal: Refusal | null, kind: IntentKind = 'book', wasHeld = false, locale = 'en-GB') {
  const words = await loadWords([locale]);
  await words.whole();
  const times = createTimeFormat(words, aZone('Europe/Lisbon'));
  const context = { kind, room: 'Lisbon', now: at('10:25'), silentSince: at('10:12'), wasHeld };
  return refusalWords(refusal, words, times, context);
}

const languages = ['en-GB', 'de-DE'];
const everyNo = [...Object.values(everyRefusal), null].flatMap((refusal) =>
  (['book', 'extend', 'end'] as const).flatMap((kind) => languages.map((locale) => ({ refusal, kind, locale }))),
);

test.for(everyNo)('a no to $kind of $refusal.kind has a heading and a sentence in $locale', async (no) => {
  const { heading, sentence } = await wordsFor(no.refusal, no.kind, false, no.locale);

  expect(heading).toMatch(/^[A-ZÄÖÜ].*\.$/);
  expect(sentence).toMatch(/^[A-ZÄÖÜ].*\.$/);
  expect(`${heading} ${sentence}`).not.toMatch(/[{}]|undefined|null|NaN/);
});

test.for([
  { from: '10:20', heading: 'Someone was quicker.', because: 'it is taken now' },
  { from: '10:30', heading: 'It is booked from 10:30.', because: 'it can be had until then' },
])('a room that is busy from $from: "$heading", because $because', async ({ from, heading }) => {
  expect(await wordsFor({ kind: 'room-busy', from: at(from), until: at('11:30') })).toMatchObject({ heading });
});

test.for([
  { refusal: { kind: 'room-busy', from: at('10:00'), until: at('11:30') }, heading: 'Your hold did not stand.' },
  { refusal: { kind: 'room-busy', from: at('10:40'), until: at('11:30') }, heading: 'It is booked from 10:40.' },
  { refusal: { kind: 'too-late' }, heading: 'Your hold has run out.' },
  { refusal: { kind: 'room-declined' }, heading: 'The room said no.' },
] as const)(
  'a hold that came to nothing as $refusal.kind is told as a hold: "$heading"',
  async ({ refusal, heading }) => {
    expect((await wordsFor(refusal, 'book', true)).heading).toBe(heading);
  },
);

test('whoever cannot extend hears when the next meeting starts', async () => {
  const words = await wordsFor({ kind: 'room-busy', from: at('11:00'), until: at('12:00') }, 'extend');

  expect(words).toEqual({ heading: 'It cannot run longer.', sentence: 'The next meeting starts at 11:00.' });
});

test('a calendar that is away is told with the time since', async () => {
  expect((await wordsFor({ kind: 'calendar-away' })).sentence).toBe('The calendar has not answered since 10:12.');
});
