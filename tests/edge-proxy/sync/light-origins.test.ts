import { expect, test } from 'vitest';
import { lightOriginsOf } from '../../../edge-proxy/sync/light-origins.ts';

const told = (ledAddress: string) => lightOriginsOf([{ scope: { kind: 'tenant' }, override: { ledAddress } }]);

test.for([
  { address: 'http://light-7.local:8080/led?c={rgb}', origins: ['http://light-7.local:8080'] },
  { address: 'https://10.0.0.7/', origins: ['https://10.0.0.7'] },
  { address: 'http://[fe80::1]:81/', origins: ['http://[fe80::1]:81'] },
  { address: 'light-7:4242/ff00{r}', origins: [] },
  { address: 'http://light;sandbox/', origins: [] },
  { address: "http://light,'unsafe-inline'/", origins: [] },
  { address: 'http://*/', origins: [] },
  { address: 'http://*.evil.example/', origins: [] },
])('a light at $address lets doors call $origins', ({ address, origins }) => {
  expect(told(address)).toEqual(origins);
});
