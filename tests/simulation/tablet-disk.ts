/** A tablet's IndexedDB in memory: it outlives the tablet's reboots, and can be wiped or break. */

import type { Database, Table } from '../../kiosk/cache/lasting-store.ts';

export type TabletDisk = {
  open(): Promise<Database>;
  destroy(): Promise<void>;
  /** Somebody cleared the browser's data, or it evicted them. */
  wipe(): void;
  isBroken: boolean;
};

export function createTabletDisk(): TabletDisk {
  const tables = new Map<Table, Map<string, unknown>>();

  function table(name: Table): Map<string, unknown> {
    const found = tables.get(name) ?? new Map<string, unknown>();
    tables.set(name, found);
    return found;
  }

  async function work<T>(what: () => T): Promise<T> {
    if (disk.isBroken) throw new Error('the disk is broken');
    return what();
  }

  const disk: TabletDisk = {
    isBroken: false,
    open: () =>
      work(() => ({
        get: (name, key) => work(() => table(name).get(key)),
        all: (name) => work(() => [...table(name).values()]),
        put: (name, key, value) => work(() => void table(name).set(key, value)),
        remove: (name, key) => work(() => void table(name).delete(key)),
        clear: () => work(() => tables.clear()),
        close: () => undefined,
      })),
    destroy: () => work(() => tables.clear()),
    wipe: () => tables.clear(),
  };
  return disk;
}
