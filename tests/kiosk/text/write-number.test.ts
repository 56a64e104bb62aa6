import { expect, test } from 'vitest';
import { createWriteNumber } from '../../../kiosk/text/write-number.ts';

const numbers = [0, 7, 15, 999, 1000, 12_345, -3, 2.5, Number.NaN];

test.each([
  'en-GB',
  'en-US',
  'en-IN',
  'de',
  'de-AT',
  'fr-CH',
  'es-MX',
  'ar',
  'ar-EG',
  'ar-AE',
  'en-u-nu-arab',
  'fr-u-ca-buddhist',
])('in %s every number looks as the locale writes it', (locale) => {
  const write = createWriteNumber(locale);
  const asIntl = new Intl.NumberFormat(locale);
  expect(numbers.map(write)).toEqual(numbers.map((value) => asIntl.format(value)));
});
