import { expect, test } from 'vitest';
import { letFingersLand } from '../../../kiosk/device/landing-fingers.ts';
import { at } from '../../support/builders.ts';
import { aTabletClock } from '../../support/virtual-tablet.ts';

test('for a second after the camera woke the screen nothing is pressed, then everything is again', async () => {
  const clock = aTabletClock(at('10:00'));
  const page = new EventTarget();
  const pressed: string[] = [];
  const press = (what: string) => {
    const click = new Event('click', { cancelable: true });
    page.dispatchEvent(click);
    if (!click.defaultPrevented) pressed.push(what);
  };

  letFingersLand(page as unknown as Document, clock.after);
  press('at once');
  await clock.advance(999);
  press('too soon');
  await clock.advance(1);
  press('knowingly');

  expect(pressed).toEqual(['knowingly']);
  expect(clock.timers()).toBe(0);
});
