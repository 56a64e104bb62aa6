import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { palettes } from '../../../shared/room/look.ts';

const styles = ['tokens', 'looks']
  .map((name) => readFileSync(new URL(`../../../kiosk/styles/${name}.css`, import.meta.url), 'utf8'))
  .join('\n')
  .replace(/\/\*[\s\S]*?\*\//g, '');

const themes = ['light', 'dark', 'contrast'] as const;
const moods = ['free', 'expected', 'used', 'none'] as const;
const worn = themes.flatMap((theme) => palettes.map((palette) => ({ theme, palette })));

type Worn = (typeof worn)[number];
type Inks = Record<string, string>;

/** What the browser would make of the two files: the most specific of the rules that match, the later of two alike. */
function inksOf({ theme, palette }: Worn, mood: string | null): Inks {
  const rules = [...styles.matchAll(/([^{}]+)\{([^{}]*)\}/g)].map(([, selector = '', body = '']) => ({
    selector: selector.trim(),
    body,
  }));
  const matching = rules.filter(({ selector }) => {
    const attributes = [...selector.matchAll(/\[data-(\w+)="([\w-]+)"\]/g)];
    const rest = selector.replace(/\[data-[^\]]*\]|:root|\s/g, '');
    if (rest !== '' || (mood === null) === selector.includes('data-mood')) return false;
    return attributes.every(([, name, value]) => ({ theme, palette, mood })[name as 'theme'] === value);
  });
  const weight = ({ selector }: { selector: string }) => selector.match(/\[|:root/g)?.length ?? 0;
  return Object.fromEntries(
    [...matching]
      .sort((a, b) => weight(a) - weight(b))
      .flatMap(({ body }) => [...body.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map(([, name, ink]) => [name, ink])),
  );
}

/** WCAG 2.2, relative luminance. */
function luminance(ink: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((place) => Number.parseInt(ink.slice(place, place + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) throw new Error('a colour is missing');
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

test.for(worn)('$theme in $palette: words are 4.5 to 1 on each field, edges 3 to 1', (look) => {
  for (const mood of moods) {
    const { field, on, 'on-soft': soft, rule } = inksOf(look, mood);

    expect(contrast(on, field), `${mood} words`).toBeGreaterThanOrEqual(6);
    expect(contrast(soft, field), `${mood} secondary words`).toBeGreaterThanOrEqual(4.5);
    expect(contrast(rule, field), `${mood} edges`).toBeGreaterThanOrEqual(3);
  }
});

test.for(worn)('$theme in $palette: paper is as readable', (look) => {
  const { paper, card, ink, soft, edge } = inksOf(look, null);

  for (const ground of [paper, card]) {
    expect(contrast(ink, ground)).toBeGreaterThanOrEqual(7);
    expect(contrast(soft, ground)).toBeGreaterThanOrEqual(4.5);
  }
  expect(contrast(edge, paper)).toBeGreaterThanOrEqual(3);
});

test.for(worn)('$theme in $palette: free is lighter than in use, for whoever sees no colour', (look) => {
  const [free, used] = ['free', 'used'].map((mood) => inksOf(look, mood)['field']);

  expect(luminance(free ?? '')).toBeGreaterThan(luminance(used ?? ''));
  expect(contrast(free, used)).toBeGreaterThanOrEqual(1.9);
});

test.for([
  { theme: 'light', palette: 'red', mood: 'free', ratio: 9.1 },
  { theme: 'dark', palette: 'red', mood: 'used', ratio: 11.8 },
  { theme: 'contrast', palette: 'blue', mood: 'used', ratio: 12.9 },
  { theme: 'light', palette: 'blue', mood: 'expected', ratio: 12.3 },
  { theme: 'dark', palette: 'violet', mood: 'used', ratio: 11.5 },
] as const)('$theme in $palette has $ratio to 1 for $mood, as the look measured it', ({ mood, ratio, ...look }) => {
  const { on, field } = inksOf(look, mood);

  expect(contrast(on, field)).toBeCloseTo(ratio, 1);
});
