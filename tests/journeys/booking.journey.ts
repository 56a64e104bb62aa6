import { addressOf, openDoor } from '../support/door.ts';
import { expect, status, test } from './journey.ts';

test('one tap books: pending at once, confirmed when the room has accepted, and in both calendars', async ({
  page,
  browser,
  site,
}) => {
  const room = await addressOf(site, 'Lisbon');
  await openDoor(page, site, 'Lisbon');
  const secondDoor = await (await browser.newContext()).newPage();
  await openDoor(secondDoor, site, 'Lisbon');

  await page.getByRole('button', { name: /^30 min/ }).click();

  await expect(status(page)).toContainText('Booking');
  await expect(status(secondDoor)).toContainText('Booking');
  await expect(status(page)).toContainText('Yours');
  await expect(status(secondDoor)).toContainText('In use');
  const [inRoom] = await site.outlook.calendar(room);
  const [organised] = await site.outlook.calendar(site.serviceUser);
  expect(inRoom?.iCalUId).toBe(organised?.iCalUId);
  expect(inRoom?.response).toBe('accepted');
});

test('a tap before the rest of the page has come is seen at once, and booked when it has', async ({ page, site }) => {
  const room = await addressOf(site, 'Coimbra');
  await openDoor(page, site, 'Coimbra');
  let come = () => {};
  const held = new Promise<void>((resolve) => {
    come = resolve;
  });
  await page.context().route(/\/assets\/touched-/, async (route) => {
    await held;
    await route.continue();
  });
  // As on its very first day, when no worker has the files.
  await page.evaluate(async () => {
    for (const registered of await navigator.serviceWorker.getRegistrations()) await registered.unregister();
    for (const name of await caches.keys()) await caches.delete(name);
  });
  await page.reload();

  const button = page.getByRole('button', { name: /^30 min/ });
  await button.click();
  await expect(status(page)).toContainText('Booking', { timeout: 1_000 });
  await expect(button).toBeHidden();
  expect(await site.outlook.calendar(room)).toEqual([]);

  come();
  await expect(status(page)).toContainText('Yours');
  expect(await site.outlook.calendar(room)).toHaveLength(1);
});

test('our own meeting is extended and ended early, and Exchange has the same times', async ({ page, site }) => {
  const room = await addressOf(site, 'Porto');
  await openDoor(page, site, 'Porto');
  await page.getByRole('button', { name: /^15 min/ }).click();
  await expect(status(page)).toContainText('Yours');
  const before = (await site.outlook.calendar(room))[0];

  await page
    .getByRole('button', { name: /^Extend|15 min/ })
    .first()
    .click();
  const more = page.getByRole('button', { name: /15 min more|^15 min/ }).first();
  if (await more.isVisible()) await more.click();
  await expect.poll(async () => (await site.outlook.calendar(room))[0]?.end).not.toBe(before?.end);
  const extended = (await site.outlook.calendar(room))[0];
  expect(Date.parse(extended?.end ?? '')).toBeGreaterThan(Date.parse(before?.end ?? ''));

  await page.getByRole('button', { name: /End now|Give the room back|Undo/ }).click();
  await page.getByRole('button', { name: 'Yes, end it' }).click();
  await expect(status(page)).toContainText('Free');
  await expect
    .poll(async () => (await site.outlook.calendar(room)).filter(({ end }) => Date.parse(end) > Date.now()).length)
    .toBe(0);
});

test('a booking that the room declines says so and leaves nothing behind', async ({ page, site }) => {
  const room = await addressOf(site, 'Faro');
  await openDoor(page, site, 'Faro');
  await site.outlook.breakDown('rooms-decline');

  await page.getByRole('button', { name: /^30 min/ }).click();

  await expect(page.getByRole('heading', { name: 'The room said no.' })).toBeVisible();
  await page.getByRole('button', { name: 'Close' }).click();
  await expect(status(page)).toContainText('Free');
  await site.outlook.mend();
  expect(await site.outlook.calendar(room)).toEqual([]);
  const organised = await site.outlook.calendar(site.serviceUser);
  expect(organised.filter(({ attendees }) => attendees.some(({ address }) => address === room))).toEqual([]);
});

test('somebody in Outlook was quicker: the door refuses in words and books nothing twice', async ({ page, site }) => {
  const room = await addressOf(site, 'Bergen');
  await openDoor(page, site, 'Bergen');
  await site.outlook.breakDown('notices-lost');
  await site.outlook.invite({ room, subject: 'Quicker', startsIn: 0, minutes: 30 });
  await expect.poll(async () => (await site.outlook.calendar(room))[0]?.response).toBe('accepted');

  await page.getByRole('button', { name: /^30 min/ }).click();

  await expect(page.getByRole('heading', { name: /Someone was quicker|The room said no/ })).toBeVisible();
  await site.outlook.mend();
  const standing = await site.outlook.calendar(room);
  expect(standing.map(({ subject }) => subject)).toEqual(['Quicker']);
});

test('two taps in a hurry book once', async ({ page, site }) => {
  const room = await addressOf(site, 'Kyoto');
  await openDoor(page, site, 'Kyoto');

  await page.getByRole('button', { name: /^15 min/ }).dblclick();

  await expect(status(page)).toContainText('Yours');
  expect(await site.outlook.calendar(room)).toHaveLength(1);
});
