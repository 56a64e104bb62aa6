import { expect, test } from 'vitest';
import { CalendarUnavailable, type RoomDirectory } from '../../../edge-proxy/ports/calendar.ts';
import { type CatalogueChange, createRoomCatalogue } from '../../../edge-proxy/sync/room-catalogue.ts';
import { createRoomSettings } from '../../../edge-proxy/sync/room-settings.ts';
import type { RoomId } from '../../../shared/basics/ids.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../shared/basics/instant.ts';
import type { Room } from '../../../shared/room/room.ts';
import { aRoom, at, aZone } from '../../support/builders.ts';
import { createFixedChance } from '../../support/fixed-chance.ts';
import { createMemoryLog } from '../../support/memory-log.ts';
import { createMemoryStore } from '../../support/memory-store.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const lisbon = aRoom();
const porto = aRoom({ id: 'room-porto' as RoomId, address: 'porto@northwind.example', displayName: 'Porto' });

async function open({ stored = [], told }: { stored?: Room[]; told: Room[] | Error }) {
  const clock = createVirtualClock(at('09:00'));
  const store = createMemoryStore();
  await store.saveRooms(stored, at('08:00'));
  const exchange = { told, asked: 0, unreadLists: 0, zonesInDoubt: 0 };
  const directory: RoomDirectory = {
    async listRooms() {
      exchange.asked += 1;
      if (exchange.told instanceof Error) throw exchange.told;
      return exchange.told;
    },
    unreadLists: () => exchange.unreadLists,
    zonesInDoubt: () => exchange.zonesInDoubt,
  };
  const changes: CatalogueChange[] = [];
  const log = createMemoryLog();
  const onChange = (change: CatalogueChange) => void changes.push(change);
  const settings = await createRoomSettings(store);
  const ports = { directory, store, settings, clock, chance: createFixedChance(), log };
  const catalogue = await createRoomCatalogue({ ...ports, onChange });
  return { clock, settings, store, exchange, changes, catalogue, log };
}

test('without Graph the stored rooms are served, and it is asked until it answers', async () => {
  const { clock, catalogue, exchange } = await open({
    stored: [lisbon],
    told: new CalendarUnavailable('graph-unreachable'),
  });
  expect(catalogue.rooms()).toEqual([lisbon]);
  expect(catalogue.isRead()).toBe(false);

  await clock.advance(HOUR_MS);
  expect(exchange.asked).toBeLessThan(30);
  exchange.told = [lisbon, porto];
  await clock.advance(5 * MINUTE_MS);
  catalogue.close();

  expect(catalogue.rooms()).toEqual([lisbon, porto]);
  expect(catalogue.isRead()).toBe(true);
});

test('rooms that come, change and go are told as such, and kept', async () => {
  const faro = aRoom({ id: 'room-faro' as RoomId, address: 'faro@northwind.example' });
  const renamed = { ...lisbon, displayName: 'Lisboa' };
  const { clock, changes, catalogue, store } = await open({ stored: [lisbon, faro], told: [renamed, porto] });

  await clock.advance(0);
  catalogue.close();

  expect(changes).toEqual([
    { added: [lisbon, faro], changed: [], gone: [] },
    { added: [porto], changed: [renamed], gone: [faro] },
  ]);
  expect(await store.listRooms()).toEqual([renamed, porto]);
});

test('it is read once a day', async () => {
  const { clock, exchange, catalogue } = await open({ told: [lisbon] });

  await clock.advance(10 * 24 * HOUR_MS);
  catalogue.close();

  expect(exchange.asked).toBeGreaterThanOrEqual(10);
  expect(exchange.asked).toBeLessThanOrEqual(12);
});

test('a zone that Graph could not tell is asked for again within minutes, then ever more seldom, and daily once it is known', async () => {
  const { clock, catalogue, exchange } = await open({ told: [lisbon] });
  exchange.zonesInDoubt = 1;
  await catalogue.readAgain();
  exchange.asked = 0;
  await clock.advance(4 * MINUTE_MS);
  expect(exchange.asked).toBe(1);
  await clock.advance(23 * HOUR_MS);
  expect(exchange.asked).toBeLessThan(50);

  exchange.zonesInDoubt = 0;
  await clock.advance(HOUR_MS);
  exchange.asked = 0;
  await clock.advance(20 * HOUR_MS);
  catalogue.close();
  expect(exchange.asked).toBe(0);
});

test('at the first start, whoever has mended the rights waits half a minute for the rooms, not five', async () => {
  const { clock, catalogue, exchange } = await open({ told: new CalendarUnavailable('access-denied') });
  await clock.advance(HOUR_MS);
  exchange.told = [lisbon];
  await clock.advance(30 * SECOND_MS);
  catalogue.close();

  expect(catalogue.rooms()).toEqual([lisbon]);
});

test('an empty answer takes no room from a house that has some', async () => {
  const { clock, changes, catalogue } = await open({ stored: [lisbon], told: [] });

  await clock.advance(0);
  catalogue.close();

  expect(catalogue.rooms()).toEqual([lisbon]);
  expect(changes).toHaveLength(1);
});

test('a room in two room lists is one room', async () => {
  const { clock, catalogue } = await open({ told: [lisbon, lisbon] });

  await clock.advance(0);
  catalogue.close();

  expect(catalogue.rooms()).toEqual([lisbon]);
});

test('a room is found by its id, and by its address however it is typed', async () => {
  const { catalogue } = await open({ stored: [lisbon], told: [lisbon] });
  catalogue.close();

  expect(catalogue.find(lisbon.id)).toEqual(lisbon);
  expect(catalogue.find('Lisbon@Northwind.example')).toEqual(lisbon);
  expect(catalogue.find('porto@northwind.example')).toBeNull();
});

test('rooms that the store cannot keep are not followed until it can', async () => {
  const { clock, store, exchange, catalogue } = await open({ told: new CalendarUnavailable('graph-unreachable') });
  await clock.advance(0);
  store.fail(new Error('disk full'));
  exchange.told = [lisbon];
  await clock.advance(HOUR_MS);
  expect(catalogue.rooms()).toEqual([]);

  store.fail(null);
  await clock.advance(5 * MINUTE_MS);
  catalogue.close();

  expect(catalogue.rooms()).toEqual([lisbon]);
});

test('a room that vanished is marked and kept, and comes back by the same id', async () => {
  const { clock, store, exchange, changes, catalogue } = await open({ stored: [lisbon, porto], told: [porto] });
  await clock.advance(0);
  expect(catalogue.gone()).toEqual([{ room: lisbon, goneSince: at('09:00') }]);
  expect(catalogue.find(lisbon.id)).toBeNull();

  exchange.told = [porto, lisbon];
  await catalogue.readAgain();
  catalogue.close();

  expect(catalogue.gone()).toEqual([]);
  expect(await store.listGoneRooms()).toEqual([]);
  expect(changes.at(-1)).toEqual({ added: [lisbon], changed: [], gone: [] });
});

test("an operator's zone holds over the mailbox's, at once and whatever Exchange tells later", async () => {
  const { clock, settings, store, exchange, changes, catalogue } = await open({ told: [lisbon, porto] });
  await clock.advance(0);
  const tokyo = aZone('Asia/Tokyo');

  await settings.change(lisbon.id, { timeZone: tokyo });
  catalogue.settingChanged(lisbon.id);
  expect(changes.at(-1)).toEqual({ added: [], changed: [{ ...lisbon, timeZone: tokyo }], gone: [] });
  exchange.told = [{ ...lisbon, displayName: 'Lisboa' }, porto];
  await catalogue.readAgain();
  expect(catalogue.find(lisbon.id)).toMatchObject({ displayName: 'Lisboa', timeZone: tokyo });
  // What the mailbox says is kept beside it, for the day when nobody overrides it any more.
  expect((await store.listRooms())[0]?.timeZone).toBe(lisbon.timeZone);

  await settings.change(lisbon.id, { timeZone: null });
  catalogue.settingChanged(lisbon.id);
  catalogue.close();
  expect(catalogue.find(lisbon.id)?.timeZone).toBe(lisbon.timeZone);
});

test('it says when it was read, when it will be, and why it was not', async () => {
  const { clock, exchange, catalogue } = await open({ stored: [lisbon], told: new CalendarUnavailable('throttled') });
  await clock.advance(MINUTE_MS);
  const failing = catalogue.status();
  exchange.told = [lisbon];
  await catalogue.readAgain();
  const well = catalogue.status();
  exchange.told = [];
  await catalogue.readAgain();
  catalogue.close();

  expect(failing).toMatchObject({ readAt: null, failure: { cause: 'throttled', since: at('09:00') } });
  expect(failing.failure?.inARow).toBeGreaterThan(1);
  expect(well).toMatchObject({ readAt: at('09:01'), failure: null });
  expect((well.nextReadAt ?? 0) - at('09:01')).toBeGreaterThan(22 * HOUR_MS);
  expect(catalogue.status().failure).toMatchObject({ cause: 'no-rooms', inARow: 1 });
});

test('a room list that could not be read takes none of its rooms off their doors', async () => {
  const { exchange, catalogue } = await open({ stored: [lisbon, porto], told: [lisbon, porto] });
  exchange.told = [porto];
  exchange.unreadLists = 1;
  await catalogue.readAgain();
  expect(catalogue.rooms()).toEqual([lisbon, porto]);

  exchange.unreadLists = 0;
  await catalogue.readAgain();
  catalogue.close();

  expect(catalogue.rooms()).toEqual([porto]);
});
