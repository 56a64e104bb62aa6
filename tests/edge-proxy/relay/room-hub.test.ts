import { describe, expect, test } from 'vitest';
import { createLocalFanOut } from '../../../edge-proxy/fan-out/local.ts';
import type { EventSink } from '../../../edge-proxy/relay/listeners.ts';
import { createRoomHub } from '../../../edge-proxy/relay/room-hub.ts';
import type { StreamFrame } from '../../../edge-proxy/relay/stream-frame.ts';
import type { DeviceId, RoomId } from '../../../shared/basics/ids.ts';
import type { Instant } from '../../../shared/basics/instant.ts';
import type { Look } from '../../../shared/room/look.ts';
import type { RoomDay } from '../../../shared/room/room-day.ts';
import { HEARTBEAT_MS } from '../../../shared/wire/stream-message.ts';
import { aMeeting, aRoom, aRoomDay, at } from '../../support/builders.ts';
import { createFixedChance } from '../../support/fixed-chance.ts';
import { createMemoryLog } from '../../support/memory-log.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const lisbon = aRoom().id;
const tablet = (n: number) => `device-${n}` as DeviceId;

/** A stream that keeps what it was sent. */
function aSink() {
  const frames: StreamFrame[] = [];
  const sink = {
    frames,
    state: 'open' as 'open' | 'ended' | 'cut',
    backlog: 0,
    send: (frame: StreamFrame) => void frames.push(frame),
    backlogBytes: () => sink.backlog,
    end() {
      sink.state = 'ended';
    },
    cut() {
      sink.state = 'cut';
    },
    text: () => frames.map(({ bare }) => new TextDecoder().decode(bare)),
    names: () => sink.text().map((frame) => /^event: (.*)$/m.exec(frame)?.[1] ?? frame.trim()),
  };
  return sink satisfies EventSink;
}

function open({ maxStreams = 100 } = {}) {
  const clock = createVirtualClock(at('10:00'));
  const fanOut = createLocalFanOut((fault) => {
    throw fault;
  });
  const days = new Map<RoomId, RoomDay>([[lisbon, aRoomDay(at('09:59'))]]);
  const looks = new Map<DeviceId, Partial<Look>>();
  const hub = createRoomHub({
    fanOut,
    currentDay: (roomId) => days.get(roomId) ?? null,
    boardView: () => null,
    ownLook: (deviceId) => looks.get(deviceId) ?? null,
    clock,
    chance: createFixedChance(),
    log: createMemoryLog(),
    maxStreams,
  });
  const listen = (n: number, lastEventId: string | null = null, roomId = lisbon, pairedAt?: Instant) => {
    const sink = aSink();
    return { sink, leave: hub.connect({ deviceId: tablet(n), pairedAt, roomId, lastEventId }, sink) };
  };
  const publish = (day: RoomDay) => {
    days.set(day.room.id, day);
    fanOut.publish({ kind: 'room-day', day });
  };
  return { clock, fanOut, hub, looks, listen, publish };
}

const nextDay = aRoomDay(at('10:00'), [aMeeting('11:00', '12:00')], { revision: 2 });

describe('a new listener', () => {
  test('gets the present and then the time', () => {
    const { sink } = open().listen(1);

    expect(sink.names()).toEqual(['room-day', 'heartbeat']);
    expect(sink.text()[1]).toContain('"readAt":"2026-11-24T09:59:00.000Z"');
  });

  test.for([
    { has: 'g1.1', gets: ['heartbeat'], because: 'it has the present already' },
    { has: 'g1.0', gets: ['room-day', 'heartbeat'], because: 'it is behind' },
    { has: 'g1.9', gets: ['room-day', 'heartbeat'], because: 'it cannot be ahead of us' },
    { has: 'g0.1', gets: ['room-day', 'heartbeat'], because: 'that was another life of the store' },
    { has: 'nonsense', gets: ['room-day', 'heartbeat'], because: 'that names nothing' },
  ])('that has $has gets $gets, because $because', ({ has, gets }) => {
    expect(open().listen(1, has).sink.names()).toEqual(gets);
  });

  test('of a room without a day gets the time now and the day once there is one', () => {
    const { listen, publish } = open();
    const porto = aRoom({ id: 'room-porto' as RoomId });
    const { sink } = listen(1, null, porto.id);
    expect(sink.names()).toEqual(['heartbeat']);

    publish(aRoomDay(at('10:00'), [], { room: porto }));

    expect(sink.names()).toEqual(['heartbeat', 'room-day']);
  });
});

test('a new day goes to all of its room and to no other, made once', () => {
  const { listen, publish } = open();
  const [first, second] = [listen(1).sink, listen(2).sink];
  const other = listen(3, null, 'room-porto' as RoomId).sink;

  publish(nextDay);
  const late = listen(4).sink;

  expect(first.text().at(-1)).toContain('id: g1.2');
  expect(second.frames.at(-1)).toBe(first.frames.at(-1));
  expect(late.frames[0]).toBe(first.frames.at(-1));
  expect(other.names()).toEqual(['heartbeat']);
});

describe('a tablet with a look of its own', () => {
  test('wears it over that of its room, which the others at the door keep', () => {
    const { listen, looks, publish } = open();
    looks.set(tablet(1), { lowReach: true });
    const [own, other] = [listen(1).sink, listen(2).sink];
    publish(nextDay);

    for (const text of [own.text()[0], own.text()[2]]) expect(text).toContain('"lowReach":true');
    for (const text of [other.text()[0], other.text()[2]]) expect(text).toContain('"lowReach":false');
    expect(own.text()[2]).toContain('id: g1.2');
  });

  test('is told at once when it is decided, taken back, or when it comes back with the same day', () => {
    const { fanOut, listen, looks } = open();
    const { sink, leave } = listen(1);
    looks.set(tablet(1), { theme: 'dark' });
    fanOut.publish({ kind: 'device-look', deviceId: tablet(1) });
    expect(sink.text().at(-1)).toContain('"theme":"dark"');

    leave();
    looks.set(tablet(1), {});
    const back = listen(1, 'g1.1').sink;
    expect(back.text()[0]).toContain('"theme":"light"');
  });
});

test('who left is told nothing more', () => {
  const { hub, listen, publish } = open();
  const { sink, leave } = listen(1);
  leave();
  leave();

  publish(nextDay);

  expect(sink.names()).toEqual(['room-day', 'heartbeat']);
  expect(hub.connected(tablet(1))).toBe(false);
  expect(hub.stats()).toMatchObject({ streams: 0, rooms: 0 });
});

test('each listener hears the time in each stretch of the heartbeat, many rooms or one', async () => {
  const { clock, listen } = open();
  const sinks = Array.from({ length: 25 }, (_, n) => listen(n, null, `room-${n}` as RoomId).sink);

  await clock.advance(6 * HEARTBEAT_MS);

  for (const sink of sinks) expect(sink.names()).toEqual(Array.from({ length: 7 }, () => 'heartbeat'));
});

test('a heartbeat has the time at which it is sent', async () => {
  const { clock, listen } = open();
  const { sink } = listen(1);

  await clock.advance(HEARTBEAT_MS);

  const times = sink.text().flatMap((frame) => /"time":"([^"]*)"/.exec(frame)?.slice(1) ?? []);
  expect(times[0]).toBe('2026-11-24T10:00:00.000Z');
  expect(at(times[1] ?? '')).toBeGreaterThan(at('10:00'));
  expect(at(times[1] ?? '')).toBeLessThanOrEqual(clock.now());
});

test('one that does not take what it is sent is cut off, the others are not', () => {
  const { hub, listen, publish } = open();
  const [slow, quick] = [listen(1).sink, listen(2).sink];
  slow.backlog = 64 * 1024 + 1;

  publish(nextDay);

  expect(slow.state).toBe('cut');
  expect(quick.state).toBe('open');
  expect(hub.stats()).toMatchObject({ streams: 1, cut: 1 });
});

test('one of five thousand that never reads is owed little, and keeps no change from the others', () => {
  const { hub, listen, publish } = open({ maxStreams: 5_000 });
  const sinks = Array.from({ length: 5_000 }, (_, n) => listen(n).sink);
  const [stuck = aSink(), ...others] = sinks;
  let mostOwed = 0;
  let largest = 0;
  stuck.send = ({ bare }) => {
    stuck.backlog += bare.byteLength;
    mostOwed = Math.max(mostOwed, stuck.backlog);
    largest = Math.max(largest, bare.byteLength);
  };

  for (let revision = 2; revision <= 150; revision += 1) publish({ ...nextDay, revision });

  expect(stuck.state).toBe('cut');
  expect(mostOwed).toBeLessThanOrEqual(64 * 1024 + largest);
  expect(hub.stats()).toMatchObject({ streams: 4_999, cut: 1 });
  const latest = others[0]?.frames.at(-1);
  expect(others.every(({ state, frames }) => state === 'open' && frames.length === 151)).toBe(true);
  // The same bytes for all: a copy for each of them would be what five thousand cost.
  expect(others.every(({ frames }) => frames.at(-1) === latest)).toBe(true);
});

test('a third stream of one tablet ends its first, with a word to stay away', () => {
  const { hub, listen } = open();
  const [first, second, third] = [listen(1).sink, listen(1).sink, listen(1).sink];

  expect([first.state, second.state, third.state]).toEqual(['ended', 'open', 'open']);
  expect(first.names().at(-1)).toBe('retry: 60000');
  expect(hub.stats()).toMatchObject({ streams: 2, superseded: 1 });
});

test('when all places are taken a tablet is turned away, unless it gives up one of its own', () => {
  const { hub, listen } = open({ maxStreams: 2 });
  listen(1);
  listen(1);

  expect(hub.admits(tablet(2))).toBe(false);
  expect(hub.admits(tablet(1))).toBe(true);
  expect(hub.stats().turnedAway).toBe(1);
});

test('a revoked tablet is told so on all its streams, and they are closed', () => {
  const { fanOut, hub, listen } = open();
  const [first, second, other] = [listen(1).sink, listen(1).sink, listen(2).sink];

  fanOut.publish({ kind: 'device-revoked', deviceId: tablet(1) });

  for (const { state, text } of [first, second]) {
    expect(state).toBe('ended');
    expect(text().at(-1)).toBe('event: command\ndata: {"name":"unpaired"}\n\n');
  }
  expect(other.state).toBe('open');
  expect(hub.connected(tablet(1))).toBe(false);
});

test('where another tablet took over, the streams of the one before end, late ones too, and its own do not', () => {
  const { fanOut, hub, listen } = open();
  const before = listen(1).sink;

  fanOut.publish({ kind: 'device-replaced', deviceId: tablet(1), at: at('10:30') });

  expect([before.state, before.text().at(-1)]).toEqual(['ended', 'event: command\ndata: {"name":"unpaired"}\n\n']);
  expect(listen(1, null, lisbon, at('09:00')).sink.state).toBe('ended');
  expect(listen(1, null, lisbon, at('10:30')).sink.state).toBe('open');
  expect(hub.connected(tablet(1))).toBe(true);
});

test('a tablet that is revoked while it connects gets no stream', () => {
  const { fanOut, hub, listen } = open();
  fanOut.publish({ kind: 'device-revoked', deviceId: tablet(1) });

  const { sink } = listen(1);

  expect(sink.names()).toEqual(['command']);
  expect(sink.state).toBe('ended');
  expect(hub.stats().streams).toBe(0);
});

test('before a shutdown each is told when to come back, not all at one time, and nothing is left running', () => {
  const { clock, hub, listen } = open();
  const sinks = Array.from({ length: 50 }, (_, n) => listen(n).sink);

  hub.drain();

  const waits = sinks.map((sink) => Number(/^retry: (\d+)/.exec(sink.text().at(-1) ?? '')?.[1]));
  expect(sinks.every(({ state }) => state === 'ended')).toBe(true);
  expect(Math.max(...waits)).toBeLessThan(10_000);
  expect(Math.min(...waits)).toBeGreaterThanOrEqual(1_000);
  expect(new Set(waits).size).toBeGreaterThan(40);
  expect(clock.pending()).toBe(0);
});
