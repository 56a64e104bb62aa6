/** F46: a screen that is gone is told of within three minutes, whatever became of it. */

import { expect, test } from 'vitest';
import { createAlarms } from '../../../edge-proxy/watch/alarms.ts';
import { createDeviceWatch } from '../../../edge-proxy/watch/device-watch.ts';
import type { DeviceId, RoomId } from '../../../shared/basics/ids.ts';
import { MINUTE_MS, SECOND_MS } from '../../../shared/basics/instant.ts';
import type { DeviceSummary } from '../../../shared/wire/pairing.ts';
import { at } from '../../support/builders.ts';
import { createMemoryLog } from '../../support/memory-log.ts';
import { createMemoryStore } from '../../support/memory-store.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

async function aSite(count: number) {
  const clock = createVirtualClock(at('09:00'));
  const alarms = await createAlarms({ store: createMemoryStore(), clock, log: createMemoryLog() });
  const connected = new Set(Array.from({ length: count }, (_, place) => place));
  let paired = count;
  const watch = createDeviceWatch({
    alarms,
    clock,
    listDevices: async () =>
      Array.from({ length: paired }, (_, place) => aDevice(place, { connected: connected.has(place) })),
  });
  return {
    connected,
    watch,
    takeOff: () => {
      paired -= 1;
    },
    pass: (ms: number) => clock.advance(ms),
    open: () => alarms.list().flatMap(({ subject, clearedAt }) => (clearedAt === null ? [subject] : [])),
    causes: () => alarms.list().map(({ cause }) => cause),
  };
}

function aDevice(place: number, { connected }: { connected: boolean }): DeviceSummary {
  const room = { id: `room-${place}` as RoomId, address: '', displayName: `Room ${place}` };
  const at9 = at('09:00');
  return {
    id: `device-${place}` as DeviceId,
    room,
    board: null,
    name: null,
    particulars: null,
    pairedAt: at9,
    pairedBy: 'x',
    lastSeenAt: at9,
    connected,
  };
}

test('a screen that is gone is told of by its room within three minutes, once, and no sooner than after one', async () => {
  const site = await aSite(3);
  await site.pass(10 * MINUTE_MS + 5 * SECOND_MS);
  site.connected.delete(1);

  await site.pass(MINUTE_MS);
  expect(site.open()).toEqual([]);
  await site.pass(2 * MINUTE_MS);
  expect(site.open()).toEqual(['device-1']);
  await site.pass(8 * 60 * MINUTE_MS);
  expect(site.open()).toEqual(['device-1']);
  expect(site.causes()).toEqual(['the screen of room room-1 is not connected']);
});

test('it is over when the screen is back, and when it was taken off its room', async () => {
  const site = await aSite(3);
  site.connected.delete(1);
  site.connected.delete(2);
  await site.pass(4 * MINUTE_MS);
  expect(site.open()).toHaveLength(2);

  site.connected.add(1);
  site.takeOff();
  await site.pass(MINUTE_MS);

  expect(site.open()).toEqual([]);
});

test('a deployment or a flap of the Wi-Fi is nothing to tell', async () => {
  const site = await aSite(3);
  for (let flap = 0; flap < 10; flap += 1) {
    site.connected.delete(0);
    await site.pass(MINUTE_MS);
    site.connected.add(0);
    await site.pass(MINUTE_MS);
  }

  expect(site.open()).toEqual([]);
});

test('a floor that is gone is one alarm, and singles again as it comes back', async () => {
  const site = await aSite(40);
  site.connected.clear();
  await site.pass(4 * MINUTE_MS);
  expect(site.open()).toEqual(['many-devices']);
  expect(site.causes()).toEqual(['40 screens are not connected']);

  for (let place = 0; place < 38; place += 1) site.connected.add(place);
  await site.pass(MINUTE_MS);

  expect(site.open().sort()).toEqual(['device-38', 'device-39']);
});

test('closed, it looks no more', async () => {
  const site = await aSite(1);
  site.connected.clear();
  site.watch.close();
  await site.pass(10 * MINUTE_MS);

  expect(site.open()).toEqual([]);
});
