/** Pairings, devices, policies and the audit in memory, each function as atomic as the Store port promises. */

import type { AuditEntry, Device, Pairing, Store } from '../../../edge-proxy/ports.ts';
import type { DeviceId } from '../../../shared/basics/ids.ts';
import type { Instant } from '../../../shared/basics/instant.ts';
import type { Board } from '../../../shared/wire/board.ts';
import { createMemoryPolicies } from '../../support/memory-policies.ts';

type DeviceStore = Pick<
  Store,
  | 'savePairing'
  | 'findPairingByCode'
  | 'findPairingByRequest'
  | 'confirmPairing'
  | 'claimPairing'
  | 'dropPairings'
  | 'findDeviceByCredential'
  | 'findDevice'
  | 'listDevices'
  | 'touchDevice'
  | 'revokeDevice'
  | 'moveDevice'
  | 'saveBoard'
  | 'listBoards'
  | 'savePolicy'
  | 'listPolicies'
  | 'changePolicies'
  | 'listPolicyDecisions'
  | 'appendAudit'
>;

export function createDeviceStore() {
  const pairings = new Map<string, Pairing>();
  const devices = new Map<DeviceId, Device>();
  const boards = new Map<string, Board>();
  const audit: AuditEntry[] = [];
  const touches: { id: DeviceId; at: Instant }[] = [];

  function change(id: DeviceId, next: (device: Device) => Partial<Device>): Device | null {
    const device = devices.get(id);
    if (device === undefined) return null;
    const changed = { ...device, ...next(device) };
    devices.set(id, changed);
    return changed;
  }

  const store: DeviceStore = {
    async savePairing(pairing) {
      pairings.set(pairing.requestHash, pairing);
    },
    findPairingByCode: async (code) => [...pairings.values()].find((one) => one.code === code) ?? null,
    findPairingByRequest: async (hash) => pairings.get(hash) ?? null,
    async confirmPairing(code, device) {
      const pairing = [...pairings.values()].find((one) => one.code === code);
      if (pairing?.status !== 'waiting') return null;
      pairings.set(pairing.requestHash, { ...pairing, status: 'confirmed', deviceId: device.id });
      devices.set(device.id, device);
      return device;
    },
    async claimPairing(hash, credentialHash) {
      const pairing = pairings.get(hash);
      if (pairing?.status !== 'confirmed' || pairing.deviceId === null) return null;
      if (devices.get(pairing.deviceId)?.lastSeenAt !== null) return null;
      return change(pairing.deviceId, () => ({ credentialHash }));
    },
    async dropPairings(expiredBefore) {
      for (const [hash, { expiresAt }] of pairings) if (expiresAt < expiredBefore) pairings.delete(hash);
    },
    findDeviceByCredential: async (hash) => [...devices.values()].find((one) => one.credentialHash === hash) ?? null,
    findDevice: async (id) => devices.get(id) ?? null,
    listDevices: async () => [...devices.values()],
    async touchDevice(id, at) {
      touches.push({ id, at });
      change(id, () => ({ lastSeenAt: at }));
    },
    revokeDevice: async (id, at) => change(id, ({ revokedAt }) => ({ revokedAt: revokedAt ?? at })),
    moveDevice: async (id, place) => (devices.get(id)?.revokedAt === null ? change(id, () => place) : null),
    async saveBoard(board) {
      boards.set(board.id, board);
    },
    listBoards: async () => [...boards.values()],
    ...createMemoryPolicies(),
    async appendAudit(entry) {
      audit.push(entry);
    },
  };
  return { ...store, pairings, devices, audit, touches };
}
