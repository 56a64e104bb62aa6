import { expect, test } from 'vitest';
import type { Pairedness } from '../../../kiosk/ports.ts';
import { createRoomStream } from '../../../kiosk/sync/room-stream.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../shared/basics/instant.ts';
import { HEARTBEAT_MS, SILENCE_MS } from '../../../shared/wire/stream-message.ts';
import { aRoomDay, at } from '../../support/builders.ts';
import { aTabletChance, aTabletClock, fakeStreams, settled } from '../../support/virtual-tablet.ts';

function aStream(...fractions: number[]) {
  const clock = aTabletClock(at('09:00'));
  const streams = fakeStreams();
  const heard: string[] = [];
  const proxy = { says: 'paired' as Pairedness, asked: [] as number[] };
  let held: string | null = 'g1.7';
  const stream = createRoomStream({
    clock,
    chance: aTabletChance(...fractions),
    proxy: {
      async askWhetherPaired() {
        proxy.asked.push(clock.truth() - at('09:00'));
        return proxy.says;
      },
    },
    openEventSource: streams.open,
    heldRevision: () => (held === null ? null : { last: held, room: 'room-lisbon' }),
    listener: {
      onDay: (day) => heard.push(`day ${day.revision}`),
      onHeartbeat: () => heard.push('heartbeat'),
      onCommand: ({ name }) => heard.push(name),
      onUnreadable: (name) => heard.push(`unreadable ${name}`),
      onLost: () => heard.push('lost'),
      onNoAnswer: () => heard.push('no answer'),
      onUnpaired: () => heard.push('unpaired'),
    },
  });
  const hold = (revision: string | null) => {
    held = revision;
  };
  return { clock, streams, heard, proxy, stream, hold };
}

test('the revision held goes into the address with its room, since the browser forgets its own', () => {
  const { stream, streams, hold } = aStream();
  stream.start({ sure: true });
  expect(streams.last().url).toBe('/api/stream?last=g1.7&room=room-lisbon');

  hold(null);
  stream.start({ sure: true });
  expect(streams.last().url).toBe('/api/stream');
});

test('days, heartbeats and commands are read; what cannot be read is counted and harms nothing', () => {
  const { stream, streams, heard } = aStream();
  stream.start({ sure: true });

  streams.last().sayDay(aRoomDay(at('09:00'), [], { revision: 8 }));
  streams.last().sayHeartbeat(at('09:00'));
  streams.last().say('command', '{"name":"reload"}');
  streams.last().say('room-day', '{"revision":"nine"}');
  streams.last().say('heartbeat', 'no JSON');
  streams.last().say('command', '{"name":"explode"}');

  expect(heard).toEqual([
    'day 8',
    'heartbeat',
    'reload',
    'unreadable room-day',
    'unreadable heartbeat',
    'unreadable command',
  ]);
});

test('a stream that falls silent is dead, whatever the socket says', async () => {
  const { stream, streams, heard, clock } = aStream(0.5);
  stream.start({ sure: true });
  await clock.advance(20 * SECOND_MS);
  streams.last().sayHeartbeat(at('09:00:20'));

  await clock.advance(SILENCE_MS - 1);
  expect(heard).toEqual(['heartbeat']);

  await clock.advance(1);
  expect(heard).toEqual(['heartbeat', 'lost']);
  expect(streams.opened[0]?.closed).toBe(true);
  await clock.advance(SECOND_MS);
  expect(streams.opened).toHaveLength(2);
});

test('a stream that fails is asked about and opened again, for ever, ever slower up to half a minute', async () => {
  const { stream, proxy, clock, heard } = aStream(0.999);
  proxy.says = 'no-answer';
  stream.start({ sure: false });

  await clock.advance(3 * HOUR_MS);

  const waits = proxy.asked.map((time, index) => Math.round((time - (proxy.asked[index - 1] ?? time)) / SECOND_MS));
  expect(waits.slice(0, 8)).toEqual([0, 1, 2, 4, 8, 16, 30, 30]);
  expect(waits.at(-1)).toBe(30);
  expect(heard).not.toContain('unpaired');
});

test('a tablet that may have no room asks after three seconds of silence, and a word in them is enough', async () => {
  const silent = aStream();
  silent.proxy.says = 'no-answer';
  silent.stream.start({ sure: false });
  await silent.clock.advance(3 * SECOND_MS);
  expect(silent.proxy.asked).toEqual([3 * SECOND_MS]);
  expect(silent.heard).toEqual(['no answer']);
  expect(silent.streams.last().closed).toBe(true);

  const heard = aStream();
  heard.stream.start({ sure: false });
  heard.streams.last().sayHeartbeat(heard.clock.truth());
  await heard.clock.advance(SILENCE_MS - SECOND_MS);
  expect(heard.proxy.asked).toEqual([]);
  expect(heard.streams.last().closed).toBe(false);
});

test('one that does have a room has its stream again at once', async () => {
  const { stream, streams, heard } = aStream();
  stream.start({ sure: false });

  streams.last().fail();
  await settled();

  expect(streams.opened).toHaveLength(2);
  expect(heard).toEqual([]);
});

test('the waits are full jitter: two tablets of one floor part at once', async () => {
  const first = aStream(0.1);
  const second = aStream(0.9);
  for (const { stream, streams } of [first, second]) {
    stream.start({ sure: true });
    streams.last().fail();
  }
  await first.clock.advance(SECOND_MS);
  await second.clock.advance(SECOND_MS);

  expect([first.proxy.asked, second.proxy.asked]).toEqual([[190], [910]]);
});

test('a network that comes and goes every ten seconds never makes a loop', async () => {
  const { stream, streams, clock } = aStream(0);
  stream.start({ sure: true });
  for (let flap = 0; flap < 60; flap += 1) {
    streams.last().sayHeartbeat(clock.truth());
    await clock.advance(HEARTBEAT_MS);
    streams.last().fail();
    await clock.advance(SECOND_MS);
  }

  expect(streams.opened.length).toBeLessThanOrEqual(61);
});

test('a proxy that takes a tablet and drops it at once is backed away from', async () => {
  const { stream, streams, clock } = aStream(0.999);
  stream.start({ sure: true });
  for (let second = 0; second < 5 * 60; second += 1) {
    const last = streams.last();
    if (!last.closed) {
      last.sayHeartbeat(clock.truth());
      last.fail();
    }
    await clock.advance(SECOND_MS);
  }

  expect(streams.opened.length).toBeLessThan(20);
});

test('told by the proxy that it has no room, a tablet says so once and stops', async () => {
  const { stream, streams, clock, heard, proxy } = aStream();
  proxy.says = 'unpaired';
  stream.start({ sure: true });

  streams.last().fail();
  await clock.advance(HOUR_MS);

  expect(heard).toEqual(['lost', 'unpaired']);
  expect(streams.opened).toHaveLength(1);
  expect(clock.timers()).toBe(0);
});

test('the command "unpaired" does the same without asking', async () => {
  const { stream, streams, clock, heard, proxy } = aStream();
  stream.start({ sure: true });

  streams.last().say('command', '{"name":"unpaired"}');
  await clock.advance(HOUR_MS);

  expect(heard).toEqual(['unpaired']);
  expect(proxy.asked).toEqual([]);
});

test('a screen that comes on asks at once and is told the truth within a second', async () => {
  const { stream, streams, clock } = aStream(0.999);
  stream.start({ sure: true });
  streams.last().sayHeartbeat(at('09:00'));
  await clock.advance(SECOND_MS);

  stream.verify();
  await clock.advance(SECOND_MS);

  expect(streams.opened).toHaveLength(2);
  expect(streams.opened[0]?.closed).toBe(true);
});

test('a tablet that was never started or has stopped is not woken by a screen', async () => {
  const { stream, streams, clock } = aStream();
  stream.verify();
  stream.start({ sure: true });
  stream.stop();

  stream.verify();
  await clock.advance(MINUTE_MS);

  expect(streams.opened).toHaveLength(1);
});

test('an hour of a healthy stream costs not one request of ours', async () => {
  const { stream, streams, clock, proxy } = aStream();
  stream.start({ sure: true });
  for (let beat = 0; beat < 360; beat += 1) {
    await clock.advance(HEARTBEAT_MS);
    streams.last().sayHeartbeat(clock.truth());
  }

  expect(streams.opened).toHaveLength(1);
  expect(proxy.asked).toEqual([]);
  expect(clock.timers()).toBe(1);
});
