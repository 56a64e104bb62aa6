import { expect, test } from 'vitest';
import { createFleetHub } from '../../../edge-proxy/relay/fleet-hub.ts';
import type { EventSink } from '../../../edge-proxy/relay/listeners.ts';
import type { StreamFrame } from '../../../edge-proxy/relay/stream-frame.ts';
import { decodeText } from '../../../shared/basics/codec.ts';
import type { CommandId, DeviceId } from '../../../shared/basics/ids.ts';
import { addMs, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../shared/basics/instant.ts';
import type { CommandReport } from '../../../shared/wire/device-commands.ts';
import { type FleetDevice, type FleetNews, fleetNewsCodec } from '../../../shared/wire/fleet.ts';
import type { Alarm } from '../../../shared/wire/watch.ts';
import { at } from '../../support/builders.ts';
import { aFleetDevice } from '../../support/fleet-fixtures.ts';
import { createMemoryLog } from '../../support/memory-log.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

function aSink() {
  const frames: string[] = [];
  const sink = {
    frames,
    state: 'open' as 'open' | 'ended' | 'cut',
    backlog: 0,
    send: ({ bare }: StreamFrame) => void frames.push(new TextDecoder().decode(bare)),
    backlogBytes: () => sink.backlog,
    end() {
      sink.state = 'ended';
    },
    cut() {
      sink.state = 'cut';
    },
    news: (): FleetNews[] =>
      frames.flatMap((frame) => {
        const data = /^event: fleet\ndata: (.*)\n/.exec(frame)?.[1];
        const news = data === undefined ? null : decodeText(fleetNewsCodec, data);
        if (news !== null && !news.ok) throw new Error(`unreadable at ${news.error.path}`);
        return news === null ? [] : [news.value];
      }),
    beats: () => frames.filter((frame) => frame.startsWith('event: heartbeat')).length,
  };
  return sink satisfies EventSink;
}

function aSite(count: number) {
  const clock = createVirtualClock(at('10:00'));
  const devices = new Map<DeviceId, FleetDevice>(
    Array.from({ length: count }, (_, n) => [`device-${n}` as DeviceId, aFleetDevice(n)]),
  );
  const alarms: Alarm[] = [];
  const looks = { count: 0, fails: false };
  const hub = createFleetHub({
    clock,
    log: createMemoryLog(),
    async listDevices() {
      looks.count += 1;
      if (looks.fails) throw new Error('disk');
      return [...devices.values()];
    },
    describe: async (id) => devices.get(id) ?? null,
    recentCommands: () => [],
    listAlarms: () => alarms,
    release: 'abcd',
  });
  return {
    clock,
    hub,
    devices,
    alarms,
    looks,
    async watch(until = addMs(at('10:00'), HOUR_MS), operator = 'anna') {
      const sink = aSink();
      const leave = hub.connect(sink, { operator, until });
      await clock.advance(0);
      return { sink, leave };
    },
    change(n: number, by: Partial<FleetDevice>, isTold = true) {
      const id = `device-${n}` as DeviceId;
      devices.set(id, { ...(devices.get(id) ?? aFleetDevice(n)), ...by });
      if (isTold) hub.deviceChanged(id);
    },
  };
}

test('whoever begins to watch gets the whole, a large one in parts, and the time', async () => {
  const site = aSite(450);
  const { sink } = await site.watch();

  expect(sink.news().map(({ afresh, total, devices }) => [afresh, total, devices.length])).toEqual([
    [true, 450, 200],
    [false, 450, 200],
    [false, 450, 50],
  ]);
  expect(sink.beats()).toBe(1);
});

test('two thousand screens that change at once are told within two seconds, in a few messages', async () => {
  const site = aSite(2_000);
  const { sink } = await site.watch();
  const before = sink.news().length;
  for (let n = 0; n < 2_000; n += 1) site.change(n, { band: 'amber' });
  await site.clock.advance(2 * SECOND_MS);

  const news = sink.news().slice(before);
  expect(news.length).toBeLessThanOrEqual(5);
  expect(new Set(news.flatMap(({ devices }) => devices.map(({ id }) => id))).size).toBe(2_000);
});

test('one that changes a hundred times between two messages is told once, as it then is', async () => {
  const site = aSite(3);
  const { sink } = await site.watch();
  for (let percent = 1; percent <= 100; percent += 1) site.change(1, { lastTouchAt: addMs(at('10:00'), percent) });
  await site.clock.advance(SECOND_MS);

  const told = sink.news().slice(1);
  expect(told).toHaveLength(1);
  expect(told[0]?.devices).toMatchObject([{ id: 'device-1', lastTouchAt: addMs(at('10:00'), 100) }]);
});

test('what nobody brought word of is found by looking, and what has not changed is not told', async () => {
  const site = aSite(3);
  const { sink } = await site.watch();
  site.change(2, { band: 'red' }, false);
  site.devices.delete('device-0' as DeviceId);
  site.devices.set('device-9' as DeviceId, aFleetDevice(9));
  await site.clock.advance(11 * SECOND_MS);

  const told = sink.news().slice(1);
  expect(told.flatMap(({ devices }) => devices.map(({ id }) => id)).sort()).toEqual(['device-2', 'device-9']);
  expect(told.flatMap(({ gone }) => gone)).toEqual(['device-0']);
  await site.clock.advance(MINUTE_MS);
  expect(sink.news()).toHaveLength(1 + told.length);
  expect(sink.beats()).toBeGreaterThanOrEqual(7);
});

test('commands and alarms are told as they change', async () => {
  const site = aSite(1);
  const { sink } = await site.watch();
  const command: CommandReport = {
    id: 'command-1' as CommandId,
    batch: 'batch',
    device: 'device-0' as DeviceId,
    order: { kind: 'reload' },
    state: 'sent',
    sentAt: at('10:00'),
    sentBy: 'ada',
    changedAt: at('10:00'),
    expiresAt: at('10:10'),
    failure: null,
  };
  site.hub.commandChanged(command);
  site.hub.commandChanged({ ...command, state: 'received' });
  site.alarms.push({
    id: 'device-silent:device-0',
    kind: 'device-silent',
    subject: 'device-0',
    severity: 'warning',
    cause: 'gone',
    remedy: null,
    firstSeenAt: at('10:00'),
    lastSeenAt: at('10:00'),
    count: 1,
    acknowledgedBy: null,
    clearedAt: null,
  });
  await site.clock.advance(SECOND_MS);

  const [told, ...more] = sink.news().slice(1);
  expect(told?.commands.map(({ state }) => state)).toEqual(['received']);
  expect(told?.alarms.map(({ kind }) => kind)).toEqual(['device-silent']);
  expect(more).toEqual([]);
});

test('the second who watches gets the whole too, and both hear of what comes then', async () => {
  const site = aSite(2);
  const first = await site.watch();
  const second = await site.watch();
  expect(second.sink.news()).toMatchObject([{ afresh: true, total: 2 }]);
  site.change(0, { band: 'red' });
  await site.clock.advance(SECOND_MS);

  expect(first.sink.news().at(-1)?.devices).toMatchObject([{ band: 'red' }]);
  expect(second.sink.news().at(-1)?.devices).toMatchObject([{ band: 'red' }]);
});

test('while nobody watches nothing is looked at', async () => {
  const site = aSite(3);
  const { leave } = await site.watch();
  leave();
  const before = site.looks.count;
  site.change(1, { band: 'red' });
  await site.clock.advance(HOUR_MS);

  expect(site.looks.count).toBe(before);
  expect(site.hub.watchers()).toBe(0);
});

test('a watcher whose token runs out is let go, one that stopped reading is cut off, and the rest go on', async () => {
  const site = aSite(1);
  const brief = await site.watch(addMs(at('10:00'), 30 * SECOND_MS));
  const stuck = await site.watch();
  const well = await site.watch();
  stuck.sink.backlog = 64 * 1024 * 1024;
  site.change(0, { band: 'red' });
  await site.clock.advance(40 * SECOND_MS);

  expect([brief.sink.state, stuck.sink.state, well.sink.state]).toEqual(['ended', 'cut', 'open']);
  expect(well.sink.news().at(-1)?.devices).toHaveLength(1);
});

test('a store that cannot be read lets whoever begins come again, and costs whoever watches nothing', async () => {
  const site = aSite(1);
  const { sink } = await site.watch();
  site.looks.fails = true;
  const late = await site.watch();
  await site.clock.advance(11 * SECOND_MS);
  site.looks.fails = false;
  site.change(0, { band: 'red' }, false);
  await site.clock.advance(11 * SECOND_MS);

  expect(late.sink.state).toBe('ended');
  expect(sink.state).toBe('open');
  expect(sink.news().at(-1)?.devices).toMatchObject([{ band: 'red' }]);
});

test('one operator who opens window after window keeps the newest eight, and takes no place of a colleague', async () => {
  const { hub, watch } = aSite(1);
  const until = addMs(at('10:00'), HOUR_MS);
  const mine = [];
  for (let n = 0; n < 150; n += 1) {
    expect(hub.admits('anna')).toBe(true);
    mine.push((await watch(until)).sink);
  }
  const colleague = await watch(until, 'bert');

  expect(mine.filter(({ state }) => state === 'open')).toEqual(mine.slice(-8));
  expect(colleague.sink.state).toBe('open');
  expect(hub.watchers()).toBe(9);
});

test('where every place is taken, whoever has eight may still open another instead', async () => {
  const { hub, watch } = aSite(1);
  const until = addMs(at('10:00'), HOUR_MS);
  for (let n = 0; n < 100; n += 1) await watch(until, n < 8 ? 'anna' : `operator-${n}`);

  expect(hub.admits('zoe')).toBe(false);
  expect(hub.admits('anna')).toBe(true);
});
