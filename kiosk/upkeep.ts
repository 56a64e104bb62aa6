/**
 * What keeps a page going once it shows something: its screen on, its disk safe, its release new. A chunk of its own that
 * comes after the first picture, because none of it is in that picture.
 */

import type { TrustedScriptURL, TrustedTypesWindow } from 'trusted-types/lib';
import { Workbox } from 'workbox-window';
import { forgetShell } from './device/forget-shell.ts';
import { createUpdateFlow, type UpdateFlow } from './device/update-flow.ts';
import { keepScreenOn } from './device/wake-lock.ts';
import { WORKER_URL } from './device/worker-served.ts';
import type { TabletChance, TabletClock } from './ports.ts';

type Parts = {
  readonly clock: TabletClock;
  readonly chance: TabletChance;
  readonly fetch: typeof fetch;
  readonly whenIdle: (run: () => void) => void;
  readonly reload: () => void;
};

/** Null where the browser has no workers, as on a page that is not secure: such a page is new whenever it is loaded. */
export function keepUp({ navigator, document, caches }: Window & typeof globalThis, parts: Parts): UpdateFlow | null {
  keepScreenOn({ wakeLock: navigator.wakeLock, page: document });
  navigator.storage?.persist?.().catch(() => {});
  if (!('serviceWorker' in navigator)) return null;
  return createUpdateFlow({
    ...parts,
    workbox: new Workbox(vouchedFor(WORKER_URL)),
    controlled: navigator.serviceWorker.controller !== null,
    release: document.documentElement.dataset['release'],
    forget: () => forgetShell(navigator.serviceWorker, caches),
  });
}

/** Browsers that know Trusted Types start no worker by an address that nobody has vouched for (security-headers.ts). */
function vouchedFor(url: string): string | TrustedScriptURL {
  const { trustedTypes } = window as unknown as Partial<TrustedTypesWindow>;
  return trustedTypes?.createPolicy('doorlight', { createScriptURL: (address) => address }).createScriptURL(url) ?? url;
}
