import { expect, test } from 'vitest';
import type { Trouble } from '../../../edge-proxy/ports/trouble.ts';
import { createAlarms } from '../../../edge-proxy/watch/alarms.ts';
import { createTroubleWatch } from '../../../edge-proxy/watch/trouble-watch.ts';
import type { RoomId } from '../../../shared/basics/ids.ts';
import { MINUTE_MS } from '../../../shared/basics/instant.ts';
import { at } from '../../support/builders.ts';
import { createMemoryLog } from '../../support/memory-log.ts';
import { createMemoryStore } from '../../support/memory-store.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const lisbon = 'room-lisbon' as RoomId;
type NotRead = Extract<Trouble, { kind: 'room-not-read' }>;

async function open(now = '09:10') {
  const clock = createVirtualClock(at(now));
  const log = createMemoryLog();
  const alarms = await createAlarms({ store: createMemoryStore(), clock, log });
  const watch = createTroubleWatch({ alarms, clock });
  const open = () =>
    alarms.list().flatMap(({ kind, subject, clearedAt }) => (clearedAt === null ? [`${kind} ${subject}`] : []));
  return { clock, log, alarms, open, ...watch };
}

function notRead(change: Partial<NotRead> = {}): Trouble {
  return {
    kind: 'room-not-read',
    roomId: lisbon,
    cause: 'graph-unreachable',
    failures: 9,
    since: at('09:00'),
    ...change,
  };
}

test.for([
  {
    cause: 'graph-unreachable',
    failures: 1,
    since: '09:10',
    alarmed: false,
    because: 'the next reading may do better',
  },
  {
    cause: 'graph-unreachable',
    failures: 9,
    since: '09:06',
    alarmed: false,
    because: 'screens do not call it old yet',
  },
  { cause: 'graph-unreachable', failures: 9, since: '09:05', alarmed: true, because: 'now they do' },
  { cause: 'access-denied', failures: 1, since: '09:10', alarmed: true, because: 'no time mends a missing right' },
  { cause: 'room-gone', failures: 1, since: '09:10', alarmed: true, because: 'no time brings a mailbox back' },
] as const)('$cause since $since at 09:10: alarm $alarmed, because $because', async ({ since, alarmed, ...rest }) => {
  const { onTrouble, open: alarms } = await open();
  onTrouble(notRead({ ...rest, since: at(since) }));

  expect(alarms()).toEqual(alarmed ? ['room-not-read room-lisbon'] : []);
});

test('a room that is read again, or leaves the catalogue, has no alarm any more', async () => {
  for (const kind of ['room-read', 'room-left'] as const) {
    const { onTrouble, open: alarms } = await open();
    onTrouble(notRead());
    onTrouble({ kind, roomId: lisbon });

    expect(alarms()).toEqual([]);
  }
});

test('a house that cannot be read is one alarm, not a thousand, and ends with the last rooms by name', async () => {
  const { onTrouble, open: alarms, log } = await open();
  const rooms = Array.from({ length: 1_000 }, (_, n) => `room-${n}` as RoomId);
  for (const roomId of rooms) onTrouble(notRead({ roomId }));
  expect(alarms()).toEqual(['room-not-read many-rooms']);
  expect(log.lines.length).toBeLessThan(20);

  for (const roomId of rooms.slice(1)) onTrouble({ kind: 'room-read', roomId });
  expect(alarms()).toEqual(['room-not-read room-0']);
  onTrouble({ kind: 'room-read', roomId: 'room-0' as RoomId });
  expect(alarms()).toEqual([]);
});

test('what the refused credential explains is not said again for each room', async () => {
  const { onTrouble, open: alarms, alarms: all } = await open();
  all.raise('credential-refused', 'app', { severity: 'critical', cause: 'AADSTS7000222' });
  onTrouble(notRead({ cause: 'credential-refused' }));

  expect(alarms()).toEqual(['credential-refused app']);
});

test('a subscription that will not stand is an alarm after ten minutes, as the room is polled meanwhile', async () => {
  const { onTrouble, open: alarms } = await open();
  const failing = { kind: 'subscription-failing', roomId: lisbon, cause: 'bad-answer', failures: 4 } as const;
  onTrouble({ ...failing, since: at('09:01') });
  expect(alarms()).toEqual([]);
  onTrouble({ ...failing, since: at('09:00') });
  expect(alarms()).toEqual(['subscription-failing room-lisbon']);
  onTrouble({ kind: 'subscription-kept', roomId: lisbon });
  expect(alarms()).toEqual([]);
});

test('a catalogue that cannot be read is an alarm until it is', async () => {
  const { onTrouble, open: alarms } = await open();
  onTrouble({ kind: 'catalogue-not-read', cause: 'access-denied', failures: 5, since: at('09:00') });
  expect(alarms()).toEqual(['catalogue-not-read catalogue']);
  onTrouble({ kind: 'catalogue-read' });
  expect(alarms()).toEqual([]);
});

test('a stray notification is nothing, a flood of forged ones an alarm that ends with them', async () => {
  const { onTrouble, open: alarms, clock } = await open();
  onTrouble({ kind: 'hints-refused', count: 19 });
  await clock.advance(5 * MINUTE_MS);
  onTrouble({ kind: 'hints-refused', count: 19 });
  expect(alarms()).toEqual([]);
  for (let wave = 0; wave < 1_000; wave += 1) onTrouble({ kind: 'hints-refused', count: 10 });
  expect(alarms()).toEqual(['hints-forged webhook']);

  await clock.advance(31 * MINUTE_MS);
  expect(alarms()).toEqual([]);
});
