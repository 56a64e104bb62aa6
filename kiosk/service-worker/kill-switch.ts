/**
 * The worker that ends all others: served instead of the real one while KIOSK_WORKER is off, and to a tablet that asks
 * for a worker we never had. It keeps nothing and answers no request; pages that an older worker brought are loaded
 * again, from the server. Registered once more it is the same file, so nothing goes round in a circle.
 */

declare const self: ServiceWorkerGlobalScope;

self.addEventListener('install', () => void self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(freePages()));

async function freePages(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.map((name) => caches.delete(name)));
  if (names.length === 0) return;
  await self.clients.claim();
  const pages = await self.clients.matchAll({ type: 'window' });
  // Not waited for: in Chrome 83 a page comes to an activated worker alone, and each would wait for the other.
  for (const page of pages) void page.navigate(page.url).catch(() => null);
}
