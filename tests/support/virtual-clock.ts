/** Time that passes only when a test says so. Between two timers everything that was promised is let happen. */

import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../edge-proxy/ports.ts';
import { addMs, type Instant } from '../../shared/basics/instant.ts';

export type VirtualClock = Clock & {
  /** Runs what falls due in the next `ms`, in its order, each at its own time. */
  advance(ms: number): Promise<void>;
  advanceTo(moment: Instant): Promise<void>;
  /** Lets promises settle without any time passing. */
  settle(): Promise<void>;
  /** How many timers wait. */
  pending(): number;
};

type Timer = { readonly at: Instant; readonly order: number; readonly run: () => void };

export function createVirtualClock(start: Instant): VirtualClock {
  let now = start;
  let set = 0;
  const timers = new Set<Timer>();

  /** Real turns of the event loop, so that work on files and loopback sockets gets on too, if not for certain to its end. */
  async function settle(): Promise<void> {
    await setImmediate();
    await setImmediate();
  }

  function nextDue(until: Instant): Timer | null {
    let next: Timer | null = null;
    for (const timer of timers) {
      if (timer.at > until) continue;
      if (next === null || timer.at < next.at || (timer.at === next.at && timer.order < next.order)) next = timer;
    }
    return next;
  }

  async function advanceTo(moment: Instant): Promise<void> {
    await settle();
    for (let due = nextDue(moment); due !== null; due = nextDue(moment)) {
      timers.delete(due);
      if (due.at > now) now = due.at;
      due.run();
      await settle();
    }
    if (moment > now) now = moment;
  }

  return {
    now: () => now,
    after(delayMs, run) {
      set += 1;
      const timer = { at: addMs(now, Math.max(0, delayMs)), order: set, run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    advance: (ms) => advanceTo(addMs(now, ms)),
    advanceTo,
    settle,
    pending: () => timers.size,
  };
}
