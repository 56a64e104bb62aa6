import { computed, signal } from '@preact/signals-core';
import { expect, test } from 'vitest';
import { createServiceModel } from '../../../kiosk/state/service-model.ts';
import { createViewModel, type Standing } from '../../../kiosk/state/view-model.ts';
import { MINUTE_MS, SECOND_MS } from '../../../shared/basics/instant.ts';
import type { RoomDay } from '../../../shared/room/room-day.ts';
import { roomState } from '../../../shared/rules/room-state.ts';
import type { PairingCode } from '../../../shared/wire/pairing.ts';
import { aRoom, aRoomDay, at } from '../../support/builders.ts';
import { aTabletClock } from '../../support/virtual-tablet.ts';
import { aDevice } from '../console/fixtures.ts';

const code: PairingCode = { code: 'WDJBMTHK', expiresAt: at('10:10'), verificationUrl: 'https://doors/console?code=W' };
const device = aDevice('Lisbon');

function aScreen(answers: readonly (PairingCode | null)[] = [code]) {
  const clock = aTabletClock(at('10:00'));
  const day = signal<RoomDay | null>(aRoomDay(at('10:00'), []));
  const standing = signal<Standing>('paired');
  const room = {
    day,
    state: computed(() => (day.value === null ? null : roomState(day.value, at('10:00')))),
  };
  const view = createViewModel({
    clock,
    standing,
    pairing: signal({ kind: 'asking' }),
    room,
    booking: { tap: signal(null), dismiss: () => {} },
  });
  const queue = [...answers];
  let asks = 0;
  const service = createServiceModel({
    after: clock.after,
    room,
    view,
    readDevice: async () => device,
    fetchCode: async () => {
      asks += 1;
      return queue.shift() ?? null;
    },
  });
  const sheet = () => view.sheet.value?.kind ?? null;
  return { clock, day, standing, view, service, sheet, asks: () => asks };
}

test('opened it says which tablet it is, and asks for no code', async () => {
  const { service, sheet, asks, clock } = aScreen();
  service.open();
  await clock.advance(0);

  expect(sheet()).toBe('service');
  expect(service.view.value).toEqual({ kind: 'about' });
  expect(service.device.value).toBe(device);
  expect(asks()).toBe(0);
});

test('left alone it closes as any sheet does', async () => {
  const { service, sheet, clock } = aScreen();
  service.open();
  await clock.advance(30 * SECOND_MS);

  expect(sheet()).toBeNull();
});

test('with its code it stays for five minutes, for whoever looks at a phone, and then closes too', async () => {
  const { service, sheet, clock, view } = aScreen();
  service.open();
  await service.askForCode();
  expect(service.view.value).toEqual({ kind: 'code', code });

  await clock.advance(5 * MINUTE_MS);
  expect(sheet()).toBe('service');
  expect(view.closingSoon.value).toBe(false);
  await clock.advance(MINUTE_MS);
  expect(sheet()).toBeNull();
});

test('opened again it shows no code of before', async () => {
  const { service, view } = aScreen();
  service.open();
  await service.askForCode();
  view.closeSheet();
  service.open();

  expect(service.view.value).toEqual({ kind: 'about' });
});

test('what keeps a closed code open does not hold the next sheet', async () => {
  const { service, sheet, clock, view } = aScreen();
  service.open();
  await service.askForCode();
  view.closeSheet();
  await clock.advance(SECOND_MS);
  service.open();
  await clock.advance(30 * SECOND_MS);

  expect(sheet()).toBeNull();
});

test('where no answer comes it says so, and may be asked again', async () => {
  const { service, asks } = aScreen([null, code]);
  service.open();
  await service.askForCode();
  expect(service.view.value).toEqual({ kind: 'no-answer' });

  await service.askForCode();
  expect(service.view.value).toEqual({ kind: 'code', code });
  expect(asks()).toBe(2);
});

test('moved to another room it closes, and does not close what is opened there', async () => {
  const { service, sheet, day, view } = aScreen();
  service.open();
  await service.askForCode();
  day.value = aRoomDay(at('10:00'), [], { room: aRoom({ id: 'room-porto' as never, displayName: 'Porto' }) });
  expect(sheet()).toBeNull();

  view.openSheet({ kind: 'more' });
  day.value = aRoomDay(at('10:00'), []);
  expect(sheet()).toBe('more');
});

test('taken off its room it closes', async () => {
  const { service, sheet, standing } = aScreen();
  service.open();
  standing.value = 'unpaired';

  expect(sheet()).toBeNull();
});
