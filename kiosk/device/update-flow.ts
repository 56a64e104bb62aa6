/**
 * A new release waits for an idle door, then the page reloads into it. A page that never navigates would otherwise stay
 * on its release for ever, since browsers look for a new worker on navigation only; and one that switched at once would
 * do it under somebody's finger.
 */

import type { Workbox } from 'workbox-window';
import { HOUR_MS, MINUTE_MS } from '../../shared/basics/instant.ts';
import type { TabletChance, TabletClock } from '../ports.ts';
import { isWorkerServed } from './worker-served.ts';

/** Two requests each time (ours and the browser's own), which is all that an idle hour may cost. */
const CHECK_EVERY_MS = HOUR_MS;
/** So that a building of tablets does not ask in step. */
const CHECK_JITTER_MS = 10 * MINUTE_MS;
/** A proxy newer than we are is noticed by its messages; one look in this time is enough. */
const CHECK_NO_SOONER_MS = 5 * MINUTE_MS;

type Parts = {
  readonly clock: TabletClock;
  readonly chance: Pick<TabletChance, 'fraction'>;
  /** Of WORKER_URL, not yet registered. */
  readonly workbox: Pick<Workbox, 'register' | 'update' | 'messageSkipWaiting' | 'addEventListener'>;
  /** Whether a worker has brought this page. */
  readonly controlled: boolean;
  readonly fetch: typeof fetch;
  /** Runs it once nobody is using the door. */
  readonly whenIdle: (run: () => void) => void;
  readonly reload: () => void;
};

export type UpdateFlow = {
  /** Something hints at a newer release. */
  checkSoon(): void;
  close(): void;
};

export function createUpdateFlow(parts: Parts): UpdateFlow {
  const { clock, chance, workbox, fetch, whenIdle, reload } = parts;
  let cancelCheck = () => {};
  let checkedMs = Number.NEGATIVE_INFINITY;
  let registration: ServiceWorkerRegistration | undefined;
  /** The very first worker takes over the page that brought it, which is of its own release. */
  let ofThisRelease = !parts.controlled;
  let reloading = false;

  function planCheck(): void {
    cancelCheck = clock.after(CHECK_EVERY_MS + chance.fraction() * CHECK_JITTER_MS, () => {
      planCheck();
      void check();
    });
  }

  async function check(): Promise<void> {
    checkedMs = clock.monotonicMs();
    if (registration === undefined || registration.installing !== null) return;
    // Workbox tells of the first worker that comes from elsewhere only; one after a torn download is found here.
    if (registration.waiting !== null) switchWhenIdle();
    // A captive portal's page, or a 502, offered to the browser as our worker would do no good.
    if (!(await isWorkerServed(fetch))) return;
    // Rejects where the network went away in between; there will be another hour.
    await workbox.update().catch(() => {});
  }

  function switchWhenIdle(): void {
    whenIdle(() => workbox.messageSkipWaiting());
  }

  workbox.addEventListener('waiting', switchWhenIdle);
  workbox.addEventListener('controlling', () => {
    if (ofThisRelease) {
      ofThisRelease = false;
    } else if (!reloading) {
      reloading = true;
      // Also when another tab of ours has switched the worker: chunks of the old release may be gone.
      whenIdle(reload);
    }
  });
  workbox.register().then(
    (registered) => {
      registration = registered;
    },
    // Private mode, plain http off localhost, a full disk: the door works without, only not after a reload offline.
    () => {},
  );
  planCheck();

  return {
    checkSoon() {
      if (clock.monotonicMs() - checkedMs >= CHECK_NO_SOONER_MS) void check();
    },
    close: () => cancelCheck(),
  };
}
