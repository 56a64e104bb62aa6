/** `npm run check` as the program it is. */

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { printProgress } from '../../edge-proxy/print-check.ts';
import { openSqliteStore } from '../../edge-proxy/store/sqlite-store.ts';
import { type CheckReport, checkReportCodec } from '../../shared/wire/check.ts';
import { aRoom, at } from '../support/builders.ts';
import { createFixedChance } from '../support/fixed-chance.ts';
import { type Sandbox, startSandbox } from '../support/sandbox.ts';
import { enterDeviceCode } from '../support/service-account.ts';

const signInMain = new URL('../../edge-proxy/sign-in.ts', import.meta.url).pathname;
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

test('a service account that has signed in is checked with the sign-in that the store keeps', async () => {
  const environment = actingForAPerson('account');
  await signIn(environment, sandbox.serviceUser);

  const { code, out, errors } = await check(environment, '--json');
  const report = reportIn(out);

  expect(errors).toBe('');
  const verdicts = new Map(report.lines.map(({ id, verdict }) => [id, verdict]));
  for (const id of ['token', 'permission-places', 'room-readable', 'service-user', 'room-writing']) {
    expect([id, verdicts.get(id)]).toEqual([id, 'ok']);
  }
  expect(report.failed).toBe(0);
  expect(code).toBe(0);
});

test('a service account that nobody signed in is told so, with the command that does', async () => {
  const environment = actingForAPerson('nobody');

  const { code, out } = await check(environment, '--json');

  expect(reportIn(out).lines.find(({ id }) => id === 'token')).toMatchObject({ verdict: 'failed' });
  expect(out).toContain('npm run sign-in');
  expect(code).toBe(1);
});

function actingForAPerson(folder: string): Record<string, string> {
  const { AZURE_CLIENT_SECRET: _, ...without } = sandbox.environment;
  const app = { AZURE_CLIENT_ID: sandbox.serviceClientId, CALENDAR_ACCESS: 'delegated' };
  return { ...without, ...app, DATA_DIR: join(dataDir, folder) };
}

/** `npm run sign-in` as the program it is, with a person at the page that it names. */
async function signIn(environment: Record<string, string>, account: string): Promise<void> {
  const child = spawn(process.execPath, [signInMain], {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  await new Promise<void>((shown) => {
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      if (/https?:\/\/\S+/.test(out) && /\b[A-Z0-9]{8,9}\b/.test(out)) shown();
    });
    void ended.then(() => shown());
  });
  const uri = /https?:\/\/\S+/.exec(out)?.[0] ?? '';
  const code = /\b[A-Z0-9]{8,9}\b/.exec(out)?.[0] ?? '';
  await enterDeviceCode(uri, code, account);
  expect(await ended).toBe(0);
}

test('what a policy asks for is read off the store of a proxy that runs beside it', async () => {
  const folder = join(dataDir, 'kept');
  const store = openSqliteStore({ dataDir: folder, chance: createFixedChance() });
  const environment = { ...sandbox.environment, DATA_DIR: folder };
  await store.saveRooms([aRoom({ floor: '2' })], at('09:00'));
  const floor = { kind: 'floor', building: aRoom().building, floor: '2' } as const;
  await store.changePolicies([floor], () => ({ checkIn: { mode: 'release' } }));

  const { out } = await check(environment, '--json');

  const roomWriting = reportIn(out).lines.find(({ id }) => id === 'room-writing');
  expect(roomWriting?.cameBack).toMatch(/as the policy asks|a policy lets rooms give back/i);
  await store.close();
});

test.for([
  { read: 10, rooms: 39, says: null },
  { read: 999, rooms: 1_000, says: null },
  { read: 500, rooms: 1_000, says: '\r\u001b[K  Reading rooms: 500 of 1000' },
  { read: 1_000, rooms: 1_000, says: '\r\u001b[K' },
])('after $read of $rooms rooms, who watches sees $says', ({ read, rooms, says }) => {
  expect(printProgress(read, rooms)).toBe(says);
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
