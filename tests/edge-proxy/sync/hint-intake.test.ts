import { expect, test } from 'vitest';
import { createHintIntake, type Hint } from '../../../edge-proxy/sync/hint-intake.ts';
import type { LifecycleEvent } from '../../../edge-proxy/sync/subscriptions.ts';
import type { RoomId } from '../../../shared/basics/ids.ts';
import { MINUTE_MS } from '../../../shared/basics/instant.ts';
import { at } from '../../support/builders.ts';
import { createMemoryLog } from '../../support/memory-log.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const lisbon = 'room-lisbon' as RoomId;
const TENANT = '84bd8158-6d4d-4958-8b9f-9d6445542f95';

function open({ tenantId = TENANT as string | null } = {}) {
  const clock = createVirtualClock(at('09:00'));
  const log = createMemoryLog();
  const hinted: RoomId[][] = [];
  const told: [RoomId, LifecycleEvent][] = [];
  const keepers = {
    findSubscription: (id: string) =>
      id === 's1' ? { id, roomId: lisbon, clientState: 'secret', expiresAt: at('23:00') } : null,
    hint: async (rooms: readonly RoomId[]) => void hinted.push([...rooms]),
    onLifecycle: (roomId: RoomId, event: LifecycleEvent) => void told.push([roomId, event]),
  };
  const isSameSecret = (given: string, kept: string) => given === kept;
  const intake = createHintIntake({ keepers, tenantId, isSameSecret, clock, log });
  return { intake, hinted, told, log, clock };
}

const genuine: Hint = { subscriptionId: 's1', clientState: 'secret', tenantId: TENANT, lifecycleEvent: null };

test.for([
  { name: 'a genuine hint', hint: genuine, rooms: [lisbon], counted: 'accepted' },
  {
    name: 'one whose tenant is spelt in capitals',
    hint: { ...genuine, tenantId: TENANT.toUpperCase() },
    rooms: [lisbon],
    counted: 'accepted',
  },
  { name: 'one that names no tenant', hint: { ...genuine, tenantId: null }, rooms: [lisbon], counted: 'accepted' },
  { name: 'one with another secret', hint: { ...genuine, clientState: 'guess' }, rooms: [], counted: 'wrongSecret' },
  { name: 'one without a secret', hint: { ...genuine, clientState: null }, rooms: [], counted: 'wrongSecret' },
  {
    name: 'one for an unknown subscription',
    hint: { ...genuine, subscriptionId: 's2' },
    rooms: [],
    counted: 'unknownSubscription',
  },
  {
    name: 'one for no subscription',
    hint: { ...genuine, subscriptionId: null },
    rooms: [],
    counted: 'unknownSubscription',
  },
  { name: 'one from another tenant', hint: { ...genuine, tenantId: 'another' }, rooms: [], counted: 'wrongTenant' },
] as const)('$name marks $rooms and is counted as $counted', async ({ hint, rooms, counted }) => {
  const { intake, hinted } = open();

  await intake.accept([hint]);

  expect(hinted).toEqual([rooms]);
  expect(intake.counts()).toMatchObject({ [counted]: 1 });
});

test('many hints for one room in one delivery are one mark', async () => {
  const { intake, hinted } = open();

  await intake.accept(Array.from({ length: 500 }, () => genuine));

  expect(hinted).toEqual([[lisbon]]);
});

test('a lifecycle event is told, and marks its room too', async () => {
  const { intake, hinted, told } = open();

  await intake.accept([
    { ...genuine, lifecycleEvent: 'subscriptionRemoved' },
    { ...genuine, lifecycleEvent: 'invented' },
  ]);

  expect(told).toEqual([[lisbon, 'subscriptionRemoved']]);
  expect(hinted).toEqual([[lisbon]]);
});

test('a flood of forgeries is one alarm a minute', async () => {
  const { intake, log, clock } = open();

  for (let sent = 0; sent < 1_000; sent += 1) await intake.accept([{ ...genuine, clientState: 'guess' }]);
  await clock.advance(MINUTE_MS);
  await intake.accept([{ ...genuine, clientState: 'guess' }]);

  expect(log.events()).toEqual(['webhook.refused', 'webhook.refused']);
  expect(intake.counts().wrongSecret).toBe(1_001);
});
