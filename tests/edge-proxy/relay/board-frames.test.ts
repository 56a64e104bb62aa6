import { expect, test } from 'vitest';
import { createLocalFanOut } from '../../../edge-proxy/fan-out/local.ts';
import { forBoard } from '../../../edge-proxy/relay/board-frames.ts';
import type { EventSink } from '../../../edge-proxy/relay/listeners.ts';
import { createRoomHub } from '../../../edge-proxy/relay/room-hub.ts';
import type { BoardId, DeviceId, RoomId } from '../../../shared/basics/ids.ts';
import { SECOND_MS } from '../../../shared/basics/instant.ts';
import { defaultLook, type Look } from '../../../shared/room/look.ts';
import type { RoomDay } from '../../../shared/room/room-day.ts';
import type { Board, BoardView } from '../../../shared/wire/board.ts';
import { HEARTBEAT_MS } from '../../../shared/wire/stream-message.ts';
import { aBoard, aBooking, aMeeting, aRoom, aRoomDay, at, hidden, shown } from '../../support/builders.ts';
import { createFixedChance } from '../../support/fixed-chance.ts';
import { createMemoryLog } from '../../support/memory-log.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const lobby = 'board-1' as BoardId;
const lisbon = aRoom();
const porto = aRoom({ id: 'room-porto' as RoomId, displayName: 'Porto' });
const kyiv = aRoom({ id: 'room-kyiv' as RoomId, displayName: 'Kyiv' });

/** A board of Lisbon and Porto, with a screen that listens. */
function open({ board = aBoard(), rooms = [lisbon, porto] } = {}) {
  const clock = createVirtualClock(at('10:00'));
  const fanOut = createLocalFanOut((fault) => {
    throw fault;
  });
  const days = new Map<RoomId, RoomDay>(
    [lisbon, porto, kyiv].map((room) => [room.id, aRoomDay(at('09:59'), [], { room })]),
  );
  const state = { board: board as Board, rooms: rooms.map(({ id }) => id), look: defaultLook as Look };
  const boardView = (): BoardView => ({ board: state.board, look: state.look, rooms: state.rooms });
  const hub = createRoomHub({
    fanOut,
    currentDay: (roomId) => days.get(roomId) ?? null,
    boardView,
    clock,
    chance: createFixedChance(),
    log: createMemoryLog(),
  });
  const listen = (n = 1) => {
    const sink = aSink();
    return { sink, leave: hub.connectBoard({ deviceId: `device-${n}` as DeviceId, boardId: lobby }, sink) };
  };
  const publish = (day: RoomDay) => {
    days.set(day.room.id, day);
    fanOut.publish({ kind: 'room-day', day });
  };
  const readAgain = (roomId: RoomId, readAt = clock.now()) => {
    const day = days.get(roomId);
    if (day !== undefined) days.set(roomId, { ...day, readAt });
    fanOut.publish({ kind: 'read-again', roomId, readAt });
  };
  return { clock, fanOut, hub, state, listen, publish, readAgain };
}

function aSink() {
  let text = '';
  let seen = 0;
  const sink = {
    backlog: 0,
    isCut: false,
    send: (frame: { bare: Uint8Array }) => {
      text += new TextDecoder().decode(frame.bare);
    },
    backlogBytes: () => sink.backlog,
    end: () => undefined,
    cut() {
      sink.isCut = true;
    },
    /** The names of the events since the last look, each day with its room. */
    news() {
      const fresh = text.slice(seen);
      seen = text.length;
      return fresh
        .split('\n\n')
        .filter(Boolean)
        .map((event) => {
          const name = /^event: (.*)$/m.exec(event)?.[1] ?? event;
          const room = name === 'room-day' ? ` ${/"displayName":"(\w+)"/.exec(event)?.[1]}` : '';
          return `${name}${room}`;
        });
    },
    text: () => text,
  };
  return sink satisfies EventSink;
}

test('a board begins with what it shows, all its days in order, when they were read, and the time', () => {
  const { listen } = open();

  expect(listen().sink.news()).toEqual(['board', 'room-day Lisbon', 'room-day Porto', 'rooms-read', 'heartbeat']);
});

test('a new day of one of its rooms comes alone, and those of other rooms do not come', () => {
  const { listen, publish } = open();
  const { sink } = listen();
  sink.news();

  publish(aRoomDay(at('10:00'), [aMeeting('11:00', '12:00')], { room: porto, revision: 2 }));
  publish(aRoomDay(at('10:00'), [aMeeting('11:00', '12:00')], { room: kyiv, revision: 2 }));

  expect(sink.news()).toEqual(['room-day Porto']);
});

test('a heartbeat tells which rooms were read again since the last, and no others', async () => {
  const { clock, listen, readAgain } = open();
  const { sink } = listen();
  await clock.advance(HEARTBEAT_MS);
  sink.news();

  readAgain(porto.id);
  await clock.advance(HEARTBEAT_MS);
  const told = sink.text().split('event: rooms-read').at(-1);
  await clock.advance(HEARTBEAT_MS);

  expect(sink.news()).toEqual(['rooms-read', 'heartbeat', 'heartbeat']);
  expect(told).toContain('room-porto');
  expect(told).not.toContain('room-lisbon');
});

test.for([
  {
    what: 'is decided anew',
    change: (site: ReturnType<typeof open>) => {
      site.state.board = aBoard({ name: 'Reception' });
      site.fanOut.publish({ kind: 'board-changed', boardId: lobby });
    },
    waitMs: 0,
  },
  {
    what: 'is to look otherwise',
    change: (site: ReturnType<typeof open>) => {
      site.state.look = { ...defaultLook, theme: 'contrast' as const };
    },
    waitMs: HEARTBEAT_MS,
  },
  {
    what: 'loses a room',
    change: (site: ReturnType<typeof open>) => {
      site.state.rooms = [lisbon.id];
    },
    waitMs: HEARTBEAT_MS,
  },
])('a board that $what is told whole', async ({ change, waitMs }) => {
  const site = open();
  const { sink } = site.listen();
  sink.news();

  change(site);
  await site.clock.advance(waitMs);

  expect(sink.news().slice(0, 2)).toEqual(['board', 'room-day Lisbon']);
});

test('a slow network is given the time that so many days take, and no more', () => {
  const rooms = Array.from({ length: 200 }, (_, n) => aRoom({ id: `room-${n}` as RoomId, displayName: `Room${n}` }));
  const { listen, publish } = open({ rooms: [lisbon, ...rooms] });
  for (const room of rooms) publish(aRoomDay(at('10:00'), [aMeeting('11:00', '12:00')], { room }));
  const { sink } = listen();
  const whole = sink.text().length;
  expect(whole).toBeGreaterThan(64 * 1024);

  sink.backlog = whole;
  publish(aRoomDay(at('10:01'), [], { room: lisbon, revision: 2 }));
  expect(sink.isCut).toBe(false);

  sink.backlog = whole + 65 * 1024;
  publish(aRoomDay(at('10:02'), [], { room: lisbon, revision: 3 }));
  expect(sink.isCut).toBe(true);
});

test('a board counts as a stream, is ended when its screen is revoked, and leaves nothing behind', () => {
  const { hub, fanOut, listen } = open();
  const { leave } = listen(1);
  const { sink } = listen(2);
  expect(hub.stats()).toMatchObject({ streams: 2, boards: 1, rooms: 0 });

  fanOut.publish({ kind: 'device-revoked', deviceId: 'device-2' as DeviceId });
  leave();

  expect(sink.news().at(-1)).toBe('command');
  expect(hub.stats()).toMatchObject({ streams: 0, boards: 0 });
  expect(hub.connected('device-1' as DeviceId)).toBe(false);
});

test('what a board is told of a room day is reduced to what many eyes may see', () => {
  const day = aRoomDay(
    at('10:00'),
    [
      aMeeting('08:00', '09:00'),
      aMeeting('09:30', '10:30', { booking: aBooking({ reason: { kind: 'room-declined' } }) }),
    ],
    { intents: [{ ...aBooking(), kind: 'book' }] },
  );

  const plain = forBoard(day, false);
  const titled = forBoard(day, true);

  expect(plain.occurrences).toHaveLength(1);
  expect(plain.occurrences[0]).toMatchObject({ title: hidden, organizer: hidden, booking: { status: 'confirmed' } });
  expect(plain.occurrences[0]?.booking).not.toHaveProperty('reason');
  expect(plain.intents).toEqual([]);
  expect(titled.occurrences[0]?.title).toEqual(shown('Weekly design review'));
});

test('a day that many boards and beats ask for is made once for its revision', async () => {
  const { clock, listen } = open();
  const first = listen(1).sink;
  await clock.advance(30 * SECOND_MS);
  const second = listen(2).sink;

  const dayOf = (text: string) => /event: room-day\nid: .*\ndata: .*room-porto.*\n/.exec(text)?.[0];
  expect(dayOf(second.text())).toBe(dayOf(first.text()));
});
