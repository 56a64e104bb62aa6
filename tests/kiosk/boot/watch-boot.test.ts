import { expect, test } from 'vitest';
import { type Cure, watchBoot } from '../../../kiosk/boot/watch-boot.ts';
import { settled } from '../../support/virtual-tablet.ts';

const START = Date.parse('2026-11-24T09:00:00Z');

/** A page whose looks are called by hand, every ten seconds of its own time. */
function aPage({ served = true, cured = {} as Partial<Record<Cure, number>> } = {}) {
  let [time, look, beat] = [START, () => {}, undefined as string | undefined];
  const kept: Partial<Record<Cure, number>> = { ...cured };
  const done: string[] = [];
  const server = { served };
  watchBoot({
    every: (_ms, run) => {
      look = run;
    },
    now: () => time,
    beat: () => beat,
    lastCured: (cure) => kept[cure] ?? null,
    noteCured: (cure, at) => {
      kept[cure] = at;
    },
    isServed: async () => server.served,
    forget: async () => void done.push('forget'),
    reload: () => void done.push('reload'),
  });
  return {
    done,
    server,
    async seconds(count: number, draw?: (second: number) => string | undefined) {
      for (let second = 10; second <= count; second += 10) {
        time += 10_000;
        beat = draw?.(second) ?? beat;
        look();
        await settled();
      }
    },
  };
}

const eachMinute = (second: number) => `${Math.floor(second / 60)}`;

test('a display that draws each minute is left alone', async () => {
  const page = aPage();

  await page.seconds(24 * 3_600, eachMinute);

  expect(page.done).toEqual([]);
});

test('a release that does not come up within half a minute is forgotten with all that it kept, once', async () => {
  const page = aPage();

  await page.seconds(20);
  expect(page.done).toEqual([]);
  await page.seconds(10);
  expect(page.done).toEqual(['forget', 'reload']);
  await page.seconds(1_800);
  expect(page.done).toHaveLength(2);
});

test('what was tried within the hour is not tried again by the next life of the page, and is after it', async () => {
  const page = aPage({ cured: { 'forget-and-reload': START - 30 * 60_000 } });

  await page.seconds(29 * 60);
  expect(page.done).toEqual([]);
  await page.seconds(120);
  expect(page.done).toEqual(['forget', 'reload']);
});

test('without the server the kept files stay, and are given up once it is there', async () => {
  const page = aPage({ served: false });

  await page.seconds(600);
  expect(page.done).toEqual([]);
  page.server.served = true;
  await page.seconds(10);
  expect(page.done).toEqual(['forget', 'reload']);
});

test('a display that came up and stopped drawing is loaded again with what it has, server or not', async () => {
  const page = aPage({ served: false });

  await page.seconds(120, eachMinute);
  await page.seconds(290);
  expect(page.done).toEqual([]);
  await page.seconds(10);
  expect(page.done).toEqual(['reload']);
});
