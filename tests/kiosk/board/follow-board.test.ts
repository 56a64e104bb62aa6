import { signal } from '@preact/signals-core';
import { expect, test } from 'vitest';
import { createBoardModel } from '../../../kiosk/board/board-model.ts';
import { createFollowBoard } from '../../../kiosk/board/follow-board.ts';
import type { Pairedness } from '../../../kiosk/ports.ts';
import { createClockModel } from '../../../kiosk/state/clock-model.ts';
import { encodeText } from '../../../shared/basics/codec.ts';
import type { RoomId } from '../../../shared/basics/ids.ts';
import { MINUTE_MS, SECOND_MS } from '../../../shared/basics/instant.ts';
import { defaultLook } from '../../../shared/room/look.ts';
import type { RoomDay } from '../../../shared/room/room-day.ts';
import { type BoardView, boardDayCodec, boardStreamCodecs } from '../../../shared/wire/board.ts';
import { aBoard, aMeeting, aRoom, aRoomDay, at } from '../../support/builders.ts';
import { aTabletChance, aTabletClock, fakeStreams, settled } from '../../support/virtual-tablet.ts';

const lisbon = aRoom();
const porto = aRoom({ id: 'room-porto' as RoomId, displayName: 'Porto' });
const viewOf = (...rooms: { id: RoomId }[]): BoardView => ({
  board: aBoard(),
  look: defaultLook,
  rooms: rooms.map(({ id }) => id),
});

function aScreen({ kept = undefined as unknown, pairedness = 'paired' as Pairedness, rows = 8 } = {}) {
  const clock = aTabletClock(at('10:00'));
  const clockModel = createClockModel(clock);
  const board = createBoardModel({ clock: clockModel, size: signal({ columns: 1, rows, titledRows: rows }) });
  const streams = fakeStreams();
  const disk = { kept, writes: 0, wiped: 0 };
  let gone = 0;
  const heard: string[] = [];
  const follow = createFollowBoard({
    clock,
    chance: aTabletChance(0),
    proxy: { askWhetherPaired: async () => pairedness },
    store: {
      recall: async () => disk.kept,
      async retain(_name: string, next: unknown) {
        disk.kept = JSON.parse(JSON.stringify(next));
        disk.writes += 1;
      },
      async wipe() {
        disk.wiped += 1;
      },
    },
    openEventSource: streams.open,
    clockModel,
    board,
    onNoBoard: () => {
      gone += 1;
    },
    onCommand: () => {},
    onUnreadable: () => {},
    onNotice: (text: string) => void heard.push(text),
    onRelease: () => {},
  });
  const sayBoard = (view: BoardView) => streams.last().say('board', encodeText(boardStreamCodecs.board, view));
  const sayDay = (day: RoomDay) => streams.last().say('room-day', encodeText(boardDayCodec, day));
  return { heard, clock, board, follow, streams, disk, sayBoard, sayDay, gone: () => gone };
}

async function aLiveScreen(options: Parameters<typeof aScreen>[0] = {}) {
  const screen = aScreen(options);
  await screen.follow.start();
  await settled();
  screen.sayBoard(viewOf(lisbon, porto));
  screen.sayDay(aRoomDay(at('10:00'), [], { room: lisbon }));
  screen.sayDay(aRoomDay(at('10:00'), [aMeeting('09:00', '11:00')], { room: porto }));
  return screen;
}

const moods = ({ board }: Awaited<ReturnType<typeof aLiveScreen>>) =>
  board.pages.value.flat(2).flatMap(({ rows }) => rows.map(({ name, mood }) => `${name} ${mood}`));

test('a board shows what its stream says, and what it says anew', async () => {
  const screen = await aLiveScreen();
  expect(moods(screen)).toEqual(['Lisbon free', 'Porto used']);

  screen.sayDay(aRoomDay(at('10:00'), [aMeeting('09:00', '11:00')], { room: lisbon, revision: 2 }));
  expect(moods(screen)).toEqual(['Lisbon used', 'Porto used']);

  screen.sayBoard(viewOf(porto));
  expect(moods(screen)).toEqual(['Porto used']);
  expect([...screen.board.days.value.keys()]).toEqual([porto.id]);
});

test('a room that is not read grows old on the board, and one that was read again does not', async () => {
  const screen = await aLiveScreen();
  for (let minute = 1; minute <= 6; minute += 1) {
    await screen.clock.advance(MINUTE_MS);
    const rooms = [{ room: porto.id, readAt: screen.clock.truth() }];
    screen.streams.last().say('rooms-read', encodeText(boardStreamCodecs['rooms-read'], { rooms }));
    screen.streams.last().sayHeartbeat(screen.clock.truth());
  }

  expect(moods(screen)).toEqual(['Lisbon none', 'Porto used']);
});

test('states flip at their moment by the clock alone', async () => {
  const screen = await aLiveScreen();
  screen.sayDay(aRoomDay(at('10:00'), [aMeeting('10:02', '11:00')], { room: lisbon, revision: 2 }));
  expect(moods(screen)[0]).toBe('Lisbon expected');

  await screen.clock.advance(2 * MINUTE_MS);

  expect(moods(screen)[0]).toBe('Lisbon used');
});

test('what was shown is there again after a start without a network, with its age', async () => {
  const before = await aLiveScreen();
  await before.clock.advance(3 * SECOND_MS);

  const after = aScreen({ kept: before.disk.kept, pairedness: 'no-answer' });
  await after.follow.start();
  await settled();

  expect(moods(after)).toEqual(['Lisbon free', 'Porto used']);
  await after.clock.advance(10 * MINUTE_MS);
  expect(moods(after)).toEqual(['Lisbon none', 'Porto none']);
});

test('a disk is written once in a while, however often rooms are read', async () => {
  const screen = await aLiveScreen();
  for (let second = 0; second < 120; second += 10) {
    await screen.clock.advance(10 * SECOND_MS);
    screen.sayDay(aRoomDay(at('10:00'), [], { room: lisbon, revision: second + 2 }));
    screen.streams.last().sayHeartbeat(screen.clock.truth());
  }

  expect(screen.disk.writes).toBeLessThanOrEqual(3);
});

test.for([
  { pairedness: 'unpaired', says: null, because: 'it was taken off' },
  { pairedness: 'paired', says: 'room-day', because: 'it hangs at a door by now' },
] as const)('a screen leaves the board and wipes it when $because', async ({ pairedness, says }) => {
  const screen = aScreen({ pairedness });
  await screen.follow.start();
  if (says !== null) screen.sayDay(aRoomDay(at('10:00')));
  else screen.streams.last().fail();
  await settled();

  expect(screen.gone()).toBe(1);
  expect(screen.disk.wiped).toBe(1);
  expect(screen.board.view.value).toBeNull();
});

test('an old kept board that cannot be read any more is passed over', async () => {
  const screen = aScreen({ kept: { view: 'what?' }, pairedness: 'no-answer' });

  await screen.follow.start();

  expect(screen.board.view.value).toBeNull();
  expect(screen.gone()).toBe(0);
});

test('pages turn by themselves, and one that somebody turned to stays for half a minute', async () => {
  const screen = await aLiveScreen({ rows: 1 });
  expect(screen.board.pages.value).toHaveLength(2);
  const first = screen.board.page.value;

  await screen.clock.advance(12 * SECOND_MS);
  expect(screen.board.page.value).toBe(1 - first);

  screen.board.turn();
  expect(screen.board.page.value).toBe(first);
  await screen.clock.advance(29 * SECOND_MS);
  expect(screen.board.page.value).toBe(first);
  await screen.clock.advance(13 * SECOND_MS);
  const seen = screen.board.page.value;
  await screen.clock.advance(12 * SECOND_MS);
  expect(screen.board.page.value).toBe(1 - seen);
});

test('nothing is left behind when it is closed', async () => {
  const screen = await aLiveScreen();

  screen.follow.close();
  screen.board.close();

  expect(screen.streams.last().closed).toBe(true);
});

test('what hangs at a board is handed on as it came', async () => {
  const { follow, streams, heard } = aScreen();
  await follow.start();

  streams.last().say('notice', '{"notices":[]}');

  expect(heard).toEqual(['{"notices":[]}']);
});
