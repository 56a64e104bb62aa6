import { expect, test } from 'vitest';
import type { KeptDay, Pairedness } from '../../../kiosk/ports.ts';
import { createClockModel } from '../../../kiosk/state/clock-model.ts';
import { createRoomModel } from '../../../kiosk/state/room-model.ts';
import { createFollowRoom, supersedes } from '../../../kiosk/sync/follow-room.ts';
import type { RoomId } from '../../../shared/basics/ids.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../shared/basics/instant.ts';
import { HEARTBEAT_MS } from '../../../shared/wire/stream-message.ts';
import { aMeeting, aRoom, aRoomDay, at } from '../../support/builders.ts';
import { aTabletChance, aTabletClock, aTabletStore, fakeStreams, settled } from '../../support/virtual-tablet.ts';

function aFollower(
  options: { kept?: KeptDay; firstLife?: boolean; start?: string; wallErrorMs?: number; paired?: Pairedness } = {},
) {
  const clock = aTabletClock(at(options.start ?? '10:00'), options.wallErrorMs);
  const clockModel = createClockModel(clock);
  const room = createRoomModel(clockModel);
  const store = aTabletStore(options.kept ?? null);
  const streams = fakeStreams();
  const heard: object[] = [];
  const standings: string[] = [];
  const proxy = { says: options.paired ?? ('paired' as Pairedness) };
  const parts = {
    clock,
    chance: aTabletChance(0.5),
    proxy: { askWhetherPaired: async () => proxy.says },
    store,
    openEventSource: streams.open,
    firstLife: options.firstLife ?? false,
    clockModel,
    room,
    onStanding: (standing: string) => {
      if (standings.at(-1) !== standing) standings.push(standing);
    },
    onCommand: () => {},
    onMoved: () => void standings.push('moved'),
    onUnreadable: () => {},
    onBoard: () => void standings.push('board'),
    onAside: (said: object) => void heard.push(said),
    onRelease: () => {},
  };
  return { ...parts, proxy, streams, standings, heard, follow: createFollowRoom(parts) };
}

const morning = aRoomDay(at('09:58'), [aMeeting('10:30', '11:00')], { revision: 7 });

test('what is said beside the days is handed on as it came, unread', async () => {
  const { follow, streams, heard } = aFollower();
  await follow.start();

  streams.last().say('notice', '{"notices":[]}');
  streams.last().say('nearest', 'whatever a newer proxy says');

  expect(heard).toEqual([{ notice: '{"notices":[]}' }, { nearest: 'whatever a newer proxy says' }]);
});

test('a screen that has been made a board leaves for the board and shows no room of it as its own', async () => {
  const { follow, room, streams, standings } = aFollower();
  await follow.start();
  const stream = streams.last();

  stream.say('board', '{}');
  stream.sayDay(morning);

  expect(standings.at(-1)).toBe('board');
  expect(room.day.value).toBeNull();
  expect(stream.closed).toBe(true);
});

test('what was kept is shown before anything is asked, with the time of the last life', async () => {
  const { follow, room, streams, clockModel } = aFollower({
    kept: { day: morning, clockOffsetMs: -HOUR_MS },
    wallErrorMs: HOUR_MS,
  });

  await follow.start();

  expect(room.day.value).toEqual(morning);
  expect(clockModel.now.value).toBe(at('10:00'));
  expect(room.state.value?.kind).toBe('available');
  expect(room.connection.value).toEqual({ kind: 'lost', since: null });
  expect(streams.last().url).toBe('/api/stream?last=g1.7&room=room-lisbon');
});

test('a tablet that hangs at another door shows that room, after what was meant for the first is let go', async () => {
  const { follow, room, streams, standings } = aFollower({ kept: { day: morning, clockOffsetMs: 0 } });
  await follow.start();
  const porto = aRoomDay(at('10:00'), [], { room: aRoom({ id: 'room-porto' as RoomId }), revision: 2 });

  streams.last().sayDay(porto);

  expect(standings).toEqual(['paired', 'moved', 'paired']);
  expect(room.day.value).toEqual(porto);
});

test('the stream brings the present, which is shown and kept', async () => {
  const { follow, room, streams, store, standings } = aFollower({ kept: { day: morning, clockOffsetMs: 0 } });
  await follow.start();
  const news = aRoomDay(at('10:00'), [], { revision: 8 });

  streams.last().sayDay(news);
  streams.last().sayHeartbeat(at('10:00'), at('10:00'));

  expect(room.day.value).toEqual(news);
  expect(room.connection.value).toEqual({ kind: 'live' });
  expect(store.kept?.day.revision).toBe(8);
  expect(standings).toEqual(['paired']);
});

test('a day that came before the first time is kept once more with the time, so that the next start knows its age', async () => {
  const { follow, streams, store } = aFollower({ wallErrorMs: -HOUR_MS });
  await follow.start();

  streams.last().sayDay(morning);
  streams.last().sayHeartbeat(at('10:00'), morning.readAt ?? at('09:58'));

  expect(store.kept?.clockOffsetMs).toBe(HOUR_MS);
});

test('a kept day that is of the future by the tablet’s clock is told as old, since nobody knows its age', async () => {
  const { follow, room } = aFollower({ kept: { day: morning, clockOffsetMs: 0 }, wallErrorMs: -HOUR_MS });

  await follow.start();

  expect(room.state.value?.kind).toBe('stale');
});

test('a heartbeat makes the day held as fresh as the calendar was read, here and on the disk', async () => {
  const { follow, room, streams, store } = aFollower({ kept: { day: morning, clockOffsetMs: 0 } });
  await follow.start();

  streams.last().sayHeartbeat(at('10:00'), at('09:59:30'));

  expect(room.day.value?.readAt).toBe(at('09:59:30'));
  expect(store.kept?.day.readAt).toBe(at('09:59:30'));
});

test('promise 1: a day that could not be read is not made to look fresh by the heartbeats after it', async () => {
  const { follow, room, streams, clock } = aFollower({ kept: { day: morning, clockOffsetMs: 0 } });
  await follow.start();

  streams.last().say('room-day', '{"from":"a newer proxy"}');
  for (let beat = 0; beat < 60; beat += 1) {
    await clock.advance(HEARTBEAT_MS);
    streams.last().sayHeartbeat(clock.truth(), clock.truth());
  }

  expect(room.day.value?.readAt).toBe(at('09:58'));
  expect(room.state.value?.kind).toBe('stale');
});

test.for([
  { because: 'it is older', news: { revision: 6 }, taken: false },
  { because: 'it is the same', news: { revision: 7 }, taken: true },
  { because: 'it is newer', news: { revision: 8 }, taken: true },
  { because: 'a restored proxy counts anew', news: { revision: 1, generation: 'g2' }, taken: true },
  { because: 'it is another room', news: { revision: 1, room: aRoom({ id: 'porto' as RoomId }) }, taken: true },
])('a day is taken: $taken, because $because', ({ news, taken }) => {
  expect(supersedes({ ...morning, ...news }, morning)).toBe(taken);
});

test('a stream that is back within five seconds is not worth a word', async () => {
  const { follow, room, streams, clock } = aFollower({ kept: { day: morning, clockOffsetMs: 0 } });
  await follow.start();
  streams.last().sayHeartbeat(at('10:00'));

  streams.last().fail();
  await clock.advance(2 * SECOND_MS);
  streams.last().sayHeartbeat(clock.truth());
  await clock.advance(10 * SECOND_MS);

  expect(room.connection.value).toEqual({ kind: 'live' });
});

test('a stream that stays away is told with the time it was last heard', async () => {
  const { follow, room, streams, clock, proxy } = aFollower({ kept: { day: morning, clockOffsetMs: 0 } });
  await follow.start();
  await clock.advance(SECOND_MS);
  streams.last().sayHeartbeat(at('10:00:01'));
  await clock.advance(4 * SECOND_MS);

  proxy.says = 'no-answer';
  streams.last().fail();
  await clock.advance(HOUR_MS);

  expect(room.connection.value).toEqual({ kind: 'lost', since: at('10:00:01') });
});

test('a tablet that was taken off its room wipes what it kept and stops', async () => {
  const { follow, room, streams, store, standings, clock } = aFollower({ kept: { day: morning, clockOffsetMs: 0 } });
  await follow.start();

  streams.last().say('command', '{"name":"unpaired"}');
  await settled();

  expect(standings).toEqual(['paired', 'unpaired']);
  expect(room.day.value).toBeNull();
  expect(store.kept).toBeNull();
  await clock.advance(HOUR_MS);
  expect(streams.opened).toHaveLength(1);
});

test('a tablet that was taken off its room while it was away learns it at the next contact', async () => {
  const { follow, streams, store, standings, clock, proxy } = aFollower({ kept: { day: morning, clockOffsetMs: 0 } });
  proxy.says = 'unpaired';
  await follow.start();

  streams.last().fail();
  await clock.advance(SECOND_MS);

  expect(standings).toEqual(['paired', 'unpaired']);
  expect(store.kept).toBeNull();
});

test('a tablet that holds nothing asks where it stands as soon as its stream fails', async () => {
  const unpaired = aFollower({ paired: 'unpaired' });
  await unpaired.follow.start();
  unpaired.streams.last().fail();
  await settled();
  expect(unpaired.standings).toEqual(['unpaired']);
  expect(unpaired.streams.opened).toHaveLength(1);

  const away = aFollower({ paired: 'no-answer' });
  await away.follow.start();
  away.streams.last().fail();
  await settled();
  expect(away.standings).toEqual(['no-answer']);

  away.proxy.says = 'paired';
  await away.clock.advance(MINUTE_MS);
  away.streams.last().sayDay(morning);
  expect(away.standings).toEqual(['no-answer', 'paired']);
});

test('a tablet in its first life does not wait for its disk, and what that says later is passed over', async () => {
  const { follow, room, streams, store } = aFollower({ firstLife: true });
  let load = (_kept: KeptDay | null) => {};
  store.loadDay = () =>
    new Promise((resolve) => {
      load = resolve;
    });
  const starting = follow.start();

  streams.last().sayDay(morning);
  expect(room.day.value).toEqual(morning);

  load({ day: aRoomDay(at('09:50'), [], { revision: 3 }), clockOffsetMs: 0 });
  await starting;
  expect(room.day.value).toEqual(morning);
  expect(streams.opened).toHaveLength(1);
});

test('a disk that hangs delays the stream by a second and no more, and never brings back a wiped day', async () => {
  const slow = aFollower();
  let load = (_kept: KeptDay | null) => {};
  slow.store.loadDay = () =>
    new Promise((resolve) => {
      load = resolve;
    });
  const starting = slow.follow.start();
  await slow.clock.advance(SECOND_MS);
  await starting;
  await settled();
  expect(slow.streams.opened).toHaveLength(1);

  slow.streams.last().say('command', '{"name":"unpaired"}');
  load({ day: morning, clockOffsetMs: 0 });
  await settled();

  expect(slow.room.day.value).toBeNull();
});

test.for([
  { which: 'that are a day old', start: '2026-11-25T10:00:00Z', wallErrorMs: 0 },
  { which: 'on a tablet whose clock woke up years ahead', start: '10:00', wallErrorMs: 4 * 365 * 24 * HOUR_MS },
])(
  'promise 1: names $which are forgotten, from the disk too, and what is left passes for no day of the proxy’s',
  async ({ start, wallErrorMs }) => {
    const { follow, room, store, streams } = aFollower({
      kept: { day: morning, clockOffsetMs: 0 },
      start,
      wallErrorMs,
    });

    await follow.start();
    expect(room.day.value?.occurrences).toEqual([]);
    expect(room.state.value?.kind).toBe('unknown');
    expect(store.kept?.day.occurrences).toEqual([]);
    expect(streams.last().url).not.toContain('g1.7');

    const next = aFollower({ kept: store.kept as KeptDay });
    await next.follow.start();
    expect(next.streams.last().url).not.toContain('g1.7');
    next.streams.last().sayDay(morning);
    expect(next.room.day.value?.occurrences).toHaveLength(1);
  },
);
