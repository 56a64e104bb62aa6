/**
 * The IndexedDB schema and its upgrades, in IndexedDB's own words: for two tables and six questions a library would be a
 * fiftieth of all that a door may load. What is in it is JSON as the wire has it, so that an older release's rows are
 * decoded, not trusted.
 */

import type { Database, Table } from './lasting-store.ts';

const NAME = 'doorlight';
const VERSION = 1;

/** The room day, under `day`; intents, under their keys. */
const TABLES: readonly Table[] = ['kept', 'outbox'];

/** `onGone` when the connection has ended without our doing: the handle is of no more use, and another has to be opened. */
export async function openKioskDb(onGone: () => void): Promise<Database> {
  const opening = indexedDB.open(NAME, VERSION);
  opening.onupgradeneeded = ({ oldVersion }) => {
    if (oldVersion < 1) for (const table of TABLES) opening.result.createObjectStore(table);
  };
  const db = await answerTo(opening);
  db.onclose = onGone;
  // Another page of ours brings a newer schema: let it pass rather than block it.
  db.onversionchange = () => {
    db.close();
    onGone();
  };

  function read<T>(table: Table, ask: (asked: IDBObjectStore) => IDBRequest<T>): Promise<T> {
    return answerTo(ask(db.transaction(table).objectStore(table)));
  }

  /** Resolves when it is on the disk, not merely when it was asked for. */
  function write(tables: readonly Table[], change: (written: IDBObjectStore) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const writing = db.transaction(tables, 'readwrite');
      writing.oncomplete = () => resolve();
      // Comes after every error too, also where the commit itself fails.
      writing.onabort = () => reject(writing.error ?? new Error('the write was called off'));
      for (const table of tables) change(writing.objectStore(table));
    });
  }

  return {
    get: (table, key) => read(table, (asked) => asked.get(key)),
    all: (table) => read(table, (asked) => asked.getAll()),
    put: (table, key, value) => write([table], (written) => written.put(value, key)),
    remove: (table, key) => write([table], (written) => written.delete(key)),
    clear: () => write(TABLES, (written) => written.clear()),
    close: () => db.close(),
  };
}

export async function deleteKioskDb(): Promise<void> {
  await answerTo(indexedDB.deleteDatabase(NAME));
}

function answerTo<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
