/** A tablet in the browser, paired through the API, for journeys that are about something else than pairing. */

import type { Page } from '@playwright/test';
import type { Site } from './site.ts';

/** Opens the door of `room` (its display name) and waits until its day has come. */
export async function openDoor(page: Page, site: Site, room = 'Lisbon'): Promise<void> {
  await page.goto(site.origin);
  const label = await page.getByLabel(/^Code /).getAttribute('aria-label');
  const code = (label ?? '').replace('Code', '').replace(/[\s,]/g, '');
  const address = await addressOf(site, room);
  const answer = await site.console('POST', `/pairings/${code}/confirm`, { room: address });
  if (!answer.ok) throw new Error(`pairing ${code} with ${room}: ${answer.status} ${await answer.text()}`);
  await page.getByRole('heading', { level: 1, name: room }).waitFor();
}

export async function addressOf(site: Site, displayName: string): Promise<string> {
  const room = (await site.outlook.rooms()).find((one) => one.displayName === displayName);
  if (room === undefined) throw new Error(`no room ${displayName}`);
  return room.address;
}

/** Waits for what a reload without a server needs: a worker that has the page, and a day on the disk. */
export async function keptForOffline(page: Page): Promise<void> {
  await page.waitForFunction(async () => {
    const kept = await new Promise((resolve) => {
      const opening = indexedDB.open('doorlight');
      // Not ours to make: the display has not come so far.
      opening.onupgradeneeded = () => opening.transaction?.abort();
      opening.onerror = () => resolve(false);
      opening.onsuccess = () => {
        const reading = opening.result.transaction('kept').objectStore('kept').count('day');
        reading.onsuccess = () => {
          opening.result.close();
          resolve(reading.result > 0);
        };
      };
    });
    // It has the page a moment before the browser has written down that it is the one in charge.
    return kept === true && navigator.serviceWorker.controller?.state === 'activated';
  });
}
