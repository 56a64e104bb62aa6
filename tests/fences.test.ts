/**
 * The import directions hold: each fence is broken on purpose in a copy of the tree, and the compiler or the linter, with
 * the project's own settings, must say so.
 */

import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const repository = resolve(import.meta.dirname, '..');
const settings = [
  'package.json',
  'tsconfig.json',
  'biome.json',
  'docs/lint',
  'shared/tsconfig.json',
  'edge-proxy/tsconfig.json',
  'kiosk/tsconfig.json',
];
let tree: string;

beforeAll(() => {
  tree = mkdtempSync(join(tmpdir(), 'doorlight-fences-'));
  for (const path of settings) cpSync(join(repository, path), join(tree, path), { recursive: true });
  symlinkSync(join(repository, 'node_modules'), join(tree, 'node_modules'));
  write('shared/basics/word.ts', "export const word: string = 'shared';\n");
  write('edge-proxy/word.ts', "export const word: string = 'proxy';\n");
  write('kiosk/word.ts', "export const word: string = 'kiosk';\n");
});

afterAll(() => rmSync(tree, { recursive: true }));

const acrossPrograms = [
  {
    file: 'shared/room/bad.ts',
    imports: '../../edge-proxy/word.ts',
    code: 'TS6307',
    because: 'shared knows neither program',
  },
  {
    file: 'shared/room/bad.ts',
    imports: '../../kiosk/word.ts',
    code: 'TS6307',
    because: 'shared knows neither program',
  },
  {
    file: 'kiosk/state/bad.ts',
    imports: '../../edge-proxy/word.ts',
    code: 'TS6307',
    because: 'the programs meet in shared/wire',
  },
  {
    file: 'edge-proxy/sync/bad.ts',
    imports: '../../kiosk/word.ts',
    code: 'TS6307',
    because: 'the programs meet in shared/wire',
  },
];

test.for(acrossPrograms)(
  '$file may not even import a type from $imports, because $because',
  ({ file, imports, code }) => {
    const printed = compile(file, `import type { word } from '${imports}';\nexport type Word = typeof word;\n`);

    expect(printed).toContain(code);
  },
);

test.for([
  { global: "fetch('/')", because: 'shared has no network' },
  { global: 'process.pid', because: 'shared has no process' },
  { global: 'console.log()', because: 'shared has no console' },
  { global: 'setTimeout(() => 0, 1)', because: 'shared has no timers' },
])('$global does not compile in shared, because $because', ({ global }) => {
  expect(compile('shared/room/bad.ts', `export const bad = ${global};\n`)).toMatch(/TS2304|TS2584|TS2591|TS2580/);
});

test.for([
  { file: 'shared/room/bad.ts', uses: '[1].at(-1)', since: 'Chrome 92' },
  { file: 'shared/room/bad.ts', uses: "Object.hasOwn({}, 'a')", since: 'Chrome 93' },
  { file: 'kiosk/board/bad.ts', uses: "'a'.replaceAll('a', 'b')", since: 'Chrome 85' },
  { file: 'kiosk/state/bad.ts', uses: '[1].toSorted()', since: 'Chrome 110' },
])(
  '$uses does not compile in $file, because screens from Chrome 83 on run it and it came with $since',
  ({ file, uses }) => {
    expect(compile(file, `export const bad = ${uses};\n`)).toMatch(/TS2339|TS2550/);
  },
);

test('what keeps to the fences compiles and passes lint', () => {
  const good = "import { word } from '../basics/word.ts';\n\nexport const twice: string = word + word;\n";

  expect(compile('shared/room/good.ts', good)).toBe('');
  expect(lint('shared/room/good.ts', good)).toBe('');
});

test.for([
  { file: 'shared/basics/bad.ts', imports: '../room/room.ts' },
  { file: 'shared/basics/bad.ts', imports: 'preact' },
  { file: 'shared/room/bad.ts', imports: '../rules/booking.ts' },
  { file: 'shared/rules/bad.ts', imports: '../wire/pairing.ts' },
  { file: 'shared/wire/bad.ts', imports: '../../kiosk/ports.ts' },
  { file: 'edge-proxy/ports/bad.ts', imports: '../sync/room-keeper.ts' },
  { file: 'edge-proxy/sync/bad.ts', imports: '../graph/graph-client.ts' },
  { file: 'edge-proxy/sync/bad.ts', imports: '../booking/ledger.ts' },
  { file: 'edge-proxy/sync/bad.ts', imports: 'node:fs' },
  { file: 'edge-proxy/booking/bad.ts', imports: '../store/sqlite-store.ts' },
  { file: 'edge-proxy/devices/bad.ts', imports: '../runtime/clock.ts' },
  { file: 'edge-proxy/relay/bad.ts', imports: '../http/event-stream.ts' },
  { file: 'edge-proxy/sync/bad.ts', imports: '../watch/alarms.ts' },
  { file: 'edge-proxy/watch/bad.ts', imports: '../graph/graph-client.ts' },
  { file: 'edge-proxy/check/bad.ts', imports: '../store/sqlite-store.ts' },
  { file: 'edge-proxy/attendance/bad.ts', imports: '../graph/graph-client.ts' },
  { file: 'edge-proxy/attendance/bad.ts', imports: '../booking/ledger.ts' },
  { file: 'edge-proxy/reports/bad.ts', imports: '../store/sqlite-store.ts' },
  { file: 'edge-proxy/booking/bad.ts', imports: '../attendance/no-shows.ts' },
  { file: 'edge-proxy/graph/bad.ts', imports: '../watch/alarms.ts' },
  { file: 'edge-proxy/graph/bad.ts', imports: '../store/rows.ts' },
  { file: 'edge-proxy/store/bad.ts', imports: '../sync/room-keeper.ts' },
  { file: 'edge-proxy/http/bad.ts', imports: '../booking/ledger.ts' },
  { file: 'edge-proxy/routes/bad.ts', imports: '../graph/graph-client.ts' },
  { file: 'edge-proxy/sandbox/bad.ts', imports: '../ports/store.ts' },
  { file: 'edge-proxy/graph/bad.ts', imports: '../sandbox/server.ts' },
  { file: 'kiosk/components/bad.ts', imports: '../state/room-model.ts' },
  { file: 'kiosk/board/bad.ts', imports: '../state/booking-model.ts' },
  { file: 'kiosk/screens/bad.ts', imports: '../sync/proxy-client.ts' },
  { file: 'kiosk/state/bad.ts', imports: '../components/lamp.tsx' },
  { file: 'kiosk/sync/bad.ts', imports: '../cache/kiosk-db.ts' },
  { file: 'kiosk/cache/bad.ts', imports: '../state/room-model.ts' },
  { file: 'kiosk/app.tsx', imports: '../tests/support/builders.ts' },
])('lint refuses $imports in $file', ({ file, imports }) => {
  expect(lint(file, `import { word } from '${imports}';\n\nexport const bad = word;\n`)).toContain(
    'noRestrictedImports',
  );
});

test.for([
  { file: 'shared/rules/bad.ts', reads: 'Date.now()', rule: 'noRestrictedGlobals' },
  { file: 'shared/rules/bad.ts', reads: 'Math.random()', rule: 'Chance comes in' },
  { file: 'edge-proxy/sync/bad.ts', reads: 'Date.now()', rule: 'noRestrictedGlobals' },
  { file: 'edge-proxy/sync/bad.ts', reads: 'setTimeout(close, 5)', rule: 'noRestrictedGlobals' },
  { file: 'edge-proxy/booking/bad.ts', reads: 'Math.random()', rule: 'Chance comes in' },
  { file: 'edge-proxy/relay/bad.ts', reads: "fetch('/')", rule: 'noRestrictedGlobals' },
  { file: 'edge-proxy/watch/bad.ts', reads: 'Date.now()', rule: 'noRestrictedGlobals' },
  { file: 'edge-proxy/check/bad.ts', reads: 'Math.random()', rule: 'Chance comes in' },
  { file: 'edge-proxy/reports/bad.ts', reads: 'Date.now()', rule: 'noRestrictedGlobals' },
  { file: 'edge-proxy/attendance/bad.ts', reads: 'setTimeout(close, 5)', rule: 'noRestrictedGlobals' },
  { file: 'kiosk/state/bad.ts', reads: 'Date.now()', rule: 'noRestrictedGlobals' },
])('lint refuses $reads in $file', ({ file, reads, rule }) => {
  expect(lint(file, `export const bad = ${reads};\n`)).toContain(rule);
});

function compile(file: string, content: string): string {
  return withFile(file, content, () => run('tsc', ['-p', `${file.split('/')[0]}/tsconfig.json`, '--noCheck', 'false']));
}

function lint(file: string, content: string): string {
  return withFile(file, content, () => run('biome', ['lint', '--vcs-enabled=false', '--diagnostic-level=error', file]));
}

function run(program: string, args: string[]): string {
  const { stdout, stderr, status } = spawnSync(join(repository, 'node_modules/.bin', program), args, {
    cwd: tree,
    encoding: 'utf8',
  });
  return status === 0 ? '' : stdout + stderr;
}

function withFile(file: string, content: string, check: () => string): string {
  write(file, content);
  try {
    return check();
  } finally {
    rmSync(join(tree, file));
  }
}

function write(path: string, content: string): void {
  mkdirSync(dirname(join(tree, path)), { recursive: true });
  writeFileSync(join(tree, path), content);
}
