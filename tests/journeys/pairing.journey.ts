import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { openConsole } from '../support/console-page.ts';
import { addressOf, openDoor } from '../support/door.ts';
import type { Site } from '../support/site.ts';
import { expect, status, test } from './journey.ts';

test('a new tablet shows a code, an operator confirms it in the console, and the door lights up by itself', async ({
  browser,
  site,
}) => {
  const tablet = await (await browser.newContext()).newPage();
  await tablet.goto(site.origin);
  await expect(tablet.getByRole('heading', { name: 'This tablet is waiting for its room' })).toBeVisible();
  const label = (await tablet.getByLabel(/^Code /).getAttribute('aria-label')) ?? '';
  const code = label.replace('Code', '').replace(/[\s,]/g, '');

  const console = await (await browser.newContext()).newPage();
  await console.goto(`${site.origin}/console?code=${code}`);
  await console.getByRole('button', { name: /sign in/i }).click();
  await console.getByRole('button', { name: /Priya Raman/ }).click();
  await expect(console.getByText(/Chrom/).first()).toBeVisible();
  await console.getByRole('radio', { name: /Porto/ }).check({ force: true });
  await console.getByRole('button', { name: /light up|confirm|pair/i }).click();

  await expect(tablet.getByRole('heading', { level: 1, name: 'Porto' })).toBeVisible();
  await expect(status(tablet)).toContainText('Free');
  await expect(console.getByText('Porto').first()).toBeVisible();
});

test('a tablet that was taken off its room wipes what it knew and shows a new code', async ({ page, site }) => {
  await openDoor(page, site, 'Faro');
  const device = await lastPairedWith(site, 'Faro');

  await site.console('DELETE', `/devices/${device.id}`);

  await expect(page.getByRole('heading', { name: 'This tablet is waiting for its room' })).toBeVisible();
  await expect(page.getByText('This tablet was taken off Faro.')).toBeVisible();
  await expect(page.getByLabel(/^Code /)).toBeVisible();
  await page.reload();
  await expect(page.getByLabel(/^Code /)).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name: 'Faro' })).toHaveCount(0);
});

test('a tablet that was taken off while the server was away learns it when it comes back', async ({ page, site }) => {
  await openDoor(page, site, 'Kyoto');
  await expect(page.getByRole('heading', { level: 1, name: 'Kyoto' })).toBeVisible();
  const device = await lastPairedWith(site, 'Kyoto');
  await page.context().setOffline(true);
  await site.console('DELETE', `/devices/${device.id}`);

  await page.context().setOffline(false);

  await expect(page.getByLabel(/^Code /)).toBeVisible({ timeout: 45_000 });
});

test('who stands before a screen takes it off from there, and has it replace another', async ({
  browser,
  page,
  site,
}) => {
  await openDoor(page, site, 'Oslo');
  const other = await (await browser.newContext()).newPage();
  await openDoor(other, site, 'Bergen');
  const name = page.getByRole('heading', { level: 1, name: 'Oslo' });
  // By its place, as a finger does it: the tall word of the status reaches over the name.
  await name.click({ force: true });
  await expect(page.getByRole('heading', { name: 'About this screen' }), 'a touch opens nothing').toHaveCount(0);
  await name.click({ delay: 3_100, force: true });
  await expect(page.getByRole('heading', { name: 'About this screen' })).toBeVisible();
  await page.getByRole('button', { name: 'Move it or take it off' }).click();
  const code = await codeOn(page);
  expect(await faultsOf(page)).toEqual([]);

  const console = await openConsole(browser, site, { page: 'pair' });
  await console.setViewportSize({ width: 390, height: 844 });
  await console.getByLabel('Code on the tablet').fill(code);
  await console.getByRole('button', { name: 'Go on' }).click();
  await expect(console.getByRole('heading', { level: 1, name: 'This tablet hangs at Oslo' })).toBeVisible();
  await console.getByRole('button', { name: 'Take it off Oslo' }).click();
  await expect(console.getByRole('button', { name: 'Keep it there' }), 'the harmless answer').toBeFocused();
  await console.getByRole('button', { name: 'Yes, take it off' }).click();
  await expect(page.getByText('This tablet was taken off Oslo.')).toBeVisible();

  const next = await codeOn(page);
  expect(next).not.toBe(code);
  await console.getByRole('button', { name: 'Give it another room' }).click();
  await console.getByLabel('Code on the tablet').fill(next);
  await console.getByRole('button', { name: 'Go on' }).click();
  await console.getByRole('radio', { name: /^Bergen/ }).check({ force: true });
  const instead = console.getByRole('radio', { name: /^It replaces .* on now/ }).last();
  // Its label, since the bar with the answers may lie over the button itself.
  await console.locator('label').filter({ has: instead }).click();
  await expect(instead).toBeChecked();
  expect(await faultsOf(console)).toEqual([]);
  await console.getByRole('button', { name: 'Yes, replace the one at Bergen' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Bergen' })).toBeVisible();
  await expect(other.getByRole('heading', { name: 'This tablet is waiting for its room' })).toBeVisible();
});

test('one who may only look cannot pair', async ({ browser, page, site }) => {
  await page.goto(site.origin);
  await page.getByLabel(/^Code /).waitFor();
  const console = await (await browser.newContext()).newPage();
  await console.goto(`${site.origin}/console`);
  await console.getByRole('button', { name: /sign in/i }).click();
  await console.getByRole('button', { name: /Wiebke Hansen/ }).click();

  await expect(console.getByText('Wiebke Hansen')).toBeVisible();
  await expect(console.getByRole('button', { name: /light up|confirm|pair/i })).toHaveCount(0);
  expect(await addressOf(site, 'Porto')).toContain('porto@');
});

async function codeOn(page: Page): Promise<string> {
  const label = (await page.getByLabel(/^Code /).getAttribute('aria-label')) ?? '';
  return label.replace('Code', '').replace(/[\s,]/g, '');
}

async function faultsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

/** The tablet of this very journey: another one may have left its own at the same door of the same site. */
async function lastPairedWith(site: Site, displayName: string): Promise<{ readonly id: string }> {
  const { devices } = (await (await site.console('GET', '/devices')).json()) as {
    devices: { id: string; pairedAt: string; room: { displayName: string } | null }[];
  };
  const there = devices.filter(({ room }) => room?.displayName === displayName);
  const [last] = there.sort((a, b) => Date.parse(b.pairedAt) - Date.parse(a.pairedAt));
  if (last === undefined) throw new Error(`no tablet is paired with ${displayName}`);
  return last;
}
