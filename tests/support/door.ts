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
