/** What every store must do with tablets that ask to be paired. A part of the store's contract, run with it. */

import { describe, expect, test } from 'vitest';
import type { BoardId, DeviceId } from '../../../shared/basics/ids.ts';
import type { Instant } from '../../../shared/basics/instant.ts';
import { at } from '../../support/builders.ts';
import { aDevice, aPairing, lisbon, type OpenStore } from './fixtures.ts';

export function pairingsContract(open: OpenStore): void {
  describe('a pairing', () => {
    test('is found by its code and by its request', async () => {
      const { store } = await open();
      await store.savePairing(aPairing());

      expect(await store.findPairingByCode('BCDFGHJK')).toEqual(aPairing());
      expect(await store.findPairingByRequest('request-hash')).toEqual(aPairing());
      expect(await store.findPairingByCode('XXXXXXXX')).toBeNull();
      expect(await store.findPairingByRequest('')).toBeNull();
    });

    test('is confirmed once, with its device, in one step', async () => {
      const { store } = await open();
      await store.savePairing(aPairing());

      expect(await store.confirmPairing('BCDFGHJK', aDevice())).toEqual(aDevice());
      expect(await store.confirmPairing('BCDFGHJK', aDevice({ id: 'device-2' as DeviceId }))).toBeNull();

      expect(await store.listDevices()).toEqual([aDevice()]);
      expect(await store.findPairingByCode('BCDFGHJK')).toMatchObject({ status: 'confirmed', deviceId: 'device-1' });
    });

    test.for([
      { pairing: { status: 'refused' }, because: 'the operator said no' },
      { pairing: { expiresAt: at('09:05') }, because: 'its time was up' },
      { pairing: { code: 'ZZZZZZZZ' }, because: 'there is none' },
    ] as const)('is not confirmed where $because', async ({ pairing }) => {
      const { store } = await open();
      await store.savePairing(aPairing(pairing));

      expect(await store.confirmPairing('BCDFGHJK', aDevice())).toBeNull();
      expect(await store.listDevices()).toEqual([]);
    });

    test('hands its device over until the credential is used, the last one counting, over a restart too', async () => {
      const { store, reopen } = await open();
      await store.savePairing(aPairing());
      expect(await store.claimPairing('request-hash', 'credential')).toBeNull();
      await store.confirmPairing('BCDFGHJK', aDevice());
      const second = await reopen();

      for (const n of [1, 2]) expect(await second.claimPairing('request-hash', `credential-${n}`)).not.toBeNull();
      expect(await second.findDeviceByCredential('credential-1')).toBeNull();
      expect(await second.findDeviceByCredential('credential-2')).toMatchObject({ id: 'device-1' });

      await second.touchDevice('device-1' as DeviceId, at('09:06'));
      expect(await second.claimPairing('request-hash', 'credential-3')).toBeNull();
      expect(await second.findDeviceByCredential('credential-2')).not.toBeNull();
    });

    test('hands nothing over that was revoked meanwhile', async () => {
      const { store } = await open();
      await store.savePairing(aPairing());
      await store.confirmPairing('BCDFGHJK', aDevice());
      await store.revokeDevice('device-1' as DeviceId, at('09:06'));

      expect(await store.claimPairing('request-hash', 'credential')).toBeNull();
      expect(await store.findDeviceByCredential('credential')).toBeNull();
    });

    test('that is given up counts no more; one that was confirmed meanwhile stays confirmed', async () => {
      const { store } = await open();
      await store.savePairing(aPairing());
      await store.savePairing(aPairing({ code: 'CCCCCCCC', requestHash: 'other' }));
      await store.confirmPairing('CCCCCCCC', aDevice());

      expect(await store.spendPairing('request-hash', at('09:30'))).toBe(true);
      expect(await store.spendPairing('request-hash', at('09:30'))).toBe(false);
      expect(await store.spendPairing('other', at('09:30'))).toBe(false);

      expect(await store.findPairingByCode('BCDFGHJK')).toMatchObject({ status: 'spent', expiresAt: at('09:30') });
      expect(await store.confirmPairing('BCDFGHJK', aDevice({ id: 'device-2' as DeviceId }))).toBeNull();
      expect(await store.claimPairing('other', 'credential')).toMatchObject({ id: 'device-1' });
    });

    test('is dropped when its time is long up, and its device stays', async () => {
      const { store } = await open();
      await store.savePairing(aPairing());
      await store.confirmPairing('BCDFGHJK', aDevice());
      await store.savePairing(aPairing({ code: 'CCCCCCCC', requestHash: 'other', expiresAt: at('10:00') }));

      await store.dropPairings(at('09:30'));

      expect(await store.findPairingByCode('BCDFGHJK')).toBeNull();
      expect(await store.findPairingByCode('CCCCCCCC')).not.toBeNull();
      expect(await store.listDevices()).toHaveLength(1);
    });
  });

  test('a swap that came too late leaves the tablet alone that took over before it, over a restart too', async () => {
    const { store, reopen } = await open();
    const replaces = 'device-1' as DeviceId;
    await store.savePairing(aPairing());
    await store.confirmPairing('BCDFGHJK', aDevice({ credentialHash: 'old' }));
    await store.savePairing(aPairing({ code: 'CCCCCCCC', requestHash: 'other' }));
    const swapAt = (minute: Instant) =>
      store.confirmSwap('CCCCCCCC', replaces, aDevice({ id: 'device-2' as DeviceId, pairedAt: minute }));

    expect(await swapAt(at('09:06'))).not.toBeNull();
    await store.claimPairing('other', 'held');
    expect(await swapAt(at('09:07'))).toBeNull();
    const second = await reopen();

    expect(await second.findDeviceByCredential('held')).toMatchObject({ id: replaces });
  });

  test('a pairing can take over a device, once, and hands its credential to the new tablet', async () => {
    const { store } = await open();
    await store.savePairing(aPairing());
    await store.confirmPairing('BCDFGHJK', aDevice({ credentialHash: 'old', name: 'LIS-01' }));
    await store.touchDevice('device-1' as DeviceId, at('09:06'));
    await store.savePairing(aPairing({ code: 'CCCCCCCC', requestHash: 'other' }));
    expect((await store.listWaitingPairings(at('09:05'))).map(({ code }) => code)).toEqual(['CCCCCCCC']);
    expect(await store.listWaitingPairings(at('09:10'))).toEqual([]);
    const by = aDevice({ id: 'device-2' as DeviceId, credentialHash: 'nobody’s' });

    expect(await store.confirmSwap('CCCCCCCC', 'device-9' as DeviceId, by)).toBeNull();
    expect(await store.confirmSwap('CCCCCCCC', 'device-1' as DeviceId, by)).toMatchObject({ name: 'LIS-01' });
    expect(await store.confirmSwap('CCCCCCCC', 'device-1' as DeviceId, by)).toBeNull();

    expect(await store.findDeviceByCredential('old')).toBeNull();
    expect(await store.claimPairing('other', 'new')).toMatchObject({ id: 'device-1', roomId: lisbon });
    expect(await store.findDeviceByCredential('new')).toMatchObject({ id: 'device-1' });
  });

  test('a screen that is a board comes back as one', async () => {
    const { store, reopen } = await open();
    await store.savePairing(aPairing());
    const board = aDevice({ roomId: null, boardId: 'board-1' as BoardId });

    await store.confirmPairing('BCDFGHJK', board);

    expect(await (await reopen()).findDevice(board.id)).toEqual(board);
  });
}
