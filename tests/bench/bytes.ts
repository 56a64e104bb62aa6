/**
 * What a tablet that knows its room but has nothing kept must load before it is a door, as it went over the wire. What the
 * service worker then lays by, for the day without a network, comes after the door is lit and is listed apart.
 */

import { type Exchange, tapWire } from '../support/wire-tap.ts';
import { type Figure, sizeFigure } from './figure.ts';
import { giveCookie, pairTablet } from './paired-tablet.ts';
import { inChromium, onSite, pause, ROOM, TABLET, until } from './stage.ts';

const MOST_SCRIPT_AND_STYLE = 30_000;
const MOST_FIRST_LOAD = 120_000;
/** Below this the build makes no compressed twin. */
const WORTH_COMPRESSING_BYTES = 256;
/** The worker fetches its files one after another and says nothing when it is done. */
const QUIET_MS = 1_000;

export async function measureBytes(): Promise<Figure[]> {
  const { page, exchanges } = await loadDoor();
  const ofWorker = exchanges.filter(isOfWorker);
  const ofPage = exchanges.filter((one) => !isOfWorker(one));
  // The stream goes on for ever, and is data: what it weighs is the room's day, not ours.
  const load = ofPage.filter(({ path }) => path !== '/api/stream');
  const allCode = load.filter(({ path }) => /\.(js|css)$/.test(path));
  // What the page itself names; the rest a door fetches once its first picture stands.
  const code = allCode.filter(({ path }) => page.includes(`"${path}"`));
  const second = allCode.filter(({ path }) => !page.includes(`"${path}"`));
  const script = code.filter(({ path }) => path.endsWith('.js'));
  const font = load.filter(({ type }) => type.startsWith('font/'));
  const uncompressed = allCode.find(({ coding, bodyBytes }) => coding !== 'br' && bodyBytes >= WORTH_COMPRESSING_BYTES);
  if (code.length === 0 || second.length === 0 || uncompressed !== undefined) {
    throw new Error(`no brotli for ${uncompressed?.path ?? 'any file'}`);
  }
  return [
    sizeFigure('script and style of the room display, brotli', bodies(code), { atMost: MOST_SCRIPT_AND_STYLE }),
    sizeFigure('· of which script', bodies(script)),
    sizeFigure('booking, sheets, words and upkeep that come after the first picture', bodies(second)),
    sizeFigure('first load, all bytes with their headers', heads(load) + bodies(load), { atMost: MOST_FIRST_LOAD }),
    sizeFigure('· of which fonts', bodies(font)),
    sizeFigure('service worker and what it lays by, after the door is lit', heads(ofWorker) + bodies(ofWorker)),
  ];
}

async function loadDoor(): Promise<{ readonly page: string; readonly exchanges: readonly Exchange[] }> {
  return onSite({}, async (site) => {
    const tablet = await pairTablet(site, ROOM);
    const tap = await tapWire(site.origin);
    try {
      return await inChromium(async (browser) => {
        const context = await browser.newContext(TABLET);
        await giveCookie(context, tablet, tap.origin);
        const page = await context.newPage();
        await page.goto(tap.origin);
        await page.getByRole('heading', { level: 1, name: ROOM }).waitFor();
        await page.evaluate(() => document.fonts.ready);
        await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
        let seen = 0;
        await until('the worker has laid by its files', async () => {
          const before = seen;
          await pause(QUIET_MS);
          seen = tap.exchanges.length;
          return seen === before;
        });
        return { page: await (await fetch(site.origin)).text(), exchanges: tap.exchanges };
      });
    } finally {
      await tap.close();
    }
  });
}

/** A page's own fetches ask the API; files are fetched so by the worker alone. */
function isOfWorker({ path, destination }: Exchange): boolean {
  return destination === 'serviceworker' || (destination === 'empty' && !path.startsWith('/api/'));
}

function bodies(exchanges: readonly Exchange[]): number {
  return exchanges.reduce((sum, { bodyBytes }) => sum + bodyBytes, 0);
}

function heads(exchanges: readonly Exchange[]): number {
  return exchanges.reduce((sum, { headBytes }) => sum + headBytes, 0);
}
