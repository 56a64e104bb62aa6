import { expect, test } from 'vitest';
import { HELD_MS, watchLongPress } from '../../../kiosk/device/long-press.ts';
import { at } from '../../support/builders.ts';
import { aTabletClock } from '../../support/virtual-tablet.ts';

/** Where the room's name stands. */
const name = { getBoundingClientRect: () => ({ left: 58, right: 144, top: 36, bottom: 93 }) };
const button = { closest: (selector: string) => (selector === 'button' ? {} : null) };

function aGlass({ hasName = true } = {}) {
  const clock = aTabletClock(at('10:00'));
  const listeners = new Map<string, (event: Event) => void>();
  let held = 0;
  const stop = watchLongPress(
    {
      addEventListener: (kind: string, listener: unknown) => listeners.set(kind, listener as (event: Event) => void),
      removeEventListener: (kind: string) => listeners.delete(kind),
      querySelector: (selector: string) => (hasName && selector === 'h1' ? name : null),
    } as unknown as Document,
    'h1',
    clock.after,
    () => {
      held += 1;
    },
  );
  const send = (kind: string, change: object = {}) => {
    let prevented = false;
    const preventDefault = () => {
      prevented = true;
    };
    listeners.get(kind)?.({
      target: name,
      clientX: 100,
      clientY: 50,
      isPrimary: true,
      preventDefault,
      ...change,
    } as never);
    return prevented;
  };
  return { clock, send, held: () => held, stop, listeners };
}

test('a finger that stays on the room’s name for three seconds opens it, once', async () => {
  const { clock, send, held } = aGlass();
  send('pointerdown');
  await clock.advance(HELD_MS - 1);
  expect(held()).toBe(0);
  await clock.advance(1);
  expect(held()).toBe(1);

  await clock.advance(10 * HELD_MS);
  expect(held()).toBe(1);
});

test.for([
  { what: 'is lifted', kind: 'pointerup', change: {} },
  { what: 'wipes the glass', kind: 'pointermove', change: { clientX: 140 } },
  { what: 'is taken over by a scroll', kind: 'pointercancel', change: {} },
  { what: 'is joined by another, as when a hand leans on it', kind: 'pointerdown', change: { isPrimary: false } },
])('a finger that $what opens nothing', async ({ kind, change }) => {
  const { clock, send, held } = aGlass();
  send('pointerdown');
  await clock.advance(HELD_MS / 2);
  send(kind, change);
  await clock.advance(HELD_MS);

  expect(held()).toBe(0);
});

test('a finger that trembles still opens it', async () => {
  const { clock, send, held } = aGlass();
  send('pointerdown');
  send('pointermove', { clientX: 106, clientY: 46 });
  await clock.advance(HELD_MS);

  expect(held()).toBe(1);
});

test.for([
  { what: 'beside the name', glass: {}, touch: { clientX: 160 } },
  { what: 'under the name', glass: {}, touch: { clientY: 120 } },
  {
    what: 'on a button that lies over the name, as the whole of a dark glass does',
    glass: {},
    touch: { target: button },
  },
  { what: 'where no name stands', glass: { hasName: false }, touch: {} },
])('a finger held $what opens nothing', async ({ glass, touch }) => {
  const { clock, send, held } = aGlass(glass);
  send('pointerdown', touch);
  await clock.advance(HELD_MS);

  expect(held()).toBe(0);
});

test('the browser’s own menu stays away while the name is held, and only then', () => {
  const { send } = aGlass();
  expect(send('contextmenu')).toBe(false);
  send('pointerdown');
  expect(send('contextmenu')).toBe(true);
});

test('let go of, it listens to nothing', () => {
  const { stop, listeners } = aGlass();
  stop();

  expect(listeners.size).toBe(0);
});
