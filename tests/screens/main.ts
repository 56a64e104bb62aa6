/**
 * `npm run screens`: every screen in every state, at four sizes, in two themes and three languages; and what else can be worn, on
 * a few. To be looked at: `npm run screens -- stale board` takes those whose names begin so, and `npm run screens -- --docs`
 * the few that README and docs show, in docs/pictures.
 */

import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { chromium } from '@playwright/test';
import { findBrowser } from '../support/browser.ts';
import { GALLERY_OUT, openGallery, SCREENS, showScreen } from '../support/gallery.ts';

const SIZES = ['1280x800', '800x1280', '1920x1080', '390x844'];
const THEMES = ['light', 'dark'];
const LANGUAGES = ['en-GB', 'de-DE', 'ar-EG'];

/** What is worn by few, on enough screens to see that it holds. */
const WORN = ['available', 'starting-soon', 'in-use', 'stale', 'day', 'refused-alternatives', 'long-names', 'board'];
const VARIANTS = [
  { name: 'small', query: '', screens: SCREENS, sizes: ['1024x600'] },
  { name: 'contrast', query: 'theme=contrast', screens: WORN, sizes: ['1280x800', '800x1280'] },
  { name: 'blue', query: 'palette=blue', screens: WORN, sizes: ['1280x800'] },
  { name: 'blue-dark', query: 'palette=blue&theme=dark', screens: WORN, sizes: ['1280x800'] },
  { name: 'violet', query: 'palette=violet', screens: WORN, sizes: ['1280x800'] },
  { name: 'violet-dark', query: 'palette=violet&theme=dark', screens: WORN, sizes: ['1280x800'] },
  { name: 'low', query: 'reach=low', screens: WORN, sizes: ['1280x800', '800x1280', '1024x600'] },
  { name: 'large', query: 'text=large', screens: WORN, sizes: ['1280x800', '800x1280', '1024x600'] },
  { name: 'large-de', query: 'text=large&lang=de-DE', screens: WORN, sizes: ['1280x800', '800x1280'] },
  { name: 'us', query: 'lang=en-US', screens: WORN, sizes: ['1280x800', '390x844'] },
  { name: 'fr', query: 'lang=fr-FR', screens: SCREENS, sizes: ['1280x800', '800x1280'] },
  { name: 'es', query: 'lang=es-ES', screens: SCREENS, sizes: ['1280x800'] },
  { name: 'ae', query: 'lang=ar-AE', screens: WORN, sizes: ['1280x800'] },
];

const IN_DOCS = [
  { name: 'door-free', screen: 'available', size: '1280x800', query: '' },
  { name: 'door-in-use', screen: 'nearest', size: '1280x800', query: '' },
  { name: 'door-day', screen: 'day', size: '1280x800', query: '' },
  { name: 'door-find', screen: 'find', size: '1280x800', query: '' },
  { name: 'door-low-reach', screen: 'available', size: '800x1280', query: 'reach=low' },
  { name: 'board', screen: 'board', size: '1280x800', query: '' },
];
const DOCS = join(import.meta.dirname, '../../docs/pictures');

type Picture = { readonly screen: string; readonly size: string; readonly query: string; readonly file: string };

function picturesOf(only: readonly string[]): Picture[] {
  if (only.includes('--docs')) return IN_DOCS.map(({ name, ...one }) => ({ ...one, file: join(DOCS, `${name}.png`) }));
  const everywhere = LANGUAGES.flatMap((language) =>
    THEMES.map((theme) => {
      const name = [language === 'en-GB' ? '' : language.slice(0, 2), theme === 'light' ? '' : theme]
        .filter(Boolean)
        .join('-');
      return { name, query: `lang=${language}&theme=${theme}`, screens: SCREENS, sizes: SIZES };
    }),
  );
  // One size after the other: turning the glass costs more than another screen.
  const all = [...everywhere, ...VARIANTS].flatMap(({ name, query, screens, sizes }) =>
    sizes.flatMap((size) =>
      screens.map((screen) => ({ screen, size, query, file: `${[screen, size, name].filter(Boolean).join('-')}.png` })),
    ),
  );
  return only.length === 0 ? all : all.filter(({ file }) => only.some((part) => file.startsWith(part)));
}

await mkdir(GALLERY_OUT, { recursive: true });
const gallery = await openGallery();
const browser = await chromium.launch(await findBrowser());
try {
  const pictures = picturesOf(process.argv.slice(2));
  // Two at a time, each on a page of its own, which is loaded once.
  await Promise.all([0, 1].map((half) => take(pictures.filter((_, place) => place % 2 === half))));
  const place = process.argv.includes('--docs') ? 'docs/pictures' : 'tests/screens/out';
  process.stdout.write(`${pictures.length} pictures are in ${place}\n`);
} finally {
  await browser.close();
  await gallery.close();
}

async function take(pictures: readonly Picture[]): Promise<void> {
  const page = await browser.newPage({ reducedMotion: 'reduce' });
  await page.goto(gallery.url);
  await page.waitForFunction(() => typeof window.show === 'function');
  for (const { screen, size, query, file } of pictures) {
    const [width = 0, height = 0] = size.split('x').map(Number);
    const { width: before, height: high } = page.viewportSize() ?? { width: 0, height: 0 };
    if (before !== width || high !== height) await page.setViewportSize({ width, height });
    await showScreen(page, screen, query);
    await page.screenshot({ path: resolve(GALLERY_OUT, file) });
  }
  await page.close();
}
