/** The FanOut port within one process: whoever listens is called, in the order of listening, before publish returns. */

import type { FanOut, SiteMessage } from '../ports/fan-out.ts';

/** `onThrow` hears of a listener that throws, so that the one at fault does not keep the news from the others. */
export function createLocalFanOut(onThrow: (cause: unknown) => void): FanOut {
  const listeners = new Set<(message: SiteMessage) => void>();
  return {
    publish(message) {
      // A copy: a listener may leave, or bring another, while it is being told.
      for (const listener of [...listeners]) {
        if (!listeners.has(listener)) continue;
        try {
          listener(message);
        } catch (cause) {
          onThrow(cause);
        }
      }
    },
    subscribe(listener) {
      // Wrapped, so that the same function may listen twice and each leaves alone.
      const own = (message: SiteMessage) => listener(message);
      listeners.add(own);
      return () => void listeners.delete(own);
    },
  };
}
