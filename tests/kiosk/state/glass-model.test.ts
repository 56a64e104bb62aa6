import { expect, test } from 'vitest';
import { AWAKE_MS, createGlass, type GlassReasons, glassOf } from '../../../kiosk/state/glass-model.ts';
import { addMs, MINUTE_MS } from '../../../shared/basics/instant.ts';
import { at } from '../../support/builders.ts';
import { aTabletClock } from '../../support/virtual-tablet.ts';

const night: GlassReasons = { afterHours: 'dim', isOpen: false, isWanted: false, lastTouchAt: null, told: null };
const now = at('22:00');

test.for([
  { when: 'the building is open', change: { isOpen: true }, glass: { on: true, share: null } },
  { when: 'it is night', change: {}, glass: { on: true, share: 0.25 } },
  { when: 'it is night and nights are dark', change: { afterHours: 'off' }, glass: { on: false, share: null } },
  { when: 'it is night and nothing is ever dimmed', change: { afterHours: 'on' }, glass: { on: true, share: null } },
  { when: 'somebody has the room at night', change: { isWanted: true }, glass: { on: true, share: null } },
  { when: 'somebody has just touched it', change: { lastTouchAt: at('21:59') }, glass: { on: true, share: null } },
  { when: 'whoever touched it has gone', change: { lastTouchAt: at('21:50') }, glass: { on: true, share: 0.25 } },
  {
    when: 'facilities dimmed it by day',
    change: { isOpen: true, told: { share: 0.1, until: at('22:30') } },
    glass: { on: true, share: 0.1 },
  },
  {
    when: 'that time is over',
    change: { isOpen: true, told: { share: 0.1, until: at('21:30') } },
    glass: { on: true, share: null },
  },
] as const)('when $when the glass is $glass', ({ change, glass }) => {
  expect(glassOf({ ...night, ...change }, now)).toEqual(glass);
});

function aDoor() {
  const clock = aTabletClock(now);
  const told: string[] = [];
  const glass = createGlass({
    clock,
    now: clock.wallClock,
    host: {
      can: { brightness: true, screen: true, motion: false, restart: false },
      setBrightness: (share) => told.push(`bright ${share}`),
      setScreen: (on) => told.push(on ? 'on' : 'off'),
    },
  });
  return { clock, told, glass };
}

test('a touch wakes a dark glass, which sleeps again by itself, and the host is told nothing twice', async () => {
  const { clock, told, glass } = aDoor();
  glass.decide({ afterHours: 'off', isOpen: false, isWanted: false });
  glass.decide({ afterHours: 'off', isOpen: false, isWanted: false });
  expect(told).toEqual(['off']);

  expect(glass.touched(), 'it was dark').toBe(true);
  await clock.advance(AWAKE_MS - MINUTE_MS);
  expect(glass.touched()).toBe(false);
  await clock.advance(AWAKE_MS - MINUTE_MS);
  expect(told).toEqual(['off', 'on', 'bright null']);
  await clock.advance(MINUTE_MS);
  expect(told.at(-1)).toBe('off');
});

test('what facilities dimmed comes back when its time is over, with nothing left waiting', async () => {
  const { clock, told, glass } = aDoor();
  glass.decide({ afterHours: 'dim', isOpen: true, isWanted: false });
  glass.dim(0.2, 10 * MINUTE_MS);
  await clock.advance(10 * MINUTE_MS);

  expect(told).toEqual(['bright 0.2', 'bright null']);
  expect(clock.timers()).toBe(0);
  expect(clock.wallClock()).toBe(addMs(now, 10 * MINUTE_MS));
});
