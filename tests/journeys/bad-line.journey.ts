/** F42 to F45 on one door: lines that fall silent, that somebody else answers on, and that come and go. */

import type { Page } from '@playwright/test';
import { addressOf, keptForOffline, openDoor } from '../support/door.ts';
import type { Site } from '../support/site.ts';
import type { Instead } from '../support/wire-tap.ts';
import { expect, status, test } from './journey.ts';

const green = (page: Page) => page.locator('[data-mood="free"]').first();
const HTML = '<!doctype html><title>Guest Wi-Fi</title><h1>Please accept our terms</h1>';

/** A silence is noticed after 25 s and told 5 s later; a try that nobody answers is given up after 8 s. */
async function letHalfAMinutePass(page: Page): Promise<void> {
  for (const step of [13, 13, 6]) await page.clock.runFor(step * 1_000);
}

async function isAliveAgain(page: Page, site: Site, room: string, subject: string): Promise<void> {
  await site.outlook.invite({ room: await addressOf(site, room), subject, startsIn: 120, minutes: 20 });
  await expect(status(page)).toContainText(subject, { timeout: 45_000 });
}

test('F42: packets are dropped and nothing is closed: the door says that it has lost its connection, and lives again by itself', async ({
  page,
  site,
  line,
  away,
}) => {
  await page.clock.install();
  await openDoor(page, away, 'Lisbon');
  await expect(page.getByText('Book now')).toBeVisible();

  line.goQuiet();
  await letHalfAMinutePass(page);
  await expect(page.getByText('Hold the room')).toBeVisible();
  await page.clock.runFor('05:00');
  await expect(status(page)).toContainText('This screen has lost its connection');
  await expect(page.locator('[data-mood="free"]')).toHaveCount(0);

  line.mend();
  // Connections that were opened into the silence are dead: each is tried, and given up, before a new one is opened.
  await expect(async () => {
    await page.clock.runFor('00:09');
    await expect(green(page)).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 60_000 });
  await isAliveAgain(page, site, 'Lisbon', 'After the silence');
});

const answers: readonly { readonly what: string; readonly status: number; readonly type: string; body: string }[] = [
  { what: 'a 401 of somebody on the way', status: 401, type: 'text/plain', body: 'sign in' },
  { what: 'a 404', status: 404, type: 'text/plain', body: 'nothing here' },
  { what: 'a 502', status: 502, type: 'text/html', body: '<h1>Bad gateway</h1>' },
  { what: 'a page with 200', status: 200, type: 'text/html', body: HTML },
];

for (const { what, status: code, type, body } of answers) {
  test(`F43: the stream is answered with ${what}: tried for ever, never too often, and taken up when it is there`, async ({
    page,
    site,
    line,
    away,
  }) => {
    await page.clock.install();
    await openDoor(page, away, 'Porto');
    await expect(page.getByText('Book now')).toBeVisible();

    line.answerWith((path, answer) => {
      if (path !== '/api/stream') return false;
      answer.writeHead(code, { 'Content-Type': type }).end(body);
      return true;
    });
    await expect(page.getByText('Hold the room')).toBeVisible({ timeout: 30_000 });
    const before = line.asked('/api/stream');
    for (let tries = 1; tries <= 3; tries += 1) {
      await page.clock.fastForward('00:31');
      await expect.poll(() => line.asked('/api/stream')).toBeGreaterThanOrEqual(before + tries);
    }
    expect(line.asked('/api/stream')).toBeLessThan(before + 20);
    await expect(page.getByRole('heading', { level: 1, name: 'Porto' })).toBeVisible();
    await expect(page.getByText('Guest Wi-Fi')).toHaveCount(0);

    line.mend();
    await page.clock.fastForward('00:31');
    await expect(page.getByText('Book now')).toBeVisible({ timeout: 45_000 });
    await isAliveAgain(page, site, 'Porto', `After ${code}`);
  });
}

test('F44: a captive portal answers everything with its page: the door stays itself, holds instead of booking, and keeps nothing of it', async ({
  page,
  site,
  line,
  away,
}) => {
  const room = await addressOf(site, 'Bergen');
  await openDoor(page, away, 'Bergen');
  await keptForOffline(page);
  const portal: Instead = (_path, answer) => {
    answer.writeHead(200, { 'Content-Type': 'text/html', 'Cache-Control': 'max-age=3600' }).end(HTML);
    return true;
  };
  line.answerWith(portal);
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'Bergen' })).toBeVisible();
  await expect(page.getByText('Hold the room')).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: /^30 min/ }).click();
  await expect(status(page)).toContainText('only this screen knows');
  // The browser's own look at a worker that is a portal's page, too.
  await page.evaluate(() =>
    navigator.serviceWorker.getRegistration().then((one) => one?.update().catch(() => undefined)),
  );
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'Bergen' })).toBeVisible();
  expect(await textsKept(page)).not.toContain('accept our terms');
  expect(await site.outlook.calendar(room)).toEqual([]);

  line.mend();
  await expect(status(page)).toContainText(/Yours|In use/, { timeout: 60_000 });
  expect(await site.outlook.calendar(room)).toHaveLength(1);
});

test('F45: the Wi-Fi comes and goes every ten seconds: the door never goes blank, asks within bounds, and is right when it stays', async ({
  page,
  site,
  line,
  away,
}) => {
  await page.clock.install();
  await openDoor(page, away, 'Kyoto');
  await expect(green(page)).toBeVisible();

  for (let flap = 0; flap < 6; flap += 1) {
    // With a word and without: half of the time packets are only dropped.
    if (flap % 2 === 0) line.cut();
    else line.goQuiet();
    await page.clock.runFor('00:10');
    line.mend();
    await page.clock.runFor('00:10');
    await expect(page.getByRole('heading', { level: 1, name: 'Kyoto' })).toBeVisible();
  }

  expect(line.asked('/api/stream')).toBeLessThan(40);
  await page.clock.runFor('00:31');
  await isAliveAgain(page, site, 'Kyoto', 'After the flapping');
  await expect(page.getByText('Book now')).toBeVisible();
});

/** Everything in the worker's caches, as one text. */
function textsKept(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const texts: string[] = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        texts.push((await (await cache.match(request))?.text()) ?? '');
      }
    }
    return texts.join('\n');
  });
}
