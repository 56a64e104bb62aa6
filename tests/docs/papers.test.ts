/** Papers that name what the code holds say the same as the code: a reader believes them. */

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { problemCatalogue } from '../../edge-proxy/http/problem-response.ts';
import { faultKinds } from '../../shared/wire/problem.ts';

const repository = resolve(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(repository, path), 'utf8');

test('the paper on problems lists each kind that we answer with, and no other, with its status', () => {
  const rows = [...read('docs/problems.md').matchAll(/^\| `([a-z-]+)` \| (\d{3}) \|/gm)];
  const written = rows.map(([, kind, status]) => `${kind} ${status}`).sort();
  const answered = Object.entries(problemCatalogue).map(([kind, { status }]) => `${kind} ${status}`);

  expect(written).toEqual(answered.sort());
  expect(faultKinds.every((kind) => written.some((row) => row.startsWith(`${kind} `)))).toBe(true);
});

test('the paper on configuration explains each variable that is read', () => {
  const paper = read('docs/configuration.md');
  const named = [...read('edge-proxy/config.ts').matchAll(/'([A-Z]+(?:_[A-Z]+)+|HOST|PORT)'/g)].map(([, name]) => name);

  expect(named).toContain('AZURE_TENANT_ID');
  expect([...new Set(named)].filter((name) => !paper.includes(`\`${name}\``))).toEqual([]);
});

const papers = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'tests/journeys/by-hand.md',
  ...readdirSync(join(repository, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => join('docs', path)),
];

test.for(papers)('%s links only to papers that are there', (paper) => {
  const links = [...read(paper).matchAll(/\]\(([^)#:]+\.md)\)/g)].map(([, target]) => target ?? '');
  const missing = links.filter((target) => !exists(join(dirname(paper), target)));

  expect(missing).toEqual([]);
});

function exists(path: string): boolean {
  try {
    return read(path) !== '';
  } catch {
    return false;
  }
}
