import { expect, test } from 'vitest';
import { createRoomLinks } from '../../../edge-proxy/devices/room-links.ts';
import type { RoomId } from '../../../shared/basics/ids.ts';
import { createMemoryLog } from '../../support/memory-log.ts';
import { createMemoryStore } from '../../support/memory-store.ts';

const [lisbon, porto] = ['room-lisbon' as RoomId, 'room-porto' as RoomId];

function aChance() {
  let made = 0;
  return {
    word: (_alphabet: string, length: number) => {
      made += 1;
      return `name${made}`.padEnd(length, 'x');
    },
  };
}

test('each room has a short name of its own, the same each time, and it leads back', async () => {
  const links = await createRoomLinks({ store: createMemoryStore(), chance: aChance(), log: createMemoryLog() });

  const short = links.of(lisbon);

  expect(short).toHaveLength(12);
  expect(links.of(lisbon)).toBe(short);
  expect(links.of(porto)).not.toBe(short);
  expect([links.find(short), links.find('anything')]).toEqual([lisbon, null]);
});

test('it outlives a restart: the code on the door goes on leading there', async () => {
  const store = createMemoryStore();
  const chance = aChance();
  const before = (await createRoomLinks({ store, chance, log: createMemoryLog() })).of(lisbon);

  const links = await createRoomLinks({ store, chance, log: createMemoryLog() });

  expect(links.of(lisbon)).toBe(before);
  expect(links.find(before)).toBe(lisbon);
});

test('a store that cannot keep it costs the next start a new name, and this life nothing', async () => {
  const store = { ...createMemoryStore(), saveRoomLink: () => Promise.reject(new Error('disk full')) };
  const log = createMemoryLog();
  const links = await createRoomLinks({ store, chance: aChance(), log });

  const short = links.of(lisbon);
  await Promise.resolve();

  expect(links.find(short)).toBe(lisbon);
});
