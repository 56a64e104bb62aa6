/** F32, F37, F38 and F47 as a door lives them: no network at power-on, no disk, no sense of time, no light. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from '@playwright/test';
import { writeAlmanac } from '../../kiosk/keep-almanac.ts';
import { loadWords, type Words } from '../../kiosk/text/messages.ts';
import { instant } from '../../shared/basics/instant.ts';
import { localDate, type Zone } from '../../shared/basics/zone.ts';
import { findBrowser } from '../support/browser.ts';
import { addressOf, keptForOffline, openDoor } from '../support/door.ts';
import { expect, status, test } from './journey.ts';

const room = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });

test('F37: a tablet that starts without a network shows its last day and offers holds alone, and joins when there is one', async ({
  site,
  line,
  away,
}) => {
  const disk = await mkdtemp(join(tmpdir(), 'doorlight-tablet-'));
  const powerOn = async () => {
    const started = await chromium.launchPersistentContext(disk, { ...(await findBrowser()), locale: 'en-GB' });
    return { started, page: started.pages()[0] ?? (await started.newPage()) };
  };
  const before = await powerOn();
  await site.outlook.invite({ room: await addressOf(site, 'Porto'), subject: 'Budget', startsIn: 90, minutes: 30 });
  await openDoor(before.page, away, 'Porto');
  await expect(status(before.page)).toContainText('Budget');
  await keptForOffline(before.page);
  await before.started.close();

  line.goQuiet();
  const { started, page } = await powerOn();
  await page.addInitScript(countDates);
  await page.goto(line.origin);
  await expect(room(page, 'Porto')).toBeVisible();
  await expect(status(page)).toContainText('Budget');
  // Round a change of the clocks there is no almanac, or a short one.
  if (daysOfAlmanac(await loadWords(['en-GB'])) > 4) {
    expect(await page.evaluate(() => globalThis.datesBeforePicture), 'dates that Intl was asked for').toBe(0);
  }
  await expect(page.getByText(/as of \d/)).toBeVisible();
  await expect(page.getByText('Hold the room')).toBeVisible();
  await expect(page.getByText('Book now')).toHaveCount(0);

  line.mend();
  await expect(page.getByText('Book now')).toBeVisible({ timeout: 60_000 });
  await started.close();
  await rm(disk, { recursive: true });
});

test('F38: what the tablet kept is wiped in the middle of a tap: the tap is answered, and the room stays its own by cookie', async ({
  page,
  context,
  site,
}) => {
  const address = await addressOf(site, 'Bergen');
  await openDoor(page, site, 'Bergen');
  await keptForOffline(page);

  await page.getByRole('button', { name: /^30 min/ }).click();
  await evict(context, page, site.origin);
  await expect(status(page)).toContainText('Yours');
  expect(await site.outlook.calendar(address)).toHaveLength(1);

  await evict(context, page, site.origin);
  await page.reload();
  await expect(room(page, 'Bergen')).toBeVisible();
  await expect(status(page)).toContainText(/In use|Yours/);
  await keptForOffline(page);
});

test('F38: the shell is wiped under a worker that lives on: it is whole again with the next start, and without a network', async ({
  page,
  line,
  away,
}) => {
  await openDoor(page, away, 'Lisbon');
  await keptForOffline(page);
  const whole = await filesKept(page);
  await page.evaluate(async () => {
    for (const name of await caches.keys()) await caches.delete(name);
  });

  await page.reload();
  await expect(room(page, 'Lisbon')).toBeVisible();
  await expect.poll(() => filesKept(page)).toEqual(whole);

  line.goQuiet();
  await page.reload();
  await expect(room(page, 'Lisbon')).toBeVisible();
  await expect(page.getByText(/as of \d/)).toBeVisible();
});

test('F38: worker and shell are wiped under a page that lives on: within the hour both are there again, untouched', async ({
  page,
  context,
  line,
  away,
}) => {
  await page.clock.install();
  await openDoor(page, away, 'Porto');
  await keptForOffline(page);
  const whole = await filesKept(page);
  await evict(context, page, away.origin);
  expect(await filesKept(page)).toEqual([]);

  await page.clock.fastForward('01:11:00');
  await expect.poll(() => filesKept(page)).toEqual(whole);
  await keptForOffline(page);

  line.goQuiet();
  await page.reload();
  await expect(room(page, 'Porto')).toBeVisible();
});

test('F38: when the cookie is gone too, the tablet waits for its room and names the last one', async ({
  page,
  context,
  site,
}) => {
  await openDoor(page, site, 'Faro');
  await keptForOffline(page);

  await context.clearCookies();
  await page.reload();

  await expect(page.getByText('This tablet was taken off Faro.')).toBeVisible();
  await expect(page.getByLabel(/^Code /)).toBeVisible();
});

for (const [wrong, wallClock] of [
  ['an hour slow', () => Date.now() - 3_600_000],
  ['an hour fast', () => Date.now() + 3_600_000],
  ['in 1970', () => 0],
] as const) {
  test(`F32: a tablet whose clock is ${wrong} tells the time and the room by the proxy's, also after a start without it`, async ({
    page,
    site,
    line,
    away,
  }) => {
    const address = await addressOf(site, 'Coimbra');
    await site.outlook.invite({ room: address, subject: 'Now', startsIn: 0, minutes: 45 });
    await page.clock.install({ time: wallClock() });
    await openDoor(page, away, 'Coimbra');
    await expect(status(page)).toContainText('In use');
    await expect(page.locator('header time')).toHaveText(rightTimes());
    await keptForOffline(page);

    line.cut();
    await page.reload();

    await expect(status(page)).toContainText('In use');
    await expect(page.locator('header time')).toHaveText(rightTimes());
  });
}

test('F32: a clock that leaps by days between two lives makes no booked room free', async ({ page, site }) => {
  const address = await addressOf(site, 'Kyoto');
  await site.outlook.invite({ room: address, subject: 'Now', startsIn: 0, minutes: 45 });
  await page.clock.install({ time: Date.now() });
  await openDoor(page, site, 'Kyoto');
  await expect(status(page)).toContainText('In use');
  await keptForOffline(page);

  await page.clock.setSystemTime(Date.now() + 3 * 24 * 3_600_000);
  await page.reload();

  await expect(status(page)).toContainText('In use');
  await page.clock.runFor('00:31');
  await expect(status(page)).toContainText('In use');
  await expect(page.locator('[data-mood="free"]')).toHaveCount(0);
});

test('F47: a door that slept for half an hour glows green only after the proxy has said so, within two seconds', async ({
  page,
  line,
  away,
}) => {
  await page.clock.install();
  await openDoor(page, away, 'Lisbon');
  await expect(page.locator('[data-mood="free"]').first()).toBeVisible();
  await page.clock.pauseAt(Date.now() + 1_000);
  line.cut();

  // Asleep: the wall clock goes on, the page's own time and its timers stand still.
  await page.clock.setSystemTime(Date.now() + 30 * 60_000);
  await comeIntoSight(page);
  await expect(status(page)).toContainText('Was free');
  await expect(page.locator('[data-mood="free"]')).toHaveCount(0);

  line.mend();
  await comeIntoSight(page);
  await page.clock.runFor(2_000);
  await expect(page.locator('[data-mood="free"]').first()).toBeVisible();
});

test('F46: a page that the browser froze shows no green it cannot answer for, and lives again untouched', async ({
  page,
  line,
  away,
}) => {
  await page.clock.install();
  await openDoor(page, away, 'Porto');
  await expect(page.locator('[data-mood="free"]').first()).toBeVisible();

  // Frozen, no script of it runs; only the wall clock goes on, and the network as it likes. Headless Chromium freezes nothing.
  await page.clock.pauseAt(Date.now() + 1_000);
  line.cut();
  await page.clock.setSystemTime(Date.now() + 30 * 60_000);
  await thaw(page);
  await expect(status(page)).toContainText('Was free');
  await expect(page.locator('[data-mood="free"]')).toHaveCount(0);

  line.mend();
  await page.clock.resume();
  await expect(page.locator('[data-mood="free"]').first()).toBeVisible({ timeout: 30_000 });
});

/** What the worker keeps, in the order of the alphabet. */
function filesKept(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const kept: string[] = [];
    for (const name of await caches.keys()) {
      for (const { url } of await (await caches.open(name)).keys()) kept.push(url);
    }
    return kept.sort();
  });
}

/** The end of a freeze, as the page is told of it (Page Lifecycle). */
async function thaw(page: Page): Promise<void> {
  await page.evaluate(() => document.dispatchEvent(new Event('resume')));
}

/** The browser's own word for it, which no test can make it say. */
async function comeIntoSight(page: Page): Promise<void> {
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
}

/** As a browser does whose disk is full. */
async function evict(context: BrowserContext, page: Page, origin: string): Promise<void> {
  const devTools = await context.newCDPSession(page);
  await devTools.send('Storage.clearDataForOrigin', {
    origin,
    storageTypes: 'indexeddb,cache_storage,service_workers,local_storage',
  });
  await devTools.detach();
}

/** The wall's own time, now or a minute ago: the minute may turn while we look. */
function rightTimes(): RegExp {
  const told = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'Europe/Lisbon' });
  return new RegExp(`^(${told.format(Date.now())}|${told.format(Date.now() - 60_000)})$`);
}

function daysOfAlmanac(words: Words): number {
  // Porto's and all of the building's.
  const zone = 'Europe/London' as Zone;
  return writeAlmanac(words, zone, localDate(instant(Date.now()), zone))?.dates.length ?? 0;
}

declare global {
  var datesBeforePicture: number | null;
}

/** Runs in the page: how often Intl is asked for dates before the first picture, the dearest question of a start. */
function countDates(): void {
  let asked = 0;
  globalThis.datesBeforePicture = null;
  Intl.DateTimeFormat = new Proxy(Intl.DateTimeFormat, {
    construct(made, given: [string?, Intl.DateTimeFormatOptions?]) {
      asked += 1;
      return new made(...given);
    },
  });
  const watcher = new MutationObserver(() => {
    if (document.querySelector('[role="status"]') === null) return;
    globalThis.datesBeforePicture = asked;
    watcher.disconnect();
  });
  watcher.observe(document, { childList: true, subtree: true });
}
