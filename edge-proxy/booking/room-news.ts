/** Waiting for a room to answer: until a time is over, or sooner when its calendar is heard to have changed. */

import type { RoomId } from '../../shared/basics/ids.ts';
import type { Clock } from '../ports/runtime.ts';

/**
 * Looking again publishes, and publishing is news: without a pause of its own the loop would feed itself. Still far
 * below what a person notices.
 */
const SHORTEST_PAUSE_MS = 250;

export function createRoomNews(clock: Clock) {
  const waiting = new Map<RoomId, Set<() => void>>();
  const timers = new Set<() => void>();
  let closed = false;

  function wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = clock.after(ms, () => {
        timers.delete(cancel);
        resolve();
      });
      timers.add(cancel);
    });
  }

  return {
    isClosed: (): boolean => closed,

    /** `deafMs`: how long news is not listened to, as when Graph has asked us to wait. */
    async pause(roomId: RoomId, { deafMs = SHORTEST_PAUSE_MS, longestMs }: { deafMs?: number; longestMs: number }) {
      await wait(Math.min(deafMs, longestMs));
      if (longestMs <= deafMs) return;
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          cancel();
          timers.delete(cancel);
          waiters.delete(wake);
          if (waiters.size === 0) waiting.delete(roomId);
          resolve();
        };
        const cancel = clock.after(longestMs - deafMs, wake);
        const waiters = waiting.get(roomId) ?? new Set();
        waiters.add(wake);
        waiting.set(roomId, waiters);
        timers.add(cancel);
      });
    },

    changed(roomId: RoomId): void {
      for (const wake of [...(waiting.get(roomId) ?? [])]) wake();
    },

    /** Whoever waits, waits for ever: the ledger holds what the next life of the proxy goes on with. */
    close(): void {
      closed = true;
      for (const cancel of timers) cancel();
      timers.clear();
      waiting.clear();
    },
  };
}
