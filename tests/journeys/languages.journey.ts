import AxeBuilder from '@axe-core/playwright';
import { defaultLook, type Look } from '../../shared/room/look.ts';
import { openDoor } from '../support/door.ts';
import type { Site } from '../support/site.ts';
import { expect, status, test } from './journey.ts';

const wear = (site: Site, look: Partial<Look>) => site.setPolicy({ look: { ...defaultLook, ...look } });

test.afterEach(({ site }) => wear(site, {}));

test('a door speaks what the policy says, as soon as it says so, and Arabic from the right', async ({ page, site }) => {
  await openDoor(page, site, 'Porto');
  await expect(status(page)).toContainText('Free');
  const html = page.locator('html');

  for (const [tag, word] of [
    ['de-DE', 'Frei'],
    ['fr-FR', 'Libre'],
    ['es-ES', 'Libre'],
  ] as const) {
    await wear(site, { languages: [tag] });
    await expect(html).toHaveAttribute('lang', tag.slice(0, 2));
    await expect(status(page)).toContainText(word);
    await expect(html).toHaveAttribute('dir', 'ltr');
  }
  await wear(site, { languages: ['ar-EG'] });
  await expect(status(page)).toContainText('متاحة');
  await expect(html).toHaveAttribute('dir', 'rtl');

  // Words and lamp change sides.
  const word = await page.getByText('متاحة', { exact: true }).first().boundingBox();
  const lamp = await page.locator('main svg').boundingBox();
  expect(lamp?.x ?? 0).toBeLessThan(word?.x ?? 0);
});

test('who reads no German chooses another language, and has it until the door is left alone for half a minute', async ({
  page,
  site,
}) => {
  await openDoor(page, site, 'Lisbon');
  await wear(site, { languages: ['de-DE', 'en-GB', 'ar-EG'] });
  await expect(status(page)).toContainText('Frei');

  await page.getByRole('button', { name: 'Mehr' }).click();
  await expect(page.getByRole('button', { name: 'Deutsch' })).toHaveAttribute('aria-pressed', 'true');
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await page.getByRole('button', { name: 'English' }).click();

  await expect(status(page)).toContainText('Free');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(status(page)).toContainText('Frei', { timeout: 45_000 });
});

test('what a door wears follows the policy, and axe finds nothing in any theme and palette', async ({ page, site }) => {
  test.slow();
  await openDoor(page, site, 'Faro');
  for (const theme of ['light', 'dark', 'contrast'] as const) {
    for (const palette of ['red', 'blue', 'violet'] as const) {
      await wear(site, { theme, palette });
      await expect
        .poll(() =>
          page.evaluate(() => [document.documentElement.dataset['theme'], document.documentElement.dataset['palette']]),
        )
        .toEqual([theme === 'light' ? undefined : theme, palette === 'red' ? undefined : palette]);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id }) => `${theme} ${palette}: ${id}`)).toEqual([]);
    }
  }
});

test('with low reach every control is taller and in the lowest part of the glass', async ({ page, site }) => {
  await openDoor(page, site, 'Kyoto');
  const first = page.getByRole('region', { name: 'What you can do' }).getByRole('button').first();
  const usual = await first.boundingBox();

  await wear(site, { lowReach: true });

  await expect(page.locator('html')).toHaveAttribute('data-reach', 'low');
  await expect.poll(async () => (await first.boundingBox())?.height ?? 0).toBeGreaterThan(1.4 * (usual?.height ?? 0));
  for (const button of await page.getByRole('button').all()) {
    const box = await button.boundingBox();
    expect((box?.y ?? 0) / 800).toBeGreaterThan(0.6);
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(800);
  }
});
