/**
 * The release before this one, kept on disk: a page that is still open when we are updated may want a chunk of it yet.
 * Two folders under `folder`, each named by its release; what came before those goes.
 */

import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type BuiltFiles, readBuiltFiles } from './built-files.ts';

const ORDER_FILE = 'order.json';
/** Hashed names alone: a page or a worker of an older release must never come out. */
const HASHED = '/assets/';

/** `files` with the hashed ones of the release before. Never throws: without a disk there is just the present release. */
export async function withLastRelease(
  files: BuiltFiles,
  folder: string,
  onFault: (cause: unknown) => void,
): Promise<BuiltFiles> {
  const release = releaseOf(files);
  if (release === null) return files;
  try {
    const order = await readOrder(folder);
    if (order[0] !== release) await keepRelease(files, folder, release, order[0]);
    const before = order[0] === release ? order[1] : order[0];
    if (before === undefined) return files;
    const kept = await readBuiltFiles(join(folder, before));
    return new Map([...[...kept].filter(([path]) => path.startsWith(HASHED)), ...files]);
  } catch (cause) {
    onFault(cause);
    return files;
  }
}

/** As the build wrote it into the page; null where nothing was built. */
export function releaseOf(files: BuiltFiles): string | null {
  const page = files.get('/index.html');
  if (page === undefined) return null;
  return /<html[^>]* data-release="([0-9a-f]+)"/.exec(new TextDecoder().decode(page.body))?.[1] ?? null;
}

/** Newest first. */
async function readOrder(folder: string): Promise<string[]> {
  try {
    const order: unknown = JSON.parse(await readFile(join(folder, ORDER_FILE), 'utf8'));
    return Array.isArray(order) ? order.filter((name): name is string => /^[0-9a-f]+$/.test(String(name))) : [];
  } catch {
    return [];
  }
}

/** The order is written last, so that a start that dies in between begins again. */
async function keepRelease(
  files: BuiltFiles,
  folder: string,
  release: string,
  before: string | undefined,
): Promise<void> {
  for (const [path, { body, encoded }] of files) {
    if (!path.startsWith(HASHED)) continue;
    const target = join(folder, release, path);
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    await writeFile(target, body);
    if (encoded.br !== undefined) await writeFile(`${target}.br`, encoded.br);
    if (encoded.gzip !== undefined) await writeFile(`${target}.gz`, encoded.gzip);
  }
  const order = before === undefined ? [release] : [release, before];
  const draft = join(folder, `${ORDER_FILE}.new`);
  await writeFile(draft, JSON.stringify(order));
  await rename(draft, join(folder, ORDER_FILE));
  for (const name of await readdir(folder)) {
    if (name !== ORDER_FILE && !order.includes(name)) await rm(join(folder, name), { recursive: true });
  }
}
