import AxeBuilder from '@axe-core/playwright';
import { openConsole } from '../support/console-page.ts';
import { openDoor } from '../support/door.ts';
import type { Site } from '../support/site.ts';
import { expect, test } from './journey.ts';

test('facilities see each door live, have one show its name, and hear when it has', async ({ browser, page, site }) => {
  await takeAllOff(site, 'Bergen');
  await openDoor(page, site, 'Bergen');
  const console = await openConsole(browser, site);
  const doors = console.getByRole('list', { name: 'Every door as it stands' });
  await console.getByRole('searchbox').fill('bergen');
  const bergen = doors.getByRole('listitem').first();
  await expect(bergen).toContainText('Free, shown for', { timeout: 60_000 });
  await expect(console.getByText('connected, and the screen knows what it shows')).toBeVisible();
  expect((await new AxeBuilder({ page: console }).analyze()).violations).toEqual([]);

  await bergen.getByRole('checkbox', { name: 'Choose Bergen' }).check();
  await console.getByRole('button', { name: 'Show its name' }).click();
  await expect(console.getByText('Show its name: 1 done.')).toBeVisible({ timeout: 30_000 });

  await console.getByRole('button', { name: 'Message …' }).click();
  await console.getByRole('textbox', { name: /Shown at Bergen/ }).fill('Fire drill at noon');
  await console.keyboard.press('Enter');
  await expect(page.getByText('Fire drill at noon')).toBeVisible();

  await page.close();
  await expect(bergen).toContainText('Silent for', { timeout: 60_000 });
  await expect(bergen).toContainText('Amber');
});

test('a new tablet takes over from a broken one, in the hand of whoever stands there', async ({
  browser,
  page,
  site,
}) => {
  await takeAllOff(site, 'Coimbra');
  await openDoor(page, site, 'Coimbra');
  const fresh = await (await browser.newContext()).newPage();
  await fresh.goto(site.origin);
  const label = (await fresh.getByLabel(/^Code /).getAttribute('aria-label')) ?? '';
  const console = await openConsole(browser, site);
  await console.setViewportSize({ width: 390, height: 844 });
  await console.getByRole('searchbox').fill('coimbra');
  await console.getByRole('button', { name: 'Coimbra', exact: true }).first().click();
  expect((await new AxeBuilder({ page: console }).analyze()).violations).toEqual([]);
  await console.getByRole('button', { name: 'Replace this tablet by a new one …' }).click();
  await console.getByLabel('Code on the tablet').fill(label.replace('Code', ''));
  await console.getByRole('button', { name: 'Yes, the new one takes over' }).click();

  await expect(fresh.getByRole('heading', { level: 1, name: 'Coimbra' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'This tablet is waiting for its room' })).toBeVisible();
  expect(await hangingAt(site, 'Coimbra')).toHaveLength(1);
});

async function hangingAt(site: Site, displayName: string): Promise<readonly { readonly id: string }[]> {
  const { devices } = (await (await site.console('GET', '/devices')).json()) as {
    devices: { id: string; room: { displayName: string } | null }[];
  };
  return devices.filter(({ room }) => room?.displayName === displayName);
}

/** Other journeys on the same site may have left theirs. */
async function takeAllOff(site: Site, displayName: string): Promise<void> {
  for (const { id } of await hangingAt(site, displayName)) await site.console('DELETE', `/devices/${id}`);
}
