/**
 * What a door in which nothing happens asks of the proxy beside its stream. The built page in Chromium, its clock turned
 * by hand through some hours; the bench plays the stream, one heartbeat for every ten seconds that pass, and counts on the
 * wire, where the browser's own requests can be seen too. Under a turned clock its look for a newer worker has not been
 * seen there, though it is when asked for by hand: take each hour that has one request for an hour that has two.
 */

import type { ServerResponse } from 'node:http';
import { HEARTBEAT_MS } from '../../shared/wire/stream-message.ts';
import type { Site } from '../support/site.ts';
import { tapWire, type WireTap } from '../support/wire-tap.ts';
import { countFigure, type Figure } from './figure.ts';
import { giveCookie, openStream, type PairedTablet, pairTablet } from './paired-tablet.ts';
import { inChromium, onSite, pause, ROOM, TABLET, until } from './stage.ts';

const HOURS = 3;
const HOUR_MS = 3_600_000;
const MOST_REQUESTS = 2;
/** For what a timer has set going to arrive. */
const ARRIVAL_MS = 300;

export async function measureIdleKiosk(): Promise<Figure[]> {
  return onSite({}, async (site) => {
    const tablet = await pairTablet(site, ROOM);
    const stream = await playStream(site, tablet);
    const tap = await tapWire(site.origin, stream.instead);
    try {
      return await measureThrough(tap, stream, tablet);
    } finally {
      await tap.close();
    }
  });
}

function measureThrough(tap: WireTap, stream: PlayedStream, tablet: PairedTablet): Promise<Figure[]> {
  return inChromium(async (browser) => {
    const context = await browser.newContext(TABLET);
    await giveCookie(context, tablet, tap.origin);
    const page = await context.newPage();
    await page.addInitScript(countHeartbeats);
    await page.clock.install();
    await page.goto(tap.origin);
    await page.getByRole('heading', { level: 1, name: ROOM }).waitFor();
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await pause(ARRIVAL_MS);
    let now = Date.now() + HEARTBEAT_MS;
    await page.clock.pauseAt(now);
    const opened = stream.opened();
    let beats = await page.evaluate(heartbeatsHeard);

    const perHour: number[] = [];
    for (let hour = 0; hour < HOURS; hour += 1) {
      const before = tap.exchanges.length;
      for (let passed = 0; passed < HOUR_MS; passed += HEARTBEAT_MS) {
        await stream.beat(now);
        beats += 1;
        // Time must not overtake the heartbeat that bears it, or the page takes the stream for dead.
        await until('the page has heard it', async () => (await page.evaluate(heartbeatsHeard)) >= beats);
        await page.clock.runFor(HEARTBEAT_MS);
        now += HEARTBEAT_MS;
      }
      await pause(ARRIVAL_MS);
      perHour.push(tap.exchanges.length - before);
    }
    // Else the page took our stream for dead, and this was no idle hour.
    if (stream.opened() !== opened) throw new Error('the page has opened its stream anew');
    return [countFigure('requests of an idle door in an hour beside its stream', perHour, { atMost: MOST_REQUESTS })];
  });
}

type PlayedStream = {
  readonly instead: (path: string, answer: ServerResponse) => boolean;
  beat(now: number): Promise<void>;
  /** How often a page has asked for it. */
  opened(): number;
};

/** The real day of the room, once, and from then on heartbeats when told. */
async function playStream(site: Site, tablet: PairedTablet): Promise<PlayedStream> {
  const { stream, day } = await openStream(site, tablet);
  stream.close();
  const listeners = new Set<ServerResponse>();
  let opened = 0;
  return {
    instead(path, answer) {
      if (path !== '/api/stream') return false;
      opened += 1;
      listeners.add(answer);
      answer.on('close', () => listeners.delete(answer));
      answer.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
      answer.write(`event: room-day\ndata: ${day}\n\n`);
      answer.write(heartbeat(Date.now()));
      return true;
    },
    async beat(now) {
      await until('somebody listens', () => listeners.size > 0);
      const frame = heartbeat(now);
      await Promise.all([...listeners].map((answer) => new Promise<unknown>((sent) => answer.write(frame, sent))));
    },
    opened: () => opened,
  };
}

function heartbeat(now: number): string {
  const time = new Date(now).toISOString();
  return `event: heartbeat\ndata: ${JSON.stringify({ time, readAt: time })}\n\n`;
}

/** Runs in the page, before its own scripts. */
function countHeartbeats(): void {
  const counting = globalThis as typeof globalThis & { heartbeats: number };
  counting.heartbeats = 0;
  counting.EventSource = class extends EventSource {
    constructor(url: string | URL) {
      super(url);
      this.addEventListener('heartbeat', () => {
        counting.heartbeats += 1;
      });
    }
  };
}

/** Runs in the page. */
function heartbeatsHeard(): number {
  return (globalThis as typeof globalThis & { heartbeats: number }).heartbeats;
}
