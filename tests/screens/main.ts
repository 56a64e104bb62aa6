/** `npm run screens`: a picture of every screen at every size, to be looked at. `npm run screens -- stale` takes some. */

import { mkdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { chromium } from '@playwright/test';
import { build } from 'vite';
import { findBrowser } from '../support/browser.ts';
import { doorStates } from '../support/door-fixtures.ts';

const SIZES = ['1280x800', '800x1280', '1920x1080', '1024x600', '390x844'];
const SCREENS = [...doorStates, 'pairing', 'pairing-asking', 'pairing-no-answer', 'pairing-taken-off', 'starting'];
/** Beside plain English on light: enough to see that each holds, without a picture of everything in everything. */
const VARIANTS = [
  { name: 'dark', query: 'theme=dark', screens: SCREENS, sizes: ['1280x800'] },
  { name: 'de', query: 'lang=de', screens: SCREENS, sizes: ['1280x800', '800x1280', '390x844'] },
  { name: 'us', query: 'lang=en-US', screens: ['available', 'in-use', 'yours'], sizes: ['1280x800', '390x844'] },
  { name: 'rtl', query: 'dir=rtl', screens: ['available', 'in-use', 'refused'], sizes: ['1280x800', '800x1280'] },
];

const out = join(import.meta.dirname, 'out');
const types: { readonly [extension: string]: string } = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
};

type Picture = { readonly screen: string; readonly size: string; readonly query: string; readonly file: string };

function picturesOf(only: readonly string[]): Picture[] {
  const plain = { name: '', query: '', screens: SCREENS, sizes: SIZES };
  const all = [plain, ...VARIANTS].flatMap(({ name, query, screens, sizes }) =>
    screens.flatMap((screen) =>
      sizes.map((size) => ({ screen, size, query, file: `${[screen, size, name].filter(Boolean).join('-')}.png` })),
    ),
  );
  return only.length === 0 ? all : all.filter(({ file }) => only.some((part) => file.startsWith(part)));
}

await mkdir(out, { recursive: true });
await build({ configFile: join(import.meta.dirname, 'gallery.vite.config.ts') });
const server = createServer(async (request, response) => {
  const path = new URL(request.url ?? '/', 'http://gallery').pathname;
  try {
    const file = await readFile(join(out, 'gallery', path));
    response.writeHead(200, { 'content-type': types[extname(path)] ?? 'application/octet-stream' }).end(file);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
const { port } = server.address() as AddressInfo;

const browser = await chromium.launch(await findBrowser());
try {
  const page = await browser.newPage({ reducedMotion: 'reduce' });
  for (const { screen, size, query, file } of picturesOf(process.argv.slice(2))) {
    const [width = 0, height = 0] = size.split('x').map(Number);
    await page.setViewportSize({ width, height });
    await page.goto(`http://127.0.0.1:${port}/gallery.html?screen=${screen}&${query}`);
    await page.locator(/^(refused|extend|confirm)/.test(screen) ? 'h2' : 'h1').waitFor();
    await page.evaluate(() => document.fonts.ready);
    if (screen.startsWith('pairing') && !/asking|no-answer/.test(screen)) await page.locator('svg path').waitFor();
    await page.screenshot({ path: join(out, file) });
  }
} finally {
  await browser.close();
  server.close();
}
