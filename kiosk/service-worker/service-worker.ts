/**
 * Keeps the shell of the kiosk, so that a tablet that starts without a network shows its door. Data is never kept here:
 * what the API says has one cache, IndexedDB, and two would part. A new worker waits until the page says that nobody is
 * at the door.
 */

import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';

declare const self: ServiceWorkerGlobalScope;
/** The files of the kiosk's page, put in by the build. */
declare const SHELL_FILES: { url: string; revision: string | null }[];

precacheAndRoute(SHELL_FILES, { cleanURLs: false, directoryIndex: '' });
cleanupOutdatedCaches();

/** The display's own addresses. Every other page (console, a person's phone, the sandbox) is the server's to answer. */
const DISPLAY_PAGES = /^\/(board)?(\?|$)/;
registerRoute(new NavigationRoute(createHandlerBoundToURL('/'), { allowlist: [DISPLAY_PAGES] }));

self.addEventListener('message', (event) => {
  if ((event.data as { type?: unknown } | null)?.type === 'SKIP_WAITING') void self.skipWaiting();
});

// The first worker takes the page that brought it, so that already the first reload works without a network.
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
