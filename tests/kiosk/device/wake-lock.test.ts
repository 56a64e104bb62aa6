import { expect, test } from 'vitest';
import { keepScreenOn } from '../../../kiosk/device/wake-lock.ts';
import { settled } from '../../support/virtual-tablet.ts';

function aPage(refuses = false) {
  const events = new EventTarget();
  const locks: { released: boolean; release(): Promise<void> }[] = [];
  let visibilityState: DocumentVisibilityState = 'visible';
  const page = {
    get visibilityState() {
      return visibilityState;
    },
    addEventListener: events.addEventListener.bind(events),
    removeEventListener: events.removeEventListener.bind(events),
  };
  const wakeLock = {
    async request() {
      if (refuses) throw new Error('NotAllowedError');
      const lock = {
        released: false,
        async release() {
          this.released = true;
        },
      };
      locks.push(lock);
      return lock as unknown as WakeLockSentinel;
    },
  };
  const turn = async (to: DocumentVisibilityState) => {
    visibilityState = to;
    for (const lock of locks) if (to === 'hidden') lock.released = true;
    events.dispatchEvent(new Event('visibilitychange'));
    await settled();
  };
  return {
    page: page as unknown as Document,
    wakeLock,
    locks,
    turn,
    touch: () => events.dispatchEvent(new Event('pointerdown')),
  };
}

test('the screen is kept on, and again after the page was hidden', async () => {
  const { page, wakeLock, locks, turn, touch } = aPage();
  keepScreenOn({ wakeLock, page });
  await settled();
  touch();
  await settled();
  expect(locks).toHaveLength(1);

  await turn('hidden');
  expect(locks).toHaveLength(1);
  await turn('visible');
  expect(locks.map(({ released }) => released)).toEqual([true, false]);
});

test('let go, it is not taken again', async () => {
  const { page, wakeLock, locks, turn } = aPage();
  const letGo = keepScreenOn({ wakeLock, page });
  await settled();

  letGo();
  await turn('visible');

  expect(locks.map(({ released }) => released)).toEqual([true]);
});

test('a browser without wake lock, or one that refuses, is no reason to fail', async () => {
  const { page, wakeLock } = aPage(true);
  keepScreenOn({ wakeLock, page });
  keepScreenOn({ wakeLock: undefined, page });

  await settled();
});
