/** What the parts of a site tell each other. */

import type { BoardId, DeviceId, RoomId } from '../../shared/basics/ids.ts';
import type { Instant } from '../../shared/basics/instant.ts';
import type { RoomDay } from '../../shared/room/room-day.ts';
import type { Command } from '../../shared/wire/stream-message.ts';
import type { Cancel } from './runtime.ts';

/** Tells every listener of this site that a room day has changed or a device has been told something. */
export type FanOut = {
  publish(message: SiteMessage): void;
  subscribe(listener: (message: SiteMessage) => void): Cancel;
};

export type SiteMessage =
  | { readonly kind: 'room-day'; readonly day: RoomDay }
  /** Read again, nothing changed: only the age is new. */
  | { readonly kind: 'read-again'; readonly roomId: RoomId; readonly readAt: Instant }
  | { readonly kind: 'device-revoked'; readonly deviceId: DeviceId }
  /** Another tablet lives under this id since then: the streams of the one before are to end, and no others. */
  | { readonly kind: 'device-replaced'; readonly deviceId: DeviceId; readonly at: Instant }
  /** How it looks by itself was decided anew. */
  | { readonly kind: 'device-look'; readonly deviceId: DeviceId }
  /** It hangs elsewhere now: its streams are to show that. */
  | {
      readonly kind: 'device-moved';
      readonly deviceId: DeviceId;
      readonly roomId: RoomId | null;
      readonly boardId: BoardId | null;
    }
  /** It is called otherwise now, which only operators see. */
  | { readonly kind: 'device-named'; readonly deviceId: DeviceId }
  | { readonly kind: 'device-command'; readonly deviceId: DeviceId; readonly command: Command }
  /** What it shows was decided anew. */
  | { readonly kind: 'board-changed'; readonly boardId: BoardId }
  /** What facilities have put on screens: each is told of those that concern it. */
  | { readonly kind: 'notices-changed' };
