import AxeBuilder from '@axe-core/playwright';
import { openConsole } from '../support/console-page.ts';
import { expect, test } from './journey.ts';

test('facilities see how rooms were used, take the table along and decide who is mailed', async ({ browser, site }) => {
  const page = await openConsole(browser, site, { as: 'Admin', page: 'use' });
  await expect(page.getByText(/^12 rooms, .* counted from/)).toBeVisible();
  await expect(page.getByRole('heading', { name: 'What each figure means' })).toBeVisible();

  const [table] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Rooms (CSV)' }).click(),
  ]);
  expect(table.suggestedFilename()).toMatch(/^doorlight-rooms-.*\.csv$/);

  await page.getByLabel('How often').selectOption('weekly');
  await page.getByLabel('To, with commas between').fill('facilities@northwind.example');
  await page.getByLabel('To, with commas between').press('Enter');
  await expect(page.getByText('Saved. facilities@northwind.example is mailed on Mondays.')).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
});
