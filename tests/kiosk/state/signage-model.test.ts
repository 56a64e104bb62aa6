import { computed, signal } from '@preact/signals-core';
import { expect, test } from 'vitest';
import { createClockModel } from '../../../kiosk/state/clock-model.ts';
import type { Hanging } from '../../../kiosk/state/notices-model.ts';
import { createSignageModel } from '../../../kiosk/state/signage-model.ts';
import { MINUTE_MS } from '../../../shared/basics/instant.ts';
import type { RoomDay } from '../../../shared/room/room-day.ts';
import { roomState } from '../../../shared/rules/room-state.ts';
import { aClosure, aMeeting, aPolicy, aRoomDay, at } from '../../support/builders.ts';
import { aTabletClock } from '../../support/virtual-tablet.ts';

const notice: Hanging = { id: 'n1', from: at('08:00'), until: at('23:00'), text: 'Drill', picture: null, src: null };

function open({
  start = '10:00',
  day = {},
  policy = {},
  hanging = [notice],
}: {
  start?: string;
  day?: Partial<RoomDay>;
  policy?: Parameters<typeof aPolicy>[0];
  hanging?: readonly Hanging[];
} = {}) {
  const clock = aTabletClock(at(start));
  const clockModel = createClockModel(clock);
  const room = signal(
    aRoomDay(at(start), [], { policy: aPolicy({ signageAfterMinutes: 2, ...policy }), ...day, readAt: at(start) }),
  );
  const idle = signal(true);
  const signage = createSignageModel({
    after: clock.after,
    clock: clockModel,
    room: { day: room, state: computed(() => roomState(room.value, clockModel.now.value)) },
    notices: { hanging: signal(hanging) },
    idle,
  });
  return { clock, clockModel, signage, idle, room, showing: () => signage.showing.value };
}

test('two minutes after the last touch the screen is the notice’s, and a touch takes it back', async () => {
  const { clock, signage, showing } = open();
  await clock.advance(MINUTE_MS);
  signage.touched();
  await clock.advance(2 * MINUTE_MS - 1);
  expect(showing()).toBe(false);
  await clock.advance(1);
  expect(showing()).toBe(true);

  signage.touched();
  expect(showing(), 'the finger must not press what lies behind').toBe(true);
  signage.wake();
  expect(showing()).toBe(false);
});

test.for([
  { name: 'policy does not ask for it', parts: { policy: { signageAfterMinutes: 0 } } },
  { name: 'nothing hangs', parts: { hanging: [] } },
  { name: 'somebody is in', parts: { day: { occurrences: [aMeeting('09:30', '11:00')] } } },
  { name: 'somebody is expected', parts: { day: { occurrences: [aMeeting('10:10', '11:00')] } } },
  { name: 'the room is closed', parts: { day: { closures: [aClosure('09:00', null)] } } },
  { name: 'the building is closed', parts: { start: '20:00' } },
  {
    name: 'the calendar is not sure',
    parts: { day: { health: { cause: 'scope-not-proven' as const, since: at('09:00') } } },
  },
])('no notice takes the screen where $name', async ({ parts }) => {
  const { clock, showing } = open(parts);
  await clock.advance(3 * MINUTE_MS);

  expect(showing()).toBe(false);
});

test('it makes way as soon as a meeting is near, a sheet opens, or the hours are over', async () => {
  const site = open({ start: '17:50', day: { occurrences: [aMeeting('18:20', '19:00')] } });
  await site.clock.advance(3 * MINUTE_MS);
  expect(site.showing()).toBe(true);

  site.idle.value = false;
  expect(site.showing()).toBe(false);
  site.idle.value = true;
  expect(site.showing()).toBe(true);
  site.room.value = { ...site.room.value, readAt: at('17:59') };
  await site.clock.advance(7 * MINUTE_MS);
  expect(site.showing()).toBe(false);
});

test('a clock that the proxy sets back does not take it down under somebody’s finger', async () => {
  const { clock, clockModel, showing } = open();
  await clock.advance(2 * MINUTE_MS);
  expect(showing()).toBe(true);

  clockModel.correct(at('09:50'));

  expect(showing()).toBe(true);
});
