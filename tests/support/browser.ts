/**
 * A Chromium to drive: the one named, the one that npm brought, or one installed. Npm's comes before an installed one: it
 * is the same on every machine, and without windows to look after it takes a third less of the processor.
 */

import { execFile } from 'node:child_process';
import { access, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

export type BrowserToDrive = { readonly executablePath: string; readonly args: string[] };

const repository = resolve(import.meta.dirname, '../..');

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
  if (process.env['OLD_CHROMIUM']) return { executablePath: join(import.meta.dirname, 'old-chromium.ts'), args: ARGS };
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined && named !== '') {
    if (!(await exists(named))) throw new Error(`CHROMIUM_PATH names no file: ${named}`);
    return { executablePath: named, args: ARGS };
  }
  for (const path of [await unpackBrowser(), ...INSTALLED]) {
    if (path === null || !(await starts(path))) continue;
    // Whoever runs after us in this process tree need not look again.
    process.env['CHROMIUM_PATH'] = path;
    return { executablePath: path, args: ARGS };
  }
  throw new Error('no Chromium starts here: install one, or name one in CHROMIUM_PATH');
}

/**
 * Null where npm brought none for this machine. It unpacks into the temporary folder, which is made to be one that stays
 * for its version; moved there whole, since two may unpack at once. Its own arguments are for a single page in a tiny
 * container and switch the web's security off: ours alone are used.
 */
async function unpackBrowser(): Promise<string | null> {
  if (process.platform !== 'linux') return null;
  const [cache, kept] = [join(repository, 'node_modules/.cache'), `chromium-${await versionBrought()}`];
  const path = join(cache, kept, 'chromium');
  if (await exists(path)) return path;
  await mkdir(cache, { recursive: true });
  const unpacked = await mkdtemp(join(cache, 'unpacking-'));
  const usual = process.env['TMPDIR'];
  process.env['TMPDIR'] = unpacked;
  try {
    const { default: chromium } = await import('@sparticuz/chromium');
    await chromium.executablePath();
    await rename(unpacked, join(cache, kept));
  } catch {
    await rm(unpacked, { recursive: true, force: true });
  } finally {
    if (usual === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = usual;
  }
  // Somebody else may have been quicker.
  return (await exists(path)) ? path : null;
}

async function versionBrought(): Promise<string> {
  const main = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const { version } = JSON.parse(await readFile(resolve(main, '../../package.json'), 'utf8')) as { version: string };
  return version;
}

/** It may lack a library of the system that it was not packed with. */
async function starts(path: string): Promise<boolean> {
  return promisify(execFile)(path, ['--version']).then(
    () => true,
    () => false,
  );
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
