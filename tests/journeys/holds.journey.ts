/** F29 as people live it: a tap while Exchange, or the proxy, cannot be reached. */

import type { Page } from '@playwright/test';
import { addressOf, openDoor } from '../support/door.ts';
import { expect, status, test } from './journey.ts';

const halfAnHour = (page: Page) => page.getByRole('button', { name: /^30 min/ });
/** What a reload without a server needs. */
const laidBy = (page: Page) => expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null));

test('with Exchange away the room is held at both doors, and booked once when it is back', async ({
  page,
  browser,
  site,
}) => {
  const room = await addressOf(site, 'Lisbon');
  await openDoor(page, site, 'Lisbon');
  const secondDoor = await (await browser.newContext()).newPage();
  await openDoor(secondDoor, site, 'Lisbon');
  await site.outlook.breakDown('graph-down');

  await halfAnHour(page).click();
  await expect(status(page)).toContainText('Not confirmed yet, because the calendar cannot be reached.', {
    timeout: 45_000,
  });
  await expect(status(secondDoor)).toContainText('Held');
  await expect(page.getByText('Yours')).toHaveCount(0);
  await site.outlook.mend();

  await expect(status(page)).toContainText('Yours', { timeout: 60_000 });
  await expect(status(secondDoor)).toContainText('In use');
  expect(await site.outlook.calendar(room)).toHaveLength(1);
});

test('with the server off the hold is this screen’s alone, outlives a reload, and is booked when the server is back', async ({
  page,
  site,
}) => {
  const room = await addressOf(site, 'Porto');
  await openDoor(page, site, 'Porto');
  await laidBy(page).toBe(true);
  await site.stopProxy();
  await expect(page.getByText('Hold the room')).toBeVisible({ timeout: 30_000 });

  await halfAnHour(page).click();
  await expect(status(page)).toContainText('Held');
  await expect(status(page)).toContainText('only this screen knows. It may not hold.');
  await page.reload();
  await expect(status(page)).toContainText('only this screen knows. It may not hold.');
  expect(await site.outlook.calendar(room)).toEqual([]);

  await site.startProxy();
  await expect(status(page)).toContainText(/Yours|In use/, { timeout: 60_000 });
  expect(await site.outlook.calendar(room)).toHaveLength(1);
});

test('the room was booked in Outlook while the server was off: the screen says that the hold did not stand', async ({
  page,
  site,
}) => {
  const room = await addressOf(site, 'Bergen');
  await openDoor(page, site, 'Bergen');
  await site.stopProxy();
  await expect(page.getByText('Hold the room')).toBeVisible({ timeout: 30_000 });
  await halfAnHour(page).click();
  await expect(status(page)).toContainText('Held');
  await site.outlook.invite({ room, subject: 'Theirs', startsIn: 0, minutes: 60 });
  await expect.poll(async () => (await site.outlook.calendar(room))[0]?.response).toBe('accepted');

  await site.startProxy();
  await expect(page.getByRole('heading', { name: 'Your hold did not stand.' })).toBeVisible({ timeout: 60_000 });
  expect((await site.outlook.calendar(room)).map(({ subject }) => subject)).toEqual(['Theirs']);
});

test('a hold is given back by the finger that made it, and nothing is booked', async ({ page, site }) => {
  const room = await addressOf(site, 'Faro');
  await openDoor(page, site, 'Faro');
  await site.stopProxy();
  await expect(page.getByText('Hold the room')).toBeVisible({ timeout: 30_000 });
  await halfAnHour(page).click();
  await expect(status(page)).toContainText('Held');

  await page.getByRole('button', { name: /^Undo/ }).click();
  await expect(status(page)).toContainText('Free');
  await site.startProxy();
  await expect(page.getByText('Book now')).toBeVisible({ timeout: 60_000 });
  expect(await site.outlook.calendar(room)).toEqual([]);
});
