/** The timers of one life on everybody's clock: what it began runs no more once it is over. */

import type { Cancel, Clock } from '../../edge-proxy/ports/runtime.ts';

export function createOwnTimers(clock: Pick<Clock, 'after'>) {
  const timers = new Set<Cancel>();
  return {
    after(delayMs: number, run: () => void): Cancel {
      const callOff = clock.after(delayMs, () => {
        timers.delete(callOff);
        run();
      });
      timers.add(callOff);
      return () => {
        timers.delete(callOff);
        callOff();
      };
    },
    end(): void {
      for (const cancel of timers) cancel();
      timers.clear();
    },
  };
}
