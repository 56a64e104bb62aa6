/**
 * The IndexedDB schema and its upgrades. What is in it is JSON as the wire has it, so that an older release's rows are
 * decoded, not trusted. Spoken to as it is: five deeds on two tables weigh less so than with any library around them.
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
  const db = await answerOf(opening);
  db.onclose = onGone;
  // Another page of ours brings a newer schema: let it pass rather than block it.
  db.onversionchange = () => {
    db.close();
    onGone();
  };

  /** Resolves when it is on the disk, not merely when it was asked for. */
  function write(tables: readonly Table[], change: (table: IDBObjectStore) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const writing = db.transaction([...tables], 'readwrite');
      writing.oncomplete = () => resolve();
      // A quota is met only at the end, and only here: a request that fails ends its transaction too.
      writing.onabort = () => reject(writing.error);
      for (const table of tables) change(writing.objectStore(table));
    });
  }

  const read = (table: Table) => db.transaction(table).objectStore(table);

  return {
    get: async (table, key) => answerOf(read(table).get(key)),
    all: async (table) => answerOf(read(table).getAll()),
    put: (table, key, value) => write([table], (written) => written.put(value, key)),
    remove: (table, key) => write([table], (written) => written.delete(key)),
    clear: () => write(TABLES, (written) => written.clear()),
    close: () => db.close(),
  };
}

export async function deleteKioskDb(): Promise<void> {
  await answerOf(indexedDB.deleteDatabase(NAME));
}

function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
