import { expect, test } from 'vitest';
import { type Store, StoreUnavailable } from '../../../edge-proxy/ports/store.ts';
import { watchStore } from '../../../edge-proxy/watch/store-watch.ts';

function open() {
  const told: string[] = [];
  let fault: unknown = null;
  const answer = async () => {
    if (fault !== null) throw fault;
  };
  const store = watchStore({ saveRoomDay: answer, listRooms: answer } as unknown as Store, {
    raise: (kind) => told.push(`raise ${kind}`),
    clear: (kind) => told.push(`clear ${kind}`),
  });
  return {
    store,
    told,
    fail(next: unknown): void {
      fault = next;
    },
  };
}

const aDay = {} as Parameters<Store['saveRoomDay']>[0];

test('a store that cannot be written is told of, and once it can be that it is over', async () => {
  const { store, told, fail } = open();
  fail(new StoreUnavailable());
  await expect(store.saveRoomDay(aDay)).rejects.toBeInstanceOf(StoreUnavailable);
  fail(null);
  await store.listRooms();
  expect(told).toEqual(['raise store-failing']);

  await store.saveRoomDay(aDay);
  await store.saveRoomDay(aDay);
  expect(told).toEqual(['raise store-failing', 'clear store-failing']);
});

test('a mistake of ours is nothing that is wrong with the disk', async () => {
  const { store, told, fail } = open();
  fail(new TypeError('ours'));

  await expect(store.saveRoomDay(aDay)).rejects.toBeInstanceOf(TypeError);
  expect(told).toEqual([]);
});
