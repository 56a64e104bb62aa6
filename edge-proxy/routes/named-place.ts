/** Where a tablet is to hang, as an operator names it: a room, a board, or the tablet that it takes over from. */

import type { DeviceId } from '../../shared/basics/ids.ts';
import { err, ok, type Result } from '../../shared/basics/result.ts';
import type { Refusal } from '../../shared/room/refusal.ts';
import type { Room } from '../../shared/room/room.ts';
import type { Boards } from '../devices/boards.ts';
import type { Target } from '../devices/pair-device.ts';
import type { Fault } from '../http/problem-response.ts';
import type { Device } from '../ports/devices.ts';
import type { Clock } from '../ports/runtime.ts';
import type { Store } from '../ports/store.ts';

export type NamedPlaceNeeds = {
  readonly findRoom: (addressOrId: string) => Room | null;
  readonly boards: Pick<Boards, 'findOrMake'>;
  /** Whether Exchange has told which rooms there are, since we started. */
  readonly roomsKnown: () => boolean;
  readonly store: Pick<Store, 'findDevice'>;
  readonly clock: Clock;
};

export type Named = { readonly room?: string; readonly board?: string; readonly replaces?: DeviceId };
type No = Refusal | Fault;

const ROOMS_WAIT_MS = 8_000;
const ROOMS_LOOK_MS = 200;
const roomsAwaited = { kind: 'not-ready', detail: 'The rooms are still being read.', retryAfterMs: 5_000 } as const;

export function readNamedPlaces({ findRoom, boards, roomsKnown, store, clock }: NamedPlaceNeeds) {
  /** Just after a start Exchange has not told the rooms yet, and whoever hangs tablets should not have to know that. */
  async function roomOnceKnown(idOrAddress: string): Promise<Room | null> {
    for (let waitedMs = 0; waitedMs < ROOMS_WAIT_MS; waitedMs += ROOMS_LOOK_MS) {
      if (findRoom(idOrAddress) !== null || roomsKnown()) break;
      await new Promise<void>((settle) => clock.after(ROOMS_LOOK_MS, settle));
    }
    return findRoom(idOrAddress);
  }

  return async ({ room: asked, board, replaces }: Named): Promise<Result<Target, No>> => {
    if ([asked, board, replaces].filter((one) => one !== undefined).length !== 1) {
      return err({ kind: 'bad-request', detail: 'Name a room, a board or a tablet to replace, and one of them only.' });
    }
    if (board !== undefined) return ok({ roomId: null, boardId: (await boards.findOrMake(board)).id });
    if (replaces !== undefined) {
      const device = await store.findDevice(replaces);
      if (device !== null && device.revokedAt === null) return ok({ replaces });
      return err({ kind: 'not-found', detail: 'The tablet that is to be replaced is not paired any more.' });
    }
    const room = await roomOnceKnown(asked ?? '');
    if (room !== null) return ok({ roomId: room.id, boardId: null });
    return err(roomsKnown() ? { kind: 'room-not-known' } : roomsAwaited);
  };
}

/** For the audit. */
export function placeText({ roomId, boardId }: Pick<Device, 'roomId' | 'boardId'>): string {
  return roomId === null ? `board ${boardId}` : `room ${roomId}`;
}
