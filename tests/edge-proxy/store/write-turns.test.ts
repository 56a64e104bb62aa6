import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { StoreUnavailable } from '../../../edge-proxy/ports/store.ts';
import { createWriteTurns } from '../../../edge-proxy/store/write-turns.ts';

let folder: string;
let ours: DatabaseSync;
let other: DatabaseSync;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'doorlight-turns-'));
  ours = new DatabaseSync(join(folder, 'a.sqlite'), { timeout: 0 });
  ours.exec('PRAGMA journal_mode = WAL; CREATE TABLE word (word TEXT) STRICT');
  other = new DatabaseSync(join(folder, 'a.sqlite'), { timeout: 0 });
});
afterEach(() => {
  other.close();
  ours.close();
  rmSync(folder, { recursive: true });
});

const write = (word: string) => () => void ours.prepare('INSERT INTO word VALUES (?)').run(word);
const written = () =>
  ours
    .prepare('SELECT word FROM word ORDER BY rowid')
    .all()
    .map((row) => row['word']);

test('a write waits for whoever holds the file, and the event loop does not', async () => {
  const transaction = createWriteTurns(ours);
  other.exec('BEGIN IMMEDIATE');
  let isDone = false;
  const writing = transaction(write('one')).then(() => {
    isDone = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(isDone).toBe(false);

  other.exec('ROLLBACK');
  await writing;
  expect(written()).toEqual(['one']);
});

test('those that come meanwhile keep their order', async () => {
  const transaction = createWriteTurns(ours);
  other.exec('BEGIN IMMEDIATE');
  const first = transaction(write('one'));
  other.exec('ROLLBACK');
  // The file is free, but somebody waits.
  const second = transaction(write('two'));
  await Promise.all([first, second]);

  expect(written()).toEqual(['one', 'two']);
});

test('what cannot be written is not written, and says that it is the store', async () => {
  const transaction = createWriteTurns(ours);
  other.exec('BEGIN IMMEDIATE');
  await expect(transaction(write('one'))).rejects.toBeInstanceOf(StoreUnavailable);
  await expect(transaction(write('two'))).rejects.toBeInstanceOf(StoreUnavailable);
  other.exec('ROLLBACK');

  await transaction(write('three'));
  expect(written()).toEqual(['three']);
});

test('a mistake of ours is no fault of the store, and undoes what it had begun', async () => {
  const transaction = createWriteTurns(ours);
  const mistaken = transaction(() => {
    write('one')();
    throw new TypeError('ours');
  });

  await expect(mistaken).rejects.toBeInstanceOf(TypeError);
  expect(written()).toEqual([]);
});
