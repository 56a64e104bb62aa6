import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { VaultUnusable } from '../../../edge-proxy/ports/vault.ts';
import { createVault, parseKey } from '../../../edge-proxy/store/vault.ts';

const SECRET = '0.AXoA-a-refresh-token';
let folder: string;
let keyPath: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'doorlight-vault-'));
  keyPath = join(folder, 'doorlight.key');
});
afterEach(() => rmSync(folder, { recursive: true }));

function fault(run: () => unknown): string {
  try {
    run();
  } catch (cause) {
    if (cause instanceof VaultUnusable) return `${cause.message}. ${cause.remedy}`;
    throw cause;
  }
  return 'no fault';
}

test('the first seal makes a key for this user alone, and what was sealed opens in another life', () => {
  const sealed = createVault({ keyPath, mayMake: true }).seal(SECRET);

  expect(statSync(keyPath).mode & 0o777).toBe(0o600);
  expect(Buffer.from(sealed, 'base64').toString('latin1')).not.toContain('refresh');
  expect(createVault({ keyPath, mayMake: true }).open(sealed)).toBe(SECRET);
});

test('nothing is made before something is sealed', () => {
  const vault = createVault({ keyPath, mayMake: true });

  expect(fault(() => vault.open('AAAA'))).toContain('is not there');
  expect(existsSync(keyPath)).toBe(false);
});

test('the same secret is never sealed alike twice', () => {
  const vault = createVault({ keyPath, mayMake: true });

  expect(vault.seal(SECRET)).not.toBe(vault.seal(SECRET));
});

test('another key says so, leaves its file alone, and the right one put back opens again', () => {
  const vault = createVault({ keyPath, mayMake: true });
  const sealed = vault.seal(SECRET);
  const right = readFileSync(keyPath, 'utf8');
  const other = `${'ab'.repeat(32)}\n`;
  writeFileSync(keyPath, other);

  expect(fault(() => vault.open(sealed))).toContain('sealed with another key');
  expect(readFileSync(keyPath, 'utf8')).toBe(other);

  writeFileSync(keyPath, right);
  expect(vault.open(sealed)).toBe(SECRET);
});

test('a seal that was tampered with or cut short does not open', () => {
  const vault = createVault({ keyPath, mayMake: true });
  const sealed = Buffer.from(vault.seal(SECRET), 'base64');
  const touched = Buffer.from(sealed);
  touched[sealed.length - 1] = (touched[sealed.length - 1] ?? 0) ^ 1;

  for (const broken of [touched, sealed.subarray(0, 20), sealed.subarray(0, 5), Buffer.alloc(0)]) {
    expect(fault(() => vault.open(broken.toString('base64')))).toContain('another key');
  }
});

test('a file that holds no key is neither used nor written over', () => {
  writeFileSync(keyPath, 'correct horse battery staple');
  const vault = createVault({ keyPath, mayMake: true });

  expect(fault(() => vault.seal(SECRET))).toContain('holds no key of 32 bytes');
  expect(readFileSync(keyPath, 'utf8')).toBe('correct horse battery staple');
});

test('where an admin has said which file, none is made in its place', () => {
  expect(fault(() => createVault({ keyPath, mayMake: false }).seal(SECRET))).toContain('is not there');
  expect(existsSync(keyPath)).toBe(false);
});

test.for([
  ['hex', 'ab'.repeat(32)],
  ['base64', Buffer.alloc(32, 7).toString('base64')],
  ['base64 for addresses', Buffer.alloc(32, 0xff).toString('base64url')],
])('a key may be written as %s', ([, text]) => {
  expect(parseKey(` ${text}\n`)).toHaveLength(32);
});

test.for(['', 'ab'.repeat(31), 'ab'.repeat(33), 'a sentence of forty-three characters, no key'])(
  '%j is no key',
  (text) => {
    expect(() => parseKey(text)).toThrow();
  },
);
