/** One thing that is due by a moment: asked for several times, it is done once, at the soonest. */

import { earliest, type Instant } from '../../shared/basics/instant.ts';
import type { Cancel, Clock } from '../ports/runtime.ts';

export type DueTimer = {
  /** Then at the latest. */
  by(moment: Instant): void;
  /** Whatever was due is not any more; to be called when it is being done, too. */
  forget(): void;
  /** When it is due; null where nothing is. */
  due(): Instant | null;
};

/** `run` must neither throw nor reject. */
export function createDueTimer(clock: Pick<Clock, 'now' | 'after'>, run: () => void): DueTimer {
  let next: { readonly at: Instant; readonly isDue: boolean; readonly cancel: Cancel } | null = null;

  function forget(): void {
    next?.cancel();
    next = null;
  }

  return {
    by(moment) {
      const now = clock.now();
      const at = next === null ? moment : earliest(next.at, moment);
      // One that is overdue has a timer from before the clock was set forward, which may be half an hour off.
      if (next?.at === at && (at > now || next.isDue)) return;
      forget();
      next = { at, isDue: at <= now, cancel: clock.after(Math.max(0, at - now), run) };
    },
    forget,
    due: () => next?.at ?? null,
  };
}
