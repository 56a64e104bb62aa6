/** A paired device as operators see it: where it hangs, whether it is there, what it last said of itself. */

import type { BoardId, DeviceId } from '../../shared/basics/ids.ts';
import type { Room } from '../../shared/room/room.ts';
import { onlineBand } from '../../shared/rules/online-band.ts';
import type { Board } from '../../shared/wire/board.ts';
import type { ShownState } from '../../shared/wire/evidence.ts';
import type { FleetDevice } from '../../shared/wire/fleet.ts';
import type { Device } from '../ports/devices.ts';
import type { Clock } from '../ports/runtime.ts';
import type { Store } from '../ports/store.ts';
import type { EvidenceDesk } from './evidence-desk.ts';
import type { PresenceBook } from './presence.ts';

type Needs = {
  readonly store: Pick<Store, 'listDevices' | 'findDevice'>;
  readonly clock: Clock;
  readonly presence: Pick<PresenceBook, 'of'>;
  readonly evidence: Pick<EvidenceDesk, 'stateOf' | 'errorsToday'>;
  readonly findRoom: (id: string) => Room | null;
  readonly findBoard: (id: BoardId) => Board | null;
};

/** What a screen shows that is not sure of anything. */
const UNSURE: ReadonlySet<ShownState> = new Set<ShownState>(['starting', 'stale', 'unknown']);

export function createFleetView({ store, clock, presence, evidence, findRoom, findBoard }: Needs) {
  function describe(device: Device): FleetDevice {
    const { id, boardId, name, particulars, pairedAt, pairedBy, lastSeenAt } = device;
    const { connectedSince, awaySince, brokenLinks } = presence.of(id);
    const said = evidence.stateOf(id);
    const connected = connectedSince !== null;
    const unsure = said?.shown == null ? null : UNSURE.has(said.shown.state);
    return {
      id,
      room: roomOf(device),
      board: boardId === null ? null : { id: boardId, name: findBoard(boardId)?.name ?? boardId },
      name,
      particulars,
      pairedAt,
      pairedBy,
      band: onlineBand({ connected, awaySince, unsure }, clock.now()),
      connectedSince,
      awaySince,
      lastSeenAt,
      brokenLinks,
      shown: said?.shown ?? null,
      reportedAt: said?.receivedAt ?? null,
      release: said?.release ?? null,
      vitals: said?.vitals ?? null,
      lastTouchAt: said?.lastTouchAt ?? null,
      errors: evidence.errorsToday(id),
    };
  }

  /** A room that left the catalogue still has its tablet on the wall: somebody must be able to find it. */
  function roomOf({ roomId }: Device): FleetDevice['room'] {
    if (roomId === null) return null;
    const room = findRoom(roomId);
    if (room === null) return { id: roomId, address: '', displayName: roomId, building: null, floor: null };
    const { id, address, displayName, building, floor } = room;
    return { id, address, displayName, building, floor };
  }

  return {
    async list(): Promise<FleetDevice[]> {
      const devices = await store.listDevices();
      return devices.filter(({ revokedAt }) => revokedAt === null).map(describe);
    },
    async find(id: DeviceId): Promise<FleetDevice | null> {
      const device = await store.findDevice(id);
      return device === null || device.revokedAt !== null ? null : describe(device);
    },
  };
}
