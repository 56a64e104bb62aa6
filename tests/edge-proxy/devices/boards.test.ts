import { expect, test } from 'vitest';
import { createBoards } from '../../../edge-proxy/devices/boards.ts';
import { createLocalFanOut } from '../../../edge-proxy/fan-out/local.ts';
import type { SiteMessage } from '../../../edge-proxy/ports/fan-out.ts';
import type { BoardId, RoomId } from '../../../shared/basics/ids.ts';
import { defaultLook } from '../../../shared/room/look.ts';
import { aBoard, aRoom } from '../../support/builders.ts';
import { createFixedChance } from '../../support/fixed-chance.ts';
import { createDeviceStore } from './device-store.ts';

const room = (id: string, displayName: string, building: string | null, floor: string | null) =>
  aRoom({ id: id as RoomId, displayName, building, floor });

const rooms = [
  room('1', 'Tallinn', 'Head office', '10'),
  room('2', 'Porto', 'Head office', '3'),
  room('3', 'Aarhus', 'Head office', '3'),
  room('4', 'Cork', 'Annex', '3'),
  room('5', 'Shed', null, null),
];

async function someBoards(store = createDeviceStore()) {
  const told: SiteMessage[] = [];
  const fanOut = createLocalFanOut((fault) => {
    throw fault;
  });
  fanOut.subscribe((message) => void told.push(message));
  const look = () => defaultLook;
  const boards = await createBoards({ store, chance: createFixedChance(), fanOut, listRooms: () => rooms, look });
  return { boards, store, told };
}

const { id: _, ...lobby } = aBoard();

test.for([
  { scope: {}, shows: ['5', '4', '3', '2', '1'], because: 'all of them, by building, floor and name, 10 after 3' },
  { scope: { building: 'Head office' }, shows: ['3', '2', '1'], because: 'only that building' },
  { scope: { building: 'Head office', floor: '3' }, shows: ['3', '2'], because: 'only that floor of it' },
  { scope: { floor: '3' }, shows: ['4', '3', '2'], because: 'that floor of each building' },
  { scope: { building: 'Elsewhere' }, shows: [], because: 'nothing is there' },
])('a board of $scope shows $shows, because $because', async ({ scope, shows }) => {
  const { boards } = await someBoards();
  const { id } = await boards.make({ ...lobby, ...scope });

  expect(boards.view(id)?.rooms).toEqual(shows);
});

test.for([
  { asked: 'Lobby', isNew: false, because: 'there is one of that name' },
  { asked: ' lobby ', isNew: false, because: 'names are said in any case' },
  { asked: 'Canteen', isNew: true, because: 'nobody has used that name' },
])('asked for "$asked", it is new: $isNew, because $because', async ({ asked, isNew }) => {
  const { boards } = await someBoards();
  const known = await boards.make(lobby);

  const found = await boards.findOrMake(asked);

  expect(found.id !== known.id).toBe(isNew);
  expect(await boards.findOrMake(known.id)).toEqual(known);
});

test('a board that is called as a building shows the rooms of that building', async () => {
  const { boards } = await someBoards();

  const { id } = await boards.findOrMake('annex');

  expect(boards.view(id)).toMatchObject({ board: { name: 'annex', building: 'Annex' }, rooms: ['4'] });
});

test('what was decided is kept for the next life, and told to whoever listens', async () => {
  const { boards, store, told } = await someBoards();
  const { id } = await boards.make(lobby);

  await boards.change(id, { ...lobby, floor: '3', here: '3' });

  expect(told).toEqual([
    { kind: 'board-changed', boardId: id },
    { kind: 'board-changed', boardId: id },
  ]);
  expect((await someBoards(store)).boards.find(id)).toMatchObject({ floor: '3', here: '3' });
});

test('a board that does not exist is not changed and shows nothing', async () => {
  const { boards } = await someBoards();
  const nowhere = 'nowhere' as BoardId;

  expect(await boards.change(nowhere, lobby)).toBeNull();
  expect(boards.view(nowhere)).toBeNull();
  expect(boards.list()).toEqual([]);
});
