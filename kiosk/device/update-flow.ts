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
/** Behind for so long although it looked: its worker is stuck, whatever the reason. */
const STUCK_MS = 6 * HOUR_MS;

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
  /** Of this page; undefined where the build did not say. */
  readonly release: string | undefined;
  /** Takes away the worker and all that it kept. */
  readonly forget: () => Promise<void>;
};

export type UpdateFlow = {
  /** Something hints at a newer release. */
  checkSoon(): void;
  /** What the proxy would serve now. */
  heard(release: string): void;
  /**
   * Somebody wants the newest release now: `newest` where this is it. Where it is not, it comes as soon as the door is idle,
   * which ends this page, and `leaving` is called before. Stays open meanwhile.
   */
  updateNow(leaving: () => void): Promise<'newest' | 'no-answer'>;
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
  let behindSinceMs: number | null = null;
  let beforeLeaving = () => {};

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
    if (!(await isWorkerServed(fetch, clock.after))) return;
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
      whenIdle(() => {
        beforeLeaving();
        reload();
      });
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

  function checkSoon(): void {
    if (clock.monotonicMs() - checkedMs >= CHECK_NO_SOONER_MS) void check();
  }

  function reloadWhenIdle(leaving: () => void): Promise<never> {
    whenIdle(() => {
      leaving();
      reload();
    });
    return new Promise(() => {});
  }

  return {
    checkSoon,
    heard(release) {
      if (parts.release === undefined || release === parts.release) {
        behindSinceMs = null;
        return;
      }
      checkSoon();
      behindSinceMs ??= clock.monotonicMs();
      if (clock.monotonicMs() - behindSinceMs < STUCK_MS || reloading) return;
      reloading = true;
      whenIdle(() => void parts.forget().then(reload));
    },
    async updateNow(leaving) {
      if (!(await isWorkerServed(fetch, clock.after))) return 'no-answer';
      // Without a worker the page is as new as it is loaded.
      if (registration === undefined) return await reloadWhenIdle(leaving);
      await workbox.update().catch(() => {});
      checkedMs = clock.monotonicMs();
      const isBehind = registration.installing !== null || registration.waiting !== null || reloading;
      if (!isBehind) return 'newest';
      beforeLeaving = leaving;
      if (registration.waiting !== null) switchWhenIdle();
      return await new Promise(() => {});
    },
    close: () => cancelCheck(),
  };
}
