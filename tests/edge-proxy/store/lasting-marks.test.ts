import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  appendMarks,
  noteReached,
  readMarks,
  readReached,
  rewriteMarks,
} from '../../../edge-proxy/store/lasting-marks.ts';

const DAY = 86_400_000;
let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'doorlight-marks-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

test('marks come back in their order, and there are none before the first', () => {
  expect(readMarks(dataDir)).toEqual([]);
  appendMarks(dataDir, [{ kind: 'life', generation: 'g1' }]);
  appendMarks(dataDir, [{ kind: 'revoked', device: 'd1', at: 5 }]);
  appendMarks(dataDir, [{ kind: 'used', code: 'BCDFGHJK', at: 6 }]);

  expect(readMarks(dataDir)).toEqual([
    { kind: 'life', generation: 'g1' },
    { kind: 'revoked', device: 'd1', at: 5 },
    { kind: 'used', code: 'BCDFGHJK', at: 6 },
  ]);
});

test('a line that a crash cut off spoils neither those before it nor those after', () => {
  appendMarks(dataDir, [{ kind: 'revoked', device: 'd1', at: 5 }]);
  appendFileSync(join(dataDir, 'doorlight.marks'), '{"kind":"revoked","dev');
  appendMarks(dataDir, [{ kind: 'revoked', device: 'd2', at: 7 }]);

  expect(readMarks(dataDir).map((mark) => mark.kind === 'revoked' && mark.device)).toEqual(['d1', 'd2']);
});

test('rewriting keeps every tablet with its first time, the last life, and no code of yesterday', () => {
  const marks = [
    { kind: 'life', generation: 'g1' },
    { kind: 'revoked', device: 'd1', at: 5 },
    { kind: 'revoked', device: 'd1', at: 9 },
    { kind: 'used', code: 'OLD', at: 0 },
    { kind: 'used', code: 'NEW', at: 2 * DAY },
    { kind: 'life', generation: 'g2' },
  ] as const;
  rewriteMarks(dataDir, marks, 2 * DAY + 1);

  expect(new Set(readMarks(dataDir))).toEqual(
    new Set([
      { kind: 'life', generation: 'g2' },
      { kind: 'revoked', device: 'd1', at: 5 },
      { kind: 'used', code: 'NEW', at: 2 * DAY },
    ]),
  );
});

test('they are for this user alone', () => {
  appendMarks(dataDir, [{ kind: 'revoked', device: 'd1', at: 5 }]);

  expect(statSync(join(dataDir, 'doorlight.marks')).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(dataDir, 'doorlight.marks'), 'utf8')).not.toContain('credential');
});

test('how far the ledger came is 0 where nothing, or nothing legible, tells it', () => {
  expect(readReached(dataDir)).toBe(0);
  noteReached(dataDir, 41);
  noteReached(dataDir, 42);
  expect(readReached(dataDir)).toBe(42);
  writeFileSync(join(dataDir, 'doorlight.reached'), '');
  expect(readReached(dataDir)).toBe(0);
});
