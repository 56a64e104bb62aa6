/** `npm run check` as the program it is. */

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CheckReport, checkReportCodec } from '../../shared/wire/check.ts';
import { type Sandbox, startSandbox } from '../support/sandbox.ts';

const main = new URL('../../edge-proxy/check-main.ts', import.meta.url).pathname;

let sandbox: Sandbox;
let dataDir: string;
beforeAll(async () => {
  sandbox = await startSandbox();
  dataDir = mkdtempSync(join(tmpdir(), 'doorlight-check-'));
});
afterAll(async () => {
  await sandbox.close();
  rmSync(dataDir, { recursive: true });
});

async function check(env: Record<string, string>, ...flags: string[]) {
  const child = spawn(process.execPath, [main, ...flags], {
    env: { PATH: process.env['PATH'], DATA_DIR: join(dataDir, 'not-made-yet'), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, errors] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, out, errors };
}

function reportIn(out: string): CheckReport {
  const report = checkReportCodec.decode(JSON.parse(out));
  if (!report.ok) throw new Error(report.error.path);
  return report.value;
}

test('a tenant that is well ends with 0, in words that say so', async () => {
  const { code, out, errors } = await check(sandbox.environment);

  expect(errors).toBe('');
  expect(out).toMatch(/^✓ Sign-in to Entra +A token, in \d+ ms\.$/m);
  expect(out).toMatch(/^! Webhook address +PUBLIC_URL is not set/m);
  expect(out.trimEnd()).toMatch(/are well\. Checked in \d+ seconds?\.$/);
  expect(code).toBe(0);
});

test('something that fails ends with 1, for machines too', async () => {
  const { code, out } = await check({ ...sandbox.environment, AZURE_CLIENT_SECRET: 'wrong~secret' }, '--json');
  const report = reportIn(out);

  expect(report.lines.find(({ id }) => id === 'token')).toMatchObject({ verdict: 'failed' });
  expect(report).toMatchObject({ passed: false, failed: 1 });
  expect(out).not.toContain('wrong~secret');
  expect(code).toBe(1);
});

test('what is set wrongly comes first, all at once', async () => {
  const { code, out } = await check({ AZURE_TENANT_ID: 'contoso', SERVICE_USER: 'doors' }, '--json');

  expect(reportIn(out).lines.map(({ id }) => id)).toEqual([
    'configuration:AZURE_TENANT_ID',
    'configuration:AZURE_CLIENT_CERTIFICATE_PATH',
    'configuration:AZURE_CLIENT_ID',
    'configuration:SERVICE_USER',
    'configuration:OPERATOR_CLIENT_ID',
  ]);
  expect(code).toBe(1);
});

test.for([
  { env: {}, flags: [], says: /nothing to check/, because: 'no tenant is set' },
  { env: {}, flags: ['--jsn'], says: /--jsn/, because: 'the flag means nothing' },
])('where $because nothing is tried, and it ends with 2', async ({ env, flags, says }) => {
  const { code, out, errors } = await check(env, ...flags);

  expect(errors).toMatch(says);
  expect(out).toBe('');
  expect(code).toBe(2);
});
