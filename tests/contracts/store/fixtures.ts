/** What the parts of the store's contract share. */

import type { Device, Pairing } from '../../../edge-proxy/ports/devices.ts';
import type { Store } from '../../../edge-proxy/ports/store.ts';
import type { DeviceId, RoomId } from '../../../shared/basics/ids.ts';
import { at } from '../../support/builders.ts';

export const lisbon = 'room-lisbon' as RoomId;
export const porto = 'room-porto' as RoomId;

export type StoreUnderTest = {
  readonly store: Store;
  /** Ends this life and begins the next one on what was kept. */
  reopen(): Promise<Store>;
};

/** Anew and empty with each call. */
export type OpenStore = () => Promise<StoreUnderTest>;

export function aPairing(change: Partial<Pairing> = {}): Pairing {
  return {
    code: 'BCDFGHJK',
    requestHash: 'request-hash',
    particulars: { model: 'Tablet', browser: 'Chromium', screen: '1280 × 800' },
    address: '192.0.2.7',
    askedAt: at('09:00'),
    expiresAt: at('09:10'),
    status: 'waiting',
    name: null,
    deviceId: null,
    ...change,
  };
}

export function aDevice(change: Partial<Device> = {}): Device {
  return {
    id: 'device-1' as DeviceId,
    roomId: lisbon,
    credentialHash: '',
    particulars: { model: 'Tablet', browser: 'Chromium', screen: '1280 × 800' },
    pairedAt: at('09:05'),
    boardId: null,
    pairedBy: 'ada',
    lastSeenAt: null,
    name: null,
    revokedAt: null,
    ...change,
  };
}
