/**
 * Thirty days of one door in a real Chromium, its clock driven: meetings come and go, somebody opens a sheet, the network
 * goes away once a day, a release comes on the first day and one on the last. In between the page is never loaded again,
 * so that what it loses would add up. Heartbeats are spoken in the page, by the driven clock; everything else is on the
 * wire. `SOAK_DAYS=5` lives through fewer.
 */

import type { ServerResponse } from 'node:http';
import type { CDPSession, Page } from '@playwright/test';
import { decodeText } from '../../shared/basics/codec.ts';
import type { OccurrenceId } from '../../shared/basics/ids.ts';
import { addMinutes, DAY_MS, HOUR_MS, type Instant, instant, MINUTE_MS } from '../../shared/basics/instant.ts';
import { displayWindow, type RoomDay, roomDayCodec } from '../../shared/room/room-day.ts';
import { anOccurrence } from '../support/builders.ts';
import { type Line, layLine } from '../support/line.ts';
import { aRelease, type Release } from '../support/release.ts';
import type { Site } from '../support/site.ts';
import { driveClock } from './driven-clock.ts';
import { type Figure, flatFigure } from './figure.ts';
import { giveCookie, openStream, pairTablet } from './paired-tablet.ts';
import { inChromium, onSite, pause, ROOM, TABLET, until } from './stage.ts';

const DAYS = Number(process.env['SOAK_DAYS'] ?? 30);
/** Not the first days: what runs a few times an hour is compiled, and so takes room, only after that long. */
const READ_AFTER = [5, 9, 16, 23, 30].filter((day) => day <= DAYS);
/** Between two changes in Outlook. */
const STEP_MS = 2 * HOUR_MS;
/** Of every day, and long enough to be said. */
const OUTAGE_AT_HOUR = 14;
const OUTAGE_MS = 20 * MINUTE_MS;
/** Seldom, so that a month fits into a quarter of an hour, and often enough that no door takes its stream for dead. */
const BEAT_MS = 20_000;
/** Of the engine's own: code that it compiles late, and what it keeps to be quick. */
const HEAP_MAY_GROW = 0.1;

type Reading = {
  heap: number;
  nodes: number;
  listeners: number;
  timers: number;
  sockets: number;
  /** Answers that the page still holds: outside the heap, and never given back where nobody read them to their end. */
  answers: number;
};

export async function measureSoak(): Promise<Figure[]> {
  return onSite({}, async (site) => {
    const line = await layLine(site.origin);
    try {
      return await inChromium(async (browser) => {
        const tablet = await pairTablet(site, ROOM);
        const { stream, day } = await openStream(site, tablet);
        stream.close();
        const first = decodeText(roomDayCodec, day);
        if (!first.ok) throw new Error(`a room day that cannot be read, at ${first.error.path}`);
        const context = await browser.newContext(TABLET);
        await giveCookie(context, tablet, line.origin);
        return await live(await context.newPage(), site, line, first.value);
      });
    } finally {
      await line.close();
    }
  });
}

async function live(page: Page, site: Site, line: Line, first: RoomDay): Promise<Figure[]> {
  const start = Date.now();
  const proxy = playProxy(line, first);
  const [one, two, three] = await Promise.all(
    ['50a40001', '50a40002', '50a40003'].map((name) => aRelease(site.origin, { name, sameScript: true })),
  );
  if (one === undefined || two === undefined || three === undefined) throw new Error('three releases were made');
  await page.addInitScript(driveClock, start);
  await page.addInitScript(speakHeartbeats, BEAT_MS);
  const devTools = await page.context().newCDPSession(page);
  await devTools.send('Performance.enable');

  proxy.serve(one);
  await page.goto(line.origin);
  await driveUntilShown('50a40001');
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await release(two, '50a40002');

  const readings: Reading[] = [];
  for (let day = 1; day <= DAYS; day += 1) {
    await liveADay(start + day * DAY_MS);
    if (READ_AFTER.includes(day)) readings.push(await read(page, devTools, line));
    process.stderr.write(`day ${day} ${JSON.stringify(readings.at(-1))} ${Math.round(performance.now() / 1_000)} s\n`);
  }
  await release(three, '50a40003');
  return figuresOf(readings);

  async function liveADay(end: number): Promise<void> {
    for (let hour = 24; hour > 0; hour -= STEP_MS / HOUR_MS) {
      const from = end - hour * HOUR_MS;
      if (from < (await nowOf(page))) continue;
      await driveTo(page, from);
      await proxy.change(page, instant(from));
      await page.evaluate(pressEachButton);
      if (24 - hour === OUTAGE_AT_HOUR) {
        line.cut();
        await driveTo(page, from + OUTAGE_MS);
        proxy.comeBack();
      }
    }
    await driveTo(page, end);
  }

  /**
   * As the last remedy takes it: no worker, no kept files, a new page. The ordinary way is walked in the journeys; here
   * Chromium would hold it up for five minutes of its own time, because the page's stream is open.
   */
  async function release(next: Release, name: string): Promise<void> {
    proxy.serve(next);
    await page.evaluate(forgetAll);
    await page.reload();
    await driveUntilShown(name);
  }

  async function driveUntilShown(name: string): Promise<void> {
    const shown = page
      .locator(`html[data-release="${name}"][data-beat]`)
      .getByRole('heading', { level: 1, name: ROOM });
    await until(`release ${name} shows its door`, async () => {
      await driveTo(page, (await nowOf(page)) + MINUTE_MS);
      // Workers are installed in real time.
      await pause(100);
      return shown.isVisible();
    });
  }
}

function playProxy(line: Line, first: RoomDay) {
  const listeners = new Set<ServerResponse>();
  let [day, served] = [first, null as Release | null];
  const frame = () => `event: room-day\ndata: ${JSON.stringify(roomDayCodec.encode(day))}\n\n`;

  function answer(path: string, response: ServerResponse): boolean {
    if (path !== '/api/stream') return served?.instead(path, response) ?? false;
    listeners.add(response);
    response.on('close', () => listeners.delete(response));
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' }).write(frame());
    return true;
  }

  return {
    serve(release: Release) {
      served = release;
      line.answerWith(answer);
    },
    comeBack() {
      line.mend();
      line.answerWith(answer);
    },
    /** Another day on the wire: three meetings around now, the next revision. */
    async change(page: Page, now: Instant) {
      const starts = [-90, 20, 130].map((minutes) => addMinutes(now, minutes + (day.revision % 5)));
      day = {
        ...day,
        revision: day.revision + 1,
        readAt: now,
        window: displayWindow(now, day.room.timeZone, day.policy),
        occurrences: starts.map((from, place) =>
          anOccurrence({
            id: `soak-${day.revision}-${place}` as OccurrenceId,
            start: from,
            end: addMinutes(from, 45),
          }),
        ),
      };
      const heard = await page.evaluate(() => globalThis.daysHeard);
      if (listeners.size === 0) return;
      for (const listener of listeners) listener.write(frame());
      await until('the page has heard of the change', () =>
        page.evaluate((before) => globalThis.daysHeard > before, heard),
      );
    },
  };
}

function driveTo(page: Page, end: number): Promise<void> {
  return throughReloads(page, () => page.evaluate((to) => globalThis.drivenClock.driveTo(to), end));
}

function nowOf(page: Page): Promise<number> {
  return throughReloads(page, () => page.evaluate(() => globalThis.drivenClock.now()));
}

/** Another page may take over in the middle; it goes on from where the last one left. */
async function throughReloads<T>(page: Page, ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (fault) {
      if (!/context was destroyed|navigation|drivenClock/i.test(String(fault))) throw fault;
      await page.waitForLoadState();
    }
  }
}

async function read(page: Page, devTools: CDPSession, line: Line): Promise<Reading> {
  // Twice: what the first round finalises, the second takes away.
  for (let round = 0; round < 2; round += 1) {
    await devTools.send('HeapProfiler.collectGarbage');
    await pause(200);
  }
  const { nodes, jsEventListeners } = await devTools.send('Memory.getDOMCounters');
  const { metrics } = await devTools.send('Performance.getMetrics');
  const metric = (wanted: string) => metrics.find(({ name }) => name === wanted)?.value ?? Number.NaN;
  const timers = await page.evaluate(() => globalThis.drivenClock.waiting());
  return {
    heap: metric('JSHeapUsedSize'),
    nodes,
    listeners: jsEventListeners,
    timers,
    sockets: line.connections(),
    answers: metric('Resources'),
  };
}

function figuresOf(readings: readonly Reading[]): Figure[] {
  const when = `days ${READ_AFTER.join(', ')}`;
  const series = (name: keyof Reading) => readings.map((reading) => reading[name]);
  return [
    flatFigure(
      `soak, heap in kB after collection, ${when}`,
      series('heap').map((bytes) => bytes / 1_000),
      HEAP_MAY_GROW,
    ),
    flatFigure(`soak, DOM nodes, ${when}`, series('nodes'), HEAP_MAY_GROW),
    flatFigure(`soak, event listeners, ${when}`, series('listeners'), 0),
    flatFigure(`soak, timers, ${when}`, series('timers'), 0),
    flatFigure(`soak, sockets, ${when}`, series('sockets'), 0),
    flatFigure(`soak, answers held, ${when}`, series('answers'), HEAP_MAY_GROW),
  ];
}

declare global {
  var daysHeard: number;
}

/** Runs in the page: a stream that is open says that time passes; every four minutes the calendar has been read again. */
function speakHeartbeats(everyMs: number): void {
  globalThis.daysHeard = 0;
  const Driven = EventSource;
  let beats: ReturnType<typeof setInterval> | undefined;
  globalThis.EventSource = class extends Driven {
    constructor(url: string | URL) {
      super(url);
      clearInterval(beats);
      this.addEventListener('room-day', () => {
        globalThis.daysHeard += 1;
      });
      this.addEventListener('error', () => clearInterval(beats));
      this.addEventListener('open', () => {
        beats = setInterval(() => {
          const readAt = new Date(Math.floor(Date.now() / 240_000) * 240_000).toISOString();
          const data = JSON.stringify({ time: new Date().toISOString(), readAt });
          this.dispatchEvent(new MessageEvent('heartbeat', { data }));
        }, everyMs);
      });
    }
  };
}

/** Runs in the page: whoever passes tries each thing that only opens something; nothing is booked. */
function pressEachButton(): void {
  for (const button of document.querySelectorAll('button')) {
    if (/more|rooms|day|find/i.test(button.textContent ?? '')) button.click();
  }
}

/** Runs in the page. */
async function forgetAll(): Promise<void> {
  for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister();
  for (const name of await caches.keys()) await caches.delete(name);
}
