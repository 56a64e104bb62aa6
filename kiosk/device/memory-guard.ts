/**
 * Starts the page anew before the browser runs out of memory and takes it away: at a moment of ours, with nobody at the
 * door, instead of one of its own. Our own pages stay far below (the soak in the bench); what grows is a WebView of
 * somebody's firmware, and nobody is there to see it.
 */

import { HOUR_MS } from '../../shared/basics/instant.ts';
import type { TabletClock } from '../ports.ts';
import type { VitalBrowser } from './vitals.ts';

type Parts = {
  readonly clock: Pick<TabletClock, 'after'>;
  readonly page: Pick<VitalBrowser, 'performance'>;
  readonly whenIdle: (run: () => void) => void;
  readonly startAnew: () => void;
};

const LOOK_EVERY_MS = HOUR_MS;
/** Of what the browser allows; it ends pages at all of it. */
const TOO_FULL = 0.85;

/** Where the browser does not tell, there is nothing to look at. The answer stops looking. */
export function guardMemory({ clock, page, whenIdle, startAnew }: Parts): () => void {
  if (page.performance.memory === undefined) return () => {};
  let cancel = () => {};
  function look(): void {
    const { usedJSHeapSize = 0, jsHeapSizeLimit = 0 } = page.performance.memory ?? {};
    // Only one: it ends this page.
    if (jsHeapSizeLimit > 0 && usedJSHeapSize > TOO_FULL * jsHeapSizeLimit) whenIdle(startAnew);
    else cancel = clock.after(LOOK_EVERY_MS, look);
  }
  cancel = clock.after(LOOK_EVERY_MS, look);
  return () => cancel();
}
