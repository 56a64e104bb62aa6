import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { openConsole } from '../support/console-page.ts';
import { openDoor } from '../support/door.ts';
import { expect, test } from './journey.ts';

const built = resolve(import.meta.dirname, '../../dist/kiosk');

/** What a page was refused by our own policy. Runs before any script of the page. */
async function collectViolations(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(window, { violations: seen });
    document.addEventListener('securitypolicyviolation', (event) => seen.push(event.violatedDirective));
  });
  return () => page.evaluate(() => (window as unknown as { violations: string[] }).violations);
}

test('an operator signs in by redirect with PKCE, is still in after a reload, and signs out', async ({
  browser,
  site,
}) => {
  const page = await (await browser.newContext()).newPage();
  const asked: URL[] = [];
  page.on('request', (request) => asked.push(new URL(request.url())));
  await page.goto(`${site.origin}/console?page=check`);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('button', { name: /Priya Raman/ }).click();
  await expect(page.getByText('Priya Raman')).toBeVisible();

  const leave = asked.find(({ pathname }) => pathname.endsWith('/authorize'));
  expect(leave?.searchParams.get('response_type')).toBe('code');
  expect(leave?.searchParams.get('code_challenge_method')).toBe('S256');
  // Back where one wanted to go, and no code or token left in the address.
  expect(page.url()).toBe(`${site.origin}/console?page=check`);

  await page.reload();
  await expect(page.getByText('Priya Raman')).toBeVisible();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();
  await page.goto(`${site.origin}/console`);
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();
});

test('a token that the proxy no longer takes is renewed without a word', async ({ browser, site }) => {
  const page = await openConsole(browser, site, { page: 'check' });
  const runIt = page.getByRole('button', { name: /^(Run the check|Check again)$/ });
  await expect(runIt).toBeVisible();
  const renewals: string[] = [];
  page.on('request', (request) => {
    if (/grant_type=refresh_token/.test(request.postData() ?? '')) renewals.push(request.url());
  });
  let refused = 0;
  await page.route('**/api/console/check', async (route) => {
    refused += 1;
    if (refused > 1) return await route.continue();
    const body = JSON.stringify({ type: 'urn:doorlight:problem:not-signed-in', title: 'Not signed in', status: 401 });
    return await route.fulfill({ status: 401, contentType: 'application/problem+json', body });
  });

  await page.reload();

  await expect.poll(() => refused).toBe(2);
  await expect(runIt).toBeVisible();
  expect(renewals).toHaveLength(1);
});

test('nothing on the door or in the console breaks our own policy, Trusted Types among it', async ({
  browser,
  page,
  site,
}) => {
  const onDoor = await collectViolations(page);
  await openDoor(page, site, 'Faro');
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  expect(await onDoor()).toEqual([]);
  const refused = await page.evaluate(() => {
    try {
      document.body.insertAdjacentHTML('beforeend', '<i></i>');
      return false;
    } catch {
      return true;
    }
  });
  expect(refused).toBe(true);

  const desk = await (await browser.newContext()).newPage();
  const inConsole = await collectViolations(desk);
  await desk.goto(`${site.origin}/console?page=health`);
  await desk.getByRole('button', { name: 'Sign in', exact: true }).click();
  await desk.getByRole('button', { name: /Priya Raman/ }).click();
  await expect(desk.getByRole('heading', { level: 1, name: /kept well/ })).toBeVisible();
  expect(await inConsole()).toEqual([]);
});

test('MSAL is in one chunk of its own, which no door fetches or keeps', async ({ page, site }) => {
  const files = (await readdir(built, { recursive: true })).filter((file) => file.endsWith('.js'));
  const texts = await Promise.all(
    files.map(async (file) => ({ file, text: await readFile(join(built, file), 'utf8') })),
  );
  const msal = texts.filter(({ text }) => text.includes('msal.js.browser')).map(({ file }) => file);
  expect(msal).toHaveLength(1);
  const [name = ''] = msal.map((file) => file.split('/').at(-1));
  const worker = texts.find(({ file }) => file === 'sw.js');
  expect(worker?.text).not.toContain(name);
  // Nor with the console's own page: it comes while the proxy is asked how to sign in.
  for (const page of ['index.html', 'console/index.html']) {
    expect(await readFile(join(built, page), 'utf8')).not.toContain(name);
  }

  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await openDoor(page, site, 'Porto');
  expect(asked.filter((url) => url.includes(name))).toEqual([]);
});
