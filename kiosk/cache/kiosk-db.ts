/**
 * The IndexedDB schema and its upgrades. What is in it is JSON as the wire has it, so that an older release's rows are
 * decoded, not trusted. Through transactions alone: the build leaves idb's shortcuts out (vite.config.ts).
 */

import { type DBSchema, deleteDB, type IDBPObjectStore, openDB } from 'idb';
import type { Database, Table } from './lasting-store.ts';

const NAME = 'doorlight';
const VERSION = 1;

/** The room day, under `day`; intents, under their keys. */
type Schema = DBSchema & { readonly [table in Table]: { readonly key: string; readonly value: unknown } };
const TABLES: readonly Table[] = ['kept', 'outbox'];

type Written = IDBPObjectStore<Schema, readonly Table[], Table, 'readwrite'>;

/** `onGone` when the connection has ended without our doing: the handle is of no more use, and another has to be opened. */
export async function openKioskDb(onGone: () => void): Promise<Database> {
  const db = await openDB<Schema>(NAME, VERSION, {
    upgrade(upgraded, oldVersion) {
      if (oldVersion < 1) for (const table of TABLES) upgraded.createObjectStore(table);
    },
    terminated: onGone,
    // Another page of ours brings a newer schema: let it pass rather than block it.
    blocking() {
      db.close();
      onGone();
    },
  });

  /** Resolves when it is on the disk, not merely when it was asked for. */
  async function write(tables: readonly Table[], change: (table: Written) => Promise<unknown>): Promise<void> {
    const writing = db.transaction(tables, 'readwrite');
    await Promise.all([...tables.map((table) => change(writing.objectStore(table))), writing.done]);
  }

  return {
    get: (table, key) => db.transaction(table).store.get(key),
    all: (table) => db.transaction(table).store.getAll(),
    put: (table, key, value) => write([table], (written) => written.put(value, key)),
    remove: (table, key) => write([table], (written) => written.delete(key)),
    clear: () => write(TABLES, (written) => written.clear()),
    close: () => db.close(),
  };
}

export function deleteKioskDb(): Promise<void> {
  return deleteDB(NAME);
}
