/** A database of a release that kept what cameras wrote, opened by this one. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bareKeptPictures } from '../../../edge-proxy/devices/bare-kept-pictures.ts';
import { StoreUnavailable } from '../../../edge-proxy/ports/store.ts';
import { DATABASE_FILE } from '../../../edge-proxy/store/open-database.ts';
import { openSqliteStore } from '../../../edge-proxy/store/sqlite-store.ts';
import { at } from '../../support/builders.ts';
import { createFixedChance } from '../../support/fixed-chance.ts';
import { createMemoryLog } from '../../support/memory-log.ts';
import { aPhotograph, aPng, SECRET_OF_CAMERA } from '../../support/pictures.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'doorlight-pictures-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const open = () => openSqliteStore({ dataDir, chance: createFixedChance() });
const bytesOf = (picture: { bytes: Uint8Array } | null) => Buffer.from(picture?.bytes ?? []).toString('latin1');
const photograph = { hash: 'p', mediaType: 'image/png', width: 4, height: 3, bytes: aPhotograph() } as const;
const embedded = `<image href="data:image/png;base64,${Buffer.from(aPhotograph()).toString('base64')}"/>`;
const drawing = {
  hash: 'd',
  mediaType: 'image/svg+xml',
  width: 1_000,
  height: 500,
  bytes: new TextEncoder().encode(`<svg viewBox="0 0 2 1">${embedded}</svg>`),
} as const;

/** As the release before wrote it: it knew of no column that says whether a picture is bare. */
async function anOldDatabase(): Promise<void> {
  const store = open();
  await store.saveNoticePicture(photograph, at('09:00'));
  await store.saveNoticePicture({ ...photograph, hash: 'cut', bytes: aPhotograph().slice(0, 40) }, at('09:00'));
  await store.savePlanPicture(photograph, at('09:00'));
  await store.savePlanPicture(drawing, at('09:00'));
  await store.close();
  const database = new DatabaseSync(join(dataDir, DATABASE_FILE));
  for (const table of ['notice_picture', 'plan_picture']) database.exec(`ALTER TABLE ${table} DROP COLUMN is_bare`);
  database.exec('PRAGMA user_version = 21');
  database.close();
}

test('pictures of an older release lose what a camera wrote, under the hash by which doors ask for them', async () => {
  await anOldDatabase();
  const store = open();
  const log = createMemoryLog();
  expect(bytesOf(await store.findNoticePicture('p'))).toContain(SECRET_OF_CAMERA);

  await bareKeptPictures({ store, log });

  const shown = [
    await store.findNoticePicture('p'),
    await store.findPlanPicture('p'),
    await store.findPlanPicture('d'),
  ];
  for (const picture of shown) expect(picture).not.toBeNull();
  expect(shown.map(bytesOf).join()).not.toContain(SECRET_OF_CAMERA);
  expect(bytesOf(shown[2] ?? null)).not.toContain(Buffer.from(SECRET_OF_CAMERA).toString('base64').slice(4, 12));
  expect(shown[0]?.bytes).toEqual(aPng(4, 3));
  expect(await store.findNoticePicture('cut'), 'nobody knows what is in it').toBeNull();
  expect(log.lines.map(({ event }) => event)).toEqual(['picture.dropped', 'pictures.cleaned']);
  await store.close();
});

test('each is looked at once, and one that was sent since never', async () => {
  await anOldDatabase();
  const first = open();
  await bareKeptPictures({ store: first, log: createMemoryLog() });
  await first.savePlanPicture({ ...photograph, hash: 'new' }, at('10:00'));
  await first.close();
  const second = open();
  const log = createMemoryLog();

  await bareKeptPictures({ store: second, log });

  expect(await second.findOldPicture()).toBeNull();
  expect(log.lines).toEqual([]);
  await second.close();
});

test('a disk that cannot be written keeps no proxy from its start', async () => {
  await anOldDatabase();
  const store = open();
  const log = createMemoryLog();
  const broken = {
    findOldPicture: store.findOldPicture,
    replaceOldPicture: () => Promise.reject(new StoreUnavailable(new Error('full'))),
  };

  await bareKeptPictures({ store: broken, log });

  expect(log.lines.map(({ event }) => event)).toContain('pictures.not-cleaned');
  await store.close();
});
