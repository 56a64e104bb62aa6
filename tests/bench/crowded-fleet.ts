/**
 * The console's page of every door with two thousand tablets: when its first rows are there, on a processor slowed to a
 * quarter, and how smoothly it draws while fifty tablets a second say something new.
 */

import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';

import { instant, toIso } from '../../shared/basics/instant.ts';
import { openConsole } from '../support/console-page.ts';
import type { Site } from '../support/site.ts';
import { countFigure, type Figure, timeFigure } from './figure.ts';
import { inChromium, onSite, pause } from './stage.ts';

const TABLETS = 2_000;
const AT_ONCE = 500;
const CPU_SLOWDOWN = 4;
const LOADS = 3;
const FIRST_ROWS_WITHIN_MS = 1_000;
const LIVE_SECONDS = 10;
const NEWS_A_SECOND = 50;
/** What people feel as a stutter. */
const JANK_MS = 200;

export async function measureCrowdedFleet(): Promise<Figure[]> {
  return onSite({}, (site) =>
    inChromium(async (browser) => {
      const cookies = await pairAll(site);
      const page = await openConsole(browser, site);
      const session = await page.context().newCDPSession(page);
      await session.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN });
      const firstRows: number[] = [];
      for (let run = 0; run < LOADS; run += 1) firstRows.push(await loadRows(page));
      const gaps = await watchLive(page, () => sayNews(site, cookies));
      const rows = await page.getByRole('list', { name: 'Every door as it stands' }).getByRole('listitem').count();
      const slow = `${CPU_SLOWDOWN}× CPU`;
      return [
        timeFigure(`${TABLETS} tablets, from the page to its first rows, ${slow}`, firstRows, {
          atMost: FIRST_ROWS_WITHIN_MS,
        }),
        timeFigure(`between two pictures, ${NEWS_A_SECOND} news a second, ${slow}`, gaps, {
          atMost: JANK_MS,
          by: 'p99',
        }),
        countFigure('rows in the document', [rows], { atMost: 60 }),
      ];
    }),
  );
}

/** By links, as facilities would; the cookies of those that will say something. */
async function pairAll(site: Site): Promise<string[]> {
  const rooms = (await site.outlook.rooms()).map(({ address }) => address);
  const cookies: string[] = [];
  for (let made = 0; made < TABLETS; made += AT_ONCE) {
    const links = Array.from({ length: AT_ONCE }, (_, n) => ({
      room: rooms[n % rooms.length],
      name: `TAB-${made + n}`,
    }));
    const answer = await site.console('POST', '/enrolments', { links });
    const { links: urls } = (await answer.json()) as { links: { url: string }[] };
    for (const { url } of urls) {
      const used = await fetch(`${site.origin}/api/enrolments`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ link: url.split('#enrol=')[1] }),
      });
      if (!used.ok) throw new Error(`a link was answered with ${used.status}`);
      if (cookies.length < NEWS_A_SECOND * LIVE_SECONDS)
        cookies.push(used.headers.getSetCookie()[0]?.split(';')[0] ?? '');
    }
  }
  return cookies;
}

/** From the moment when the page begins until a row is drawn, by the page's own clock. */
async function loadRows(page: Page): Promise<number> {
  await page.reload({ waitUntil: 'commit' });
  await page.getByRole('listitem').first().waitFor();
  return page.evaluate(() => performance.now());
}

/** The times between two pictures while news comes in. */
async function watchLive(page: Page, news: () => Promise<void>): Promise<number[]> {
  await page.evaluate(() => {
    const seen: number[] = [];
    let last = performance.now();
    const look = (now: number) => {
      seen.push(now - last);
      last = now;
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    Object.assign(window, { seen });
  });
  await news();
  return page.evaluate(() => (window as unknown as { seen: number[] }).seen.slice(1));
}

async function sayNews(site: Site, cookies: readonly string[]): Promise<void> {
  const vitals = {
    host: 'browser',
    batteryPercent: 80,
    charging: true,
    wifiDbm: -60,
    linkMbit: null,
    memoryMb: null,
    memoryLimitMb: null,
    storageKept: null,
    screenOn: true,
    light: null,
    lightFailingSince: null,
  };
  for (let second = 0; second < LIVE_SECONDS; second += 1) {
    const those = cookies.slice(second * NEWS_A_SECOND, (second + 1) * NEWS_A_SECOND);
    const now = toIso(instant(Date.now()));
    const shown = [{ state: 'available', since: now, revision: 1, readAt: now }];
    const said = those.map((Cookie) =>
      fetch(`${site.origin}/api/evidence`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Cookie },
        body: JSON.stringify({
          key: randomUUID(),
          at: now,
          release: null,
          shown,
          interactions: [],
          errors: [],
          lastTouchAt: now,
          vitals,
        }),
      }),
    );
    const refused = (await Promise.all(said)).find(({ ok }) => !ok);
    if (refused !== undefined) throw new Error(`evidence was answered with ${refused.status}`);
    await pause(1_000);
  }
}
