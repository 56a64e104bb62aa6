/**
 * What outlives a reload, on a disk that may not. WebKit loses its connection to IndexedDB for good until it is opened
 * anew, old tabs block upgrades, files rot, quotas end: each is met by opening again, then by a new database, then by
 * memory alone. Nothing here throws and nothing waits for ever, because the screen never depends on it.
 */

import type { Codec } from '../../shared/basics/codec.ts';
import { integer, object } from '../../shared/basics/codec.ts';
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../shared/basics/instant.ts';
import { roomDayCodec } from '../../shared/room/room-day.ts';
import type { KeptDay, KeptIntent, Recollection, TabletClock, TabletStore } from '../ports.ts';

export type Table = 'kept' | 'outbox';

/** A key-value database of two tables; each function may throw. */
export type Database = {
  get(table: Table, key: string): Promise<unknown>;
  all(table: Table): Promise<readonly unknown[]>;
  put(table: Table, key: string, value: unknown): Promise<void>;
  remove(table: Table, key: string): Promise<void>;
  clear(): Promise<void>;
  close(): void;
};

type Parts = {
  readonly clock: TabletClock;
  readonly open: (onGone: () => void) => Promise<Database>;
  readonly destroy: () => Promise<void>;
};

/** A healthy disk takes milliseconds. One that takes longer is treated as none. */
const DEADLINE_MS = 3 * SECOND_MS;
/** After it failed in every way, the disk is left in peace this long. */
const REST_MS = 10 * MINUTE_MS;
/** The tablet's clock may be decades off, either way. */
const FURTHEST_OFFSET_MS = 100 * 366 * DAY_MS;

const keptCodec: Codec<KeptDay> = object({
  day: roomDayCodec,
  clockOffsetMs: integer({ min: -FURTHEST_OFFSET_MS, max: FURTHEST_OFFSET_MS }),
});

export function createLastingStore({ clock, open, destroy }: Parts): TabletStore & Recollection & { close(): void } {
  let opened: Promise<Database> | null = null;
  let restUntilMs = 0;
  /** One thing after another, so that a wipe is never followed by the save that it should have wiped. */
  let queue: Promise<unknown> = Promise.resolve();

  function inTurn<T>(work: (db: Database) => Promise<T>, otherwise: T): Promise<T> {
    const turn = queue.then(async () => {
      if (clock.monotonicMs() < restUntilMs) return otherwise;
      // As it is; with a new connection; with a new database.
      for (const before of [async () => {}, letGo, rebuild]) {
        try {
          await before();
          return await inTime(database().then(work));
        } catch {
          // Whatever IndexedDB says, the next way is the same.
        }
      }
      await letGo();
      restUntilMs = clock.monotonicMs() + REST_MS;
      return otherwise;
    });
    queue = turn;
    return turn;
  }

  function database(): Promise<Database> {
    if (opened === null) {
      const opening: Promise<Database> = open(() => {
        if (opened === opening) opened = null;
      });
      opened = opening;
    }
    return opened;
  }

  async function letGo(): Promise<void> {
    const old = opened;
    opened = null;
    // It may yet come, from behind a blocking tab; then it is closed unused.
    old?.then(
      (db) => db.close(),
      () => {},
    );
  }

  async function rebuild(): Promise<void> {
    await letGo();
    await inTime(destroy());
  }

  function inTime<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const cancel = clock.after(DEADLINE_MS, () => reject(new Error('the disk took too long')));
      work.then(resolve, reject).finally(cancel);
    });
  }

  return {
    async loadDay() {
      const kept = keptCodec.decode(await inTurn((db) => db.get('kept', 'day'), undefined));
      return kept.ok ? kept.value : null;
    },
    saveDay: (kept) => inTurn((db) => db.put('kept', 'day', keptCodec.encode(kept)), undefined),
    recall: (name) => inTurn((db) => db.get('kept', name), undefined),
    retain: (name, what) => inTurn((db) => db.put('kept', name, what), undefined),
    async loadOutbox(codec) {
      const rows = await inTurn<readonly unknown[]>((db) => db.all('outbox'), []);
      return rows.flatMap((row): KeptIntent[] => {
        const kept = codec.decode(row);
        return kept.ok ? [kept.value] : [];
      });
    },
    putInOutbox: (kept, codec) => inTurn((db) => db.put('outbox', kept.intent.key, codec.encode(kept)), undefined),
    takeFromOutbox: (key) => inTurn((db) => db.remove('outbox', key), undefined),
    wipe: () => inTurn((db) => db.clear(), undefined),
    close: () => void letGo(),
  };
}
