/** The resilience alone, on a database that fails as it is told; IndexedDB itself is met in the journeys. */

import { expect, test } from 'vitest';
import { createLastingStore, type Database } from '../../../kiosk/cache/lasting-store.ts';
import { keptIntentCodec } from '../../../kiosk/sync/outbox.ts';
import { HOUR_MS, SECOND_MS } from '../../../shared/basics/instant.ts';
import type { Intent } from '../../../shared/wire/intent-request.ts';
import { aKey, aMeeting, aRoomDay, at } from '../../support/builders.ts';
import { aTabletClock } from '../../support/virtual-tablet.ts';

const kept = { day: aRoomDay(at('10:00'), [aMeeting('11:00', '12:00')]), clockOffsetMs: -3_600_000 };
const intent: Intent = { kind: 'book', key: aKey(1), end: at('10:55'), notAfter: at('10:26') };

/** One disk; `fault` is asked before each step and may throw or hang. */
function aDisk(fault: (step: string) => Promise<void> = async () => {}) {
  const rows = new Map<string, unknown>();
  const steps: string[] = [];
  const gone: (() => void)[] = [];
  const step = async (name: string) => {
    steps.push(name);
    await fault(name);
  };
  const database = (): Database => ({
    async get(table, key) {
      await step('get');
      return rows.get(`${table}/${key}`);
    },
    async all(table) {
      await step('all');
      return [...rows].flatMap(([key, row]) => (key.startsWith(`${table}/`) ? [row] : []));
    },
    async put(table, key, value) {
      await step('put');
      rows.set(`${table}/${key}`, JSON.parse(JSON.stringify(value)));
    },
    async remove(table, key) {
      await step('remove');
      rows.delete(`${table}/${key}`);
    },
    async clear() {
      await step('clear');
      rows.clear();
    },
    close: () => steps.push('close'),
  });
  const clock = aTabletClock(at('10:00'));
  const store = createLastingStore({
    clock,
    async open(onGone) {
      gone.push(onGone);
      await step('open');
      return database();
    },
    async destroy() {
      await step('destroy');
      rows.clear();
    },
  });
  return { store, rows, steps, clock, gone };
}

const keptIntent = { intent, heldSince: at('10:25') };

/** Fails the named steps, each as often as told. */
function failing(times: Record<string, number>): (step: string) => Promise<void> {
  return async (step) => {
    const left = times[step] ?? 0;
    times[step] = left - 1;
    if (left > 0) throw new Error('UnknownError: Connection to Indexed Database server lost');
  };
}

test('a day and the outbox come back as they were kept', async () => {
  const { store } = aDisk();

  await store.saveDay(kept);
  await store.putInOutbox(keptIntent, keptIntentCodec);

  expect(await store.loadDay()).toEqual(kept);
  expect(await store.loadOutbox(keptIntentCodec)).toEqual([keptIntent]);
  await store.takeFromOutbox(intent.key);
  expect(await store.loadOutbox(keptIntentCodec)).toEqual([]);
});

test('a wipe leaves nothing, also of what was being saved when it came', async () => {
  const { store, rows } = aDisk();

  void store.saveDay(kept);
  void store.putInOutbox(keptIntent, keptIntentCodec);
  await store.wipe();

  expect(rows.size).toBe(0);
});

test('a connection that WebKit has lost is opened anew, and nothing is lost', async () => {
  const { store, steps } = aDisk(failing({ get: 1 }));
  await store.saveDay(kept);

  expect(await store.loadDay()).toEqual(kept);
  expect(steps.filter((step) => step === 'open')).toHaveLength(2);
  expect(steps).not.toContain('destroy');
});

test('a database that cannot be opened is deleted and made anew', async () => {
  const { store, steps } = aDisk(failing({ open: 2 }));

  await store.saveDay(kept);

  expect(steps).toContain('destroy');
  expect(await store.loadDay()).toEqual(kept);
});

test('a handle that another page closed is not used again', async () => {
  const { store, steps, gone } = aDisk();
  await store.saveDay(kept);

  gone[0]?.();
  await store.saveDay(kept);

  expect(steps.filter((step) => step === 'open')).toHaveLength(2);
});

test('without any disk everything goes on, nothing throws, and it is tried again later', async () => {
  const broken = { now: true };
  const { store, steps, clock } = aDisk(async () => {
    if (broken.now) throw new Error('QuotaExceededError');
  });

  expect(await store.loadDay()).toBeNull();
  await store.saveDay(kept);
  await store.putInOutbox(keptIntent, keptIntentCodec);
  await store.wipe();
  expect(await store.loadOutbox(keptIntentCodec)).toEqual([]);
  const tries = steps.length;
  expect(tries).toBeLessThan(10);

  broken.now = false;
  await clock.advance(HOUR_MS);
  await store.saveDay(kept);
  expect(await store.loadDay()).toEqual(kept);
});

test('a disk that hangs is given up after a few seconds', async () => {
  const { store, clock } = aDisk(() => new Promise(() => {}));
  const loading = store.loadDay();

  await clock.advance(20 * SECOND_MS);

  expect(await loading).toBeNull();
});

test('rows that an older or broken release left are not believed', async () => {
  const { store, rows } = aDisk();
  rows.set('kept/day', { day: { room: 'Lisbon' }, clockOffsetMs: 0 });
  rows.set('outbox/x', { kind: 'book', key: 'x' });

  expect(await store.loadDay()).toBeNull();
  expect(await store.loadOutbox(keptIntentCodec)).toEqual([]);
});
