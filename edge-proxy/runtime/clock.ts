/** The one reading of the wall clock, and the one place that sets timers. */

import { instant } from '../../shared/basics/instant.ts';
import type { Clock } from '../ports/runtime.ts';

/** Past this setTimeout overflows its 32 bits and fires at once; longer waits go in stages. */
const LONGEST_TIMER_MS = 2_147_483_647;

/** `onThrow` hears of a run that throws: one failing timer must not end the process, nor pass unseen. */
export function systemClock(onThrow: (cause: unknown) => void): Clock {
  return {
    now: () => instant(Date.now()),
    after(delayMs, run) {
      let remainingMs = Math.max(0, delayMs);
      let timer = setTimeout(step, nextStage());
      function nextStage(): number {
        const stageMs = Math.min(remainingMs, LONGEST_TIMER_MS);
        remainingMs -= stageMs;
        return stageMs;
      }
      function step(): void {
        if (remainingMs > 0) {
          timer = setTimeout(step, nextStage());
          return;
        }
        try {
          run();
        } catch (cause) {
          onThrow(cause);
        }
      }
      return () => clearTimeout(timer);
    },
  };
}
