import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { claimDataDir, LOCK_FILE } from '../../../edge-proxy/store/claim-data-dir.ts';
import { at } from '../../support/builders.ts';

const us = { pid: 4242, host: 'door-server', since: at('10:00') };
const module = new URL('../../../edge-proxy/store/claim-data-dir.ts', import.meta.url).href;

let dataDir: string;
const others: ChildProcess[] = [];
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'doorlight-claim-'));
});
afterEach(() => {
  for (const other of others.splice(0)) other.kill('SIGKILL');
  rmSync(dataDir, { recursive: true, force: true });
});

/** Another process that has claimed the directory and goes on living. */
async function another(): Promise<ChildProcess> {
  const script = `
    import { claimDataDir } from ${JSON.stringify(module)};
    globalThis.claim = claimDataDir(${JSON.stringify(dataDir)}, { pid: 17, host: 'the-other', since: 0 });
    process.send('claimed');
    setInterval(() => undefined, 60_000);`;
  const other = spawn(process.execPath, ['--input-type=module-typescript', '--eval', script], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  others.push(other);
  await new Promise((claimed, failed) => {
    other.once('message', claimed);
    other.once('exit', () => failed(new Error('the other process could not claim it')));
  });
  return other;
}

test('a directory that another process uses is refused, by the name of the process', async () => {
  await another();

  expect(() => claimDataDir(dataDir, us)).toThrow(
    `another Doorlight is using ${dataDir} (process 17 on the-other, since 1970-01-01T00:00:00.000Z)`,
  );
});

test('the claim of a process that was killed is nobody’s, and nothing has to be cleared away', async () => {
  const other = await another();
  const gone = new Promise((resolve) => other.once('exit', resolve));
  other.kill('SIGKILL');
  await gone;

  const claim = claimDataDir(dataDir, us);

  claim.release();
});

test('who lets go of it can be followed by the next, also in the same process', () => {
  claimDataDir(dataDir, us).release();
  claimDataDir(dataDir, us).release();
});

test('who else is in the directory is told though nobody wrote down who it is', async () => {
  await another();
  rmSync(join(dataDir, 'doorlight.holder'));

  expect(() => claimDataDir(dataDir, us)).toThrow('which one is not known');
});

test('a directory is claimed though nobody can write down by whom', () => {
  mkdirSync(join(dataDir, 'doorlight.holder', 'in-the-way'), { recursive: true });

  const claim = claimDataDir(dataDir, us);

  claim.release();
});

test('a lock file that is something else is no claim, and says what to do', () => {
  writeFileSync(join(dataDir, LOCK_FILE), 'x'.repeat(200));

  expect(() => claimDataDir(dataDir, us)).toThrow(/no lock can be had in .*\. Put DATA_DIR on a local disk/);
});

test('a directory that cannot be written is refused in words', () => {
  const file = join(dataDir, 'a-file');
  writeFileSync(file, '');
  chmodSync(file, 0o400);

  expect(() => claimDataDir(join(file, 'below'), us)).toThrow('cannot be written');
});
