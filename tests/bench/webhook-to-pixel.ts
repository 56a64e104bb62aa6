/**
 * From a notification to the door, one room of twelve, each with an open stream. The calendar has changed already and the
 * bench holds Graph's own notification of it; the page of the door posts that to the proxy and watches itself, so that one
 * clock measures both ends. Between them lie the mark in SQLite, one calendarView over HTTP, the stream and the rendering.
 */

import type { Page } from '@playwright/test';
import { addressOf, openDoor } from '../support/door.ts';
import type { Outlook } from '../support/outlook.ts';
import type { Site } from '../support/site.ts';
import { countFigure, type Figure, timeFigure } from './figure.ts';
import { type HeldHints, holdHints } from './held-hints.ts';
import { openStream, pairTablet } from './paired-tablet.ts';
import { inChromium, minuteFarFromNow, onSite, pause, ROOM, TABLET, until } from './stage.ts';

const CHANGES = 15;
const BURSTS = 5;
const WITHIN_MS = 30;
/** Longer than the proxy gathers hints, so that a reading too many would be seen. */
const AFTERMATH_MS = 800;
/** The sandbox tells one change two to four times within this, and a little more. */
const BURST_MS = 1_600;
type Seen = { readonly domMs: number; readonly frameMs: number };

export async function measureWebhooks(): Promise<Figure[]> {
  const hints = await holdHints();
  try {
    return await onSite({ answerDelayMs: 20, env: { PUBLIC_URL: hints.origin } }, (site) => measureOn(site, hints));
  } finally {
    await hints.close();
  }
}

async function measureOn(site: Site, hints: HeldHints): Promise<Figure[]> {
  const { outlook } = site;
  await site.setPolicy({ openingHours: minuteFarFromNow() });
  const rooms = await outlook.rooms();
  const others = rooms.filter(({ displayName }) => displayName !== ROOM);
  const listeners = [];
  try {
    for (const { displayName } of others) {
      listeners.push((await openStream(site, await pairTablet(site, displayName))).stream);
    }
    return await inChromium(async (browser) => {
      const page = await browser.newPage(TABLET);
      await openDoor(page, site, ROOM);
      await until('every room has its subscription', () => {
        return (site.printed().match(/"subscription\.created"/g) ?? []).length >= rooms.length;
      });
      return await measureDoor(page, site, hints, rooms.length);
    });
  } finally {
    for (const stream of listeners) stream.close();
  }
}

async function measureDoor(page: Page, site: Site, hints: HeldHints, rooms: number): Promise<Figure[]> {
  const { outlook } = site;
  const room = await addressOf(site, ROOM);
  const { id } = await outlook.invite({ room, subject: 'Change 0', startsIn: -5, minutes: 240 });
  await changeInOutlook(outlook, room, id, 'Change 1');
  await until('Graph has told of it', async () => (await told(page, hints)) !== null);

  const times: Seen[] = [];
  const reads: number[] = [];
  await pause(AFTERMATH_MS);
  for (let n = 2; n < CHANGES + 2; n += 1) {
    hints.takeLatest();
    await changeInOutlook(outlook, room, id, `Change ${n}`);
    let notification: string | null = null;
    await until('Graph has told of the change', () => {
      notification ??= hints.takeLatest();
      return notification !== null;
    });
    await outlook.forgetRequests();
    times.push(await page.evaluate(postAndWatch, { notification: notification ?? '', text: `Change ${n}` }));
    await pause(AFTERMATH_MS);
    reads.push(await readsSoFar(outlook));
  }

  hints.letThrough(site.origin);
  const readsOfBursts: number[] = [];
  for (let n = 0; n < BURSTS; n += 1) {
    await outlook.forgetRequests();
    await changeInOutlook(outlook, room, id, `Burst ${n}`);
    await page.getByText(`Burst ${n}`).first().waitFor();
    await pause(BURST_MS);
    readsOfBursts.push(await readsSoFar(outlook));
  }
  const where = `one room of ${rooms}, loopback`;
  return [
    timeFigure(
      `webhook → the door's DOM, ${where}`,
      times.map(({ domMs }) => domMs),
      { atMost: WITHIN_MS },
    ),
    timeFigure(
      `webhook → the frame on the screen, ${where}`,
      times.map(({ frameMs }) => frameMs),
      { atMost: WITHIN_MS },
    ),
    countFigure('Graph reads of any room for one notification', reads, { exactly: 1 }),
    countFigure('Graph reads for one change told two to four times in 0.6 s', readsOfBursts),
  ];
}

/** Until the room's own copy says so: what the proxy then reads is the change. */
async function changeInOutlook(outlook: Outlook, room: string, id: string, subject: string): Promise<void> {
  await outlook.change(id, { subject });
  await until(`the room has ${subject}`, async () => {
    const [copy] = await outlook.calendar(room);
    return copy?.subject === subject && copy.response === 'accepted';
  });
}

/** Hands over what Graph has told lately and lets the door settle. */
async function told(page: Page, hints: HeldHints): Promise<Seen | null> {
  const notification = hints.takeLatest();
  if (notification === null) return null;
  return page.evaluate(postAndWatch, { notification, text: 'Change 1' });
}

async function readsSoFar(outlook: Outlook): Promise<number> {
  const { routes } = (await outlook.requests()) as { routes: { route: string; count: number }[] };
  const reads = routes.filter(({ route }) => route.endsWith('/calendarView'));
  return reads.reduce((sum, { count }) => sum + count, 0);
}

/** Runs in the page. */
async function postAndWatch({ notification, text }: { notification: string; text: string }): Promise<Seen> {
  const door = document.querySelector('[role="status"]')?.parentElement ?? document.body;
  const seen = new Promise<Seen>((resolve) => {
    const watcher = new MutationObserver(() => {
      if (!(document.body.textContent ?? '').includes(text)) return;
      const domMs = performance.now() - beganMs;
      watcher.disconnect();
      // The callback comes before the frame is drawn, the message after it.
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve({ domMs, frameMs: performance.now() - beganMs });
        port2.postMessage(null);
      });
    });
    watcher.observe(door, { childList: true, subtree: true, characterData: true });
  });
  const beganMs = performance.now();
  const answer = await fetch('/webhooks/graph', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: notification,
  });
  if (answer.status !== 202) throw new Error(`the notification was answered with ${answer.status}`);
  return seen;
}
