/** Deciding settings in the console: what a facilities person does, down to the door that follows. */

import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { openConsole } from '../support/console-page.ts';
import { openDoor } from '../support/door.ts';
import { expect, test } from './journey.ts';

test('with the keyboard alone an admin decides for a whole floor, sees first what changes where, and the doors follow', async ({
  browser,
  page: door,
  site,
}) => {
  await openDoor(door, site, 'Faro');
  const offered = door.getByRole('button', { name: /30 min/ });
  await expect(offered).toBeVisible();
  const console = await openConsole(browser, site, { as: 'Admin', page: 'policy' });
  await tabTo(console.getByLabel('Building, floor, room or tablet'));
  await console.keyboard.type('Cais Floor 1');
  await tabTo(console.getByRole('link', { name: 'Floor 1 in Cais, Lisbon' }));
  await console.keyboard.press('Enter');
  await expect(console.getByRole('heading', { level: 1, name: 'Floor 1' })).toBeFocused();
  await tabTo(console.getByRole('switch', { name: 'Book, extend and end at the door' }));
  await console.keyboard.press('Space');
  await tabTo(console.getByLabel('Longest booking'));
  await console.keyboard.type('9999');
  await tabTo(console.getByRole('combobox', { name: 'Theme' }));
  await expect(console.getByText('This has to be a whole number from 5 to 1440.')).toBeVisible();
  await axeIsClean(console);
  await tabTo(console.getByLabel('Longest booking'), 'Shift+Tab');
  await console.keyboard.type('90');
  await console.keyboard.press('Tab');
  await tabTo(console.getByRole('button', { name: 'See what changes' }));
  await console.keyboard.press('Enter');

  await expect(console.getByRole('heading', { level: 1, name: /^This changes \d+ doors$/ })).toBeFocused();
  await expect(console.getByText('Faro', { exact: false }).first()).toBeVisible();
  await expect(offered).toBeVisible();
  await axeIsClean(console);
  await tabTo(console.getByRole('button', { name: 'Save', exact: true }));
  await console.keyboard.press('Enter');

  await expect(console.getByText(/^Saved\. \d+ doors have it now\.$/)).toBeVisible();
  await expect(offered).toBeHidden();
  await expect(console.getByRole('heading', { level: 1, name: 'Floor 1' })).toBeFocused();
});

test('titles are shown only after an admin has read what that needs, and a colleague who was quicker is not undone', async ({
  browser,
  site,
}) => {
  await site.setPolicy({ showTitles: false });
  const console = await openConsole(browser, site, { as: 'Admin', page: 'policy&of=tenant' });
  const titles = console.getByRole('switch', { name: 'Show titles' });
  await titles.click();
  await expect(console.getByText('RemovePrivateProperty', { exact: false }).first()).toBeVisible();
  await expect(console.getByRole('button', { name: 'Keep titles hidden' })).toBeFocused();
  await axeIsClean(console);
  await console.getByRole('button', { name: 'It is done, show titles' }).click();
  await expect(titles).toBeChecked();
  await site.console('PATCH', '/policies', { scopes: [{ kind: 'tenant' }], set: { holds: false }, clear: [] });
  await console.getByRole('button', { name: 'See what changes' }).click();
  await console.getByRole('button', { name: 'Save', exact: true }).click();

  await expect(console.getByRole('alert')).toContainText('Somebody else changed settings meanwhile.');
  await expect(console.getByText('Everywhere, Hold the room while the calendar is away')).toBeVisible();
  await console.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(console.getByText(/^Saved/)).toBeVisible();
  const { policy } = (await (await site.console('GET', '/policy')).json()) as { policy: Record<string, unknown> };
  expect(policy).toMatchObject({ showTitles: true, holds: false });
});

test('on a phone, at night, rooms are marked and decided for together', async ({ browser, site }) => {
  const console = await openConsole(browser, site, { as: 'Admin', page: 'policy' });
  await console.setViewportSize({ width: 390, height: 844 });
  await console.emulateMedia({ colorScheme: 'dark' });
  await console.getByLabel('Mark Porto, Cais, Lisbon, Floor 1').check();
  await console.getByLabel('Mark Oslo, Spreeufer, Berlin, Floor 1').check();
  await axeIsClean(console);
  await console.getByRole('button', { name: 'Decide for these 2' }).click();
  await console.getByRole('combobox', { name: 'Colours' }).selectOption({ label: 'Green and violet' });
  await axeIsClean(console);
  expect(await console.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await console.getByRole('button', { name: 'See what changes' }).click();
  await expect(console.getByText('Porto, Oslo')).toBeVisible();
  await axeIsClean(console);
  await console.getByRole('button', { name: 'Save', exact: true }).click();

  await expect(console.getByText('Saved. 2 doors have it now.')).toBeVisible();
});

test('all of it goes out as one file and comes in again, with whom it names that is not here', async ({
  browser,
  site,
}) => {
  const console = await openConsole(browser, site, { as: 'Admin', page: 'policy' });
  const download = console.waitForEvent('download');
  await console.getByRole('button', { name: 'Export' }).click();
  const file = JSON.parse(await readFile(await (await download).path(), 'utf8')) as { decisions: unknown[] };
  const room = (address: string) => ({ scope: { kind: 'room', room: address }, override: { mayBook: false } });
  file.decisions.push(room('porto@northwind.example'), room('torn-down@northwind.example'));

  const buffer = Buffer.from(JSON.stringify(file));
  await console.getByLabel('Import').setInputFiles({ name: 'policy.json', mimeType: 'application/json', buffer });

  await expect(console.getByRole('heading', { level: 1, name: 'This file changes 1 door' })).toBeVisible();
  await expect(console.getByText('torn-down@northwind.example')).toBeVisible();
  await axeIsClean(console);
  await console.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(console.getByText('Saved. 1 door has it now.')).toBeVisible();
  const { decisions } = (await (await site.console('GET', '/policies/file')).json()) as { decisions: unknown[] };
  expect(decisions).toContainEqual(room('porto@northwind.example'));
});

test('one tablet is set lower than the other at the same door, at once', async ({ browser, page: low, site }) => {
  const high = await (await browser.newContext()).newPage();
  await openDoor(high, site, 'Kyoto');
  await openDoor(low, site, 'Kyoto');
  const { devices } = (await (await site.console('GET', '/devices')).json()) as { devices: { id: string }[] };
  const device = devices.at(-1)?.id;

  await site.console('PATCH', '/policies', {
    scopes: [{ kind: 'device', device }],
    set: { look: { lowReach: true } },
    clear: [],
  });

  await expect(low.locator('html')).toHaveAttribute('data-reach', 'low');
  await expect(high.locator('html')).not.toHaveAttribute('data-reach', 'low');
});

/** As far as a person would go with the key alone. */
async function tabTo(target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await target.waitFor();
  for (let presses = 0; presses < 120; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await target.page().keyboard.press(key);
  }
  throw new Error('the key alone does not lead there');
}

async function axeIsClean(page: Page): Promise<void> {
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
}
