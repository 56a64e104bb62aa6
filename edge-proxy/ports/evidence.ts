/** What is kept of what screens and rooms did: shown, connected, told, used. */

import type { DeviceId, RoomId } from '../../shared/basics/ids.ts';
import type { Instant } from '../../shared/basics/instant.ts';
import type { Interval } from '../../shared/basics/interval.ts';
import type { CommandReport } from '../../shared/wire/device-commands.ts';
import type { Shown, Vitals } from '../../shared/wire/evidence.ts';
import type { LinkEnd } from '../../shared/wire/fleet.ts';

/** What a screen last said of itself. `batch`: the key of what said it. */
export type DeviceState = {
  readonly deviceId: DeviceId;
  readonly batch: string;
  readonly receivedAt: Instant;
  readonly shown: Shown | null;
  readonly release: string | null;
  readonly vitals: Vitals;
  readonly lastTouchAt: Instant | null;
};

/** What a batch of evidence adds to what is kept. */
export type TakenEvidence = {
  readonly state: DeviceState;
  readonly shown: readonly Shown[];
  readonly tallies: readonly { readonly what: string; readonly count: number }[];
};

/** How often something happened at one screen in one day of UTC, which `day` is the first moment of. */
export type DeviceTally = {
  readonly deviceId: DeviceId;
  readonly day: Instant;
  readonly what: string;
  readonly count: number;
};

/** A time during which a screen was connected. */
export type DeviceLink = Interval & { readonly deviceId: DeviceId; readonly endedBy: LinkEnd };

/**
 * What a room was, from when until when; `to` is null while it still is. free; booked: taken, and nobody is known to have
 * come; used: somebody did; no-show: nobody came; released: given back, for what was left of it; unknown: we could not
 * see. `origin`: booked in a calendar, or at a door; null where nothing is booked.
 */
export type RoomUse = {
  readonly roomId: RoomId;
  readonly from: Instant;
  readonly to: Instant | null;
  readonly state: RoomUseState;
  readonly origin: 'planned' | 'door' | null;
};

export const roomUseStates = ['free', 'booked', 'used', 'no-show', 'released', 'unknown'] as const;

export type RoomUseState = (typeof roomUseStates)[number];

/** A part of the Store. */
export type EvidenceRecords = {
  /** Each once: of those whose batch is the last one that is known of its device nothing is counted again. */
  takeEvidence(taken: readonly TakenEvidence[]): Promise<void>;
  listDeviceStates(): Promise<DeviceState[]>;
  /** What the screen showed in that time, earliest first; the first may have begun before it. */
  listShown(deviceId: DeviceId, window: Interval): Promise<Shown[]>;
  /** Of the days that touch the window. */
  listTallies(window: Interval): Promise<DeviceTally[]>;
  saveLinks(links: readonly DeviceLink[]): Promise<void>;
  /** Those that touch the window, earliest first. */
  listLinks(window: Interval): Promise<DeviceLink[]>;
  /** Over what was kept of the same room from the same moment on. */
  saveRoomUse(uses: readonly RoomUse[]): Promise<void>;
  /** Those that touch the window, by room and time; of one room, where it is named. */
  listRoomUse(window: Interval, roomId?: RoomId): Promise<RoomUse[]>;
  /** The one of each room that has no end yet. */
  listOpenRoomUse(): Promise<RoomUse[]>;

  /** Under their ids, whether they are new or were there. */
  saveCommands(commands: readonly CommandReport[]): Promise<void>;
  /** The latest sent first. */
  listCommands(limit: number): Promise<CommandReport[]>;
};
