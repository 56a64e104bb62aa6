import { spawn } from 'node:child_process';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { expect, test, vi } from 'vitest';
import { signInOperator, spawnSandbox, startSandbox } from '../../support/sandbox.ts';

// Starting a program takes longer than asking a function, the more so on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

const main = new URL('../../../edge-proxy/sandbox/main.ts', import.meta.url).pathname;

test('the program says what the proxy must know, works, and ends with its parent', async () => {
  const sandbox = await spawnSandbox({ SANDBOX_EMPTY: '1' });

  const rooms = (await (await sandbox.control('GET', '/rooms')).json()) as { address: string }[];
  sandbox.abandon();

  expect(sandbox).toMatchObject({
    ready: true,
    origin: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    clientSecret: expect.stringMatching(/^\w{40,}$/),
    serviceUser: 'doorlight@northwind.example',
    canaryMailbox: 'marguerite.lefevre@northwind.example',
  });
  expect(rooms).toHaveLength(12);
  expect(await sandbox.exited).toBe(0);
});

test.for([
  { env: { SANDBOX_PORT: 'eighty' }, says: 'SANDBOX_PORT' },
  { env: { SANDBOX_PORT: '70000' }, says: 'SANDBOX_PORT' },
  { env: { SANDBOX_PUBLIC_BASE: 'localhost' }, says: 'SANDBOX_PUBLIC_BASE' },
])('$env is refused by name, before anything starts', async ({ env, says }) => {
  const child = spawn(process.execPath, [main], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });

  expect(await new Promise((resolve) => child.once('close', resolve))).toBe(1);
  expect(said).toContain(says);
});

test('a taken port is said in one sentence', async () => {
  const first = await startSandbox();
  const child = spawn(process.execPath, [main], {
    env: { ...process.env, SANDBOX_EMPTY: '1', SANDBOX_PORT: new URL(first.origin).port },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });

  expect(await new Promise((resolve) => child.once('close', resolve))).toBe(1);
  expect(said).toMatch(/^The sandbox cannot listen on port \d+: .*EADDRINUSE.*\n$/);
  await first.close();
});

test('an operator’s token proves itself by the metadata that a program reads, also below a public path', async () => {
  const sandbox = await startSandbox({ publicBase: 'http://localhost:8080/sandbox' });
  const metadata = (await (
    await fetch(`${sandbox.origin}/entra/${sandbox.tenantId}/v2.0/.well-known/openid-configuration`)
  ).json()) as { issuer: string; jwks_uri: string; authorization_endpoint: string };

  const token = await signInOperator(sandbox, 'tomas.ferreira@northwind.example');
  const { payload } = await jwtVerify(token, createRemoteJWKSet(new URL(metadata.jwks_uri)), {
    issuer: metadata.issuer,
    audience: sandbox.operatorClientId,
  });

  expect(payload).toMatchObject({ roles: ['Admin'], scp: 'access_as_operator', tid: sandbox.tenantId });
  expect(metadata.authorization_endpoint).toMatch(/^http:\/\/localhost:8080\/sandbox\/entra\//);
  await sandbox.close();
});
