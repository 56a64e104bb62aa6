import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BuiltFile, BuiltFiles } from '../../../edge-proxy/runtime/built-files.ts';
import { releaseOf, withLastRelease } from '../../../edge-proxy/runtime/last-release.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'doorlight-releases-'));
});
afterEach(() => rm(folder, { recursive: true }));

const aFile = (text: string): BuiltFile => {
  const body = new TextEncoder().encode(text);
  return { body, type: 'text/javascript; charset=utf-8', encoded: { br: body.slice(1) }, etag: `"${text}"` };
};

/** Release `a1` has /assets/chunk-a1.js and so on. */
function aRelease(name: string): BuiltFiles {
  return new Map([
    ['/index.html', aFile(`<!doctype html><html data-release="${name}" lang="en">`)],
    ['/sw.js', aFile(`worker ${name}`)],
    [`/assets/chunk-${name}.js`, aFile(`chunk ${name}`)],
  ]);
}

const unexpected = (cause: unknown) => {
  throw cause;
};
const start = async (name: string) => [...(await withLastRelease(aRelease(name), folder, unexpected)).keys()].sort();

test('after an update the chunks of the release before are served beside ours, and its page and worker are not', async () => {
  expect(await start('a1')).toEqual(['/assets/chunk-a1.js', '/index.html', '/sw.js']);
  expect(await start('b2')).toEqual(['/assets/chunk-a1.js', '/assets/chunk-b2.js', '/index.html', '/sw.js']);
});

test('a restart is no update: the release before stays, and goes with the next but one', async () => {
  await start('a1');
  await start('b2');
  expect(await start('b2')).toContain('/assets/chunk-a1.js');

  expect(await start('c3')).toEqual(['/assets/chunk-b2.js', '/assets/chunk-c3.js', '/index.html', '/sw.js']);
  expect((await readdir(folder)).sort()).toEqual(['b2', 'c3', 'order.json']);
});

test('going back to the release before keeps the chunks of the one that was left', async () => {
  await start('a1');
  await start('b2');

  expect(await start('a1')).toEqual(['/assets/chunk-a1.js', '/assets/chunk-b2.js', '/index.html', '/sw.js']);
});

test('a kept chunk comes with its type and its compressed twin', async () => {
  await start('a1');
  const kept = (await withLastRelease(aRelease('b2'), folder, unexpected)).get('/assets/chunk-a1.js');

  expect(kept?.type).toBe('text/javascript; charset=utf-8');
  expect(Buffer.from(kept?.encoded.br ?? []).toString()).toBe('hunk a1');
});

test('an order that cannot be read, or names a path, is none', async () => {
  await writeFile(join(folder, 'order.json'), '["../../etc"]');

  expect(await start('a1')).toEqual(['/assets/chunk-a1.js', '/index.html', '/sw.js']);
});

test('where the disk refuses, the present release is served all the same, and somebody told', async () => {
  const file = join(folder, 'no-folder');
  await writeFile(file, '');
  const faults: unknown[] = [];

  const files = await withLastRelease(aRelease('a1'), file, (cause) => faults.push(cause));

  expect([...files.keys()]).toHaveLength(3);
  expect(faults).toHaveLength(1);
});

test('nothing built is no release', () => {
  expect(releaseOf(new Map())).toBeNull();
  expect(releaseOf(aRelease('f00d'))).toBe('f00d');
});
