/** Pairings, devices, policies and the audit in memory, each function as atomic as the Store port promises. */

import type { AuditEntry } from '../../../edge-proxy/ports/audit.ts';
import type { Device, DevicePlace, Enrolment, Pairing } from '../../../edge-proxy/ports/devices.ts';
import type { Store } from '../../../edge-proxy/ports/store.ts';
import type { DeviceId } from '../../../shared/basics/ids.ts';
import type { Instant } from '../../../shared/basics/instant.ts';
import type { Board } from '../../../shared/wire/board.ts';
import { createMemoryPolicies } from '../../support/memory-policies.ts';

type DeviceStore = Pick<
  Store,
  | 'savePairing'
  | 'findPairingByCode'
  | 'findPairingByRequest'
  | 'listWaitingPairings'
  | 'confirmPairing'
  | 'confirmSwap'
  | 'nameDevice'
  | 'saveEnrolments'
  | 'listEnrolments'
  | 'withdrawEnrolments'
  | 'redeemEnrolment'
  | 'dropEnrolments'
  | 'saveDevicePlaces'
  | 'dropDevicePlaces'
  | 'listDevicePlaces'
  | 'spendPairing'
  | 'claimPairing'
  | 'dropPairings'
  | 'findDeviceByCredential'
  | 'findDevice'
  | 'listDevices'
  | 'touchDevice'
  | 'touchDevices'
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
  const enrolments = new Map<string, Enrolment & { attempt: string | null }>();
  const places = new Map<string, DevicePlace>();
  const touches: { id: DeviceId; at: Instant }[] = [];

  function change(id: DeviceId, next: (device: Device) => Partial<Device>): Device | null {
    const device = devices.get(id);
    if (device === undefined) return null;
    const changed = { ...device, ...next(device) };
    devices.set(id, changed);
    return changed;
  }

  function takeOver(of: DeviceId, { credentialHash, particulars, pairedAt, pairedBy }: Device): Device | null {
    if (devices.get(of)?.revokedAt !== null) return null;
    return change(of, () => ({ credentialHash, particulars, pairedAt, pairedBy, lastSeenAt: null }));
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
    listWaitingPairings: async (now) =>
      [...pairings.values()].filter(({ status, expiresAt }) => status === 'waiting' && expiresAt > now),
    async confirmSwap(code, of, by) {
      const pairing = [...pairings.values()].find((one) => one.code === code);
      if (pairing?.status !== 'waiting') return null;
      const taken = takeOver(of, by);
      if (taken !== null) pairings.set(pairing.requestHash, { ...pairing, status: 'confirmed', deviceId: of });
      return taken;
    },
    nameDevice: async (id, name) => (devices.get(id)?.revokedAt === null ? change(id, () => ({ name })) : null),
    async saveEnrolments(made) {
      for (const one of made) enrolments.set(one.linkHash, { ...one, attempt: null });
    },
    listEnrolments: async () => [...enrolments.values()].map(({ attempt, ...one }) => one),
    async withdrawEnrolments(ids, at) {
      const open = [...enrolments.values()].filter((one) => ids.includes(one.id) && !one.usedAt && !one.withdrawnAt);
      for (const one of open) enrolments.set(one.linkHash, { ...one, withdrawnAt: at });
      return open.map(({ id }) => id);
    },
    async redeemEnrolment(hash, { attemptHash, device }) {
      const one = enrolments.get(hash);
      if (one === undefined) return { kind: 'unknown' };
      if (one.withdrawnAt !== null) return { kind: 'spent' };
      const { replaces, roomId, boardId, madeBy: pairedBy } = one;
      const mine = one.deviceId === null ? null : (devices.get(one.deviceId) ?? null);
      if (mine !== null) {
        if (attemptHash === null || one.attempt !== attemptHash || mine.lastSeenAt !== null) return { kind: 'spent' };
        const again = change(mine.id, () => ({ credentialHash: device.credentialHash }));
        return again === null ? { kind: 'spent' } : { kind: 'redeemed', device: again, replaced: false };
      }
      if (one.expiresAt <= device.pairedAt) return { kind: 'expired' };
      const made = { ...device, roomId, boardId, pairedBy, name: one.name ?? device.name };
      if (replaces === null) devices.set(made.id, made);
      const paired = replaces === null ? made : takeOver(replaces, made);
      if (paired === null) return { kind: 'spent' };
      enrolments.set(hash, { ...one, usedAt: device.pairedAt, deviceId: paired.id, attempt: attemptHash });
      return { kind: 'redeemed', device: paired, replaced: replaces !== null };
    },
    async dropEnrolments(before) {
      for (const [hash, { expiresAt }] of enrolments) if (expiresAt < before) enrolments.delete(hash);
    },
    async saveDevicePlaces(some) {
      for (const one of some) places.set(one.name, one);
    },
    dropDevicePlaces: async (names) => names.filter((name) => places.delete(name)),
    listDevicePlaces: async () => [...places.values()],
    async spendPairing(hash, expiresAt) {
      const pairing = pairings.get(hash);
      if (pairing?.status !== 'waiting') return false;
      pairings.set(hash, { ...pairing, status: 'spent', expiresAt });
      return true;
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
    async touchDevices(seen) {
      touches.push(...seen);
      for (const { id, at } of seen) change(id, ({ lastSeenAt }) => (lastSeenAt === null ? {} : { lastSeenAt: at }));
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
