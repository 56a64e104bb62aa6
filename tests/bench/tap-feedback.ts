/** From a finger on a button until the door has visibly answered, on a slow tablet: to book, and to open what else there is. */

import type { CDPSession, Page } from '@playwright/test';
import { type Figure, timeFigure } from './figure.ts';
import { giveCookie, pairTablet } from './paired-tablet.ts';
import { inChromium, onSite, ROOM, TABLET } from './stage.ts';

const RUNS = 8;
const WITHIN_MS = 100;
const CPU_SLOWDOWN = 6;

export async function measureTapFeedback(): Promise<Figure[]> {
  return onSite({ answerDelayMs: 20 }, (site) =>
    inChromium(async (browser) => {
      const tablet = await pairTablet(site, ROOM);
      const context = await browser.newContext(TABLET);
      await giveCookie(context, tablet, site.origin);
      const page = await context.newPage();
      await page.addInitScript(noteAnswers);
      await page.goto(site.origin);
      const more = page.getByRole('button', { name: 'More' });
      await more.waitFor();
      await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
      const devTools = await context.newCDPSession(page);
      const sheets: number[] = [];
      const bookings: number[] = [];
      for (let run = 0; run < RUNS; run += 1) {
        sheets.push(await answerTo(page, devTools, /^More/));
        await page.getByRole('button', { name: 'Close' }).click();
        bookings.push(await answerTo(page, devTools, /^15 min/));
        await page.getByRole('status').filter({ hasText: 'Yours' }).first().waitFor();
        await page.getByRole('button', { name: /^Undo/ }).click();
        await page.getByRole('status').filter({ hasText: 'Free' }).first().waitFor();
        await page.getByRole('button', { name: /^15 min/ }).waitFor();
      }
      return [
        timeFigure(`touch → visible answer, a booking, ${CPU_SLOWDOWN}× CPU`, bookings, { atMost: WITHIN_MS }),
        timeFigure(`touch → visible answer, a sheet, ${CPU_SLOWDOWN}× CPU`, sheets, { atMost: WITHIN_MS }),
      ];
    }),
  );
}

/** The tap is Chromium's own input, at the button's middle; its answer is the next painted frame after a change. */
async function answerTo(page: Page, devTools: CDPSession, name: RegExp): Promise<number> {
  const box = await page.getByRole('button', { name }).first().boundingBox();
  if (box === null) throw new Error(`${name} is not to be seen`);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.evaluate(() => {
    globalThis.answeredAfterMs = null;
  });
  await devTools.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN });
  await page.mouse.click(x, y);
  await page.waitForFunction(() => globalThis.answeredAfterMs !== null);
  await devTools.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  return page.evaluate(() => globalThis.answeredAfterMs ?? Number.NaN);
}

declare global {
  var answeredAfterMs: number | null;
}

/** Runs in the page, before its own scripts. */
function noteAnswers(): void {
  globalThis.answeredAfterMs = null;
  let touchedAt: number | null = null;
  // The browser's own stamp: what waited before the page heard of it counts too.
  addEventListener(
    'click',
    ({ timeStamp }) => {
      touchedAt = timeStamp;
    },
    true,
  );
  new MutationObserver(() => {
    const from = touchedAt;
    if (from === null) return;
    touchedAt = null;
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        globalThis.answeredAfterMs = performance.now() - from;
      };
      port2.postMessage(null);
    });
  }).observe(document, { childList: true, subtree: true, characterData: true, attributes: true });
}
