/** Time that passes only when a test says so. Between two timers everything that was promised is let happen. */

import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../edge-proxy/ports/runtime.ts';
import { addMs, type Instant } from '../../shared/basics/instant.ts';

export type VirtualClock = Clock & {
  /** Runs what falls due in the next `ms`, in its order, each at its own time. */
  advance(ms: number): Promise<void>;
  advanceTo(moment: Instant): Promise<void>;
  /** This long the machine sleeps: nothing runs, and what fell due meanwhile is run late, once time passes again. */
  sleep(ms: number): void;
  /** Lets promises settle without any time passing. */
  settle(): Promise<void>;
  /** How many timers wait. */
  pending(): number;
};

type Timer = { readonly at: Instant; readonly order: number; readonly run: () => void; isOff: boolean };

/** `isBusy`: whether something is under way that real time alone brings to its end, as another thread's work. */
export function createVirtualClock(start: Instant, isBusy: () => boolean = () => false): VirtualClock {
  let now = start;
  let set = 0;
  let waiting = 0;
  /** A binary heap, soonest first: a thousand rooms hold thousands of timers, and set millions of them in a day. */
  const heap: Timer[] = [];

  /** Real turns of the event loop, so that work on files and loopback sockets gets on too, if not for certain to its end. */
  async function settle(): Promise<void> {
    do {
      await setImmediate();
      await setImmediate();
    } while (isBusy());
  }

  function push(timer: Timer): void {
    let hole = heap.push(timer) - 1;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || !isSooner(timer, above)) break;
      heap[hole] = above;
      hole = parent;
    }
    heap[hole] = timer;
  }

  function pop(): void {
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let hole = 0;
    for (;;) {
      const left = 2 * hole + 1;
      const [a, b] = [heap[left], heap[left + 1]];
      if (a === undefined) break;
      const child = b !== undefined && isSooner(b, a) ? left + 1 : left;
      const below = heap[child];
      if (below === undefined || !isSooner(below, last)) break;
      heap[hole] = below;
      hole = child;
    }
    heap[hole] = last;
  }

  function takeDue(until: Instant): Timer | null {
    for (let next = heap[0]; next !== undefined; next = heap[0]) {
      if (!next.isOff && next.at > until) return null;
      pop();
      if (next.isOff) continue;
      next.isOff = true;
      waiting -= 1;
      return next;
    }
    return null;
  }

  async function advanceTo(moment: Instant): Promise<void> {
    await settle();
    for (let due = takeDue(moment); due !== null; due = takeDue(moment)) {
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
      waiting += 1;
      // Whole milliseconds, as every wall clock and every timer has them.
      const timer = { at: addMs(now, Math.ceil(Math.max(0, delayMs))), order: set, run, isOff: false };
      push(timer);
      return () => {
        if (!timer.isOff) waiting -= 1;
        timer.isOff = true;
      };
    },
    advance: (ms) => advanceTo(addMs(now, ms)),
    advanceTo,
    sleep(ms) {
      now = addMs(now, ms);
    },
    settle,
    pending: () => waiting,
  };
}

function isSooner(a: Timer, b: Timer): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
