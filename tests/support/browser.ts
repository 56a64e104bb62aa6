/** A Chromium to drive: the one named, the one installed, or the one that npm brought. */

import { access, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type BrowserToDrive = { readonly executablePath: string; readonly args: string[] };

const INSTALLED = ['/usr/bin/chromium', '/usr/bin/google-chrome', '/usr/bin/chromium-browser'];

/** No sandbox: containers that run tests forbid the system calls it is made of. The rest keeps the browser quiet. */
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export async function findBrowser(): Promise<BrowserToDrive> {
  const named = process.env['CHROMIUM_PATH'];
  const candidates = named === undefined || named === '' ? INSTALLED : [named];
  for (const path of candidates) {
    if (await exists(path)) return { executablePath: path, args: ARGS };
  }
  if (named !== undefined && named !== '') throw new Error(`CHROMIUM_PATH names no file: ${named}`);
  return unpackBrowser();
}

/** It unpacks into the temporary folder and never overwrites an older one there, so each run gives it a folder of its own. */
async function unpackBrowser(): Promise<BrowserToDrive> {
  process.env['TMPDIR'] = await mkdtemp(join(tmpdir(), 'doorlight-chromium-'));
  const { default: chromium } = await import('@sparticuz/chromium');
  chromium.setGraphicsMode = false;
  return { executablePath: await chromium.executablePath(), args: [...new Set([...chromium.args, ...ARGS])] };
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
