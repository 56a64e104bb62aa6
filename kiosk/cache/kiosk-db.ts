/** The IndexedDB schema and its upgrades. What is in it is JSON as the wire has it, so that an older release's rows are decoded, not trusted. */

import { type DBSchema, deleteDB, openDB } from 'idb';
import type { Database } from './lasting-store.ts';

const NAME = 'doorlight';
const VERSION = 1;

type Schema = DBSchema & {
  /** The room day, under `day`. */
  kept: { key: string; value: unknown };
  /** Intents under their keys. */
  outbox: { key: string; value: unknown };
};

/** `onGone` when the connection has ended without our doing: the handle is of no more use, and another has to be opened. */
export async function openKioskDb(onGone: () => void): Promise<Database> {
  const db = await openDB<Schema>(NAME, VERSION, {
    upgrade(upgrading, oldVersion) {
      if (oldVersion < 1) {
        upgrading.createObjectStore('kept');
        upgrading.createObjectStore('outbox');
      }
    },
    // Another page of ours brings a newer schema: let it pass rather than block it.
    blocking() {
      db.close();
      onGone();
    },
    terminated: onGone,
  });
  return {
    get: (table, key) => db.get(table, key),
    all: (table) => db.getAll(table),
    async put(table, key, value) {
      await db.put(table, value, key);
    },
    remove: (table, key) => db.delete(table, key),
    async clear() {
      const wiping = db.transaction(['kept', 'outbox'], 'readwrite');
      await Promise.all([wiping.objectStore('kept').clear(), wiping.objectStore('outbox').clear(), wiping.done]);
    },
    close: () => db.close(),
  };
}

export function deleteKioskDb(): Promise<void> {
  return deleteDB(NAME);
}
