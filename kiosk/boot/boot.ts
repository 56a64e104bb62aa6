/** The watch over the display in a real page: a script of its own, before the display's. */

import { forgetShell } from '../device/forget-shell.ts';
import { tabletClock } from '../device/tablet-clock.ts';
import { isWorkerServed } from '../device/worker-served.ts';
import { type Cure, watchBoot } from './watch-boot.ts';

const keyOf = (cure: Cure) => `doorlight-${cure}`;

watchBoot({
  every: (ms, run) => void setInterval(run, ms),
  now: Date.now,
  beat: () => document.documentElement.dataset['beat'],
  lastCured(cure) {
    try {
      const kept = localStorage.getItem(keyOf(cure));
      return kept === null ? null : Number(kept);
    } catch {
      // Nothing can be kept here: one cure in each life of a page must do.
      return null;
    }
  },
  noteCured(cure, at) {
    try {
      localStorage.setItem(keyOf(cure), String(at));
    } catch {
      // As above.
    }
  },
  isServed: () => isWorkerServed((input, init) => fetch(input, init), tabletClock.after),
  forget: () => forgetShell(navigator.serviceWorker, caches),
  reload: () => location.reload(),
});
