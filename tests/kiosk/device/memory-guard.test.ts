import { expect, test } from 'vitest';
import { guardMemory } from '../../../kiosk/device/memory-guard.ts';
import { HOUR_MS } from '../../../shared/basics/instant.ts';
import { at } from '../../support/builders.ts';
import { aTabletClock } from '../../support/virtual-tablet.ts';

test('a page that is nearly out of memory starts anew, once nobody is at the door, and a lean one never', async () => {
  const clock = aTabletClock(at('10:00'));
  const memory = { usedJSHeapSize: 60, jsHeapSizeLimit: 100 };
  let begun = 0;
  let leave = () => {};
  guardMemory({
    clock,
    page: { performance: { memory } },
    whenIdle: (run) => {
      leave = run;
    },
    startAnew: () => {
      begun += 1;
    },
  });
  await clock.advance(24 * HOUR_MS);
  leave();
  expect(begun).toBe(0);

  memory.usedJSHeapSize = 90;
  await clock.advance(HOUR_MS);
  expect(begun).toBe(0);
  leave();
  expect(begun).toBe(1);
});

test('a browser that tells nothing of its memory is left in peace', () => {
  const clock = aTabletClock(at('10:00'));
  guardMemory({ clock, page: { performance: {} }, whenIdle: () => {}, startAnew: () => {} });

  expect(clock.timers()).toBe(0);
});
