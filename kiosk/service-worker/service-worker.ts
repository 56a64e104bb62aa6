/**
 * Keeps the shell of the kiosk, so that a tablet that starts without a network shows its door. Data is never kept here:
 * what the API says has one cache, IndexedDB, and two would part. A new worker waits until the page says that nobody is
 * at the door.
 */

import { cacheNames } from 'workbox-core';
import {
  addPlugins,
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  getCacheKeyForURL,
  precacheAndRoute,
} from 'workbox-precaching';
import { NavigationRoute, registerRoute, setCatchHandler } from 'workbox-routing';
import { isSound } from './sound-answer.ts';

declare const self: ServiceWorkerGlobalScope;
/** The files of the kiosk's page, and the release that it bears: put in by the build. */
declare const SHELL_FILES: { url: string; revision: string | null }[];
declare const RELEASE: string;

const isOurs = (url: string, answer: Response) => isSound(new URL(url, self.location.href).pathname, answer, RELEASE);

// In place of Workbox's own rule, which takes whatever is no error.
addPlugins([
  { cacheWillUpdate: async ({ request, response }) => ((await isOurs(request.url, response)) ? response : null) },
]);
precacheAndRoute(SHELL_FILES, { cleanURLs: false, directoryIndex: '' });
cleanupOutdatedCaches();

/** The display's own addresses. Every other page (console, a person's phone, the sandbox) is the server's to answer. */
const DISPLAY_PAGES = /^\/(board)?(\?|$)/;
registerRoute(new NavigationRoute(createHandlerBoundToURL('/'), { allowlist: [DISPLAY_PAGES] }));

// A cache that cannot be read must not hide a server that can be reached.
setCatchHandler(({ request }) => fetch(request));

/** Known to Chrome since 123, and to no library of types yet. */
type RouteTaker = {
  addRoutes?(rules: { condition: { urlPattern: { pathname: string } }; source: 'network' }[]): Promise<void>;
};

/** What is asked of the server alone: its API, and whether it still serves a worker (device/worker-served.ts). */
const PAST_US = ['/api/*', '/sw.js'];

// Past us altogether, where the browser can be told so. A request that finds the old worker just as a new one takes over
// wakes it once more, and the browser then waits for its next sleep, for up to five minutes.
self.addEventListener('install', (event) => {
  (event as RouteTaker)
    .addRoutes?.(PAST_US.map((pathname) => ({ condition: { urlPattern: { pathname } }, source: 'network' })))
    .catch(() => {});
});

self.addEventListener('message', (event) => {
  const { type } = (event.data ?? {}) as { type?: unknown };
  if (type === 'SKIP_WAITING') void self.skipWaiting();
  if (type === 'KEEP_SHELL') event.waitUntil(keepShell().catch(() => {}));
});

/** A worker is given its files when it is installed and never again, whoever has wiped them since. */
async function keepShell(): Promise<void> {
  const cache = await caches.open(cacheNames.precache);
  const kept = new Set((await cache.keys()).map(({ url }) => url));
  const keys = new Map(SHELL_FILES.map(({ url }) => [url, getCacheKeyForURL(url) ?? url]));
  await Promise.all(
    [...keys].map(async ([url, key]) => {
      if (kept.has(key)) return;
      const answer = await fetch(url, { cache: 'no-cache', credentials: 'same-origin' });
      if (await isOurs(url, answer)) await cache.put(key, answer);
    }),
  );
}

// The first worker takes the page that brought it, so that already the first reload works without a network.
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
