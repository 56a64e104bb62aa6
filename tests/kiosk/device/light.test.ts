import { expect, test } from 'vitest';
import { createLight, lightColour } from '../../../kiosk/device/light.ts';
import type { Rgb } from '../../../kiosk/ports.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../shared/basics/instant.ts';
import { at } from '../../support/builders.ts';
import { aTabletClock, settled } from '../../support/virtual-tablet.ts';

function aLight() {
  const clock = aTabletClock(at('10:00'));
  const health: boolean[] = [];
  const light = createLight({ clock, now: clock.wallClock, onHealth: (isWell) => health.push(isWell) });
  return { clock, health, light };
}

/** Keeps what it was told; `isWell` decides whether it took it. */
function aBar() {
  const shown: string[] = [];
  const bar = {
    shown,
    isWell: true,
    async show(colour: Rgb | null) {
      if (!bar.isWell) throw new Error('unplugged');
      shown.push(colour === null ? 'dark' : colour.join(' '));
    },
  };
  return bar;
}

const drawn = (mood: string | undefined, palette?: string) => ({ mood, palette });

test.for([
  { mood: 'free', colour: 'green' },
  { mood: 'expected', colour: 'amber' },
  { mood: 'used', colour: 'red' },
  { mood: 'none', colour: 'unlit' },
  { mood: 'paper', colour: 'unlit' },
  { mood: undefined, colour: 'unlit' },
] as const)('beside a screen that is drawn $mood the light is $colour', ({ mood, colour }) => {
  expect(lightColour(drawn(mood))).toBe(colour);
});

test('it is told what is drawn, once for each change, in the inks of the policy', async () => {
  const { light } = aLight();
  const bar = aBar();
  light.follow(drawn('free'));
  light.use(bar);
  await settled();
  light.follow(drawn('free'));
  light.follow(drawn('used', 'blue'));
  await settled();
  light.follow(drawn('none', 'blue'));
  await settled();

  expect(bar.shown).toEqual(['0 255 0', '255 60 0', 'dark']);
  expect(light.colour()).toBe('unlit');
});

test('what is drawn while the light is being told is told right after, so that the last word is the screen’s', async () => {
  const { light } = aLight();
  const bar = aBar();
  light.follow(drawn('free'));
  light.use(bar);
  light.follow(drawn('used'));
  await settled();

  expect(bar.shown).toEqual(['0 255 0', '255 0 0']);
});

test('a light that fails is tried ever more rarely, says so once, and is well again when it is', async () => {
  const { clock, health, light } = aLight();
  const bar = aBar();
  let tries = 0;
  const counted = {
    show(colour: Rgb | null) {
      tries += 1;
      return bar.show(colour);
    },
  };
  bar.isWell = false;
  light.follow(drawn('free'));
  light.use(counted);
  await clock.advance(HOUR_MS);

  expect(tries).toBeLessThan(25);
  expect(health).toEqual([false]);
  expect(light.failingSince()).toBe(at('10:00'));
  bar.isWell = true;
  await clock.advance(5 * MINUTE_MS);
  expect(bar.shown).toEqual(['0 255 0']);
  expect(health).toEqual([false, true]);
  expect(light.failingSince()).toBeNull();
});

test('a light that failed while it was green is told at once when the screen is green no more', async () => {
  const { clock, light } = aLight();
  const bar = aBar();
  light.follow(drawn('free'));
  light.use(bar);
  await settled();
  bar.isWell = false;
  light.follow(drawn('used'));
  await clock.advance(30 * SECOND_MS);
  bar.isWell = true;
  light.follow(drawn('none'));
  await settled();

  expect(bar.shown.at(-1)).toBe('dark');
});

test('it is told again now and then, as somebody may have pulled its plug; and the one before is left dark', async () => {
  const { clock, light } = aLight();
  const [bar, next] = [aBar(), aBar()];
  light.follow(drawn('used'));
  light.use(bar);
  await clock.advance(25 * MINUTE_MS);
  expect(bar.shown).toEqual(['255 0 0', '255 0 0', '255 0 0']);

  light.use(next);
  await settled();
  expect(bar.shown.at(-1)).toBe('dark');
  expect(next.shown).toEqual(['255 0 0']);
  light.close();
  expect(next.shown.at(-1)).toBe('dark');
});
