import { expect, test } from 'vitest';
import { onlineBand } from '../../../shared/rules/online-band.ts';
import { at } from '../../support/builders.ts';

const now = at('10:00');

test.for([
  { connected: true, awaySince: null, unsure: false, band: 'green', because: 'it is there and sure of what it shows' },
  { connected: true, awaySince: null, unsure: null, band: 'green', because: 'it has had no time to say' },
  { connected: true, awaySince: null, unsure: true, band: 'amber', because: 'its screen says that it does not know' },
  { connected: false, awaySince: at('09:59'), unsure: false, band: 'amber', because: 'it may only be reloading' },
  { connected: false, awaySince: at('09:57'), unsure: false, band: 'red', because: 'three minutes are no reload' },
  {
    connected: false,
    awaySince: null,
    unsure: null,
    band: 'red',
    because: 'nobody has seen it since the proxy started',
  },
] as const)('a device is $band where $because', ({ band, ...reach }) => {
  expect(onlineBand(reach, now)).toBe(band);
});
