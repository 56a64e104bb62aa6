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

/** The worker looks whether it has all its files, and fetches what it has not: no browser does that by itself. */
const KEEP_SHELL = { type: 'KEEP_SHELL' };

type Parts = {
  readonly clock: TabletClock;
  readonly chance: Pick<TabletChance, 'fraction'>;
  /** Of WORKER_URL, not yet registered. */
  readonly workbox: Pick<Workbox, 'register' | 'messageSkipWaiting' | 'addEventListener'>;
  /** Whether a worker would bring this page, were it loaded now. */
  readonly isControlled: () => boolean;
  /** Of the page that it would bring. */
  readonly keptRelease: () => Promise<string | null>;
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
  /** A worker where none was takes over the page that brought it, which is of its own release. */
  let isFirst = false;
  /** One wait for an idle door is enough, however often the same worker is met. */
  let switching = false;
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
    takeUpWaiting();
    if (registration?.installing) return;
    // A captive portal's page, or a 502, offered to the browser as our worker would do no good.
    if (!(await isWorkerServed(fetch, clock.after))) return;
    await lookForNewer();
  }

  async function lookForNewer(): Promise<void> {
    await register();
    // Rejects where the network went away in between; there will be another hour.
    await registration?.update().catch(() => {});
    takeUpWaiting();
  }

  /** Each time anew, since the worker may not have come, or have been wiped under a page that lives on; and its files too. */
  async function register(): Promise<void> {
    try {
      registration = await workbox.register();
    } catch {
      // Private mode, plain http off localhost, a full disk: the door works without, only not after a reload offline.
    }
    if (registration === undefined) return;
    if (registration.active === null) isFirst = true;
    registration.active?.postMessage(KEEP_SHELL);
    takeUpWaiting();
  }

  /**
   * Goes by what the browser has and not by what it has told, each word of which can be missed: Workbox listens once the
   * page is loaded, and is deaf after the first worker that comes from elsewhere.
   */
  function takeUpWaiting(): void {
    if (switching || !registration?.waiting) return;
    switching = true;
    whenIdle(() => {
      switching = false;
      workbox.messageSkipWaiting();
    });
  }

  function reloadWhenIdle(): void {
    if (reloading) return;
    reloading = true;
    whenIdle(() => {
      beforeLeaving();
      reload();
    });
  }

  workbox.addEventListener('waiting', takeUpWaiting);
  workbox.addEventListener('controlling', () => {
    // Also when another tab of ours has switched the worker: chunks of the old release may be gone.
    if (!isFirst) reloadWhenIdle();
    isFirst = false;
  });
  void register();
  planCheck();

  function checkSoon(): void {
    if (clock.monotonicMs() - checkedMs >= CHECK_NO_SOONER_MS) void check();
  }

  async function catchUp(release: string): Promise<void> {
    // The worker has changed and nobody has told us, or has told us before we listened.
    if (parts.isControlled() && (await parts.keptRelease()) === release) reloadWhenIdle();
  }

  return {
    checkSoon,
    heard(release) {
      takeUpWaiting();
      if (parts.release === undefined || release === parts.release) {
        behindSinceMs = null;
        return;
      }
      checkSoon();
      void catchUp(release);
      behindSinceMs ??= clock.monotonicMs();
      if (clock.monotonicMs() - behindSinceMs < STUCK_MS || reloading) return;
      reloading = true;
      whenIdle(() => void parts.forget().then(reload));
    },
    async updateNow(leaving) {
      if (!(await isWorkerServed(fetch, clock.after))) return 'no-answer';
      checkedMs = clock.monotonicMs();
      await lookForNewer();
      // Without a worker the page is as new as it is loaded.
      const isNewest = registration !== undefined && !registration.installing && !registration.waiting && !reloading;
      if (isNewest) return 'newest';
      beforeLeaving = leaving;
      if (registration === undefined) reloadWhenIdle();
      return await new Promise(() => {});
    },
    close: () => cancelCheck(),
  };
}
