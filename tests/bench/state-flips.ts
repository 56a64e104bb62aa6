/**
 * How late a door's state turns when a meeting begins and when it ends, in real time: with its stream open, and with its
 * line cut a while before. The proxy's clock and the tablet's are this machine's, so its time is the right one.
 */

import type { Browser, Page } from '@playwright/test';
import { addressOf } from '../support/door.ts';
import { layLine } from '../support/line.ts';
import type { Site } from '../support/site.ts';
import { type Figure, timeFigure } from './figure.ts';
import { giveCookie, pairTablet } from './paired-tablet.ts';
import { inChromium, onSite, pause, TABLET } from './stage.ts';

const ROOMS = ['Lisbon', 'Porto', 'Oslo'];
const WITHIN_MS = 1_000;
const MINUTE_MS = 60_000;
/** For what comes after a boundary to be drawn, however late. */
const PATIENCE_MS = 8_000;
/** Between the invitation and the start: for the meeting to come to the doors, and for the cut to be noticed. */
const LEAST_NOTICE_MS = 25_000;

export async function measureStateFlips(): Promise<Figure[]> {
  return onSite({ answerDelayMs: 20 }, async (site) => {
    // Nothing between free and in use, so that each boundary is one turn.
    await site.setPolicy({ startingSoonMinutes: 0, endingSoonMinutes: 0 });
    const line = await layLine(site.origin);
    try {
      return await inChromium(async (browser) => {
        const online = await Promise.all(ROOMS.map((room) => openWatchedDoor(browser, site, site.origin, room)));
        const cut = await Promise.all(ROOMS.map((room) => openWatchedDoor(browser, site, line.origin, room)));
        const { start, end } = await meetEverywhere(site);
        for (const page of [...online, ...cut]) await page.getByText('until', { exact: false }).first().waitFor();
        line.cut();
        await pause(end + PATIENCE_MS - Date.now());
        const lateness = async (pages: readonly Page[]) =>
          (await Promise.all(pages.map((page) => late(page, start, end)))).flat();
        return [
          timeFigure('state turns when a meeting begins and ends, stream open', await lateness(online), {
            atMost: WITHIN_MS,
            by: 'p99',
          }),
          timeFigure('state turns when a meeting begins and ends, line cut', await lateness(cut), {
            atMost: WITHIN_MS,
            by: 'p99',
          }),
        ];
      });
    } finally {
      await line.close();
    }
  });
}

/** A minute long, from a full minute on that leaves time to prepare. */
async function meetEverywhere(site: Site): Promise<{ readonly start: number; readonly end: number }> {
  const startsIn = Math.ceil((Date.now() + LEAST_NOTICE_MS) / MINUTE_MS) - Math.floor(Date.now() / MINUTE_MS);
  const meetings = await Promise.all(
    ROOMS.map(async (name) =>
      site.outlook.invite({ room: await addressOf(site, name), subject: 'Turn', startsIn, minutes: 1 }),
    ),
  );
  const [first] = meetings;
  if (first === undefined) throw new Error('no meeting was made');
  return { start: Date.parse(first.start), end: Date.parse(first.end) };
}

async function openWatchedDoor(browser: Browser, site: Site, origin: string, room: string): Promise<Page> {
  const context = await browser.newContext(TABLET);
  await giveCookie(context, await pairTablet(site, room), origin);
  const page = await context.newPage();
  await page.addInitScript(noteTurns);
  await page.goto(origin);
  await page.getByRole('heading', { level: 1, name: room }).waitFor();
  return page;
}

async function late(page: Page, start: number, end: number): Promise<number[]> {
  const turns = await page.evaluate(() => globalThis.turns);
  const used = turns.find(({ word }) => word === 'In use')?.at;
  const free = turns.find(({ word, at }) => word === 'Free' && at > (used ?? 0))?.at;
  if (used === undefined || free === undefined) throw new Error(`a door did not turn: ${JSON.stringify(turns)}`);
  return [used - start, free - end];
}

declare global {
  var turns: { readonly word: string; readonly at: number }[];
}

/** Runs in the page, before its own scripts: when each word came to the door, once it was painted. */
function noteTurns(): void {
  globalThis.turns = [];
  let last = '';
  new MutationObserver(() => {
    const word = document.querySelector('[role="status"] > p')?.textContent ?? '';
    if (word === last || word === '') return;
    last = word;
    requestAnimationFrame(() => globalThis.turns.push({ word, at: Date.now() }));
  }).observe(document, { childList: true, subtree: true, characterData: true });
}
