import { expect, test } from 'vitest';
import { createFleet } from '../../../edge-proxy/devices/fleet.ts';
import { hashSecret } from '../../../edge-proxy/http/secret-hash.ts';
import type { Device } from '../../../edge-proxy/ports/devices.ts';
import type { SiteMessage } from '../../../edge-proxy/ports/fan-out.ts';
import type { BoardId, DeviceId } from '../../../shared/basics/ids.ts';
import { aBoard, aRoom, at } from '../../support/builders.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';
import { createDeviceStore } from './device-store.ts';

const room = aRoom();
const id = 'device-1' as DeviceId;

function aFleet(change: Partial<Device> = {}) {
  const clock = createVirtualClock(at('10:00'));
  const store = createDeviceStore();
  const told: SiteMessage[] = [];
  store.devices.set(id, {
    id,
    roomId: room.id,
    credentialHash: hashSecret('secret'),
    particulars: null,
    pairedAt: at('09:00'),
    boardId: null,
    pairedBy: 'anna',
    lastSeenAt: null,
    name: null,
    revokedAt: null,
    ...change,
  });
  const fleet = createFleet({
    store,
    fanOut: { publish: (message) => void told.push(message) },
    clock,
    hashSecret,
    findRoom: (asked) => (asked === room.id ? room : null),
    findBoard: (asked) => (asked === 'board-1' ? aBoard({ name: 'Lobby' }) : null),
    connected: () => true,
  });
  return { clock, store, told, fleet };
}

test('a tablet is known by its credential and by nothing else', async () => {
  const { fleet } = aFleet();

  expect((await fleet.recognise('secret'))?.id).toBe(id);
  expect(await fleet.recognise('Secret')).toBeNull();
  expect(await fleet.recognise(hashSecret('secret'))).toBeNull();
});

test('a store that cannot keep when a tablet was seen turns no tablet away', async () => {
  const { clock, store, fleet } = aFleet();
  const full = async () => {
    throw new Error('disk full');
  };
  store.touchDevice = full;
  store.touchDevices = full;

  expect((await fleet.recognise('secret'))?.id).toBe(id);
  await clock.advance(60_000);
  expect((await fleet.recognise('secret'))?.id).toBe(id);
  await clock.advance(60_000);
});

test('a floor of tablets that come back at once is one write', async () => {
  const { clock, store, fleet } = aFleet({ lastSeenAt: at('09:30') });
  const device = store.devices.get(id);
  if (device === undefined) throw new Error('no device');
  for (let n = 2; n <= 300; n += 1) {
    const of = `device-${n}` as DeviceId;
    store.devices.set(of, { ...device, id: of, credentialHash: hashSecret(`secret-${n}`) });
  }
  const writes: number[] = [];
  const { touchDevices } = store;
  store.touchDevices = (seen) => {
    writes.push(seen.length);
    return touchDevices(seen);
  };

  for (let n = 2; n <= 300; n += 1) await fleet.recognise(`secret-${n}`);
  expect(store.touches).toEqual([]);
  await clock.advance(10_000);

  expect(writes).toEqual([299]);
  expect(store.devices.get('device-300' as DeviceId)?.lastSeenAt).toBe(at('10:00'));
  expect(clock.pending()).toBe(0);
});

test('the first sign of life is kept at once, as it ends the pairing', async () => {
  const { clock, store, fleet } = aFleet();

  await fleet.recognise('secret');

  expect(store.touches).toEqual([{ id, at: at('10:00') }]);
  expect(clock.pending()).toBe(0);
});

test('what was not kept yet is kept at a stop', async () => {
  const { clock, store, fleet } = aFleet({ lastSeenAt: at('09:30') });
  await fleet.recognise('secret');

  fleet.close();

  expect(store.devices.get(id)?.lastSeenAt).toBe(at('10:00'));
  expect(clock.pending()).toBe(0);
});

test('a tablet that asks all the time is written down once a minute', async () => {
  const { clock, store, fleet } = aFleet();
  for (let n = 0; n < 130; n++) {
    await fleet.recognise('secret');
    await clock.advance(1_000);
  }
  await clock.advance(5_000);

  expect(store.touches.map((touch) => touch.at)).toEqual([at('10:00'), at('10:01'), at('10:02')]);
});

test('a revoked tablet is nobody, is told at once and leaves the list', async () => {
  const { store, told, fleet } = aFleet();

  await fleet.revoke(id);

  expect(await fleet.recognise('secret')).toBeNull();
  expect(told).toEqual([{ kind: 'device-revoked', deviceId: id }]);
  expect(await fleet.list()).toEqual([]);
  expect(store.devices.get(id)?.revokedAt).toBe(at('10:00'));
});

test('revoking nobody tells nobody', async () => {
  const { told, fleet } = aFleet();

  expect(await fleet.revoke('no-such' as DeviceId)).toBeNull();
  expect(told).toEqual([]);
});

test('a tablet whose room left Exchange is still listed', async () => {
  const { fleet } = aFleet({ roomId: 'gone' as Device['roomId'] });

  expect(await fleet.list()).toMatchObject([{ id, room: { id: 'gone', address: '' }, connected: true }]);
});

test('a board is listed by its name, and one that is gone by its id', async () => {
  const { fleet, store } = aFleet();
  const paired = await store.findDevice(id);
  if (paired === null) throw new Error('no device');
  const lobby = { ...paired, roomId: null, boardId: 'board-1' as BoardId };

  expect(fleet.summarise(lobby)).toMatchObject({ room: null, board: { id: 'board-1', name: 'Lobby' } });
  expect(fleet.summarise({ ...lobby, boardId: 'board-9' as BoardId }).board?.name).toBe('board-9');
});
