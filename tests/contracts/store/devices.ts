/** What every store must do with paired devices and their places. A part of the store's contract, run with it. */

import { describe, expect, test } from 'vitest';
import type { BoardId, DeviceId } from '../../../shared/basics/ids.ts';
import { at } from '../../support/builders.ts';
import { aDevice, aPairing, lisbon, type OpenStore, porto } from './fixtures.ts';

export function devicesContract(open: OpenStore): void {
  describe('a device', () => {
    async function withDevice() {
      const { store, reopen } = await open();
      await store.savePairing(aPairing());
      await store.confirmPairing('BCDFGHJK', aDevice());
      await store.claimPairing('request-hash', 'credential');
      return { store, reopen };
    }

    test('is found by its id and by the hash of its credential, never by an empty one', async () => {
      const { store } = await withDevice();

      expect(await store.findDevice('device-1' as DeviceId)).toEqual(aDevice({ credentialHash: 'credential' }));
      expect(await store.findDeviceByCredential('credential')).toMatchObject({ id: 'device-1' });
      expect(await store.findDeviceByCredential('')).toBeNull();
      expect(await store.findDevice('device-9' as DeviceId)).toBeNull();
    });

    test('is remembered by when it was last seen', async () => {
      const { store } = await withDevice();
      await store.touchDevice('device-1' as DeviceId, at('11:00'));

      expect(await store.findDevice('device-1' as DeviceId)).toMatchObject({ lastSeenAt: at('11:00') });
    });

    test('is remembered with many others in one step, but for one that was never seen', async () => {
      const { store } = await withDevice();
      const [one, other] = ['device-1', 'device-2'].map((id) => id as DeviceId) as [DeviceId, DeviceId];
      await store.savePairing(aPairing({ code: 'CCCCCCCC', requestHash: 'other' }));
      await store.confirmPairing('CCCCCCCC', aDevice({ id: other, credentialHash: 'other' }));
      await store.touchDevice(one, at('11:00'));

      await store.touchDevices([one, other, 'device-9' as DeviceId].map((id) => ({ id, at: at('11:05') })));
      await store.touchDevices([{ id: one, at: at('11:02') }]);

      expect(await store.findDevice(one)).toMatchObject({ lastSeenAt: at('11:05') });
      expect(await store.findDevice(other)).toMatchObject({ lastSeenAt: null });
    });

    test('that was revoked stays so, with the first time', async () => {
      const { store, reopen } = await withDevice();
      await store.revokeDevice('device-1' as DeviceId, at('11:00'));
      const again = await store.revokeDevice('device-1' as DeviceId, at('12:00'));

      expect(again).toMatchObject({ revokedAt: at('11:00') });
      expect(await (await reopen()).findDeviceByCredential('credential')).toMatchObject({ revokedAt: at('11:00') });
      expect(await store.revokeDevice('device-9' as DeviceId, at('11:00')).catch(() => null)).toBeNull();
    });
  });

  test('a device that is moved hangs there and nowhere else; one that was revoked is not moved', async () => {
    const { store, reopen } = await open();
    await store.savePairing(aPairing());
    const paired = aDevice();
    await store.confirmPairing('BCDFGHJK', paired);
    const board = { roomId: null, boardId: 'board-1' as BoardId };

    expect(await store.moveDevice(paired.id, board)).toEqual({ ...paired, ...board });
    const second = await reopen();
    expect(await second.findDevice(paired.id)).toEqual({ ...paired, ...board });
    expect(await second.moveDevice(paired.id, { roomId: porto, boardId: null })).toEqual({
      ...paired,
      roomId: porto,
    });
    await second.revokeDevice(paired.id, at('11:00'));
    expect(await second.moveDevice(paired.id, board)).toBeNull();
  });

  test('names of tablets have their places, and a device its name', async () => {
    const { store } = await open();
    const place = { name: 'LIS-*', roomId: lisbon, boardId: null };
    await store.saveDevicePlaces([{ ...place, roomId: null, boardId: 'b' as BoardId }]);
    await store.saveDevicePlaces([place]);
    expect(await store.listDevicePlaces()).toEqual([place]);
    expect(await store.dropDevicePlaces(['LIS-*', 'none'])).toEqual(['LIS-*']);
    expect(await store.listDevicePlaces()).toEqual([]);

    await store.savePairing(aPairing());
    await store.confirmPairing('BCDFGHJK', aDevice());
    expect(await store.nameDevice('device-1' as DeviceId, 'LIS-01')).toMatchObject({ name: 'LIS-01' });
    expect(await store.nameDevice('device-9' as DeviceId, 'LIS-01')).toBeNull();
  });
}
