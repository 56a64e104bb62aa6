/**
 * Which rooms a hint has touched and nobody has read since. The mark is in the store before the hint is answered, so
 * that a crash loses none; ten thousand hints for one room are one mark.
 */

import type { RoomId } from '../../shared/basics/ids.ts';
import { type Log, nameOf } from '../ports/runtime.ts';
import type { Store } from '../ports/store.ts';
import { oneAtATime } from './one-at-a-time.ts';

export type DirtyRooms = {
  /** Resolves once the marks are durable. @throws where the store cannot keep them: then the hint was not taken. */
  mark(roomIds: readonly RoomId[]): Promise<void>;
  /** To be taken before the room is read and handed to `clear` afterwards. */
  marksSoFar(roomId: RoomId): number;
  /** The room has been read. Its mark stays if another hint came since `marks` was taken. */
  clear(roomId: RoomId, marks: number): Promise<void>;
};

type Mark = { count: number; isKept: boolean };

/** Begins with the rooms that were still marked when the last life ended. */
export async function createDirtyRooms(
  store: Pick<Store, 'markDirty' | 'clearDirty' | 'listDirty'>,
  log: Log,
): Promise<DirtyRooms> {
  const marks = new Map<RoomId, Mark>();
  for (const roomId of await store.listDirty()) marks.set(roomId, { count: 1, isKept: true });

  const clearing = new Map<RoomId, Promise<void>>();
  const keepMarks = oneAtATime(async () => {
    // A mark must not overtake the clearing of the one before it.
    await Promise.all(clearing.values());
    const fresh = [...marks].filter(([, mark]) => !mark.isKept);
    if (fresh.length === 0) return;
    await store.markDirty(fresh.map(([roomId]) => roomId));
    for (const [, mark] of fresh) mark.isKept = true;
  });

  return {
    async mark(roomIds) {
      for (const roomId of roomIds) {
        const mark = marks.get(roomId);
        if (mark === undefined) marks.set(roomId, { count: 1, isKept: false });
        else mark.count += 1;
      }
      if (roomIds.some((roomId) => marks.get(roomId)?.isKept === false)) await keepMarks();
    },
    marksSoFar: (roomId) => marks.get(roomId)?.count ?? 0,
    async clear(roomId, seen) {
      const mark = marks.get(roomId);
      if (mark === undefined || mark.count !== seen || !mark.isKept) return;
      marks.delete(roomId);
      const cleared = store.clearDirty(roomId).catch((fault: unknown) => {
        // A mark too many costs one reading at the next start.
        log.warn('dirty-room.not-cleared', { roomId, fault: nameOf(fault) });
      });
      clearing.set(roomId, cleared);
      await cleared;
      if (clearing.get(roomId) === cleared) clearing.delete(roomId);
    },
  };
}
