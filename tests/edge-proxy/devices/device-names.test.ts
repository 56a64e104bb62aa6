import { expect, test } from 'vitest';
import { bestMatch, createDeviceNames } from '../../../edge-proxy/devices/device-names.ts';
import type { Device } from '../../../edge-proxy/ports/devices.ts';
import { CSV_BEGINNING } from '../../../shared/basics/csv.ts';
import type { BoardId, DeviceId, RoomId } from '../../../shared/basics/ids.ts';
import type { Board } from '../../../shared/wire/board.ts';
import { aRoom, at } from '../../support/builders.ts';
import { createDeviceStore } from './device-store.ts';

const lisbon = aRoom();
const porto = aRoom({ id: 'room-porto' as RoomId, address: 'porto@northwind.example', displayName: 'Porto' });
const twin = (n: number) =>
  aRoom({ id: `twin-${n}` as RoomId, address: `twin${n}@northwind.example`, displayName: 'Twin' });
const lobby = { id: 'board-1' as BoardId, name: 'Lobby' } as Board;
const rooms = [lisbon, porto, twin(1), twin(2)];

function aTablet(change: Partial<Device>): Device {
  return {
    id: 'device-1' as DeviceId,
    roomId: porto.id,
    boardId: null,
    name: 'LIS-01',
    credentialHash: 'x',
    particulars: null,
    pairedAt: at('09:00'),
    pairedBy: 'ada',
    lastSeenAt: null,
    revokedAt: null,
    ...change,
  };
}

function theNames() {
  const store = createDeviceStore();
  const moved: unknown[] = [];
  const names = createDeviceNames({
    store,
    listRooms: () => rooms,
    listBoards: () => [lobby],
    async move(id, place) {
      moved.push({ id, ...place });
      const device = store.devices.get(id) ?? null;
      if (device !== null) store.devices.set(id, { ...device, ...place });
      return device;
    },
  });
  return { store, names, moved };
}

test.for([
  { line: 'LIS-01,Lisbon', place: 'Lisbon', verdict: 'set', words: null },
  { line: 'LIS-01,LISBON@northwind.example', place: 'Lisbon', verdict: 'set', words: null },
  { line: 'LIS-01,board:lobby', place: 'Lobby', verdict: 'set', words: null },
  { line: ',Lisbon', place: 'Lisbon', verdict: 'fault', words: 'It names no tablet.' },
  { line: 'LIS-01,', place: '', verdict: 'fault', words: 'It names no room.' },
  {
    line: 'LIS-01,Atlantis',
    place: 'Atlantis',
    verdict: 'fault',
    words: 'There is no such room. Write its name or its address.',
  },
  { line: 'LIS-01,Twin', place: 'Twin', verdict: 'fault', words: '2 rooms are called so. Write the address.' },
  {
    line: 'LIS-01,board:Attic',
    place: 'board:Attic',
    verdict: 'fault',
    words: 'There is no such board. Make it first.',
  },
  { line: '*,Lisbon', place: 'Lisbon', verdict: 'fault', words: 'A star alone would be every tablet there is.' },
  {
    line: `${'x'.repeat(101)},Lisbon`,
    place: 'Lisbon',
    verdict: 'fault',
    words: 'The name is longer than 100 letters.',
  },
])('the line "$line" is foretold: $verdict', async ({ line, place, verdict, words }) => {
  const { names } = theNames();

  expect(await names.preview(`device,room\n${line}`)).toMatchObject([{ line: 2, place, verdict, words }]);
});

test('a preview does nothing, and the list does what it said, but for the lines with faults', async () => {
  const { store, names, moved } = theNames();
  store.devices.set('device-1' as DeviceId, aTablet({}));
  const csv = 'LIS-01;Lisbon\nLIS-02;Nowhere\nlis-01;Porto\n';

  const foretold = await names.preview(csv);
  expect(foretold.map(({ verdict, words }) => [verdict, words])).toEqual([
    ['set', null],
    ['fault', 'There is no such room. Write its name or its address.'],
    ['fault', 'The same name stands in line 1.'],
  ]);
  expect(foretold[0]?.moves).toEqual(['device-1']);
  expect([await store.listDevicePlaces(), moved]).toEqual([[], []]);

  expect((await names.apply(csv)).lines).toEqual(foretold);
  expect(await store.listDevicePlaces()).toEqual([{ name: 'LIS-01', roomId: lisbon.id, boardId: null }]);
  expect(moved).toEqual([{ id: 'device-1', roomId: lisbon.id, boardId: null }]);
  expect(await names.preview(csv)).toMatchObject([{ verdict: 'same', moves: [] }, {}, {}]);
  expect(await names.preview('LIS-01,Porto')).toMatchObject([{ verdict: 'change', words: 'Until now Lisbon.' }]);
});

test('what was read out is read in as it was, formulas and all', async () => {
  const { store, names } = theNames();
  await names.apply('device,room\n"=CMD()",Lisbon\n%TEMP,Lisbon\nLOB-1,board:Lobby');
  const sheet = await names.sheet();

  expect(sheet.startsWith(CSV_BEGINNING)).toBe(true);
  expect(sheet).toContain("'=CMD(),lisbon@northwind.example,Lisbon");
  expect((await names.preview(sheet)).map(({ verdict }) => verdict)).toEqual(['same', 'same', 'same']);
  expect((await store.listDevicePlaces()).map(({ name }) => name).sort()).toEqual(['%TEMP', '=CMD()', 'LOB-1']);
});

test.for([
  { name: 'LIS-01', found: 'LIS-01' },
  { name: 'lis-01', found: 'LIS-01' },
  { name: 'LIS-012', found: 'LIS-*' },
  { name: 'PRT-LEFT-9', found: '*-LEFT-*' },
  { name: 'PRT', found: null },
  { name: 'XLIS-01', found: null },
])('a tablet called $name belongs where $found does', ({ name, found }) => {
  const places = ['LIS-01', 'LIS-*', '*-LEFT-*', '*Z'].map((one) => ({ name: one }));

  expect(bestMatch(name, places)?.name ?? null).toBe(found);
});

test('a pattern of many stars is answered at once', () => {
  expect(bestMatch('a'.repeat(100), [{ name: `${'a*'.repeat(49)}b` }])).toBeNull();
});

test('a name whose room left Exchange says nothing', async () => {
  const { store, names } = theNames();
  await store.saveDevicePlaces([{ name: 'LIS-01', roomId: 'gone' as RoomId, boardId: null }]);

  expect(await names.placeOf('LIS-01')).toBeNull();
});
