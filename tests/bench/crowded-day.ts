/**
 * From a finger on the glass to the frame that answers it, at a door whose room has thousands of events a day, on a tablet
 * ten times slower than this machine (fault F36). The browser itself measures: Event Timing, from the event's own time
 * stamp to the paint that follows it.
 */

import type { Browser, Page } from '@playwright/test';
import { addressOf, openDoor } from '../support/door.ts';
import type { Site } from '../support/site.ts';
import { type Figure, timeFigure } from './figure.ts';
import { inChromium, onSite, ROOM, TABLET, until } from './stage.ts';

const EVENTS = 5_000;
/** For comparison, in the same run: what the machine and its load cost by themselves. */
const ORDINARY = { room: 'Faro', events: 6 };
/** From some minutes ahead, so that there is something to press before; several at a time, one minute each. */
const FIRST_IN_MINUTES = 40;
const AT_A_TIME = 8;
const POSTS_AT_ONCE = 20;
const RUNS = 5;
const CPU_SLOWDOWN = 10;
const WITHIN_MS = 100;
/** Event Timing tells nothing below it. */
const LEAST_TOLD_MS = 16;
/** By the page's own timer, which runs once the main thread has answered: no press is ever counted for the next. */
const REST_MS = 300;

/** What is pressed, in its order; each is there once the one before has been answered. */
const PRESSES = [
  { what: 'the whole day', button: 'The whole day' },
  { what: 'another day', button: 'Tomorrow' },
  { what: 'back to the door', button: 'Close' },
] as const;

export async function measureCrowdedDay(): Promise<Figure[]> {
  return onSite({}, (site) =>
    inChromium(async (browser) => {
      const ordinary = await measureDoor(browser, site, ORDINARY.room, ORDINARY.events);
      return [...ordinary, ...(await measureDoor(browser, site, ROOM, EVENTS))];
    }),
  );
}

async function measureDoor(browser: Browser, site: Site, room: string, events: number): Promise<Figure[]> {
  await crowd(site, await addressOf(site, room), events);
  const page = await browser.newPage(TABLET);
  await page.addInitScript(watchInputs);
  await openDoor(page, site, room);
  await until('the door has its day', () => page.getByRole('button', { name: 'The whole day' }).isVisible());
  const devTools = await page.context().newCDPSession(page);
  await devTools.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN });
  const times = new Map<string, number[]>(PRESSES.map(({ what }) => [what, []]));
  for (let run = 0; run < RUNS; run += 1) {
    for (const { what, button } of PRESSES) times.get(what)?.push(await press(page, button));
  }
  await page.close();
  return [...times].map(([what, samples]) =>
    timeFigure(`input → paint, ${what}, ${events.toLocaleString('en')} events, ${CPU_SLOWDOWN}× CPU`, samples, {
      atMost: WITHIN_MS,
    }),
  );
}

async function crowd(site: Site, room: string, events: number): Promise<void> {
  for (let made = 0; made < events; made += POSTS_AT_ONCE) {
    const some = Array.from({ length: Math.min(POSTS_AT_ONCE, events - made) }, (_, n) => {
      const startsIn = FIRST_IN_MINUTES + Math.floor((made + n) / AT_A_TIME);
      return site.outlook.invite({ room, subject: `Entry ${made + n}`, startsIn, minutes: 1, direct: true });
    });
    await Promise.all(some);
  }
}

async function press(page: Page, name: string): Promise<number> {
  await page.evaluate(rest, REST_MS);
  await page.evaluate(() => void (globalThis as unknown as Watching).inputs.splice(0));
  const button = page.getByRole('button', { name, exact: true });
  const box = await button.boundingBox();
  if (box === null) throw new Error(`there is no button ${name}`);
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await page.evaluate(rest, REST_MS);
  const told = await page.evaluate(() => (globalThis as unknown as Watching).inputs);
  return Math.max(LEAST_TOLD_MS, ...told);
}

const rest = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

type Watching = { inputs: number[] };

/** Runs in the page, before its own scripts: keeps how long each input took until its paint. */
function watchInputs(): void {
  const inputs: number[] = [];
  Object.assign(globalThis, { inputs });
  const presses = new Set(['pointerdown', 'pointerup', 'click']);
  const watcher = new PerformanceObserver((list) => {
    for (const { name, duration } of list.getEntries()) if (presses.has(name)) inputs.push(duration);
  });
  watcher.observe({ type: 'event', durationThreshold: 16, buffered: true } as PerformanceObserverInit);
}
