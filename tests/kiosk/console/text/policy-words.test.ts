import { expect, test } from 'vitest';
import { fieldOf, policyGroups, sayMinutes, sayValue } from '../../../../kiosk/console/text/policy-words.ts';
import { defaultBackstage, defaultPolicy } from '../../../../shared/room/policy.ts';
import { policySettings, settingOf } from '../../../../shared/rules/policy-levels.ts';

test('every setting that there is can be decided in the console, once', () => {
  const shown = policyGroups.flatMap(({ fields }) => fields.map(({ setting }) => setting));

  expect([...shown].sort()).toEqual([...policySettings].sort());
});

test.for(policySettings)('the usual value of %s can be said', (setting) => {
  const words = sayValue(setting, settingOf({ ...defaultPolicy, ...defaultBackstage }, setting));

  expect(words).not.toMatch(/undefined|NaN|object|null/);
  expect(words).not.toBe('');
  expect(fieldOf(setting).label).not.toBe('');
});

test.for([
  ['showTitles', true, 'Yes'],
  ['longestBookingMinutes', 240, '4 hours'],
  ['undoMinutes', 0, 'never'],
  ['checkIn.strikes', 3, '3 no-shows'],
  ['horizonDays', 1, '1 day'],
  ['bookingLengths', [15, 90], '15 min, 1 h 30 min, until the next meeting'],
  ['openingHours', { from: 450, to: 1_440 }, '07:30 to 00:00'],
  ['openingHours', { from: 0, to: 1_440 }, 'The whole day'],
  ['look.languages', ['de-AT', 'ar'], 'Austrian German, Arabic'],
  ['faultRecipients', [], 'Nobody'],
] as const)('%s of %j is said "%s"', ([setting, value, words]) => {
  expect(sayValue(setting, value)).toBe(words);
});

test.for([
  [45, '45 min'],
  [60, '1 hour'],
  [1_440, '24 hours'],
] as const)('%i minutes are %s', ([minutes, words]) => {
  expect(sayMinutes(minutes)).toBe(words);
});
