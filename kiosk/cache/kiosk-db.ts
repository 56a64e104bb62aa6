/**
 * The IndexedDB schema, its upgrades, and its requests as promises. What is in it is JSON as the wire has it, so that an
 * older release's rows are decoded, not trusted. Two tables and five requests are not worth a library on the tablet.
 */

import type { Database, Table } from './lasting-store.ts';

const NAME = 'doorlight';
const VERSION = 1;

/** `onGone` when the connection has ended without our doing: the handle is of no more use, and another has to be opened. */
export async function openKioskDb(onGone: () => void): Promise<Database> {
  const opening = indexedDB.open(NAME, VERSION);
  opening.onupgradeneeded = ({ oldVersion }) => {
    // The room day, under `day`; intents, under their keys.
    if (oldVersion < 1) for (const table of TABLES) opening.result.createObjectStore(table);
  };
  const db = await answered(opening);
  db.onclose = onGone;
  // Another page of ours brings a newer schema: let it pass rather than block it.
  db.onversionchange = () => {
    db.close();
    onGone();
  };

  const reading = (table: Table) => db.transaction(table).objectStore(table);

  /** Resolves when it is on the disk, not merely when it was asked for. */
  function write(tables: readonly Table[], change: (store: IDBObjectStore) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const writing = db.transaction([...tables], 'readwrite');
      writing.oncomplete = () => resolve();
      writing.onabort = () => reject(writing.error);
      writing.onerror = () => reject(writing.error);
      for (const table of tables) change(writing.objectStore(table));
    });
  }

  return {
    get: (table, key) => answered(reading(table).get(key)),
    all: (table) => answered(reading(table).getAll()),
    put: (table, key, value) => write([table], (store) => store.put(value, key)),
    remove: (table, key) => write([table], (store) => store.delete(key)),
    clear: () => write(TABLES, (store) => store.clear()),
    close: () => db.close(),
  };
}

export async function deleteKioskDb(): Promise<void> {
  await answered(indexedDB.deleteDatabase(NAME));
}

const TABLES: readonly Table[] = ['kept', 'outbox'];

function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
