/** F40 and F41: releases that break, that are stuck, that come at the wrong moment, and the worker that ends them all. */

import type { ServerResponse } from 'node:http';
import type { Page } from '@playwright/test';
import { keptForOffline, openDoor } from '../support/door.ts';
import { aRelease } from '../support/release.ts';
import { expect, status, test } from './journey.ts';

const heading = (page: Page, room: string) => page.getByRole('heading', { level: 1, name: room });
const html = (page: Page) => page.locator('html');

/** As a browser does of itself from time to time. */
function lookForNews(page: Page): Promise<unknown> {
  return page.evaluate(() =>
    navigator.serviceWorker.getRegistration().then((one) => one?.update().catch(() => undefined)),
  );
}

function workersComing(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    return [registration?.installing, registration?.waiting].filter(Boolean).length;
  });
}

/** A worker that anything is asked of while another takes over stays for minutes: what the tablet says must not pass it. */
async function talkAllTheWhile(page: Page): Promise<void> {
  await page.evaluate(() => {
    setInterval(() => fetch('/api/device').catch(() => undefined), 20);
  });
}

/**
 * As the browser does by itself with those that have nothing to do, unless it is watched by somebody such as us: then a
 * worker that was asked something just as another takes over is never done with.
 */
async function putWorkersToSleep(page: Page): Promise<void> {
  const devTools = await page.context().newCDPSession(page);
  await devTools.send('ServiceWorker.enable');
  await devTools.send('ServiceWorker.stopAllWorkers');
  await devTools.detach();
}

/** Each page that was loaded, in its order. */
function countLoads(page: Page): { count(): number } {
  let loads = 0;
  page.on('domcontentloaded', () => {
    loads += 1;
  });
  return { count: () => loads };
}

test('F40: a release whose script throws is forgotten after half a minute, once in an hour, and the mended one comes up by itself', async ({
  page,
  line,
  away,
}) => {
  const broken = await aRelease(away.origin, {
    name: 'dead0001',
    script: 'throw new Error("this release is broken");',
  });
  await page.clock.install();
  await openDoor(page, away, 'Lisbon');
  await keptForOffline(page);

  line.answerWith(broken.instead);
  await lookForNews(page);
  await expect(html(page)).toHaveAttribute('data-release', 'dead0001');
  await expect(heading(page, 'Lisbon')).toHaveCount(0);

  const loads = countLoads(page);
  await page.clock.runFor('00:31');
  await expect.poll(loads.count).toBe(1);
  await expect(html(page)).toHaveAttribute('data-release', 'dead0001');
  await page.clock.runFor('30:00');
  expect(loads.count()).toBe(1);

  line.mend();
  await page.clock.runFor('31:00');
  await expect(heading(page, 'Lisbon')).toBeVisible();
  await expect(html(page)).not.toHaveAttribute('data-release', 'dead0001');
  expect(loads.count()).toBe(2);
});

test('F40: a broken release that was already taken back heals within half a minute', async ({ page, line, away }) => {
  const broken = await aRelease(away.origin, { name: 'dead0002', script: 'for (;;) throw 0;' });
  await page.clock.install();
  await openDoor(page, away, 'Porto');
  await keptForOffline(page);
  line.answerWith(broken.instead);
  await lookForNews(page);
  await expect(html(page)).toHaveAttribute('data-release', 'dead0002');

  line.mend();
  await page.clock.runFor('00:31');

  await expect(heading(page, 'Porto')).toBeVisible();
  await expect(page.getByText('Book now')).toBeVisible();
});

test('F40: a white page heals within half a minute of being taken back, also where the browser keeps nothing at all', async ({
  page,
  line,
  site,
  away,
}) => {
  const white = await aRelease(site.origin, { name: 'dead0005', script: '' });
  await page.addInitScript(() => {
    for (const disk of ['indexedDB', 'localStorage', 'sessionStorage']) {
      Object.defineProperty(window, disk, {
        get() {
          throw new DOMException('The operation is insecure.', 'SecurityError');
        },
      });
    }
    Reflect.deleteProperty(window, 'caches');
    Reflect.deleteProperty(Navigator.prototype, 'serviceWorker');
  });
  await page.clock.install();
  line.answerWith(white.instead);
  await page.goto(line.origin);
  await expect(html(page)).toHaveAttribute('data-release', 'dead0005');

  line.mend();
  await page.clock.runFor('00:31');
  await expect(html(page)).not.toHaveAttribute('data-release', 'dead0005');
  await openDoor(page, away, 'Kyoto');
  await expect(page.getByText('Book now')).toBeVisible();
});

test('F40, F44: a release whose script cannot be had, or is a portal’s page, never comes to a tablet that has another', async ({
  page,
  line,
  site,
  away,
}) => {
  const giveTerms = (answer: ServerResponse, status: number) =>
    answer.writeHead(status, { 'Content-Type': 'text/html' }).end('<h1>Please accept our terms</h1>');
  const ways: readonly ((answer: ServerResponse) => unknown)[] = [
    (answer) => answer.writeHead(404).end(),
    (answer) => giveTerms(answer, 200),
    (answer) => answer.writeHead(302, { Location: '/terms' }).end(),
    (answer) => giveTerms(answer, 511),
  ];
  await openDoor(page, away, 'Bergen');
  await keptForOffline(page);
  const ours = (await html(page).getAttribute('data-release')) ?? '';

  for (const [way, answerScript] of ways.entries()) {
    const torn = await aRelease(site.origin, { name: `dead001${way}` });
    line.answerWith((path, answer) => {
      if (path === torn.scriptPath) answerScript(answer);
      else if (path === '/terms') giveTerms(answer, 200);
      else return torn.instead(path, answer);
      return true;
    });
    await lookForNews(page);
    await expect.poll(() => line.asked(torn.scriptPath)).toBeGreaterThan(0);
    await expect.poll(() => workersComing(page)).toBe(0);
  }
  await page.reload();

  await expect(heading(page, 'Bergen')).toBeVisible();
  await expect(html(page)).toHaveAttribute('data-release', ours);
});

test('F40: with the worker switched off at the server, tablets are freed of it once and without going round in circles', async ({
  page,
  context,
  site,
}) => {
  await openDoor(page, site, 'Oslo');
  await keptForOffline(page);
  const loads = countLoads(page);
  await site.stopProxy();
  await site.startProxy({ KIOSK_WORKER: 'off' });

  await lookForNews(page);

  // A page that is just being left has nothing to say.
  const kept = () => page.evaluate(() => caches.keys()).catch(() => null);
  await expect
    .poll(kept)
    .toEqual([])
    .catch(() => putWorkersToSleep(page));
  await expect.poll(kept).toEqual([]);
  await expect(page.getByText('Book now')).toBeVisible({ timeout: 45_000 });
  // The new worker sends each page to the server once, and the page's own flow may once more.
  await lookForNews(page);
  await lookForNews(page);
  expect(loads.count()).toBeLessThanOrEqual(2);
  await page.reload();
  await expect(page.getByText('Book now')).toBeVisible();
  const freed = loads.count();
  await lookForNews(page);
  await expect(status(page)).toContainText('Free');
  expect(loads.count()).toBe(freed);

  await site.stopProxy();
  await site.startProxy();
  const again = await context.newPage();
  await page.close();
  await again.goto(site.origin);
  await lookForNews(again);
  await keptForOffline(again);
  await expect.poll(() => again.evaluate(async () => (await caches.keys()).length)).toBeGreaterThan(0);
});

test('F41: a release that comes while somebody has a sheet open waits until it is closed', async ({
  page,
  line,
  away,
}) => {
  const next = await aRelease(away.origin, { name: 'ca11ed01', sameScript: true });
  await openDoor(page, away, 'Faro');
  await keptForOffline(page);
  await page.getByRole('button', { name: 'Rooms' }).click();
  const close = page.getByRole('button', { name: 'Close' });
  await expect(close).toBeVisible();
  const loads = countLoads(page);

  line.answerWith(next.instead);
  await lookForNews(page);
  await page.waitForFunction(async () => (await navigator.serviceWorker.getRegistration())?.waiting != null);
  await expect(close).toBeVisible();
  expect(loads.count()).toBe(0);

  await talkAllTheWhile(page);
  await close.click();
  await expect(html(page)).toHaveAttribute('data-release', 'ca11ed01');
  await expect(heading(page, 'Faro')).toBeVisible();
});
