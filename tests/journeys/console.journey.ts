/** What holds on every page of the console: getting about, on a desk and on a phone, by mouse and by key. */

import AxeBuilder from '@axe-core/playwright';
import { openConsole } from '../support/console-page.ts';
import { expect, test } from './journey.ts';

test('every page is reached from the navigation, has its own title, and no fault of access, by day and by night', async ({
  browser,
  site,
}) => {
  const console = await openConsole(browser, site, { as: 'Admin' });
  const faults: string[] = [];
  console.on('pageerror', ({ message }) => faults.push(message));
  const ways = console.getByRole('navigation', { name: 'Pages' }).getByRole('link');
  const titles = new Set<string>();
  for (const way of await ways.all()) {
    await way.click();
    await expect(way).toHaveAttribute('aria-current', 'page');
    const title = console.getByRole('heading', { level: 1 });
    await expect(title).toBeVisible();
    await expect.poll(async () => titles.has(await console.title()), 'the title of a page before').toBe(false);
    titles.add(await console.title());
    await console.emulateMedia({ colorScheme: 'light' });
    const byDay = await new AxeBuilder({ page: console }).analyze();
    await console.emulateMedia({ colorScheme: 'dark' });
    // By night only the inks are others.
    const byNight = await new AxeBuilder({ page: console }).withRules('color-contrast').analyze();
    const violations = [...byDay.violations, ...byNight.violations];
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  }
  expect(titles.size).toBe(await ways.count());
  expect(faults).toEqual([]);
});

test('on a phone the menu unfolds and folds, and what a role may not see says so', async ({ browser, site }) => {
  const console = await openConsole(browser, site, { as: 'Viewer' });
  await console.setViewportSize({ width: 390, height: 844 });
  const menu = console.getByRole('button', { name: 'Menu' });
  const policy = console.getByRole('link', { name: 'Rooms and policy' });
  await expect(policy).toBeHidden();
  await menu.click();
  await expect(policy).toBeVisible();
  await console.keyboard.press('Escape');
  await expect(policy).toBeHidden();
  await expect(menu).toBeFocused();
  await console.keyboard.press('Enter');
  expect((await new AxeBuilder({ page: console }).analyze()).violations).toEqual([]);
  await policy.click();
  await expect(policy).toBeHidden();
  await expect(console.getByRole('heading', { level: 1, name: 'Rooms and policy' })).toBeFocused();

  await console.goto(`${site.origin}/console?page=audit`);
  await expect(console.getByRole('heading', { level: 1, name: 'This page is not for your role' })).toBeVisible();
  await expect(console.getByText('this page needs the role Operator', { exact: false })).toBeVisible();
});

test('a wrong click does not lose what was not saved yet', async ({ browser, site }) => {
  const console = await openConsole(browser, site, { as: 'Admin', page: 'policy' });
  await console.getByRole('link', { name: 'Everywhere' }).click();
  const booking = console.getByRole('switch', { name: 'Book, extend and end at the door' });
  await booking.click();
  await console.getByRole('link', { name: 'Health' }).click();
  const question = console.getByRole('dialog', { name: 'What you have changed is not saved' });
  await expect(question).toBeVisible();
  expect((await new AxeBuilder({ page: console }).analyze()).violations).toEqual([]);
  await console.keyboard.press('Escape');
  await expect(question).toBeHidden();
  await expect(booking).not.toBeChecked();

  await console.goBack();
  await expect(question).toBeVisible();
  await console.getByRole('button', { name: 'Leave without saving' }).click();
  await expect(console.getByRole('link', { name: 'Everywhere' })).toBeVisible();
});

test('what was entered is there again when the sign-in ended in the middle of it', async ({ browser, site }) => {
  const console = await openConsole(browser, site, { as: 'Admin', page: 'policy' });
  await console.getByRole('link', { name: 'Everywhere' }).click();
  const booking = console.getByRole('switch', { name: 'Book, extend and end at the door' });
  await booking.click();
  await console.getByRole('button', { name: 'See what changes' }).click();
  const refusal = { type: 'urn:doorlight:problem:not-signed-in', title: 'Not signed in', status: 401 };
  await console.route('**/api/console/policies', (route) =>
    route.fulfill({ status: 401, contentType: 'application/problem+json', body: JSON.stringify(refusal) }),
  );
  await console.route('**/token', (route) =>
    route.fulfill({ status: 400, json: { error: 'invalid_grant', error_description: 'AADSTS700082: too old' } }),
  );
  await console.getByRole('button', { name: 'Save' }).click();
  await expect(console.getByText('Your sign-in has ended.')).toBeVisible();
  await console.unrouteAll();

  await console.getByRole('button', { name: 'Sign in', exact: true }).click();

  await expect(console.getByText('What you had entered is here again.')).toBeVisible();
  await expect(booking).not.toBeChecked();
  expect((await new AxeBuilder({ page: console }).analyze()).violations).toEqual([]);
});

test('with the key alone one gets past the navigation at once', async ({ browser, site }) => {
  const console = await openConsole(browser, site, { as: 'Admin', page: 'audit' });
  await console.getByRole('heading', { level: 1, name: 'Audit' }).waitFor();
  await console.evaluate(() => (document.activeElement as HTMLElement).blur());
  const skip = console.getByRole('button', { name: 'Skip to the page' });
  await skip.focus();
  await console.keyboard.press('Enter');
  await console.keyboard.press('Tab');

  await expect(console.getByRole('button', { name: 'Export as a table' })).toBeFocused();
});
