import { expect, test } from 'vitest';
import { createAlarms } from '../../../edge-proxy/watch/alarms.ts';
import { MINUTE_MS } from '../../../shared/basics/instant.ts';
import { MOST_ALARMS } from '../../../shared/wire/watch.ts';
import { at } from '../../support/builders.ts';
import { createMemoryLog } from '../../support/memory-log.ts';
import { createMemoryStore } from '../../support/memory-store.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const denied = { severity: 'warning', cause: 'Exchange refuses this room', remedy: 'Add it to the scope.' } as const;

async function open(store = createMemoryStore()) {
  const clock = createVirtualClock(at('09:00'));
  const log = createMemoryLog();
  return { store, clock, log, alarms: await createAlarms({ store, clock, log }) };
}

test('what is seen again and again is one alarm, with its first and last time, and one line in the log', async () => {
  const { alarms, clock, log } = await open();
  for (let seen = 1; seen <= 5; seen += 1) {
    alarms.raise('room-not-read', 'room-lisbon', denied);
    await clock.advance(MINUTE_MS);
  }

  expect(alarms.list()).toEqual([
    {
      id: 'room-not-read:room-lisbon',
      kind: 'room-not-read',
      subject: 'room-lisbon',
      ...denied,
      firstSeenAt: at('09:00'),
      lastSeenAt: at('09:04'),
      count: 5,
      acknowledgedBy: null,
      clearedAt: null,
    },
  ]);
  expect(log.events()).toEqual(['alarm.raised']);
});

test('two rooms with the same trouble are two alarms', async () => {
  const { alarms } = await open();
  alarms.raise('room-not-read', 'room-lisbon', denied);
  alarms.raise('room-not-read', 'room-porto', denied);

  expect(alarms.list()).toHaveLength(2);
  expect(alarms.openBySeverity()).toEqual({ notice: 0, warning: 2, critical: 0 });
});

test('when it is over the log says so once, and the morning can still see that it was', async () => {
  const { alarms, clock, log } = await open();
  alarms.raise('room-not-read', 'room-lisbon', denied);
  await clock.advance(90_000);
  alarms.clear('room-not-read', 'room-lisbon');
  alarms.clear('room-not-read', 'room-lisbon');
  alarms.clear('room-not-read', 'room-porto');

  expect(log.lines.at(-1)).toMatchObject({ event: 'alarm.cleared', facts: { seconds: 90, count: 1 } });
  expect(log.events()).toEqual(['alarm.raised', 'alarm.cleared']);
  expect(alarms.list()).toMatchObject([{ clearedAt: at('09:01:30') }]);
  expect(alarms.isOpen('room-not-read', 'room-lisbon')).toBe(false);
});

test('trouble that comes back begins anew, and nobody has acknowledged it yet', async () => {
  const { alarms, clock } = await open();
  alarms.raise('room-not-read', 'room-lisbon', denied);
  await alarms.acknowledge('room-not-read:room-lisbon', 'ada');
  alarms.clear('room-not-read', 'room-lisbon');
  await clock.advance(MINUTE_MS);
  alarms.raise('room-not-read', 'room-lisbon', denied);

  expect(alarms.list()).toMatchObject([{ firstSeenAt: at('09:01'), count: 1, acknowledgedBy: null, clearedAt: null }]);
});

test('an acknowledgement outlasts repeats, keeps its first name, and ends when the trouble grows', async () => {
  const { alarms, clock } = await open();
  alarms.raise('room-not-read', 'room-lisbon', denied);
  await alarms.acknowledge('room-not-read:room-lisbon', 'ada');
  await clock.advance(MINUTE_MS);
  await alarms.acknowledge('room-not-read:room-lisbon', 'ben');
  alarms.raise('room-not-read', 'room-lisbon', denied);
  expect(alarms.list()).toMatchObject([{ acknowledgedBy: 'ada', acknowledgedAt: at('09:00') }]);

  alarms.raise('room-not-read', 'room-lisbon', { ...denied, severity: 'critical' });
  expect(alarms.list()).toMatchObject([{ acknowledgedBy: null, severity: 'critical' }]);
  expect(alarms.list()[0]).not.toHaveProperty('acknowledgedAt');
  expect(await alarms.acknowledge('room-not-read:nowhere', 'ada')).toBeNull();
});

test('alarms outlive a restart with their counts, and are not said anew', async () => {
  const first = await open();
  first.alarms.raise('room-not-read', 'room-lisbon', denied);
  first.alarms.raise('room-not-read', 'room-lisbon', denied);
  first.alarms.close();
  const second = await open(first.store);
  second.alarms.raise('room-not-read', 'room-lisbon', denied);

  expect(second.alarms.list()).toMatchObject([{ count: 3, firstSeenAt: at('09:00') }]);
  expect(second.log.events()).toEqual([]);
});

test('a room that fails every second costs the disk a write a minute', async () => {
  const { alarms, store, clock } = await open();
  for (let second = 0; second < 120; second += 1) {
    alarms.raise('room-not-read', 'room-lisbon', denied);
    await clock.advance(1_000);
  }

  expect(store.calls.get('saveAlarm')).toBeLessThanOrEqual(3);
});

test('a store that fails costs the memory of it, not the alarm', async () => {
  const { alarms, store, clock, log } = await open();
  store.fail(new Error('disk full'));
  alarms.raise('canary-readable', 'canary', { severity: 'critical', cause: 'readable' });
  await clock.settle();

  expect(alarms.list()).toHaveLength(1);
  expect(log.events()).toEqual(['alarm.raised', 'alarm.not-kept']);
});

test('there are never more than the bound: what is over goes first, and the worst always comes in', async () => {
  const { alarms, store, clock, log } = await open();
  for (let room = 0; room < MOST_ALARMS; room += 1) alarms.raise('room-not-read', `room-${room}`, denied);
  alarms.clear('room-not-read', 'room-7');
  alarms.raise('room-not-read', 'one-more', denied);
  expect(alarms.isOpen('room-not-read', 'one-more')).toBe(true);

  alarms.raise('room-not-read', 'too-many', denied);
  alarms.raise('room-not-read', 'far-too-many', denied);
  alarms.raise('canary-readable', 'canary', { severity: 'critical', cause: 'readable' });
  await clock.settle();

  expect(alarms.list()).toHaveLength(MOST_ALARMS);
  expect(await store.listAlarms()).toHaveLength(MOST_ALARMS);
  expect(alarms.list()[0]?.kind).toBe('canary-readable');
  expect(alarms.isOpen('room-not-read', 'too-many')).toBe(false);
  expect(log.events().filter((event) => event === 'alarms.full')).toHaveLength(1);
});
