import { addressOf, openDoor } from '../support/door.ts';
import { expect, status, test } from './journey.ts';

test('with the server off, a reload shows the last day with its age, never green once it is stale, and lives again by itself', async ({
  page,
  site,
}) => {
  const room = await addressOf(site, 'Town hall');
  await site.outlook.invite({ room, subject: 'Later on', startsIn: 180, minutes: 30 });
  await openDoor(page, site, 'Town hall');
  await expect(status(page)).toContainText('Later on');
  await page.evaluate(() => navigator.serviceWorker.ready);
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);

  await site.stopProxy();
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'Town hall' })).toBeVisible();
  await expect(status(page)).toContainText('Later on');

  await page.clock.install();
  await page.reload();
  await expect(status(page)).toContainText('Later on');
  await page.clock.fastForward('06:00');
  await expect(status(page)).toContainText('Was free');
  await expect(status(page)).toContainText('This screen has lost its connection');
  await expect(page.locator('[data-mood="free"]')).toHaveCount(0);
  await page.clock.fastForward('01:00:00');
  await expect(status(page)).toContainText('Not sure');
  await expect(page.locator('[data-mood="free"]')).toHaveCount(0);

  await site.startProxy();
  await page.clock.resume();
  await expect(status(page)).toContainText('Free', { timeout: 45_000 });
  await expect(page.locator('[data-mood="free"]').first()).toBeVisible();
  await site.outlook.invite({ room, subject: 'News again', startsIn: 120, minutes: 20 });
  await expect(status(page)).toContainText('News again');
});

test('with holds switched off, a tap while Graph is away is told honestly, and settled once when it is back', async ({
  page,
  site,
}) => {
  await site.setPolicy({ holds: false });
  const room = await addressOf(site, 'Ö');
  await openDoor(page, site, 'Ö');
  await expect(status(page)).toContainText('Free');
  await site.outlook.breakDown('graph-down');

  await page.getByRole('button', { name: /^30 min/ }).click();
  await expect(status(page)).toContainText(/Booking|Checking/);
  // Refused where Exchange surely never took it; checking where the answer was lost on the way.
  const told = page.getByText(/^(Checking|We cannot book right now\.|That took too long\.)$/);
  await expect(told).toBeVisible({ timeout: 60_000 });
  await site.outlook.mend();

  const outcome = page.getByText(/^(Yours|We cannot book right now\.|That took too long\.)$/);
  await expect(outcome).toBeVisible({ timeout: 60_000 });
  const booked = (await outcome.textContent()) === 'Yours' ? 1 : 0;
  expect(await site.outlook.calendar(room)).toHaveLength(booked);
});
