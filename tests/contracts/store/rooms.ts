/** What every store must do with rooms: the catalogue, what was decided about one, its day, and how we hear of changes. A part of the store's contract, run with it. */

import { expect, test } from 'vitest';
import { aBooking, aMeeting, aRoom, aRoomDay, at, aZone, shown } from '../../support/builders.ts';
import { lisbon, type OpenStore, porto } from './fixtures.ts';

export function roomsContract(open: OpenStore): void {
  test('a catalogue is kept whole and replaced whole', async () => {
    const { store, reopen } = await open();
    const rooms = [aRoom(), aRoom({ id: porto, address: 'porto@x.example', capacity: null, features: ['Whiteboard'] })];
    await store.saveRooms(rooms, at('09:00'));

    expect(await (await reopen()).listRooms()).toEqual(rooms);
  });

  test('a room that has left the catalogue is kept apart, with when it left first', async () => {
    const { store, reopen } = await open();
    await store.saveRooms([aRoom(), aRoom({ id: porto })], at('09:00'));
    await store.saveRooms([aRoom({ id: porto })], at('10:00'));
    await store.saveRooms([aRoom({ id: porto })], at('11:00'));
    const second = await reopen();

    expect((await second.listRooms()).map(({ id }) => id)).toEqual([porto]);
    expect(await second.listGoneRooms()).toEqual([{ room: aRoom(), goneSince: at('10:00') }]);
  });

  test('a room that comes back is in the catalogue again, and gone no more', async () => {
    const { store } = await open();
    await store.saveRooms([aRoom()], at('09:00'));
    await store.saveRooms([], at('10:00'));
    await store.saveRooms([aRoom({ displayName: 'Lisboa' })], at('11:00'));

    expect((await store.listRooms()).map(({ displayName }) => displayName)).toEqual(['Lisboa']);
    expect(await store.listGoneRooms()).toEqual([]);
  });

  test('what operators decided about a room is kept, the last word of each, whatever the catalogue says', async () => {
    const { store, reopen } = await open();
    const zone = aZone('Asia/Tokyo');
    await store.saveRoomSetting(lisbon, { timeZone: null, pausedSince: at('09:00') });
    await store.saveRoomSetting(lisbon, { timeZone: zone, pausedSince: null });
    await store.saveRooms([], at('10:00'));

    expect(await (await reopen()).listRoomSettings()).toEqual([{ roomId: lisbon, timeZone: zone, pausedSince: null }]);
  });

  test('a room day comes back as it went, and the later one replaces the earlier', async () => {
    const { store, reopen } = await open();
    const day = aRoomDay(
      at('09:00'),
      [aMeeting('10:00', '11:00', { title: shown("Robert'); DROP TABLE room;-- 👩🏽‍💻"), booking: aBooking() })],
      { health: { cause: 'throttled', since: at('08:00') }, intents: [{ ...aBooking(), kind: 'book' }] },
    );
    await store.saveRoomDay(aRoomDay(at('08:00')));
    await store.saveRoomDay({ ...day, revision: 2 });

    const second = await reopen();
    expect(await second.listRoomDays()).toEqual([{ ...day, revision: 2 }]);
    expect(await second.listRoomRevisions()).toEqual([{ roomId: day.room.id, revision: 2 }]);
  });

  test('a mark for a dirty room is kept once, over a restart, until it is cleared', async () => {
    const { store, reopen } = await open();
    await store.markDirty([lisbon, porto]);
    await store.markDirty([lisbon]);
    const second = await reopen();

    expect((await second.listDirty()).sort()).toEqual([lisbon, porto]);
    await second.clearDirty(lisbon);
    await second.clearDirty(lisbon);
    expect(await second.listDirty()).toEqual([porto]);
  });

  test('a subscription is kept, renewed and removed', async () => {
    const { store } = await open();
    const subscription = { id: 's1', roomId: lisbon, clientState: 'secret', expiresAt: at('12:00') };
    await store.saveSubscription(subscription);
    await store.saveSubscription({ ...subscription, expiresAt: at('15:00') });
    expect(await store.listSubscriptions()).toEqual([{ ...subscription, expiresAt: at('15:00') }]);

    await store.removeSubscription('s1');
    await store.removeSubscription('s1');
    expect(await store.listSubscriptions()).toEqual([]);
  });

  test("a room's short name outlives a restart, and a new one takes its place", async () => {
    const { store, reopen } = await open();
    await store.saveRoomLink(lisbon, 'first');
    await store.saveRoomLink(lisbon, 'second');
    await store.saveRoomLink(porto, 'third');

    expect(await (await reopen()).listRoomLinks()).toEqual([
      { roomId: lisbon, shortId: 'second' },
      { roomId: porto, shortId: 'third' },
    ]);
  });
}
