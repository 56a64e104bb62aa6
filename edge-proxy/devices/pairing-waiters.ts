/** Tablets that wait for an operator's yes with an open request. */

import type { Cancel, Clock } from '../ports/runtime.ts';

/** One tablet has one screen; more waits than this under one request are a mistake or an attack, and the oldest ends. */
const MOST_OF_ONE = 2;

export function createPairingWaiters(clock: Clock) {
  const waiting = new Map<string, Set<() => void>>();
  const timers = new Map<() => void, Cancel[]>();

  function endAfter(wake: () => void, ms: number): void {
    timers.set(wake, [...(timers.get(wake) ?? []), clock.after(Math.max(0, ms), wake)]);
  }

  return {
    wait(id: string, longestMs: number, signal: AbortSignal): Promise<void> {
      if (signal.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const ofOne = waiting.get(id) ?? new Set();
        const wake = (): void => {
          for (const cancel of timers.get(wake) ?? []) cancel();
          timers.delete(wake);
          ofOne.delete(wake);
          if (ofOne.size === 0 && waiting.get(id) === ofOne) waiting.delete(id);
          signal.removeEventListener('abort', wake);
          resolve();
        };
        if (ofOne.size >= MOST_OF_ONE) [...ofOne][0]?.();
        ofOne.add(wake);
        waiting.set(id, ofOne);
        signal.addEventListener('abort', wake);
        endAfter(wake, longestMs);
      });
    },

    tell(id: string): void {
      for (const wake of [...(waiting.get(id) ?? [])]) wake();
    },

    tellAfter(id: string, ms: number): void {
      for (const wake of waiting.get(id) ?? []) endAfter(wake, ms);
    },

    close(): void {
      for (const id of [...waiting.keys()]) for (const wake of [...(waiting.get(id) ?? [])]) wake();
    },
  };
}
