import AxeBuilder from '@axe-core/playwright';
import { openConsole } from '../support/console-page.ts';
import { expect, status, test } from './journey.ts';

test('a sheet of links is made by keyboard alone, and the tablet that opens one is live by itself', async ({
  browser,
  site,
}) => {
  const console = await openConsole(browser, site, { page: 'enrol' });
  const porto = console.getByRole('checkbox', { name: /^Porto/ });
  await porto.focus();
  await console.keyboard.press('Space');
  await console.getByRole('checkbox', { name: /^Faro/ }).focus();
  await console.keyboard.press('Space');
  expect((await new AxeBuilder({ page: console }).analyze()).violations).toEqual([]);
  await console.getByRole('button', { name: 'Make 2 links' }).focus();
  await console.keyboard.press('Enter');

  await expect(console.getByRole('heading', { level: 1, name: '2 links, good once each' })).toBeVisible();
  await expect(console.getByRole('img', { name: 'Link that pairs a tablet with Porto' })).toBeVisible();
  const download = console.waitForEvent('download');
  await console.getByRole('button', { name: 'Save as a list' }).click();
  const list = await (await download).createReadStream();
  const lines = (await list.toArray()).join('').trim().split('\r\n');
  const link =
    lines
      .find((line) => line.includes('Porto'))
      ?.split(',')
      .at(-1) ?? '';

  const tablet = await (await browser.newContext()).newPage();
  await tablet.goto(link);
  await expect(tablet.getByRole('heading', { level: 1, name: 'Porto' })).toBeVisible();
  await expect(status(tablet)).toContainText('Free');

  await console.getByRole('button', { name: 'I have them' }).click();
  await console.getByRole('button', { name: 'Withdraw the open one' }).click();
  await expect(console.getByRole('button', { name: 'Withdraw the open one' })).toHaveCount(0);

  const second = await (await browser.newContext()).newPage();
  await second.goto(link);
  await expect(second.getByText('has been used or has run out')).toBeVisible();
  await expect(second.getByLabel(/^Code /)).toBeVisible();
});

test('a list of names is previewed line by line, and tablets of these names are paired with one press', async ({
  browser,
  site,
}) => {
  const console = await openConsole(browser, site, { page: 'enrol&of=names' });
  await console.setViewportSize({ width: 390, height: 844 });
  await console.getByLabel('Or paste it here').fill('device;room\nKYO-*;Kyoto\nATL-1;Atlantis\n');
  await console.getByLabel('Or paste it here').blur();
  await expect(console.getByText('There is no such room.')).toBeVisible();
  await expect(console.getByText('This would set 1 of 2 lines. Nothing has happened yet.')).toBeVisible();
  expect((await new AxeBuilder({ page: console }).analyze()).violations).toEqual([]);
  await console.getByRole('button', { name: 'Take 1 line' }).click();
  await expect(console.getByText('Done.')).toBeVisible();

  const tablet = await (await browser.newContext()).newPage();
  await tablet.goto(`${site.origin}/?device=KYO-07`);
  await expect(tablet.getByText('KYO-07')).toBeVisible();
  await console.getByRole('link', { name: 'Waiting' }).click();
  await expect(console.getByText('belongs to Kyoto')).toBeVisible({ timeout: 10_000 });
  await console.getByRole('button', { name: 'Pair it with its room' }).click();

  await expect(tablet.getByRole('heading', { level: 1, name: 'Kyoto' })).toBeVisible();
});
