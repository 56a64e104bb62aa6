/**
 * A new release waits for an idle door, then the page reloads into it. A page that never navigates would otherwise stay
 * on its release for ever, since browsers look for a new worker on navigation only; and one that switched at once would
 * do it under somebody's finger. By hand instead of workbox-window, which weighs a fifteenth of the whole budget.
 */

import { HOUR_MS, MINUTE_MS } from '../../shared/basics/instant.ts';
import type { TabletChance, TabletClock } from '../ports.ts';

const WORKER_URL = '/sw.js';
/** Two requests each time (ours and the browser's own), which is all that an idle hour may cost. */
const CHECK_EVERY_MS = HOUR_MS;
/** So that a building of tablets does not ask in step. */
const CHECK_JITTER_MS = 10 * MINUTE_MS;
/** A proxy newer than we are is noticed by its messages; one look in this time is enough. */
const CHECK_NO_SOONER_MS = 5 * MINUTE_MS;

/** As much of the browser's `navigator.serviceWorker` as we use. */
export type WorkersLike = {
  readonly controller: unknown;
  register(url: string): Promise<RegistrationLike>;
  addEventListener(name: 'controllerchange', listener: () => void): void;
};

export type RegistrationLike = {
  readonly installing: WorkerLike | null;
  readonly waiting: WorkerLike | null;
  update(): Promise<unknown>;
  addEventListener(name: 'updatefound', listener: () => void): void;
};

export type WorkerLike = {
  readonly state: string;
  postMessage(message: unknown): void;
  addEventListener(name: 'statechange', listener: () => void): void;
};

type Parts = {
  readonly clock: TabletClock;
  readonly chance: Pick<TabletChance, 'fraction'>;
  readonly workers: WorkersLike;
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

export function createUpdateFlow({ clock, chance, workers, fetch, whenIdle, reload }: Parts): UpdateFlow {
  let cancelCheck = () => {};
  let checkedMs = Number.NEGATIVE_INFINITY;
  let registration: RegistrationLike | null = null;
  /** The very first worker takes over the page that brought it, which is of its own release. */
  let ofThisRelease = workers.controller === null;
  let reloading = false;

  function planCheck(): void {
    cancelCheck = clock.after(CHECK_EVERY_MS + chance.fraction() * CHECK_JITTER_MS, () => {
      planCheck();
      void check();
    });
  }

  async function check(): Promise<void> {
    checkedMs = clock.monotonicMs();
    if (registration === null || registration.installing !== null || !(await workerIsServed(fetch))) return;
    // Rejects where the network went away in between; there will be another hour.
    await registration.update().catch(() => {});
  }

  function follow(registered: RegistrationLike): void {
    registration = registered;
    offer(registered.waiting);
    registered.addEventListener('updatefound', () => {
      const coming = registered.installing;
      coming?.addEventListener('statechange', () => {
        if (coming.state === 'installed') offer(registered.waiting);
      });
    });
  }

  function offer(waiting: WorkerLike | null): void {
    // Without a worker before it, none has to wait.
    if (waiting === null || workers.controller === null) return;
    whenIdle(() => waiting.postMessage({ type: 'SKIP_WAITING' }));
  }

  workers.addEventListener('controllerchange', () => {
    if (ofThisRelease) {
      ofThisRelease = false;
    } else if (!reloading) {
      reloading = true;
      // Also when another tab of ours has switched the worker: chunks of the old release may be gone.
      whenIdle(reload);
    }
  });
  workers.register(WORKER_URL).then(
    follow,
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

/** A captive portal's page, or a 502, offered to the browser as our worker would do no good. */
async function workerIsServed(fetch: Parts['fetch']): Promise<boolean> {
  try {
    const { status, headers } = await fetch(WORKER_URL, { cache: 'no-store', redirect: 'error' });
    return status === 200 && /javascript/.test(headers.get('content-type') ?? '');
  } catch {
    return false;
  }
}
