/** What a measurement stands on, closed again however it ends: a site of real programs, and a Chromium. */

import { type Browser, chromium } from '@playwright/test';
import type { OpeningHours } from '../../shared/room/policy.ts';
import { findBrowser } from '../support/browser.ts';
import type { Outlook } from '../support/outlook.ts';
import { type Site, startSite } from '../support/site.ts';

export async function onSite<T>(
  options: NonNullable<Parameters<typeof startSite>[0]>,
  work: (site: Site) => Promise<T>,
): Promise<T> {
  const site = await startSite(options);
  try {
    return await work(site);
  } finally {
    await site.close();
  }
}

export async function inChromium<T>(work: (browser: Browser) => Promise<T>): Promise<T> {
  const browser = await chromium.launch(await findBrowser());
  try {
    return await work(browser);
  } finally {
    await browser.close();
  }
}

/** The tablet of the budgets: large enough for the whole door, in the language that is in the first chunk. */
export const TABLET = { viewport: { width: 1280, height: 800 }, locale: 'en-GB' };

/** Room by room, how the sandbox's company is called where one door will do. */
export const ROOM = 'Lisbon';

const POLL_MS = 10;
const PATIENCE_MS = 20_000;

/** Asks until it is so. @throws where it never is: then the measurement has failed, not a budget. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const endsAt = performance.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (performance.now() > endsAt) throw new Error(`waited in vain until ${what}`);
    await pause(POLL_MS);
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/**
 * Half a day away: rooms are then read at the pace of closed ones, lest a reading of the proxy's own accord be taken for one
 * that we caused.
 */
export function minuteFarFromNow(): OpeningHours {
  const now = new Date();
  const from = (now.getUTCHours() * 60 + now.getUTCMinutes() + 720) % 1_439;
  return { from, to: from + 1 };
}

/** All that the proxy has asked of Graph and Entra since the last `forgetRequests`. */
export async function callsSoFar(outlook: Outlook): Promise<number> {
  const { routes } = (await outlook.requests()) as { routes: { count: number }[] };
  return routes.reduce((sum, { count }) => sum + count, 0);
}
