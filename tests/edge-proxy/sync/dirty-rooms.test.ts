import { expect, test } from 'vitest';
import { createDirtyRooms } from '../../../edge-proxy/sync/dirty-rooms.ts';
import { aRoom } from '../../support/builders.ts';
import { createMemoryLog } from '../../support/memory-log.ts';
import { createMemoryStore } from '../../support/memory-store.ts';

const lisbon = aRoom().id;

async function open(store = createMemoryStore()) {
  return { store, dirty: await createDirtyRooms(store, createMemoryLog()) };
}

test('a mark is in the store before the hint is answered', async () => {
  const { store, dirty } = await open();

  await dirty.mark([lisbon]);

  expect(store.dirty).toEqual(new Set([lisbon]));
});

test('ten thousand hints for a room that is marked already cost one write', async () => {
  const { store, dirty } = await open();

  for (let hint = 0; hint < 10_000; hint += 1) await dirty.mark([lisbon]);

  expect(store.calls.get('markDirty')).toBe(1);
});

test('a room that was read is clean', async () => {
  const { store, dirty } = await open();
  await dirty.mark([lisbon]);

  await dirty.clear(lisbon, dirty.marksSoFar(lisbon));

  expect(store.dirty.size).toBe(0);
});

test('a hint during the reading keeps the mark', async () => {
  const { store, dirty } = await open();
  await dirty.mark([lisbon]);
  const marks = dirty.marksSoFar(lisbon);
  await dirty.mark([lisbon]);

  await dirty.clear(lisbon, marks);

  expect(store.dirty).toEqual(new Set([lisbon]));
});

test('a hint while the mark is being cleared makes a new one', async () => {
  const { store, dirty } = await open();
  await dirty.mark([lisbon]);

  await Promise.all([dirty.clear(lisbon, dirty.marksSoFar(lisbon)), dirty.mark([lisbon])]);

  expect(store.dirty).toEqual(new Set([lisbon]));
});

test('where the store cannot keep the mark the hint is not taken, and the next one tries again', async () => {
  const { store, dirty } = await open();
  store.fail(new Error('disk full'));
  await expect(dirty.mark([lisbon])).rejects.toThrow('disk full');

  store.fail(null);
  await dirty.mark([lisbon]);

  expect(store.dirty).toEqual(new Set([lisbon]));
});

test('a mark outlives the process that made it', async () => {
  const { store, dirty } = await open();
  await dirty.mark([lisbon]);

  const second = await open(store);

  expect(second.dirty.marksSoFar(lisbon)).toBe(1);
});
