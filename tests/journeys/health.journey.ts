import AxeBuilder from '@axe-core/playwright';
import { openConsole } from '../support/console-page.ts';
import { expect, test } from './journey.ts';

test('an operator sees how each room is kept, sees to an alarm, and pauses a room with the keyboard alone', async ({
  browser,
  site,
}) => {
  const page = await openConsole(browser, site, { page: 'health' });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^All \d+ rooms are kept well$/);
  await expect(page.getByText(/Microsoft reaches .*\/webhooks\/graph/)).toBeVisible();

  await page.getByRole('button', { name: 'I see to it : The credential', exact: false }).click();
  await expect(page.getByText(/priya.* sees to it since/i)).toBeVisible();

  await page.getByLabel('Find a room by its name or address').fill('faro');
  await page.getByRole('button', { name: 'More about Faro' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Pause its readings' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Paused: its door shows no calendar')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Paused: its door shows no calendar')).toHaveCount(0);
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

  await page.setViewportSize({ width: 390, height: 844 });
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
});

test('the check runs from its page and gives what to do with the command to paste', async ({ browser, site }) => {
  const page = await openConsole(browser, site, { page: 'check' });
  await page.getByRole('button', { name: /^(Run the check|Check again)$/ }).click();
  await expect(page.getByText(/^Checked at/)).toBeVisible({ timeout: 45_000 });
  await expect(page.getByRole('heading', { level: 3, name: 'Look at this: Credential' })).toBeVisible();
  await expect(page.getByText('az ad app credential list')).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
});

test('one who may only look finds no button that changes anything', async ({ browser, site }) => {
  const page = await openConsole(browser, site, { as: 'Viewer', page: 'health' });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/kept well$/);
  await page
    .getByRole('button', { name: /^More about/ })
    .first()
    .click();

  await expect(page.getByRole('button', { name: /see to it|Try it now|Read|Pause|Subscribe/ })).toHaveCount(0);
});
