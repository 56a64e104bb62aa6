/**
 * What runs in a real page before the display's own script is here: the watch over it, and what that one would otherwise
 * have to wait for.
 */

import { forgetShell } from '../device/forget-shell.ts';
import { tabletClock } from '../device/tablet-clock.ts';
import { isWorkerServed } from '../device/worker-served.ts';
import { offerEarlyStream } from '../sync/early-stream.ts';
import { wellFormed } from '../text/well-formed.ts';
import { type Cure, watchBoot } from './watch-boot.ts';

const FORGOTTEN_WITHIN_MS = 5_000;

const passed = (ms: number) => new Promise<void>((resolve) => tabletClock.after(ms, resolve));
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
  // A disk that never answers must not be what keeps a broken page.
  forget: () => Promise.race([forgetShell(navigator.serviceWorker, window.caches), passed(FORGOTTEN_WITHIN_MS)]),
  reload: () => location.reload(),
});

// A page that a worker has brought shows what was kept, says in its own stream what that is, and has an almanac.
if (!navigator.serviceWorker?.controller) {
  offerEarlyStream(window, () => new EventSource('/api/stream'));
  // The first date of a page takes a slow tablet a quarter of a second, in which nothing else could be done later.
  for (const language of wellFormed([navigator.language, 'en-US'])) {
    new Intl.DateTimeFormat(language, { hour: 'numeric' }).format();
  }
}
