/**
 * From navigation until the room's word and what can be pressed are painted, on a slow tablet: for the first time (it knows
 * its cookie and nothing else), and after a reload, with the server there and gone.
 */

import type { Browser, BrowserContext, CDPSession } from '@playwright/test';
import type { Site } from '../support/site.ts';
import { type Figure, timeFigure } from './figure.ts';
import { giveCookie, type PairedTablet, pairTablet } from './paired-tablet.ts';
import { inChromium, onSite, ROOM, TABLET, until } from './stage.ts';

const RUNS = 5;
const FIRST_WITHIN_MS = 1_200;
const FROM_CACHE_WITHIN_MS = 700;

/** A tablet of 2019 beside a developer's machine (kiosk-facts, A13, says 5 to 20 for the low end). */
const CPU_SLOWDOWN = 6;

const PATIENCE_MS = 20_000;

/** Bytes a second; the slow one is Lighthouse's mobile (kiosk-facts, A13). Each request waits for its latency. */
const NETWORKS = {
  slow: { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 },
  loopback: { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 },
};
type Network = keyof typeof NETWORKS;

export async function measureUsableTime(): Promise<Figure[]> {
  return onSite({}, (site) =>
    inChromium(async (browser) => {
      const tablet = await pairTablet(site, ROOM);
      const doors: Door[] = [];
      const times = {
        first: [] as number[],
        cached: [] as number[],
        firstFast: [] as number[],
        cachedFast: [] as number[],
      };
      for (let run = 0; run < RUNS; run += 1) {
        const fast = await openDoorAnew(browser, site, tablet);
        times.firstFast.push(await fast.load('loopback'));
        await fast.settle();
        times.cachedFast.push(await fast.load('loopback'));
        await fast.context.close();

        const slow = await openDoorAnew(browser, site, tablet);
        times.first.push(await slow.load('slow'));
        await slow.settle();
        times.cached.push(await slow.load('slow'));
        await slow.rest();
        doors.push(slow);
      }

      await site.stopProxy();
      const serverOff: number[] = [];
      for (const door of doors) {
        serverOff.push(await door.load('slow'));
        await door.context.close();
      }
      const slowly = `${CPU_SLOWDOWN}× CPU, 1.6 Mbit/s + 150 ms`;
      return [
        timeFigure(`usable, first time, ${slowly}`, times.first, { atMost: FIRST_WITHIN_MS }),
        timeFigure(`usable, from cache, ${slowly}`, times.cached, { atMost: FROM_CACHE_WITHIN_MS }),
        timeFigure(`usable, from cache, server off, ${slowly}`, serverOff, { atMost: FROM_CACHE_WITHIN_MS }),
        timeFigure(`usable, first time, ${CPU_SLOWDOWN}× CPU, loopback`, times.firstFast, { atMost: FIRST_WITHIN_MS }),
        timeFigure(`usable, from cache, ${CPU_SLOWDOWN}× CPU, loopback`, times.cachedFast, {
          atMost: FROM_CACHE_WITHIN_MS,
        }),
      ];
    }),
  );
}

type Door = {
  readonly context: BrowserContext;
  /** Navigates and gives the milliseconds until the door could be used. */
  load(network: Network): Promise<number>;
  /** Lets the worker take over and the day be kept, then leaves the page. */
  settle(): Promise<void>;
  /** Leaves the page, so that its stream does not count against the tablet's. */
  rest(): Promise<void>;
};

async function openDoorAnew(browser: Browser, site: Site, tablet: PairedTablet): Promise<Door> {
  const context = await browser.newContext(TABLET);
  await giveCookie(context, tablet, site.origin);
  const page = await context.newPage();
  await page.addInitScript(watchForUse);
  const devTools = await context.newCDPSession(page);
  await devTools.send('Network.enable');
  await devTools.send('Runtime.enable');
  await devTools.send('Runtime.addBinding', { name: 'tellUse' });
  const rest = async () => void (await page.goto('about:blank'));
  return {
    context,
    async load(network) {
      await slowDown(devTools, CPU_SLOWDOWN, network);
      const use = nextUse(devTools);
      await page.goto(site.origin, { waitUntil: 'commit' });
      const usableMs = await use;
      // Chromium throttles by burning the rest of the time: left on, a page at rest would take it from the next one.
      await slowDown(devTools, 1, 'loopback');
      return usableMs;
    },
    async settle() {
      await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
      await until('the worker has the page and the day is kept', () =>
        page.evaluate(async () => {
          const isKept = (await indexedDB.databases()).some(({ name }) => name === 'doorlight');
          return isKept && navigator.serviceWorker.controller !== null;
        }),
      );
      await rest();
    },
    rest,
  };
}

async function slowDown(devTools: CDPSession, rate: number, network: Network): Promise<void> {
  await devTools.send('Emulation.setCPUThrottlingRate', { rate });
  await devTools.send('Network.emulateNetworkConditions', NETWORKS[network]);
}

/** Told by the page itself: asking it would make it work, sixfold, while it is measured. */
function nextUse(devTools: CDPSession): Promise<number> {
  return new Promise((resolve, reject) => {
    const giveUp = setTimeout(() => reject(new Error('the door was never usable')), PATIENCE_MS);
    devTools.once('Runtime.bindingCalled', ({ payload }) => {
      clearTimeout(giveUp);
      resolve(Number(payload));
    });
  });
}

/**
 * Runs in the page, before its own scripts: tells the moment after the first frame in which the state has its word and
 * there is something to press.
 */
function watchForUse(): void {
  const watcher = new MutationObserver(() => {
    const word = document.querySelector('[role="status"]')?.textContent?.trim() ?? '';
    if (word === '' || document.querySelector('section button') === null) return;
    watcher.disconnect();
    // The callback comes before the frame is drawn, the message after it.
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        (globalThis as typeof globalThis & { tellUse(ms: string): void }).tellUse(String(performance.now()));
      };
      port2.postMessage(null);
    });
  });
  watcher.observe(document, { childList: true, subtree: true, characterData: true });
}
