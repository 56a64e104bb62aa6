import { expect, test } from 'vitest';
import { createTimeFormat } from '../../../kiosk/text/format-time.ts';
import { loadWords } from '../../../kiosk/text/messages.ts';
import { at, aZone } from '../../support/builders.ts';

async function timesFor(locale: string, zone = 'Europe/Lisbon') {
  return createTimeFormat(await loadWords([locale]), aZone(zone));
}

test.for([
  { locale: 'en-GB', zone: 'Europe/Lisbon', clock: '14:30', reads: '14:30' },
  { locale: 'en-US', zone: 'Europe/Lisbon', clock: '14:30', reads: '2:30 pm' },
  { locale: 'en-US', zone: 'Europe/Lisbon', clock: '00:05', reads: '12:05 am' },
  { locale: 'en-GB', zone: 'Europe/Lisbon', clock: '00:05', reads: '00:05' },
  { locale: 'de-DE', zone: 'Europe/Lisbon', clock: '09:05', reads: '09:05' },
  { locale: 'fr-FR', zone: 'Europe/Lisbon', clock: '09:05', reads: '09:05' },
  { locale: 'fr-CA', zone: 'Europe/Lisbon', clock: '14:30', reads: '14 h 30' },
  { locale: 'es-ES', zone: 'Europe/Lisbon', clock: '14:30', reads: '14:30' },
  { locale: 'ar-AE', zone: 'Europe/Lisbon', clock: '14:30', reads: '14:30' },
  { locale: 'ar-EG', zone: 'Europe/Lisbon', clock: '14:30', reads: '١٤:٣٠' },
  { locale: 'en-GB', zone: 'Asia/Kolkata', clock: '14:30', reads: '20:00' },
  { locale: 'en-GB', zone: 'America/New_York', clock: '14:30', reads: '09:30' },
])('$clock UTC reads $reads in $zone for $locale', async ({ locale, zone, clock, reads }) => {
  const times = await timesFor(locale, zone);

  expect(times.time(at(clock)).replace('\u00a0', ' ')).toBe(reads);
});

test.for([
  { locale: 'en-US', clock: '24', reads: '14:30' },
  { locale: 'en-GB', clock: '12', reads: '2:30 pm' },
  { locale: 'ar-AE', clock: '12', reads: '2:30 م' },
  { locale: 'de-DE', clock: '24', reads: '14:30' },
] as const)('facilities may have $locale count to $clock', async ({ locale, clock, reads }) => {
  const times = createTimeFormat(await loadWords([locale]), aZone('Europe/Lisbon'), clock);

  expect(times.time(at('14:30')).replaceAll('\u00a0', ' ')).toBe(reads);
});

test.for([
  { locale: 'en-GB', reads: 'Tuesday 24 November' },
  { locale: 'de-DE', reads: 'Dienstag, 24. November' },
  { locale: 'fr-FR', reads: 'mardi 24 novembre' },
  { locale: 'es-ES', reads: 'martes, 24 de noviembre' },
  { locale: 'ar-EG', reads: 'الثلاثاء، ٢٤ نوفمبر' },
  { locale: 'ar-SA', reads: 'الثلاثاء، ٢٤ نوفمبر' },
])('the date in $locale is "$reads"', async ({ locale, reads }) => {
  expect((await timesFor(locale)).date(at('14:30'))).toBe(reads);
});

test('on the night of the autumn change the same local hour is read twice', async () => {
  const times = await timesFor('en-GB', 'Europe/Berlin');

  const read = ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'].map((iso) => times.time(at(iso)));

  expect(read).toEqual(['02:30', '02:30']);
});

test.for([
  { moment: '14:30', reads: '14:30', because: 'it is today' },
  { moment: '2026-11-25T00:00:00Z', reads: 'midnight', because: 'today ends then' },
  { moment: '2026-11-25T09:00:00Z', reads: 'tomorrow, 09:00', because: 'a bare time would be taken for today' },
  { moment: '2026-11-26T00:00:00Z', reads: 'Thursday', because: 'whole days end in days' },
  { moment: '2026-11-27T08:15:00Z', reads: 'Friday, 08:15', because: 'it is within the week' },
  { moment: '2026-12-24T00:00:00Z', reads: '24 December', because: 'a weekday would be the wrong one' },
])('on Tuesday at 10:24, $moment reads "$reads", because $because', async ({ moment, reads }) => {
  expect((await timesFor('en-GB')).moment(at(moment), at('10:24'))).toBe(reads);
});

test.for([
  { moment: '10:42', reads: '10:42' },
  { moment: '2026-11-23T18:04:00Z', reads: '18:04 yesterday' },
  { moment: '2026-11-20T18:04:00Z', reads: '18:04, Friday' },
])('on Tuesday at 10:54, $moment gone by reads "$reads"', async ({ moment, reads }) => {
  expect((await timesFor('en-GB')).past(at(moment), at('10:54'))).toBe(reads);
});

test.for([
  { minutes: 12, en: '12 min', de: '12 Min.' },
  { minutes: 60, en: '1 hour', de: '1 Std.' },
  { minutes: 120, en: '2 hours', de: '2 Std.' },
  { minutes: 245, en: '4 h 5 min', de: '4 Std. 5 Min.' },
])('$minutes minutes are "$en", and in German "$de"', async ({ minutes, en, de }) => {
  expect((await timesFor('en-GB')).length(minutes)).toBe(en);
  expect((await timesFor('de-AT')).length(minutes)).toBe(de);
});

test.for([
  { locale: 'en-GB', hours: ['8', '13', '0'] },
  { locale: 'en-US', hours: ['8', '1', '12'] },
])('the ribbon of $locale counts $hours', async ({ locale, hours }) => {
  const times = await timesFor(locale);

  expect([8, 13, 0].map(times.hour)).toEqual(hours);
});
