/** Who hears of doors that go quiet: decided, kept and tried on the page, by mail that really goes out. */

import AxeBuilder from '@axe-core/playwright';
import { openConsole } from '../support/console-page.ts';
import { expect, test } from './journey.ts';

const DESK = 'facilities@northwind.example';

test('an admin says who is mailed and when nobody is, keeps it, and tries it at once', async ({ browser, site }) => {
  const console = await openConsole(browser, site, { as: 'Admin', page: 'alerts' });
  await expect(console.getByRole('heading', { level: 1, name: 'Nobody is told of quiet doors' })).toBeVisible();
  await console.getByLabel('Mail to').fill('facilities');
  await console.getByRole('button', { name: 'Keep this' }).click();
  await expect(console.getByRole('alert')).toBeVisible();

  await console.getByLabel('Mail to').fill(DESK);
  await console.getByRole('checkbox', { name: /Nobody is told at some hours/ }).check({ force: true });
  await console.getByLabel('From').fill('20:00');
  await console.getByLabel('Until').fill('06:30');
  await console.getByRole('button', { name: 'Keep this' }).click();
  await expect(console.getByText('Kept.')).toBeVisible();
  await expect(console.getByRole('alert')).toHaveCount(0);
  await expect(console.getByRole('heading', { level: 1, name: 'One address hears of quiet doors' })).toBeVisible();
  await console.getByRole('button', { name: 'Try it now' }).click();
  await expect(console.getByText('The mail went out.')).toBeVisible();
  expect((await new AxeBuilder({ page: console }).analyze()).violations).toEqual([]);
  const letters = await site.outlook.letters();
  expect(letters.at(-1)).toMatchObject({ from: site.serviceUser, to: [DESK] });

  await console.reload();
  await expect(console.getByLabel('Until')).toHaveValue('06:30');
  await console.getByLabel('Mail to').fill('');
  await console.getByRole('checkbox', { name: /Nobody is told at some hours/ }).uncheck({ force: true });
  await console.getByRole('button', { name: 'Keep this' }).click();
  await expect(console.getByRole('heading', { level: 1, name: 'Nobody is told of quiet doors' })).toBeVisible();
});
