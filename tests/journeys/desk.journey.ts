import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { addressOf, openDoor } from '../support/door.ts';
import type { Site } from '../support/site.ts';
import { expect, status, test } from './journey.ts';

/** No journey here depends on the hour: what is booked for later is booked for tomorrow. */

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}

test('what was just booked is undone with one more touch, and Exchange has nothing left', async ({ page, site }) => {
  const room = await addressOf(site, 'Porto');
  await openDoor(page, site, 'Porto');
  await page.getByRole('button', { name: /^15 min/ }).click();
  await expect(status(page)).toContainText('Yours');

  await page.getByRole('button', { name: /^Undo/ }).click();

  await expect(status(page)).toContainText('Free');
  await expect.poll(async () => standingAt(site, room)).toEqual([]);
});

test('at a busy door another free room is found, taken, and given back, and this door says so', async ({
  page,
  site,
}) => {
  const [lisbon, coimbra] = [await addressOf(site, 'Lisbon'), await addressOf(site, 'Coimbra')];
  await site.outlook.invite({ room: lisbon, subject: 'Forecast', startsIn: 0, minutes: 30 });
  await openDoor(page, site, 'Lisbon');
  await expect(status(page)).toContainText('In use');

  await page.getByRole('button', { name: 'Rooms' }).click();
  await expect(page.getByRole('heading', { name: 'Free near here' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: /^Take it .*: Coimbra$/ }).click();

  await expect(page.getByRole('heading', { name: 'Coimbra is yours.' })).toBeVisible();
  await expect(status(page)).toContainText('In use');
  await expect
    .poll(async () => (await site.outlook.calendar(coimbra)).map(({ response }) => response))
    .toEqual(['accepted']);
  await page.getByRole('button', { name: /^Undo/ }).click();
  await expect(page.getByRole('heading', { name: 'Coimbra is yours.' })).toBeHidden();
  await expect.poll(() => standingAt(site, coimbra)).toEqual([]);
});

test('a refusal carries the next room inside, and taking it is one touch', async ({ page, site }) => {
  const room = await addressOf(site, 'Kyoto');
  await openDoor(page, site, 'Kyoto');
  await site.outlook.breakDown('notices-lost');
  await site.outlook.invite({ room, subject: 'Quicker', startsIn: 0, minutes: 30 });
  await expect.poll(async () => (await site.outlook.calendar(room))[0]?.response).toBe('accepted');

  await page.getByRole('button', { name: /^30 min/ }).click();
  await expect(page.getByRole('heading', { name: /Someone was quicker|The room said no/ })).toBeVisible();
  await site.outlook.mend();
  await expectAccessible(page);
  await page
    .getByRole('button', { name: /^Take / })
    .first()
    .click();

  await expect(page.getByRole('heading', { name: /is yours\.$/ })).toBeVisible();
});

test('the day is opened, a gap of tomorrow is chosen, and the button says the whole deed before it is pressed', async ({
  page,
  site,
}) => {
  const room = await addressOf(site, 'Faro');
  await openDoor(page, site, 'Faro');

  await page.getByRole('button', { name: 'The whole day' }).click();
  await page.getByRole('button', { name: 'Tomorrow' }).click();
  await page.getByRole('button', { name: 'Later' }).click();
  await page.getByRole('group', { name: 'For how long' }).getByRole('button', { name: '1 hour' }).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Book 00:15 to 01:15' }).click();

  await expect(page.getByRole('heading', { name: 'Faro is yours.' })).toBeVisible();
  await expect.poll(async () => (await standingAt(site, room)).length).toBe(1);
  const [booked] = await standingAt(site, room);
  expect(Date.parse(booked?.end ?? '') - Date.parse(booked?.start ?? '')).toBe(3_600_000);
});

test('whoever waits at a busy door takes the room next', async ({ page, site }) => {
  const room = await addressOf(site, 'Oslo');
  const running = await site.outlook.invite({ room, subject: 'Long talk', startsIn: 0, minutes: 20 });
  await openDoor(page, site, 'Oslo');

  await page.getByRole('button', { name: /^Book next/ }).click();
  await page.getByRole('button', { name: /^15 min/ }).click();

  await expect(page.getByRole('heading', { name: 'Oslo is yours.' })).toBeVisible();
  const starts = (await standingAt(site, room)).map(({ start }) => Date.parse(start));
  expect(starts).toContain(Date.parse(running.end));
});

test('people who come to their meeting check in, once for all doors of the room', async ({ page, browser, site }) => {
  const room = await addressOf(site, 'Reykjavík');
  await site.setPolicy({
    checkIn: { mode: 'ask', opensMinutes: 10, graceMinutes: 15, exemptFromMinutes: 240, strikes: 3 },
  });
  await site.outlook.invite({ room, subject: 'Forecast', startsIn: 0, minutes: 30 });
  await openDoor(page, site, 'Reykjavík');
  const otherDoor = await (await browser.newContext()).newPage();
  await openDoor(otherDoor, site, 'Reykjavík');
  await expect(status(page)).toContainText('Check in');

  await page.getByRole('button', { name: 'Check in' }).click();

  await expect(status(page)).toContainText('In use');
  await expect(status(otherDoor)).toContainText('In use');
  await site.setPolicy({});
});

test('where facilities let it, a door ends what Outlook booked: the room is free, the organiser keeps the meeting', async ({
  page,
  site,
}) => {
  const room = await addressOf(site, 'Valparaíso');
  await site.setPolicy({ mayEndOthers: true });
  const meeting = await site.outlook.invite({ room, subject: 'Forecast', startsIn: -5, minutes: 60 });
  await openDoor(page, site, 'Valparaíso');
  await expect(status(page)).toContainText('In use');

  await page.getByRole('button', { name: 'End now' }).click();
  await expect(page.getByText(/its organiser is told; the meeting stays in their calendar/)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Yes, end it' }).click();

  await expect(status(page)).toContainText('Free');
  const kept = await site.outlook.calendar(meeting.organizer.address);
  expect(kept.map(({ iCalUId }) => iCalUId)).toContain(meeting.iCalUId);
  await site.setPolicy({});
});

test('a problem is reported with two touches, and facilities know which room', async ({ page, site }) => {
  await openDoor(page, site, 'Bergen');

  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('button', { name: 'Report a problem' }).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'The screen' }).click();

  await expect(page.getByRole('heading', { name: 'Thank you, facilities know.' })).toBeVisible();
  expect(await (await site.console('GET', '/fault-reports')).text()).toContain('"screen"');
});

test('a booking with a title and a name carries them to Outlook', async ({ page, site }) => {
  await openDoor(page, site, 'Town hall');
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('button', { name: 'Book with a title' }).click();
  await page.getByLabel('What for').fill('Interview');
  await page.getByLabel('Your name').fill('Priya');
  await expectAccessible(page);

  await page.getByRole('button', { name: /^Book until/ }).click();

  await expect(status(page)).toContainText('Yours');
  const organised = await site.outlook.calendar(site.serviceUser);
  expect(organised.some(({ subject }) => subject.includes('Interview'))).toBe(true);
});

test('the code on the door leads to the room on one’s own phone, where a free stretch opens in one’s own Outlook', async ({
  page,
  browser,
  site,
}) => {
  await openDoor(page, site, 'Oslo');
  await expect(page.getByRole('img', { name: 'This room on your phone' })).toBeVisible();
  const shortId = await page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const stream = new EventSource('/api/stream');
        stream.addEventListener('room-day', ({ data }) => {
          stream.close();
          resolve((JSON.parse(data) as { shortId: string }).shortId);
        });
      }),
  );
  const phone = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage();

  await phone.goto(`${site.origin}/r/${shortId}`);

  await expect(phone.getByRole('heading', { level: 1 })).toContainText('Oslo');
  await expect(phone.getByText(/^Free/).first()).toBeVisible();
  await expect(phone.getByRole('link', { name: 'Book it in my Outlook' }).first()).toHaveAttribute(
    'href',
    /^https:\/\/outlook\.office\.com\/calendar\//,
  );
  await expectAccessible(phone);
});

test('a sheet that nobody touches closes by itself, and says so before', async ({ page, site }) => {
  await page.clock.install();
  await openDoor(page, site, 'Ö');
  await page.getByRole('button', { name: 'More' }).click();

  await page.clock.runFor(21_000);
  await expect(page.getByText('Closing in 10 seconds. Touch to stay.')).toBeVisible();
  await page.clock.runFor(10_000);

  await expect(page.getByRole('heading', { name: 'More' })).toBeHidden();
});

/** What stands in a room's calendar from now until the day after tomorrow. */
async function standingAt(site: Site, room: string) {
  return (await site.outlook.calendar(room, 48)).filter(({ end }) => Date.parse(end) > Date.now());
}
