/**
 * One writer at a time for each room. Two tablets may race for a slot, and between looking and writing nobody else of us
 * may write; other rooms do not wait.
 */

import type { RoomId } from '../../shared/basics/ids.ts';

export type RoomQueue = ReturnType<typeof createRoomQueue>;

export function createRoomQueue() {
  const tails = new Map<RoomId, Promise<unknown>>();

  return {
    /** Runs `work` once all that came before it for this room is over, however that ended. */
    run<T>(roomId: RoomId, work: () => Promise<T>): Promise<T> {
      const before = tails.get(roomId) ?? Promise.resolve();
      const mine = before.then(work, work);
      tails.set(roomId, mine);
      const leave = (): void => {
        if (tails.get(roomId) === mine) tails.delete(roomId);
      };
      mine.then(leave, leave);
      return mine;
    },
  };
}
