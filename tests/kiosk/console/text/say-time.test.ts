import { expect, test } from 'vitest';
import { createSayTime, sayAgo, sayLength } from '../../../../kiosk/console/text/say-time.ts';
import { at } from '../../../support/builders.ts';

test.for([
  { lengthMs: 0, said: '0 seconds' },
  { lengthMs: 1_000, said: '1 second' },
  { lengthMs: 59_999, said: '59 seconds' },
  { lengthMs: 60_000, said: '1 minute' },
  { lengthMs: 14 * 60_000 + 59_000, said: '14 minutes' },
  { lengthMs: 3_600_000, said: '1 hour' },
  { lengthMs: 4 * 3_600_000 + 5 * 60_000, said: '4 h 5 min' },
  { lengthMs: 47 * 3_600_000, said: '47 hours' },
  { lengthMs: 48 * 3_600_000, said: '2 days' },
])('$lengthMs ms are $said', ({ lengthMs, said }) => {
  expect(sayLength(lengthMs)).toBe(said);
});

test('a moment that a faster clock puts into the future is now', () => {
  expect(sayAgo(at('10:00:05'), at('10:00'))).toBe('just now');
  expect(sayAgo(at('09:59:20'), at('10:00'))).toBe('40 seconds ago');
});

test.for([
  { locale: 'en-GB', zone: 'Europe/Lisbon', said: '14:30' },
  { locale: 'en-US', zone: 'Europe/Lisbon', said: '2:30 PM' },
  { locale: 'en-GB', zone: 'America/New_York', said: '09:30' },
  { locale: 'en-GB', zone: 'Europe/Berlin', said: '15:30' },
])('half past two in $locale, read in $zone, is $said', ({ locale, zone, said }) => {
  // Intl puts a narrow no-break space before PM.
  const spoken = createSayTime(locale, zone).clock(at('14:30'), at('16:00'));

  expect(spoken.replace(/\s/g, ' ')).toBe(said);
});

test('a time of another day says which, where the reader is', () => {
  const say = createSayTime('en-GB', 'Europe/Berlin');

  expect(say.clock(at('23:30'), at('22:30'))).toBe('25 Nov, 00:30');
  expect(say.clock(at('23:30'), at('23:10'))).toBe('00:30');
});
