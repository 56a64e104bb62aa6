/** What the README promises a newcomer: one command, nothing configured, and a door that lives. */

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { freePort } from '../support/site.ts';

const started: { child: ChildProcess; dataDir: string }[] = [];

test.afterEach(async () => {
  for (const { child, dataDir } of started.splice(0)) {
    const ended = new Promise((settle) => child.once('exit', settle));
    child.kill('SIGTERM');
    await ended;
    await rm(dataDir, { recursive: true });
  }
});

test('one command gives a company, a door, a console and an Outlook to play with, all behind one port', async ({
  browser,
}) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'doorlight-first-'));
  const port = await freePort();
  const { child, printed } = await startWithNothing({ PORT: String(port), DATA_DIR: dataDir });
  started.push({ child, dataDir });
  const origin = `http://localhost:${port}`;
  expect(printed()).toContain(`${origin}/console`);
  expect(printed()).toContain(`${origin}/sandbox/outlook`);

  const door = await (await browser.newContext()).newPage();
  await door.goto(origin);
  const label = (await door.getByLabel(/^Code /).getAttribute('aria-label')) ?? '';

  const console = await (await browser.newContext()).newPage();
  await console.goto(`${origin}/console`);
  await console.getByRole('button', { name: 'Sign in' }).click();
  await console.getByRole('button', { name: /Priya Raman/ }).click();
  await console
    .getByRole('link', { name: /Pair/ })
    .or(console.getByRole('button', { name: /Pair/ }))
    .first()
    .click();
  await console.getByLabel('Code on the tablet').fill(label.replace('Code', '').replace(/[\s,]/g, ''));
  await console.getByRole('button', { name: 'Go on' }).click();
  await console.getByRole('radio', { name: /^Oslo/ }).check({ force: true });
  expect((await new AxeBuilder({ page: console }).analyze()).violations).toEqual([]);
  await console.getByRole('button', { name: 'Yes, pair it with Oslo' }).click();
  await expect(console.getByRole('heading', { level: 1 })).toContainText(/Oslo/);
  await expect(door.getByRole('heading', { level: 1, name: 'Oslo' })).toBeVisible();
  await expect(door.getByRole('status').first()).toContainText(/Free|Booked|In use|Ending/);
  expect((await new AxeBuilder({ page: door }).analyze()).violations).toEqual([]);

  const outlook = await (await browser.newContext()).newPage();
  await outlook.goto(`${origin}/sandbox/outlook`);
  await outlook.getByRole('combobox', { name: /^Room/ }).selectOption({ label: 'Oslo' });
  await outlook.getByLabel('Subject').fill('Invited by hand');
  await outlook.getByLabel('Starts in (minutes)').fill(String(minutesUntilNight()));
  await outlook.getByRole('button', { name: 'Send' }).click();
  await expect(outlook.getByRole('status')).toContainText('Invited');
});

/** To the next three o'clock, when nobody of the living company meets, whatever the hour of this journey. */
function minutesUntilNight(): number {
  const now = new Date();
  const night = Date.UTC(
    now.getUTCFullYear(),
    now.getUTCMonth(),
    now.getUTCDate() + (now.getUTCHours() < 2 ? 0 : 1),
    3,
  );
  return Math.ceil((night - now.getTime()) / 60_000);
}

async function startWithNothing(env: Record<string, string>): Promise<{ child: ChildProcess; printed: () => string }> {
  const child = spawn(process.execPath, ['edge-proxy/main.ts'], {
    cwd: resolve(import.meta.dirname, '../..'),
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  let printed = '';
  child.stdout?.on('data', (chunk) => {
    printed += String(chunk);
  });
  await new Promise<void>((settle, fail) => {
    child.once('message', () => settle());
    child.once('exit', (code) => fail(new Error(`ended with ${code}: ${printed}`)));
  });
  return { child, printed: () => printed };
}
