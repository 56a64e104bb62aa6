/**
 * What vite built, read once into memory: a few hundred kilobytes that never change while we run. A request then reaches
 * no disk, and no path that it could name lies outside.
 */

import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';

export type BuiltFile = {
  readonly body: Uint8Array;
  readonly type: string;
  /** By `Content-Encoding`, where the build compressed it and it became smaller. */
  readonly encoded: { readonly br?: Uint8Array; readonly gzip?: Uint8Array };
  readonly etag: string;
};

/** By path with a leading slash. */
export type BuiltFiles = ReadonlyMap<string, BuiltFile>;

/** Empty where nothing was built: the proxy runs, and says so to whoever asks for a page. */
export async function readBuiltFiles(folder: string): Promise<BuiltFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    },
  );
  const raw = new Map<string, Uint8Array>();
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    raw.set(`/${relative(folder, path).split(sep).join('/')}`, await readFile(path));
  }
  const files = new Map<string, BuiltFile>();
  for (const [path, body] of raw) {
    const type = mediaTypes[extname(path)];
    if (type === undefined) continue;
    const [br, gzip] = [raw.get(`${path}.br`), raw.get(`${path}.gz`)];
    const encoded = {
      ...(br && br.length < body.length ? { br } : {}),
      ...(gzip && gzip.length < body.length ? { gzip } : {}),
    };
    const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
    files.set(path, { body, type, encoded, etag });
  }
  return files;
}

const mediaTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8',
  '.json': 'application/json',
};
