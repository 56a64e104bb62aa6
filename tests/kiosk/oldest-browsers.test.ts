/**
 * What walls hang with is Chrome 83 and Safari 15. The build writes newer syntax down to theirs and the compiler knows no
 * newer JavaScript; here is what neither of them sees: newer ways of the page, and styles that an old browser passes over.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const kiosk = join(import.meta.dirname, '../../kiosk');
/** The console is for desks, whose browsers are new. */
const files = readdirSync(kiosk, { recursive: true, encoding: 'utf8' }).filter((path) => !path.startsWith('console'));
const scripts = contentOf(/\.tsx?$/);
const styles = contentOf(/\.css$/);

function contentOf(kind: RegExp): { path: string; text: string }[] {
  return files
    .filter((path) => kind.test(path))
    .map((path) => ({ path, text: withoutComments(readFileSync(join(kiosk, path), 'utf8')) }));
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}

/** `asks`: the one file that looks for it first and does without. */
const newerWays: { way: RegExp; since: string; asks?: string }[] = [
  { way: /\.replaceChildren\(/, since: 'Chrome 86' },
  { way: /\.(inert\b|toggleAttribute\(.inert)/, since: 'Chrome 102' },
  { way: /\.(showModal|showPopover|checkVisibility|getAnimations)\(/, since: 'Chrome 84 and later' },
  { way: /\bstructuredClone\(/, since: 'Chrome 98' },
  { way: /\bAbortSignal\.(timeout|any)\(/, since: 'Chrome 103' },
  { way: /\brandomUUID\b/, since: 'Chrome 92', asks: 'device/mint-key.ts' },
  {
    way: /\b(requestIdleCallback|OffscreenCanvas|BroadcastChannel|navigator\.locks)\b/,
    since: 'Safari 15.4 and later',
  },
  { way: /\bURL\.(canParse|parse)\(|\bResponse\.json\(/, since: 'Chrome 105 and later' },
  { way: /['"]scrollend['"]/, since: 'Chrome 114' },
  { way: /\(\?<[=!]/, since: 'Safari 16.4, and it ends the whole script' },
];

test.for(newerWays)('no screen counts on $way, which came with $since', ({ way, asks }) => {
  const using = scripts.filter(({ path, text }) => path !== asks && way.test(text)).map(({ path }) => path);

  expect(using).toEqual([]);
});

test.for([
  { look: /[:(\s](is|where|has)\(/, since: 'Chrome 88' },
  { look: /\baspect-ratio:/, since: 'Chrome 88' },
  { look: /\b(color-mix|light-dark|oklch|round)\(/, since: 'Chrome 111 and later' },
  { look: /@(layer|container|property|scope|starting-style)\b/, since: 'Chrome 85 and later' },
  { look: /^\s*(translate|rotate|scale):/m, since: 'Chrome 104' },
  { look: /overflow(-[xy])?: clip/, since: 'Chrome 90' },
  { look: /@media[^{]*[<>]/, since: 'Chrome 104' },
])('no style counts on $look, which came with $since', ({ look }) => {
  const using = styles.filter(({ text }) => look.test(text)).map(({ path }) => path);

  expect(using).toEqual([]);
});

test('the height that is really there is a refinement, asked for first', () => {
  const bare = styles.filter(({ text }) => /\d[dsl]vh/.test(text.replace(/@supports[^{]*\{[\s\S]*?\n\}/g, '')));

  expect(bare.map(({ path }) => path)).toEqual([]);
});

test('boxes in a row or a stack keep their distance by margins, since gaps between them came with Chrome 84', () => {
  const gaps = styles.flatMap(({ path, text }) => {
    const rules = rulesOf(text);
    // Not said in the rule itself: what is flexible here and a grid there says its gap where it says which.
    const grids = namesOf(rules.filter(({ body }) => /display: (inline-)?grid/.test(body)));
    const flexible = namesOf(rules.filter(({ body }) => /display: (inline-)?flex/.test(body)));
    return rules
      .filter(({ body }) => /(^|[\s-])gap: (?!0;)/.test(body))
      .filter(({ names, body }) => {
        const lives = names.some((name) => flexible.has(name) && !grids.has(name));
        return /display: (inline-)?flex/.test(body) || (lives && !/display: (inline-)?grid/.test(body));
      })
      .map(({ names }) => `${path} ${names.join(', ')}`);
  });

  expect(gaps).toEqual([]);
});

test('a button that lies over a whole box says its size, since four offsets give it none in Chrome 83', () => {
  const unsized = styles.flatMap(({ path, text }) =>
    rulesOf(text)
      .filter(({ body }) => ['top', 'right', 'bottom', 'left'].every((side) => body.includes(`${side}: 0;`)))
      .map(({ names }) => `${path} ${names.join(', ')}`),
  );

  // No button: the name of the room over everything, so that a door is found from the corridor.
  expect(unsized).toEqual(['components/announcement.module.css .identified']);
});

type Rule = { readonly names: readonly string[]; readonly body: string };

/** `names`: what a rule is about, which is the last part of its selectors. */
function rulesOf(text: string): Rule[] {
  return [...text.matchAll(/([^{};]+)\{([^{}]*)\}/g)].map(([, selector = '', body = '']) => ({
    names: selector.split(',').map(
      (one) =>
        one
          .trim()
          .split(/[\s>+~]+/)
          .pop() ?? '',
    ),
    body,
  }));
}

function namesOf(rules: readonly Rule[]): ReadonlySet<string> {
  return new Set(rules.flatMap(({ names }) => names));
}
