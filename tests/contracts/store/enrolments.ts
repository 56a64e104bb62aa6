/** What every store must do with links that pair a tablet. A part of the store's contract, run with it. */

import { describe, expect, test } from 'vitest';
import type { Device, Enrolment } from '../../../edge-proxy/ports/devices.ts';
import type { DeviceId, EnrolmentId } from '../../../shared/basics/ids.ts';
import { at } from '../../support/builders.ts';
import { aDevice, aPairing, lisbon, type OpenStore } from './fixtures.ts';

export function enrolmentsContract(open: OpenStore): void {
  describe('an enrolment', () => {
    const by = (n: number, change: Partial<Device> = {}) => ({
      attemptHash: `attempt-${n}`,
      device: aDevice({ id: `device-${n}` as DeviceId, credentialHash: `credential-${n}`, name: null, ...change }),
    });

    test('is used once, and gives the device its place, its name and who said yes, over a restart too', async () => {
      const { store, reopen } = await open();
      await store.saveEnrolments([anEnrolment({ name: 'LIS-01' })]);

      const first = await store.redeemEnrolment('link-hash', by(1));
      expect(first).toMatchObject({ kind: 'redeemed', replaced: false });
      expect(await store.redeemEnrolment('link-hash', by(2))).toEqual({ kind: 'spent' });

      const again = await reopen();
      expect(await again.listDevices()).toEqual([
        aDevice({ roomId: lisbon, name: 'LIS-01', pairedBy: 'ada', credentialHash: 'credential-1' }),
      ]);
      expect(await again.redeemEnrolment('link-hash', by(2))).toEqual({ kind: 'spent' });
      expect(await again.listEnrolments()).toMatchObject([{ usedAt: at('09:05'), deviceId: 'device-1' }]);
    });

    test('is told again to the same attempt alone, until the credential was used', async () => {
      const { store } = await open();
      await store.saveEnrolments([anEnrolment()]);
      await store.redeemEnrolment('link-hash', by(1));

      const again = await store.redeemEnrolment('link-hash', { ...by(1), device: by(7).device });
      expect(again).toMatchObject({ kind: 'redeemed', device: { id: 'device-1', credentialHash: 'credential-7' } });
      expect(await store.redeemEnrolment('link-hash', { ...by(1), attemptHash: null })).toEqual({ kind: 'spent' });
      await store.touchDevice('device-1' as DeviceId, at('09:06'));

      expect(await store.redeemEnrolment('link-hash', by(1))).toEqual({ kind: 'spent' });
      expect(await store.findDeviceByCredential('credential-7')).not.toBeNull();
    });

    test.for([
      { change: { expiresAt: at('09:05') }, outcome: 'expired' },
      { change: { linkHash: 'another' }, outcome: 'unknown' },
      { change: { replaces: 'device-9' as DeviceId, roomId: null }, outcome: 'spent' },
    ] as const)('that is $outcome pairs nobody', async ({ change, outcome }) => {
      const { store } = await open();
      await store.saveEnrolments([anEnrolment(change)]);

      expect(await store.redeemEnrolment('link-hash', by(1))).toEqual({ kind: outcome });
      expect(await store.listDevices()).toEqual([]);
    });

    test('that was withdrawn is spent, and a used one cannot be withdrawn', async () => {
      const { store } = await open();
      const other = anEnrolment({ id: 'enrolment-2' as EnrolmentId, linkHash: 'other' });
      await store.saveEnrolments([anEnrolment(), other]);
      await store.redeemEnrolment('other', by(1));

      const ids = [anEnrolment().id, other.id];
      expect(await store.withdrawEnrolments(ids, at('09:04'))).toEqual([anEnrolment().id]);

      expect(await store.redeemEnrolment('link-hash', by(2))).toEqual({ kind: 'spent' });
      await store.dropEnrolments(at('23:00'));
      expect(await store.listEnrolments()).toEqual([]);
    });

    test('puts another tablet under the id of one, whose credential ends with it', async () => {
      const { store } = await open();
      await store.savePairing(aPairing());
      await store.confirmPairing('BCDFGHJK', aDevice({ name: 'LIS-01', credentialHash: 'old' }));
      await store.touchDevice('device-1' as DeviceId, at('09:06'));
      await store.saveEnrolments([anEnrolment({ replaces: 'device-1' as DeviceId, roomId: null })]);

      const swapped = await store.redeemEnrolment('link-hash', by(2, { pairedAt: at('09:30') }));

      expect(swapped).toMatchObject({ kind: 'redeemed', replaced: true, device: { id: 'device-1', name: 'LIS-01' } });
      expect(await store.findDeviceByCredential('old')).toBeNull();
      expect(await store.findDeviceByCredential('credential-2')).toMatchObject({
        id: 'device-1',
        roomId: lisbon,
        pairedAt: at('09:30'),
        lastSeenAt: null,
      });
      expect(await store.listDevices()).toHaveLength(1);
    });

    test('whose answer was lost leaves the tablet that took over in its place, over a restart too', async () => {
      const { store, reopen } = await open();
      await store.savePairing(aPairing());
      await store.confirmPairing('BCDFGHJK', aDevice({ credentialHash: 'old' }));
      await store.saveEnrolments([anEnrolment({ replaces: 'device-1' as DeviceId, roomId: null })]);
      await store.redeemEnrolment('link-hash', by(2, { pairedAt: at('09:30') }));
      const again = { ...by(2), device: by(3, { pairedAt: at('09:31') }).device };
      await store.redeemEnrolment('link-hash', again);
      const second = await reopen();

      expect(await second.findDeviceByCredential('credential-3')).toMatchObject({ id: 'device-1' });
    });
  });
}

function anEnrolment(change: Partial<Enrolment> = {}): Enrolment {
  return {
    id: 'enrolment-1' as EnrolmentId,
    linkHash: 'link-hash',
    roomId: lisbon,
    boardId: null,
    replaces: null,
    name: null,
    madeAt: at('09:00'),
    madeBy: 'ada',
    expiresAt: at('18:00'),
    withdrawnAt: null,
    usedAt: null,
    deviceId: null,
    ...change,
  };
}
