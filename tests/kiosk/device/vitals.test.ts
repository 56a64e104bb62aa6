import { expect, test } from 'vitest';
import { readBrowserVitals } from '../../../kiosk/device/vitals.ts';

const document = { visibilityState: 'visible' };

test('a browser that tells all is believed in whole numbers', async () => {
  const vitals = await readBrowserVitals({
    navigator: {
      getBattery: async () => ({ level: 0.806, charging: false }),
      connection: { downlink: 9.6 },
      storage: { persisted: async () => true },
    },
    performance: { memory: { usedJSHeapSize: 41_400_000, jsHeapSizeLimit: 512_000_000 } },
    document,
  });

  expect(vitals).toEqual({
    batteryPercent: 81,
    charging: false,
    wifiDbm: null,
    linkMbit: 10,
    memoryMb: 41,
    memoryLimitMb: 512,
    storageKept: true,
    screenOn: true,
  });
});

test.for([
  { what: 'an iPad, which tells nothing', navigator: {} },
  {
    what: 'a browser that refuses',
    navigator: {
      getBattery: async () => Promise.reject(new Error('NotAllowedError')),
      storage: { persisted: async () => Promise.reject(new Error('SecurityError')) },
      connection: {},
    },
  },
])('of $what it is known that the page is seen', async ({ navigator }) => {
  const vitals = await readBrowserVitals({ navigator, performance: {}, document });

  expect(Object.entries(vitals).filter(([, value]) => value !== null)).toEqual([['screenOn', true]]);
});
