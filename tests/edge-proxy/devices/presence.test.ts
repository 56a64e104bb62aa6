import { expect, test } from 'vitest';
import { createPresence } from '../../../edge-proxy/devices/presence.ts';
import type { DeviceLink } from '../../../edge-proxy/ports/evidence.ts';
import type { DeviceId } from '../../../shared/basics/ids.ts';
import { addMs, MINUTE_MS, SECOND_MS } from '../../../shared/basics/instant.ts';
import { MOST_BROKEN_LINKS } from '../../../shared/wire/fleet.ts';
import { at } from '../../support/builders.ts';
import { createMemoryLog } from '../../support/memory-log.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const tablet = 'device-1' as DeviceId;

function aBook() {
  const clock = createVirtualClock(at('10:00'));
  const kept: (readonly DeviceLink[])[] = [];
  const store = { fails: false };
  const book = createPresence({
    clock,
    log: createMemoryLog(),
    onChange: () => undefined,
    store: {
      async saveLinks(links) {
        if (store.fails) throw new Error('disk full');
        kept.push(links);
      },
    },
  });
  return { clock, kept, store, book };
}

test('a tablet is there from its first stream to the end of its last, and why that ended is remembered', async () => {
  const { clock, kept, book } = aBook();
  expect(book.of(tablet)).toEqual({ connectedSince: null, awaySince: null, brokenLinks: [] });
  book.opened(tablet);
  await clock.advance(MINUTE_MS);
  expect(book.of(tablet).connectedSince).toBe(at('10:00'));
  book.ended(tablet, 'broken');

  expect(book.of(tablet)).toEqual({
    connectedSince: null,
    awaySince: at('10:01'),
    brokenLinks: [{ at: at('10:01'), end: 'broken', lastedSeconds: 60 }],
  });
  await clock.advance(10 * SECOND_MS);
  expect(kept).toEqual([[{ deviceId: tablet, start: at('10:00'), end: at('10:01'), endedBy: 'broken' }]]);
});

test('of a tablet that comes and goes all day the last few ends are told, and each is written', async () => {
  const { clock, kept, book } = aBook();
  for (let n = 0; n < 20; n += 1) {
    book.opened(tablet);
    await clock.advance(SECOND_MS);
    book.ended(tablet, 'closed');
  }
  await clock.advance(10 * SECOND_MS);

  expect(book.of(tablet).brokenLinks).toHaveLength(MOST_BROKEN_LINKS);
  expect(book.of(tablet).brokenLinks[0]?.at).toBe(addMs(at('10:00'), 20 * SECOND_MS));
  expect(kept.flat()).toHaveLength(20);
  // Together, not one by one.
  expect(kept.length).toBeLessThan(10);
});

test('what a full disk did not take is written when it takes again', async () => {
  const { clock, kept, store, book } = aBook();
  store.fails = true;
  book.opened(tablet);
  book.ended(tablet, 'closed');
  await clock.advance(10 * SECOND_MS);
  store.fails = false;
  book.opened(tablet);
  book.ended(tablet, 'stalled');
  await clock.advance(10 * SECOND_MS);

  expect(kept.flat().map(({ endedBy }) => endedBy)).toEqual(['closed', 'stalled']);
});

test('a proxy that is stopped writes down who was there until then', async () => {
  const { clock, kept, book } = aBook();
  book.opened(tablet);
  await clock.advance(MINUTE_MS);
  await book.close();

  expect(kept.flat()).toEqual([{ deviceId: tablet, start: at('10:00'), end: at('10:01'), endedBy: 'restart' }]);
});

test('a tablet that was taken off its room is nobody’s any more', () => {
  const { book } = aBook();
  book.opened(tablet);
  book.forget(tablet);
  book.ended(tablet, 'closed');

  expect(book.of(tablet)).toEqual({ connectedSince: null, awaySince: null, brokenLinks: [] });
});
