/** Fully's object as its versions differ: each call may be missing, may throw, may answer text where others answer numbers. */

import { computed, signal } from '@preact/signals-core';
import { expect, test } from 'vitest';
import { createFullyHost } from '../../../kiosk/device/fully-host.ts';
import { createGlass } from '../../../kiosk/state/glass-model.ts';
import type { Hanging } from '../../../kiosk/state/notices-model.ts';
import { createSignageModel } from '../../../kiosk/state/signage-model.ts';
import { MINUTE_MS } from '../../../shared/basics/instant.ts';
import { roomState } from '../../../shared/rules/room-state.ts';
import { aPolicy, aRoomDay, at } from '../../support/builders.ts';
import { aTabletClock } from '../../support/virtual-tablet.ts';

const allDay = { from: 0, to: 24 * 60 };
const aNotice: Hanging = { id: 'n1', from: at('08:00'), until: at('23:59'), text: 'Drill', picture: null, src: null };

function aPanel(answers: Record<string, unknown> = {}) {
  const calls: string[] = [];
  const fully = Object.fromEntries(
    Object.entries(answers).map(([name, answer]) => [
      name,
      (...given: unknown[]) => {
        calls.push([name, ...given].join(' '));
        if (answer instanceof Error) throw answer;
        return answer;
      },
    ]),
  );
  const global = { fully } as Record<string, unknown>;
  const host = createFullyHost(global);
  if (host === null) throw new Error('no Fully');
  return { calls, global, host };
}

test.for([
  { global: {}, because: 'there is none' },
  { global: { fully: undefined }, because: 'it is switched off' },
  { global: { fully: 'yes' }, because: 'that is no object' },
])('a page where $because is a plain browser’s', ({ global }) => {
  expect(createFullyHost(global)).toBeNull();
});

test('what Fully knows of the tablet is told, whether it answers numbers or text', async () => {
  const { host } = aPanel({
    getBatteryLevel: '73.0',
    isPlugged: true,
    getWifiSignalLevel: -58,
    getScreenOn: true,
    getDeviceName: 'Panel 7',
  });

  expect(await host.readVitals()).toEqual({ batteryPercent: 73, charging: true, wifiDbm: -58, screenOn: true });
  expect(host.name()).toBe('Panel 7');
});

test('what it does not know, or refuses, is left to the browser', async () => {
  const { host } = aPanel({
    getBatteryLevel: new Error('PLUS licence required'),
    isPlugged: 'maybe',
    getWifiSignalLevel: 7,
    getDeviceName: '',
  });

  expect(await host.readVitals()).toEqual({});
  expect(host.name()).toBeNull();
  expect(host.can).toEqual({ brightness: false, screen: false, motion: false, restart: false });
});

test.for(['setScreenBrightness', 'setBrightness'])('%s dims the glass and brings back what was before', (spelling) => {
  const { host, calls } = aPanel({ getScreenBrightness: '180', [spelling]: null });
  host.setBrightness(0.25);
  host.setBrightness(0);
  host.setBrightness(null);

  expect(calls.filter((call) => call.startsWith(spelling))).toEqual([
    `${spelling} 64`,
    // Never quite dark: some panels take no touch any more.
    `${spelling} 1`,
    `${spelling} 180`,
  ]);
});

test('the glass goes off with the app kept awake, and on again', () => {
  const { host, calls } = aPanel({ turnScreenOn: null, turnScreenOff: null });
  host.setScreen(false);
  host.setScreen(true);

  expect(calls).toEqual(['turnScreenOff true', 'turnScreenOn']);
});

test('somebody who moves before it is noticed, until nobody wants to know', () => {
  const { host, calls, global } = aPanel({ bind: null });
  let moved = 0;
  const stop = host.onMotion(() => {
    moved += 1;
  });
  const [, , handler = ''] = calls[0]?.split(' ') ?? [];
  const fire = () => (global[handler.replace('()', '')] as () => void)();
  fire();
  stop();
  fire();

  expect(moved).toBe(1);
});

test('whoever walks up finds the glass lit and the door in place of the notice, as after a touch', async () => {
  const clock = aTabletClock(at('22:00'));
  const { host, calls, global } = aPanel({ bind: null, turnScreenOn: null, turnScreenOff: null });
  const glass = createGlass({ host, clock, now: clock.wallClock });
  const day = signal(aRoomDay(at('22:00'), [], { policy: aPolicy({ signageAfterMinutes: 2, openingHours: allDay }) }));
  const signage = createSignageModel({
    after: clock.after,
    clock: { now: signal(at('22:00')) },
    room: { day, state: computed(() => roomState(day.value, at('22:00'))) },
    notices: { hanging: signal([aNotice]) },
    idle: signal(true),
  });
  host.onMotion(() => {
    glass.touched();
    signage.wake();
  });
  const motion = calls[0]?.match(/^bind onMotion (\w+)\(\)$/)?.[1] ?? '';
  glass.decide({ afterHours: 'off', isOpen: false, isWanted: false });
  await clock.advance(2 * MINUTE_MS);
  expect(signage.showing.value).toBe(true);

  (global[motion] as () => void)();

  expect(signage.showing.value).toBe(false);
  expect(calls.filter((call) => call.startsWith('turn'))).toEqual(['turnScreenOff true', 'turnScreenOn']);
  await clock.advance(2 * MINUTE_MS);
  expect(signage.showing.value, 'they have gone').toBe(true);
});

test('the app is started anew where its version can', () => {
  const { host, calls } = aPanel({ restartApp: null });

  expect(host.restart()).toBe(true);
  expect(calls).toEqual(['restartApp']);
  expect(aPanel().host.restart()).toBe(false);
});
