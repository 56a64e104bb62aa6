import { expect, test } from 'vitest';
import { readBrowserVitals } from '../../../kiosk/device/vitals.ts';
import { at } from '../../support/builders.ts';
import { aTabletClock } from '../../support/virtual-tablet.ts';

const document = { visibilityState: 'visible' };
/** Nothing takes so long here that anybody gives it up. */
const never = () => () => {};

test('a browser that tells all is believed in whole numbers', async () => {
  const vitals = await readBrowserVitals(
    {
      navigator: {
        getBattery: async () => ({ level: 0.806, charging: false }),
        connection: { downlink: 9.6 },
        storage: { persisted: async () => true },
      },
      performance: { memory: { usedJSHeapSize: 41_400_000, jsHeapSizeLimit: 512_000_000 } },
      document,
    },
    never,
  );

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
  const vitals = await readBrowserVitals({ navigator, performance: {}, document }, never);

  expect(Object.entries(vitals).filter(([, value]) => value !== null)).toEqual([['screenOn', true]]);
});

test('a browser that never says how its battery is tells all else, and soon', async () => {
  const clock = aTabletClock(at('10:00'));
  const reading = readBrowserVitals(
    {
      navigator: { getBattery: () => new Promise(() => {}), storage: { persisted: async () => true } },
      performance: {},
      document,
    },
    clock.after,
  );
  await clock.advance(2_000);

  expect(await reading).toMatchObject({ batteryPercent: null, charging: null, storageKept: true, screenOn: true });
  expect(clock.timers()).toBe(0);
});
