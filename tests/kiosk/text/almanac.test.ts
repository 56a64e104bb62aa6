import { afterEach, expect, test, vi } from 'vitest';
import { writeAlmanac } from '../../../kiosk/keep-almanac.ts';
import { ALMANAC, almanacCodec, recallAlmanac } from '../../../kiosk/text/almanac.ts';
import { createTimeFormat } from '../../../kiosk/text/format-time.ts';
import { loadWords } from '../../../kiosk/text/messages.ts';
import { addMs, DAY_MS, HOUR_MS, MINUTE_MS } from '../../../shared/basics/instant.ts';
import { dayOf, localDate, localMinutes, parseZone, type Zone } from '../../../shared/basics/zone.ts';
import { at, aZone } from '../../support/builders.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

const NOW = at('2026-11-24T10:20:00Z');

async function write({ locale = 'en-GB', zone = 'Europe/Lisbon', now = NOW } = {}) {
  const words = await loadWords([locale]);
  return { words, almanac: writeAlmanac(words, aZone(zone), localDate(now, aZone(zone))) };
}

test.each([
  { locale: 'en-GB', zone: 'Europe/Lisbon' },
  { locale: 'en-US', zone: 'America/St_Johns' },
  { locale: 'en-IN', zone: 'Asia/Kathmandu' },
  { locale: 'de-CH', zone: 'Europe/Zurich' },
  { locale: 'fr-CA', zone: 'America/Toronto' },
  { locale: 'es-MX', zone: 'America/Mexico_City' },
  { locale: 'ar-AE', zone: 'Asia/Dubai' },
  { locale: 'en-NZ', zone: 'Pacific/Apia' },
  { locale: 'en-GB', zone: 'Australia/Lord_Howe' },
])('in $zone an almanac for $locale says of each moment what Intl says', async ({ locale, zone }) => {
  const { words, almanac } = await write({ locale, zone });
  const asked = createTimeFormat(words, aZone(zone));
  const read = createTimeFormat(words, aZone(zone), 'locale', almanac);

  expect(almanac?.dates).toHaveLength(9);
  for (let minutes = -3 * 24 * 60; minutes < 9 * 24 * 60; minutes += 47) {
    const moment = addMs(NOW, minutes * MINUTE_MS + 1_234);
    expect([read.time(moment), read.date(moment)]).toEqual([asked.time(moment), asked.date(moment)]);
    expect(read.moment(moment, NOW)).toBe(asked.moment(moment, NOW));
    expect(read.past(moment, NOW)).toBe(asked.past(moment, NOW));
  }
});

test('whoever has an almanac draws its first picture without a word from Intl about dates', async () => {
  const zone = 'Africa/Ouagadougou' as Zone;
  const words = await loadWords(['en-GB']);
  // As Intl says of its neighbour, so that nothing of this zone is known here yet.
  const written = writeAlmanac(words, aZone('Africa/Abidjan'), localDate(NOW, aZone('Africa/Abidjan')));
  if (written === null) throw new Error('there is an almanac for a zone whose clocks never change');
  const kept = almanacCodec.encode({ ...written, zone });
  vi.spyOn(Intl, 'DateTimeFormat').mockImplementation(() => {
    throw new Error('Intl was asked');
  });

  const almanac = await recallAlmanac(holding(kept));

  expect(parseZone(zone)).toBe(zone);
  const times = createTimeFormat(words, zone, undefined, almanac);
  expect([times.time(NOW), times.date(NOW)]).toEqual(['10:20', 'Tuesday 24 November']);
  expect(times.moment(addMs(NOW, 22 * HOUR_MS), NOW)).toBe('tomorrow, 08:20');
  expect(times.past(addMs(NOW, -HOUR_MS), NOW)).toBe('09:20');
  expect(localMinutes(NOW, zone)).toBe(620);
  expect(dayOf(NOW, zone).end - dayOf(NOW, zone).start).toBe(DAY_MS);
});

test.each([
  { why: 'another language', locale: 'de-DE', clock: 'locale', zone: 'Europe/Lisbon', reads: '14:05' },
  { why: 'another zone', locale: 'en-US', clock: 'locale', zone: 'Europe/Berlin', reads: '3:05 pm' },
  { why: 'hours as facilities want them', locale: 'en-US', clock: '24', zone: 'Europe/Lisbon', reads: '14:05' },
] as const)('an almanac is not asked for $why', async ({ locale, clock, zone, reads }) => {
  const { almanac } = await write({ locale: 'en-US' });

  const times = createTimeFormat(await loadWords([locale]), aZone(zone), clock, almanac);

  expect(times.time(at('2026-11-24T14:05:00Z')).replace('\u00a0', ' ')).toBe(reads);
});

test('an almanac ends where the clocks change, and there is none for the two days round it', async () => {
  const daysOn = async (date: string) =>
    (await write({ zone: 'Europe/Berlin', now: at(`${date}T12:00:00Z`) })).almanac?.dates.length ?? null;

  expect(await daysOn('2026-10-22')).toBe(4);
  expect(await daysOn('2026-10-24')).toBe(2);
  expect(await daysOn('2026-10-25')).toBeNull();
  expect(await daysOn('2026-10-26')).toBeNull();
  expect(await daysOn('2026-10-27')).toBe(9);
});

test('there is none where digits are not Western', async () => {
  expect((await write({ locale: 'ar-EG' })).almanac).toBeNull();
});

test.each([undefined, null, 'rot', { locale: 'en-GB' }])('what was kept as %j is no almanac', async (kept) => {
  expect(await recallAlmanac(holding(kept))).toBeNull();
});

function holding(kept: unknown) {
  return {
    recall: async (name: string) => (name === ALMANAC ? kept : undefined),
    retain: async () => {},
  };
}
