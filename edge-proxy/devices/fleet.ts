/** The paired tablets: which one asks, when it was last heard of, and taking one off its room. */

import type { BoardId, DeviceId, RoomId } from '../../shared/basics/ids.ts';
import { addMs, type Instant, SECOND_MS } from '../../shared/basics/instant.ts';
import type { Room } from '../../shared/room/room.ts';
import type { Board } from '../../shared/wire/board.ts';
import type { DeviceSummary } from '../../shared/wire/pairing.ts';
import type { Device } from '../ports/devices.ts';
import type { FanOut } from '../ports/fan-out.ts';
import type { Cancel, Clock } from '../ports/runtime.ts';
import type { Store } from '../ports/store.ts';

export type FleetNeeds = {
  readonly store: Pick<
    Store,
    | 'findDeviceByCredential'
    | 'listDevices'
    | 'touchDevice'
    | 'touchDevices'
    | 'revokeDevice'
    | 'moveDevice'
    | 'nameDevice'
  >;
  readonly fanOut: Pick<FanOut, 'publish'>;
  readonly clock: Clock;
  /** One way; what the store may keep of a secret. */
  readonly hashSecret: (secret: string) => string;
  readonly findRoom: (addressOrId: string) => Room | null;
  readonly findBoard: (id: BoardId) => Board | null;
  /** Whether its stream is open now. */
  readonly connected: (id: DeviceId) => boolean;
};

/** A write for each request would wear out the card of a small box, and no person reads seconds there. */
const TOUCH_MS = 60_000;
/** Two thousand that come back at once are one write: as many waited for the disk one after another, and no door was told. */
const TOUCHES_TOGETHER_MS = 5 * SECOND_MS;

export type Fleet = ReturnType<typeof createFleet>;

export function createFleet({ store, fanOut, clock, hashSecret, findRoom, findBoard, connected }: FleetNeeds) {
  // One entry for each device that there is, since only those that were found are touched.
  const touchedAt = new Map<DeviceId, Instant>();
  const unkept = new Map<DeviceId, Instant>();
  let cancelKeeping: Cancel | null = null;

  async function touch(device: Device): Promise<void> {
    const now = clock.now();
    // Under the id of one that was seen there may live another since, whose first sign of life ends its pairing.
    const last = device.lastSeenAt === null ? null : (touchedAt.get(device.id) ?? device.lastSeenAt);
    if (last !== null && now < addMs(last, TOUCH_MS)) return;
    touchedAt.set(device.id, now);
    if (device.lastSeenAt === null) await store.touchDevice(device.id, now).catch(lost);
    else {
      unkept.set(device.id, now);
      cancelKeeping ??= clock.after(TOUCHES_TOGETHER_MS, () => void keepTouches());
    }
  }

  async function keepTouches(): Promise<void> {
    cancelKeeping?.();
    cancelKeeping = null;
    if (unkept.size === 0) return;
    const seen = [...unkept].map(([id, at]) => ({ id, at }));
    unkept.clear();
    await store.touchDevices(seen).catch(lost);
  }

  function lost(): void {
    // A full disk, which others report: it must cost the fleet page a minute, not the door its stream.
  }

  function summarise(device: Device): DeviceSummary {
    const { id, roomId, boardId, name, particulars, pairedAt, pairedBy, lastSeenAt } = device;
    return {
      id,
      room: roomId === null ? null : roomNamed(roomId),
      board: boardId === null ? null : { id: boardId, name: findBoard(boardId)?.name ?? boardId },
      name,
      particulars,
      pairedAt,
      pairedBy,
      lastSeenAt,
      connected: connected(id),
    };
  }

  /** A room that left the catalogue still has its tablet on the wall: somebody must be able to find it. */
  function roomNamed(roomId: RoomId): DeviceSummary['room'] {
    const room = findRoom(roomId);
    return room === null
      ? { id: roomId, address: '', displayName: roomId }
      : { id: room.id, address: room.address, displayName: room.displayName };
  }

  return {
    /** The tablet with this credential; null for an unknown or revoked one. */
    async recognise(credential: string): Promise<Device | null> {
      const device = await store.findDeviceByCredential(hashSecret(credential));
      if (device === null || device.revokedAt !== null) return null;
      await touch(device);
      return device;
    },

    summarise,

    async list(): Promise<DeviceSummary[]> {
      const devices = await store.listDevices();
      return devices.filter(({ revokedAt }) => revokedAt === null).map(summarise);
    },

    /** Null where there is no such device. Its stream is told at once, wherever it is connected. */
    async revoke(id: DeviceId): Promise<Device | null> {
      const revoked = await store.revokeDevice(id, clock.now());
      if (revoked === null) return null;
      touchedAt.delete(id);
      fanOut.publish({ kind: 'device-revoked', deviceId: id });
      return revoked;
    },

    /** Null where there is no such device. */
    async rename(id: DeviceId, name: string | null): Promise<Device | null> {
      const named = await store.nameDevice(id, name);
      if (named !== null) fanOut.publish({ kind: 'device-named', deviceId: id });
      return named;
    },

    /** Hangs it elsewhere. Null where there is no such device. Its stream is told at once, wherever it is connected. */
    async move(id: DeviceId, place: Pick<Device, 'roomId' | 'boardId'>): Promise<Device | null> {
      const moved = await store.moveDevice(id, place);
      if (moved === null) return null;
      fanOut.publish({ kind: 'device-moved', deviceId: id, ...place });
      return moved;
    },

    /** What is still to be written is on its way when it answers. */
    close: (): void => void keepTouches(),
  };
}
