/** The browser's clocks and its dice: the one reading of them on the tablet. */

import { instant } from '../../shared/basics/instant.ts';
import type { TabletChance, TabletClock } from '../ports.ts';

/** A timer that is asked for longer than this fires at once: browsers keep the delay in 31 bits. */
const LONGEST_DELAY_MS = 2 ** 31 - 1;

export const tabletClock: TabletClock = {
  wallClock: () => instant(Date.now()),
  monotonicMs: () => performance.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, Math.min(Math.max(0, delayMs), LONGEST_DELAY_MS));
    return () => clearTimeout(timer);
  },
};

export const tabletChance: TabletChance = {
  fraction: Math.random,
};
