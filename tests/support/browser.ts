/** A Chromium to drive: the one named, the one installed, or the one that npm brought. */

import { access, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type BrowserToDrive = { readonly executablePath: string; readonly args: string[] };

const INSTALLED = ['/usr/bin/chromium', '/usr/bin/google-chrome', '/usr/bin/chromium-browser'];

/** No sandbox: containers that run tests forbid the system calls it is made of, and give little shared memory. The rest keeps the browser quiet. */
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-zygote',
  '--disable-dev-shm-usage',
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

/**
 * It unpacks into the temporary folder and never overwrites an older one there, so it gets a folder of its own; whoever
 * runs after us in this process tree is told the path. Its own arguments are for a single page in a tiny container and
 * switch the web's security off: ours alone are used.
 */
async function unpackBrowser(): Promise<BrowserToDrive> {
  const usual = process.env['TMPDIR'];
  process.env['TMPDIR'] = await mkdtemp(join(tmpdir(), 'doorlight-chromium-'));
  const { default: chromium } = await import('@sparticuz/chromium');
  chromium.setGraphicsMode = false;
  const executablePath = await chromium.executablePath();
  if (usual === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = usual;
  process.env['CHROMIUM_PATH'] = executablePath;
  return { executablePath, args: ARGS };
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
