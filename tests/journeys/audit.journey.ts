/** Looking up afterwards who did what. */

import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { openConsole } from '../support/console-page.ts';
import { addressOf, openDoor } from '../support/door.ts';
import { expect, test } from './journey.ts';

test('an operator finds who paired a tablet, decided a setting and was refused, and takes it away as a table', async ({
  browser,
  page: door,
  site,
}) => {
  await openDoor(door, site, 'Porto');
  const room = await addressOf(site, 'Porto');
  await site.console('PATCH', '/policies', { scopes: [{ kind: 'room', room }], set: { holds: false }, clear: [] });
  const viewer = await openConsole(browser, site, { as: 'Viewer', page: 'audit' });
  await expect(viewer.getByRole('heading', { name: 'This page is not for your role' })).toBeVisible();

  const console = await openConsole(browser, site, { as: 'Operator', page: 'audit' });
  await expect(
    console.getByRole('row', { name: /tomas\.ferreira.*Changed settings.*Porto: Hold the room .* from above → false/ }),
  ).toBeVisible();
  await expect(console.getByRole('row', { name: /Paired a tablet.*Porto/ }).first()).toBeVisible();
  await expect(console.getByRole('row', { name: /priya\.raman.*Signed in.*as Operator/ })).toBeVisible();
  expect((await new AxeBuilder({ page: console }).analyze()).violations).toEqual([]);

  await console.getByLabel('What').fill('policy');
  await console.getByLabel('Room').selectOption('Porto');
  await expect(console.getByRole('row', { name: /Paired a tablet/ })).toHaveCount(0);
  await expect(console.getByRole('row', { name: /Changed settings/ })).toHaveCount(1);
  const download = console.waitForEvent('download');
  await console.getByRole('button', { name: 'Export as a table' }).click();
  const table = await readFile(await (await download).path(), 'utf8');
  expect(table).toContain(',policy.changed,Porto,');
  expect(table.trimEnd().split('\r\n')).toHaveLength(2);

  await console.setViewportSize({ width: 390, height: 844 });
  await console.emulateMedia({ colorScheme: 'dark' });
  expect((await new AxeBuilder({ page: console }).analyze()).violations).toEqual([]);
  expect(await console.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});
