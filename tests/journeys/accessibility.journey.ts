/**
 * WCAG 2.2 AA as far as a machine can tell: axe on every screen in every state, two themes and three languages; a door used
 * by keys alone, as by a switch; nothing that moves; and everything within reach of a seated person where the policy says so.
 */

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test as plain } from '@playwright/test';
import { addressOf, openDoor } from '../support/door.ts';
import { openGallery, SCREENS, showScreen } from '../support/gallery.ts';
import { status, test } from './journey.ts';

/** Contrast is the theme's, words and directions are the language's. */
const LOOKS = ['lang=en-GB&theme=light', 'lang=de-DE&theme=dark', 'lang=ar-EG&theme=light'];

/** Of the glass, from above: nothing to press stands higher. */
const REACHED = 0.38;

type Axe = { run(what: Document, how: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };

/** Injected once, since it is larger than all that it looks at. */
async function withAxe(page: Page): Promise<void> {
  await page.addScriptTag({ content: await readFile(createRequire(import.meta.url).resolve('axe-core'), 'utf8') });
}

function violations(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: Axe };
    const found = await axe.run(document, { resultTypes: ['violations'] });
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  });
}

plain(
  'axe finds nothing on any screen in any state, light and dark, in English, German and Arabic',
  async ({ page }) => {
    const gallery = await openGallery();
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto(gallery.url);
    await page.waitForFunction(() => typeof window.show === 'function');
    await withAxe(page);

    const found: string[] = [];
    for (const look of LOOKS) {
      for (const screen of SCREENS) {
        await showScreen(page, screen, look);
        for (const violation of await violations(page)) found.push(`${screen} ${look}: ${violation}`);
      }
    }

    expect(found).toEqual([]);
    await gallery.close();
  },
);

plain('in low reach every control of every screen is in the lower part of the glass', async ({ page }) => {
  const gallery = await openGallery();
  await page.goto(gallery.url);
  await page.waitForFunction(() => typeof window.show === 'function');
  const found: string[] = [];
  for (const [width, height] of [
    [1280, 800],
    [800, 1280],
  ] as const) {
    await page.setViewportSize({ width, height });
    for (const screen of SCREENS) {
      await showScreen(page, screen, 'lang=en-GB&reach=low');
      const tops = await page.evaluate(() =>
        [...document.querySelectorAll('button, a[href], input, select')].flatMap((one) => {
          const list = one.closest('ul, ol, [role="group"]')?.closest('div')?.getBoundingClientRect();
          const { top, bottom } = one.getBoundingClientRect();
          if (top === bottom) return [];
          // Pressed wherever a hand comes to.
          if (top <= 0 && bottom >= innerHeight) return [];
          const what = one.getAttribute('aria-label') ?? one.textContent ?? '';
          // Drawn out of its list, it is drawn in again by a finger on what is below; unless the list is at its start.
          if (list !== undefined && bottom <= list.top) {
            const isDrawn = [...document.querySelectorAll('*')].some((box) => box.contains(one) && box.scrollTop > 0);
            return isDrawn ? [] : [{ what: `${what}, where no finger can draw it in,`, top: 0 }];
          }
          return [{ what, top: Math.max(top, list?.top ?? top) / innerHeight }];
        }),
      );
      for (const { what, top } of tops)
        if (top < REACHED) found.push(`${screen} ${width}: ${what} at ${top.toFixed(2)}`);
    }
  }
  expect(found).toEqual([]);
  await gallery.close();
});

/** The smallest panel in the longest words and largest letters, a phone, and a phone on its side. */
const TIGHT = [
  { width: 1024, height: 600, look: 'lang=de-DE&text=large&reach=low' },
  { width: 390, height: 844, look: 'lang=fr-FR' },
  { width: 844, height: 390, look: 'lang=en-GB' },
];
/** The longest of each kind. */
const FULLEST = [
  ...['stale', 'long-names', 'held', 'ending-back-to-back', 'notice-in-use', 'closed'],
  ...['day', 'closed-day', 'next', 'find', 'refused-alternatives', 'details', 'report', 'notices', 'board'],
];

plain(
  'whatever is pressed is 60 px high and wide and on the glass, and what is read stays above the day',
  async ({ page }) => {
    const gallery = await openGallery();
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto(gallery.url);
    await page.waitForFunction(() => typeof window.show === 'function');
    const found: string[] = [];
    for (const { width, height, look } of TIGHT) {
      await page.setViewportSize({ width, height });
      for (const screen of FULLEST) {
        await showScreen(page, screen, look);
        for (const fault of await layoutFaults(page)) found.push(`${screen} ${width} × ${height}: ${fault}`);
      }
    }
    expect(found).toEqual([]);
    await gallery.close();
  },
);

/** A row that a list does not show whole is no fault where the button beside the list brings it. */
function layoutFaults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    for (const one of document.querySelectorAll<HTMLElement>('button, a[href], input')) {
      const what = one.getAttribute('aria-label') ?? one.textContent ?? '';
      const { width: wide, height: high } = (one.closest('label') ?? one).getBoundingClientRect();
      if (wide === 0) continue;
      if (Math.min(wide, high) < 59.5) found.push(`${what} is ${Math.round(wide)} × ${Math.round(high)}`);
      if (one.tagName === 'BUTTON' && one.scrollWidth > one.clientWidth + 1)
        found.push(`${what} is wider than its button`);
      const list = one.closest<HTMLElement>('[data-rest]');
      const { top, bottom, left, right } = one.getBoundingClientRect();
      const isOnGlass = top >= -1 && left >= -1 && right <= innerWidth + 1 && bottom <= innerHeight + 1;
      if (list === null && !isOnGlass) found.push(`${what} is not on the glass`);
      if (list !== null && list.nextElementSibling?.getBoundingClientRect().height === 0)
        found.push(`${what} is cut off`);
    }
    const day = document.querySelector('nav')?.getBoundingClientRect().top ?? innerHeight;
    const air = 0.75 * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    const status = document.querySelector('main > [role="status"]')?.getBoundingClientRect();
    if (status && innerHeight > innerWidth && status.bottom > day + air + 1) found.push('what is read is in the day');
    return found;
  });
}

/** Whoever sees as most do (6/6) tells letters apart of which the capitals are five minutes of arc high. */
const READ_AT_TEN_METRES_MM = 10_000 * Math.tan((5 / 60) * (Math.PI / 180));
/** Of a panel of 10.1 inches with 1280 × 800 pixels, and a capital's share of the font size. */
const PIXEL_MM = (10.1 * 25.4) / Math.hypot(1280, 800);
const CAPITAL = 0.697;

plain('whether a room is free, expected or taken is read from ten metres in each language', async ({ page }) => {
  const gallery = await openGallery();
  await page.goto(gallery.url);
  await page.waitForFunction(() => typeof window.show === 'function');
  const found: string[] = [];
  for (const [width, height] of [
    [1280, 800],
    [800, 1280],
  ] as const) {
    await page.setViewportSize({ width, height });
    for (const language of ['en-US', 'de-DE', 'fr-FR', 'es-ES']) {
      for (const screen of ['available', 'starting-soon', 'check-in', 'in-use', 'ending-soon']) {
        await showScreen(page, screen, `lang=${language}`);
        const [word, size] = await page
          .locator('main [role="status"] > p')
          .first()
          .evaluate((one) => [one.textContent, Number.parseFloat(getComputedStyle(one).fontSize)] as const);
        const capitalMm = size * CAPITAL * PIXEL_MM;
        if (capitalMm < READ_AT_TEN_METRES_MM) found.push(`${word} at ${width}: ${capitalMm.toFixed(1)} mm`);
      }
    }
  }
  expect(found).toEqual([]);
  await gallery.close();
});

plain('a pairing code and the time of a state are read in Arabic as they are anywhere', async ({ page }) => {
  const gallery = await openGallery();
  await page.goto(gallery.url);
  await page.waitForFunction(() => typeof window.show === 'function');
  const edges = (selector: string) =>
    page.locator(selector).evaluateAll((all) => all.map((one) => one.getBoundingClientRect().left));

  await showScreen(page, 'pairing', 'lang=ar-EG');
  const [first = 0, second = 0] = await edges('[role="img"] > span');
  expect(first, 'WDJB before MTHK').toBeLessThan(second);

  await page.setViewportSize({ width: 1024, height: 600 });
  await showScreen(page, 'ending-soon', 'lang=ar-EG');
  const below = await page.evaluate(() => {
    const [word, time] = [...document.querySelectorAll<HTMLElement>('[role="status"] > p > span')];
    if (word === undefined || time === undefined) throw new Error('no word');
    const pen = document.createElement('canvas').getContext('2d') as CanvasRenderingContext2D;
    const { fontWeight, fontSize, fontFamily } = getComputedStyle(word);
    pen.font = `${fontWeight} ${fontSize} ${fontFamily}`;
    const baseline = (word.parentElement as HTMLElement).getBoundingClientRect().bottom;
    const reaches = baseline + pen.measureText(word.textContent ?? '').actualBoundingBoxDescent;
    return reaches - (time.parentElement as HTMLElement).getBoundingClientRect().top;
  });
  expect(below, 'pixels of the word that stand in the time').toBeLessThanOrEqual(0);
  await gallery.close();
});

test('a room is booked, looked up and given back by keys alone, and the focus is never lost', async ({
  page,
  site,
}) => {
  const room = await addressOf(site, 'Oslo');
  await openDoor(page, site, 'Oslo');

  await tabTo(page, /^30 min/);
  await page.keyboard.press('Enter');
  await expect(status(page)).toContainText('Yours');
  expect(await site.outlook.calendar(room)).toHaveLength(1);

  await tabTo(page, /^More/);
  await page.keyboard.press('Space');
  await expect(page.getByRole('heading', { level: 2 })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { level: 2 })).toHaveCount(0);

  await tabTo(page, /^Undo/);
  await page.keyboard.press('Space');
  await expect(status(page)).toContainText('Free');
  expect(await site.outlook.calendar(room)).toEqual([]);
});

test('nothing on a door moves by itself, whether or not the tablet asks for less motion', async ({ page, site }) => {
  await openDoor(page, site, 'Oslo');
  for (const reducedMotion of ['reduce', 'no-preference'] as const) {
    await page.emulateMedia({ reducedMotion });
    await page.getByRole('button', { name: 'More' }).click();
    await expect(page.getByRole('heading', { level: 2 })).toBeVisible();
    const moving = () =>
      page.evaluate(() => document.getAnimations().filter(({ playState }) => playState === 'running').length);
    if (reducedMotion === 'reduce') expect(await moving()).toBe(0);
    else await expect.poll(moving).toBe(0);
    await page.getByRole('button', { name: 'Close' }).click();
  }
});

test('a tablet whose own settings ask for high contrast has ours: fields, buttons and blocks stay', async ({
  page,
  site,
}) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await openDoor(page, site, 'Oslo');
  const slab = page.getByRole('button', { name: /^30 min/ });

  await expect(slab).toHaveCSS('background-color', 'rgb(0, 0, 0)');
  await expect(page.locator('[data-mood="free"]').first()).toHaveCSS('background-color', 'rgb(61, 255, 155)');
});

test('the room’s page on one’s own phone has no violation that axe knows, in light and dark', async ({
  page,
  site,
}) => {
  await openDoor(page, site, 'Oslo');
  await expect.poll(() => ownPhonePath(page, site.origin)).not.toBeNull();
  const path = (await ownPhonePath(page, site.origin)) ?? '/';
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.goto(`${site.origin}${path}`);
    const { violations: found } = await new AxeBuilder({ page }).analyze();
    expect(found.map(({ id }) => id)).toEqual([]);
  }
});

/** A switch for "next", pressed until it is there; whoever has but two switches has no other way. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  const wanted = page.getByRole('button', { name });
  await wanted.waitFor();
  for (let presses = 0; presses < 40; presses += 1) {
    if (await wanted.evaluate((one) => one === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${name} cannot be reached by Tab`);
}

/** As the stream tells it to the door, which draws it as a square. */
function ownPhonePath(page: Page, origin: string): Promise<string | null> {
  return page.evaluate(
    (from) =>
      new Promise<string | null>((resolve) => {
        const stream = new EventSource(`${from}/api/stream`);
        stream.addEventListener('room-day', ({ data }) => {
          stream.close();
          const { shortId } = JSON.parse(data) as { shortId?: string };
          resolve(shortId === undefined ? null : `/r/${shortId}`);
        });
      }),
    origin,
  );
}
