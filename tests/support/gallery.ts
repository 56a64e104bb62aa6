/** Every screen in every state, built from the real screens and served on a port of its own (tests/screens/gallery.tsx). */

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import type { Page } from '@playwright/test';
import { build } from 'vite';
import { boardStates } from './board-fixtures.ts';
import { doorFixture, doorStates } from './door-fixtures.ts';

const PAIRING = ['pairing', 'pairing-asking', 'pairing-no-answer', 'pairing-taken-off'];
export const SCREENS: readonly string[] = [...doorStates, ...PAIRING, 'starting', ...boardStates];

const screens = join(import.meta.dirname, '../screens');
/** Out of reach of git. */
export const GALLERY_OUT = join(screens, 'out');

const types: { readonly [extension: string]: string } = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
};

export type Gallery = { readonly url: string; close(): Promise<void> };

export async function openGallery(): Promise<Gallery> {
  await build({ configFile: join(screens, 'gallery.vite.config.ts') });
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://gallery').pathname;
    try {
      const file = await readFile(join(GALLERY_OUT, 'gallery', path));
      response.writeHead(200, { 'content-type': types[extname(path)] ?? 'application/octet-stream' }).end(file);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/gallery.html`,
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
}

/** Puts it up on a page that has the gallery, and waits until it is drawn. `query`: what it wears and speaks. */
export async function showScreen(page: Page, screen: string, query: string): Promise<void> {
  await page.evaluate((wanted) => window.show(wanted), `?screen=${screen}&${query}`);
  await page
    .locator(isSheet(screen) ? 'h2' : 'h1')
    .first()
    .waitFor();
  if (PAIRING.includes(screen) && !/asking|no-answer/.test(screen)) await page.locator('svg path').first().waitFor();
  await page.evaluate(() => document.fonts.ready.then(() => new Promise((drawn) => requestAnimationFrame(drawn))));
}

/** Beside the field a sheet is open, whose heading is what is waited for. */
export function isSheet(screen: string): boolean {
  return (doorStates as readonly string[]).includes(screen) && doorFixture(screen as never).sheet != null;
}
