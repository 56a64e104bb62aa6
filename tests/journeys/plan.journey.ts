import AxeBuilder from '@axe-core/playwright';
import { openConsole } from '../support/console-page.ts';
import { addressOf } from '../support/door.ts';
import { expect, test } from './journey.ts';

const DRAWING = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1600 900">
  <path d="M20 20h1560v860H20zM20 450h1560M530 20v430M1060 20v430M800 450v430" fill="none" stroke="#57544e" stroke-width="8"/>
</svg>`;

test('facilities drop rooms on the drawing of a floor by keyboard, and a screen in the lobby shows it live', async ({
  browser,
  site,
}) => {
  const page = await openConsole(browser, site, { page: 'plan' });
  await page.getByLabel('Its name, such as Third floor').fill('Ground floor');
  const drawing = { name: 'floor.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(DRAWING) };
  await page.getByLabel(/^Its drawing/).setInputFiles(drawing);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ground floor has no rooms on it yet');

  await page.getByRole('button', { name: 'Lisbon', exact: true }).focus();
  await page.keyboard.press('Enter');
  const sign = page.getByRole('button', { name: /^Lisbon: Free/ });
  await expect(sign).toBeFocused();
  await page.keyboard.press('Shift+ArrowLeft');
  await page.keyboard.press('Shift+ArrowUp');
  await page.getByRole('button', { name: 'Porto', exact: true }).click();
  await page.keyboard.press('Shift+ArrowRight');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('2 of 2 rooms are free');
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('button', { name: 'Save' })).toHaveCount(0);

  const another = page.getByLabel('Another drawing for this floor');
  await another.scrollIntoViewIfNeeded();
  const wild = DRAWING.replace('<path', '<script>alert(1)</script><path');
  await another.setInputFiles({ ...drawing, buffer: Buffer.from(wild) });
  await expect(page.getByText('That is no drawing we can show.')).toBeInViewport();

  const screen = await (await browser.newContext({ viewport: { width: 1920, height: 1080 } })).newPage();
  await screen.goto(site.origin);
  const label = (await screen.getByLabel(/^Code /).getAttribute('aria-label')) ?? '';
  const code = label.replace('Code', '').replace(/[\s,]/g, '');
  expect((await site.console('POST', `/pairings/${code}/confirm`, { board: 'Ground floor' })).ok).toBe(true);
  await screen.waitForURL('**/board');
  await expect(screen.getByRole('heading', { level: 1 })).toHaveText('2 rooms are free');
  await expect(screen.locator('[data-mood="free"] text', { hasText: 'Lisbon' })).toBeVisible();

  await site.outlook.invite({ room: await addressOf(site, 'Lisbon'), subject: 'Secret', startsIn: 0, minutes: 30 });
  await expect(screen.locator('[data-mood="used"] text', { hasText: 'Lisbon' })).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('1 of 2 rooms are free');
  await expect(screen.getByText('Secret')).toHaveCount(0);
  expect((await new AxeBuilder({ page: screen }).analyze()).violations).toEqual([]);
});
