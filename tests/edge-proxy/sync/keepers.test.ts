import { expect, test } from 'vitest';
import type { RoomId } from '../../../shared/basics/ids.ts';
import { SECOND_MS } from '../../../shared/basics/instant.ts';
import { hidden } from '../../../shared/room/occurrence.ts';
import type { Room } from '../../../shared/room/room.ts';
import { aMeeting, aRoom, aZone, shown } from '../../support/builders.ts';
import { inCalendar } from '../../support/memory-calendar.ts';
import { openSyncSite } from '../../support/sync-site.ts';

function roomNumber(n: number): Room {
  return aRoom({ id: `room-${n}` as RoomId, address: `room-${n}@northwind.example` });
}

test('a thousand rooms start a few at a time, and every door has its day', async () => {
  const rooms = Array.from({ length: 1_000 }, (_, n) => roomNumber(n));
  const site = await openSyncSite({ rooms });
  site.calendar.hold();
  await site.start();
  const atOnce = site.calendar.reads.length;
  site.calendar.release();
  await site.clock.advance(5 * SECOND_MS);
  site.close();

  expect(atOnce).toBeLessThanOrEqual(32);
  expect(site.publish.currentDays().filter(({ readAt }) => readAt !== null)).toHaveLength(1_000);
  expect(site.keepers.stats()).toMatchObject({ rooms: 1_000, subscribed: 1_000 });
}, 20_000);

test('a room that was known to have changed is read before the others', async () => {
  const rooms = Array.from({ length: 100 }, (_, n) => roomNumber(n));
  const first = await openSyncSite({ rooms });
  await first.store.markDirty(['room-99' as RoomId]);
  const site = await openSyncSite({ rooms, store: first.store });

  await site.start();
  site.close();

  expect(site.calendar.reads[0]?.roomId).toBe('room-99');
});

test('a policy that shows less holds at once, one that shows more after the next reading', async () => {
  const room = aRoom();
  const site = await openSyncSite();
  await site.store.savePolicy(null, { showTitles: true });
  await site.policies.reload();
  site.calendar.write(room.id, [inCalendar(aMeeting('11:00', '11:30', { title: shown('Budget') }))]);
  await site.start();
  await site.clock.advance(SECOND_MS);
  site.calendar.hold();

  await site.store.savePolicy(room.id, { showTitles: false });
  await site.keepers.policyChanged(room.id);
  expect(site.publish.current(room.id)?.occurrences[0]?.title).toEqual(hidden);
  site.calendar.release();
  await site.store.savePolicy(room.id, { showTitles: true });
  const reads = site.calendar.readsOf(room.id);
  await site.keepers.policyChanged(null);
  await site.clock.advance(SECOND_MS);
  site.close();

  expect(site.calendar.readsOf(room.id)).toBeGreaterThan(reads);
  expect(site.publish.current(room.id)?.occurrences[0]?.title).toEqual(shown('Budget'));
});

test('a room that moved to another zone gets the window of that zone', async () => {
  const room = aRoom();
  const site = await openSyncSite();
  await site.start();
  const before = site.publish.current(room.id)?.window;

  site.keepers.follow({ added: [], changed: [{ ...room, timeZone: aZone('Asia/Tokyo') }], gone: [] });
  await site.clock.advance(SECOND_MS);
  site.close();

  expect(site.publish.current(room.id)?.room.timeZone).toBe('Asia/Tokyo');
  expect(site.publish.current(room.id)?.window).not.toEqual(before);
});

test('a hint for a room that nobody keeps leaves no mark', async () => {
  const site = await openSyncSite();
  await site.start();

  await site.keepers.hint(['room-nowhere' as RoomId]);
  site.close();

  expect(site.store.dirty.has('room-nowhere' as RoomId)).toBe(false);
});

test('a reading can be had before the room had its turn at the start', async () => {
  const rooms = Array.from({ length: 100 }, (_, n) => roomNumber(n));
  const site = await openSyncSite({ rooms });
  site.keepers.follow({ added: rooms, changed: [], gone: [] });

  const day = await site.keepers.readNow('room-99' as RoomId);
  site.close();

  expect(day).toMatchObject({ readAt: site.clock.now(), health: null });
});
