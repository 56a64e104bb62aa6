import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { addMinutes, type Instant, toIso } from '../../shared/basics/instant.ts';
import { addressOf, keptForOffline, openDoor } from '../support/door.ts';
import { aPng } from '../support/pictures.ts';
import type { Site } from '../support/site.ts';
import { expect, status, test } from './journey.ts';

const inMinutes = (minutes: number) => toIso(addMinutes(Date.now() as Instant, minutes));

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}

/** Hangs it at one room, and gives what takes it down. */
async function hang(
  site: Site,
  room: string,
  text: string,
  picture: object | null = null,
): Promise<() => Promise<void>> {
  const places = [{ kind: 'room', room: await addressOf(site, room) }];
  const made = await site.console('POST', '/notices', { from: null, until: inMinutes(60), text, picture, places });
  expect(made.status).toBe(201);
  const { id } = (await made.json()) as { id: string };
  return async () => void (await site.console('POST', `/notices/${id}/end`));
}

const card = (page: Page) => page.getByRole('region', { name: 'Notices' });

test('a notice stands beside the status within a second, opens whole, outlives the network, and goes when taken down', async ({
  page,
  site,
}) => {
  await openDoor(page, site, 'Porto');
  await page.evaluate(() => navigator.serviceWorker.ready);
  await expect(status(page)).toContainText('Free');
  const long = `Fire drill at 14:00. ${'Leave by staircase B. '.repeat(12)}`.trim();

  const takeDown = await hang(site, 'Porto', long);
  await expect(card(page)).toContainText('Fire drill at 14:00.', { timeout: 1_000 });
  await expect(card(page)).toContainText('Facilities, until');
  await expect(status(page)).toContainText('Free');
  await expectAccessible(page);

  await card(page).getByRole('button').click();
  await expect(page.getByRole('heading', { name: 'Notices' })).toBeVisible();
  await expect(page.getByText(long, { exact: true })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Close' }).click();

  await keptForOffline(page);
  await site.stopProxy();
  await page.reload();
  await expect(card(page)).toContainText('Fire drill at 14:00.');

  await site.startProxy();
  await takeDown();
  await expect(card(page)).toBeHidden({ timeout: 60_000 });
});

test('a picture in a notice is seen at the door, and still seen with the server off', async ({ page, site }) => {
  await openDoor(page, site, 'Kyoto');
  const sent = await site.console('POST', '/notices/pictures', aPng(120, 60));
  const { hash } = (await sent.json()) as { hash: string };
  const takeDown = await hang(site, 'Kyoto', '', { hash, alt: 'The way to the assembly point' });

  const picture = page.getByRole('img', { name: 'The way to the assembly point' });
  await expect(picture).toBeVisible();
  await expect.poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(120);

  await keptForOffline(page);
  await site.stopProxy();
  await page.reload();
  await expect(picture).toBeVisible();
  await expect.poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(120);
  await site.startProxy();
  await takeDown();
});

test('a room that facilities close says why and until when, books nothing, and names another room', async ({
  page,
  site,
}) => {
  const [room, instead] = [await addressOf(site, 'Porto'), await addressOf(site, 'Lisbon')];
  await openDoor(page, site, 'Porto');
  await expect(page.getByRole('button', { name: /^15 min/ })).toBeVisible();

  const closed = await site.console('POST', '/closures', {
    room,
    from: null,
    until: null,
    reason: 'The projector is being replaced',
    instead,
  });
  await expect(status(page)).toContainText('Closed', { timeout: 1_000 });
  await expect(status(page)).toContainText('The projector is being replaced. Use Lisbon instead.');
  await expect(page.getByRole('button', { name: /^15 min/ })).toBeHidden();
  await expect(page.getByRole('button', { name: /^Take Lisbon/ })).toBeVisible({ timeout: 15_000 });
  await expectAccessible(page);

  const { id } = (await closed.json()) as { id: string };
  await site.console('POST', `/closures/${id}/end`);
  await expect(status(page)).toContainText('Free');
});

test('from a busy door the nearest free room is two touches away', async ({ page, site }) => {
  await site.outlook.invite({ room: await addressOf(site, 'Lisbon'), subject: 'Forecast', startsIn: 0, minutes: 30 });
  await openDoor(page, site, 'Lisbon');
  await expect(status(page)).toContainText('In use');

  const nearest = page.getByRole('button', { name: /^Take / });
  await expect(nearest).toBeVisible({ timeout: 15_000 });
  const name = ((await nearest.textContent()) ?? '').match(/^Take (\S+)/)?.[1] ?? '';
  await nearest.click();
  await expect(page.getByRole('heading', { name: /is free/ })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: /^30 min/ }).click();

  await expect(page.getByRole('heading', { name: /is yours\.$/ })).toContainText(name);
  await expect(status(page)).toContainText('In use');
});

/** Runs in the page, before its own scripts: a Fully that sees whoever comes near, and evaluates what it was given for that. */
function standInForCamera(): void {
  const fully = {
    bind(event: string, handler: string) {
      const run = () => (window as unknown as { [name: string]: () => void })[handler.replace('()', '')]?.();
      if (event === 'onMotion') Object.assign(window, { seeSomebody: run });
    },
  };
  Object.assign(window, { fully });
}

test('a notice fills the screen of a free room that nobody touches; a touch only wakes the door, and so does whoever comes near', async ({
  page,
  site,
}) => {
  await site.setPolicy({ signageAfterMinutes: 1 });
  await page.addInitScript(standInForCamera);
  await page.clock.install();
  await openDoor(page, site, 'Porto');
  const takeDown = await hang(site, 'Porto', 'Summer party on Friday');
  await expect(card(page)).toContainText('Summer party');

  await page.clock.fastForward(70_000);
  const wake = page.getByRole('button', { name: 'Touch to wake' });
  await expect(wake).toBeVisible();
  await expect(status(page)).toContainText('Free');
  await expect(page.getByRole('button', { name: /^15 min/ })).toBeHidden();
  await expectAccessible(page);

  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  await page.mouse.click(width / 4, height * 0.9);
  await expect(page.getByRole('button', { name: /^15 min/ })).toBeVisible();
  await expect(status(page)).toContainText('Free');

  await page.clock.fastForward(70_000);
  await expect(wake).toBeVisible();
  await page.evaluate(() => (window as unknown as { seeSomebody(): void }).seeSomebody());
  await expect(page.getByRole('button', { name: /^15 min/ })).toBeVisible();
  await page.getByRole('button', { name: 'More' }).click();
  await expect(
    page.getByRole('heading', { level: 2 }),
    'the finger was on its way before it could see that',
  ).toBeHidden();
  await page.clock.fastForward(1_000);
  await page.getByRole('button', { name: 'More' }).click();
  await expect(page.getByRole('heading', { level: 2 })).toBeVisible();
  await takeDown();
});
