/** What is kept of tablets: those that ask, the links that pair one, those that hang, and where names belong. */

import type { BoardId, DeviceId, EnrolmentId, RoomId } from '../../shared/basics/ids.ts';
import type { Instant } from '../../shared/basics/instant.ts';
import type { Particulars } from '../../shared/wire/pairing.ts';

export type Device = {
  readonly id: DeviceId;
  /** Null for a screen that is a board. */
  readonly roomId: RoomId | null;
  /** Null for one that hangs at a door. Exactly one of the two is set. */
  readonly boardId: BoardId | null;
  /** As whoever manages the tablets calls it; null where nobody does. */
  readonly name: string | null;
  /** SHA-256 of the credential, in hex. The credential itself is only in the tablet's cookie. */
  readonly credentialHash: string;
  readonly particulars: Particulars | null;
  readonly pairedAt: Instant;
  readonly pairedBy: string;
  readonly lastSeenAt: Instant | null;
  readonly revokedAt: Instant | null;
};

/** A tablet at the door of a room. */
export type Door = Device & { readonly roomId: RoomId };

export type Pairing = {
  readonly code: string;
  /** SHA-256 of the secret that binds the request to the tablet that made it, in hex. */
  readonly requestHash: string;
  /** As the tablet was told that it is called. Its own word, and no proof. */
  readonly name: string | null;
  readonly particulars: Particulars | null;
  readonly address: string;
  readonly askedAt: Instant;
  readonly expiresAt: Instant;
  readonly status: 'waiting' | 'confirmed' | 'spent' | 'refused';
  readonly deviceId: DeviceId | null;
};

/** A link that pairs one tablet by itself, once. Of `roomId`, `boardId` and `replaces` exactly one is set. */
export type Enrolment = {
  readonly id: EnrolmentId;
  /** SHA-256 of what stands in the link, in hex. */
  readonly linkHash: string;
  readonly roomId: RoomId | null;
  readonly boardId: BoardId | null;
  /** The device whose place, name and history the tablet takes over. */
  readonly replaces: DeviceId | null;
  /** What the tablet is to be called; null where it may say so itself. */
  readonly name: string | null;
  readonly madeAt: Instant;
  readonly madeBy: string;
  readonly expiresAt: Instant;
  readonly withdrawnAt: Instant | null;
  readonly usedAt: Instant | null;
  readonly deviceId: DeviceId | null;
};

export type Redemption =
  /** `replaced`: under the id of a tablet that is to stop now. */
  | { readonly kind: 'redeemed'; readonly device: Device; readonly replaced: boolean }
  /** No such link; used or withdrawn; its time is over. */
  | { readonly kind: 'unknown' | 'spent' | 'expired' };

/** Where a tablet of this name hangs unless somebody says otherwise; a star in it stands for any letters. */
export type DevicePlace = { readonly name: string; readonly roomId: RoomId | null; readonly boardId: BoardId | null };

/** A part of the Store. */
export type DeviceRecords = {
  savePairing(pairing: Pairing): Promise<void>;
  findPairingByCode(code: string): Promise<Pairing | null>;
  findPairingByRequest(requestHash: string): Promise<Pairing | null>;
  /** Those whose code is still good at `now`, the longest waiting first. */
  listWaitingPairings(now: Instant): Promise<Pairing[]>;
  /** Confirms it and stores the device in one step; null where it was no longer waiting. */
  confirmPairing(code: string, device: Device): Promise<Device | null>;
  /**
   * Confirms it as another tablet under the id `of`, whose place, name and history it takes over while the credential of the
   * one before ends; null where it was no longer waiting, or that device is gone.
   */
  confirmSwap(code: string, of: DeviceId, by: Device): Promise<Device | null>;
  /** Its code counts no more, and it is forgotten with those of `expiresAt`. False where it was no longer waiting. */
  spendPairing(requestHash: string, expiresAt: Instant): Promise<boolean>;
  /** Hands the device over, setting the hash of its credential; null once that credential has been used. */
  claimPairing(requestHash: string, credentialHash: string): Promise<Device | null>;
  dropPairings(expiredBefore: Instant): Promise<void>;

  saveEnrolments(enrolments: readonly Enrolment[]): Promise<void>;
  findEnrolment(linkHash: string): Promise<Enrolment | null>;
  /** Latest first. */
  listEnrolments(): Promise<Enrolment[]>;
  /** Which of them were still open. */
  withdrawEnrolments(ids: readonly EnrolmentId[], at: Instant): Promise<EnrolmentId[]>;
  /**
   * Uses the link and stores the device in one step, at `device.pairedAt`; its place, its name and by whom are those of the
   * link. The same attempt may ask again until the credential was used; any other finds it spent.
   */
  redeemEnrolment(
    linkHash: string,
    by: { readonly attemptHash: string | null; readonly device: Device },
  ): Promise<Redemption>;
  dropEnrolments(expiredBefore: Instant): Promise<void>;
  /** Over what was decided for the same name. */
  saveDevicePlaces(places: readonly DevicePlace[]): Promise<void>;
  dropDevicePlaces(names: readonly string[]): Promise<string[]>;
  /** By name. */
  listDevicePlaces(): Promise<DevicePlace[]>;

  findDeviceByCredential(credentialHash: string): Promise<Device | null>;
  findDevice(id: DeviceId): Promise<Device | null>;
  listDevices(): Promise<Device[]>;
  touchDevice(id: DeviceId, at: Instant): Promise<void>;
  /**
   * The same for many in one step, where that is news: one that was never seen stays so, since by now another tablet may
   * live under its id, whose own first sign of life ends its pairing.
   */
  touchDevices(seen: readonly { readonly id: DeviceId; readonly at: Instant }[]): Promise<void>;
  /** Null where there is no such device, or it was revoked. */
  nameDevice(id: DeviceId, name: string | null): Promise<Device | null>;
  /** Null where there is no such device; a revoked one stays revoked with its first time. */
  revokeDevice(id: DeviceId, at: Instant): Promise<Device | null>;

  /** Hangs it elsewhere: exactly one of the two. Null where there is no such device, or it was revoked. */
  moveDevice(id: DeviceId, place: Pick<Device, 'roomId' | 'boardId'>): Promise<Device | null>;
};
