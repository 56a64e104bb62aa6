/**
 * A whole site for journeys and the bench, of real programs: the sandbox tenant and the proxy, each a process of its own,
 * talking HTTP on loopback. The proxy can be stopped and started again on its port and its database.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createOutlook, type Outlook } from './outlook.ts';

const repository = resolve(import.meta.dirname, '../..');

export type Site = {
  /** Where people go. */
  readonly origin: string;
  readonly sandbox: SandboxFacts;
  /** Plays people with Outlook, and Exchange's bad days. */
  readonly outlook: Outlook;
  startProxy(): Promise<void>;
  /** Like a power cut: no drain, no goodbye. */
  killProxy(): Promise<void>;
  stopProxy(): Promise<void>;
  /** What the proxy has printed so far, log lines and all. */
  printed(): string;
  close(): Promise<void>;
};

/** What the sandbox prints when it is ready. */
export type SandboxFacts = {
  readonly origin: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly operatorClientId: string;
  readonly serviceUser: string;
  readonly canaryMailbox: string;
};

type Options = {
  /** The company's calendars: without meetings, with a day's meetings that stay, or living. */
  readonly company?: 'empty' | 'quiet' | 'living';
  readonly env?: Readonly<Record<string, string>>;
};

export async function startSite({ company = 'empty', env = {} }: Options = {}): Promise<Site> {
  const dataDir = await mkdtemp(join(tmpdir(), 'doorlight-site-'));
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const tenant = await startSandbox(company, `${origin}/sandbox`);
  const { sandbox } = tenant;
  let proxy: ChildProcess | null = null;
  let printed = '';

  async function startProxy(): Promise<void> {
    const child = run('edge-proxy/main.ts', {
      ...env,
      PORT: String(port),
      PUBLIC_URL: origin,
      DATA_DIR: dataDir,
      AZURE_TENANT_ID: sandbox.tenantId,
      AZURE_CLIENT_ID: sandbox.clientId,
      AZURE_CLIENT_SECRET: sandbox.clientSecret,
      AZURE_AUTHORITY_HOST: `${sandbox.origin}/entra`,
      GRAPH_ENDPOINT: `${sandbox.origin}/graph`,
      SERVICE_USER: sandbox.serviceUser,
      OPERATOR_CLIENT_ID: sandbox.operatorClientId,
    });
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (printed += String(chunk)));
    proxy = child;
    await new Promise<void>((settle, fail) => {
      child.once('message', () => settle());
      child.once('exit', (code) => fail(new Error(`the proxy ended with ${code}: ${printed.slice(-2_000)}`)));
    });
  }

  async function end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    if (proxy !== null) await ended(proxy, signal);
    proxy = null;
  }

  await startProxy();
  return {
    origin,
    sandbox,
    outlook: createOutlook(sandbox.origin),
    startProxy,
    killProxy: () => end('SIGKILL'),
    stopProxy: () => end('SIGTERM'),
    printed: () => printed,
    async close() {
      await end('SIGTERM');
      await ended(tenant.child, 'SIGTERM');
      await rm(dataDir, { recursive: true });
    },
  };
}

async function startSandbox(
  company: string,
  publicBase: string,
): Promise<{ child: ChildProcess; sandbox: SandboxFacts }> {
  const child = run('edge-proxy/sandbox/main.ts', { SANDBOX_COMPANY: company, SANDBOX_PUBLIC_BASE: publicBase });
  const sandbox = await new Promise<SandboxFacts>((settle, fail) => {
    let printed = '';
    child.stderr?.on('data', (chunk) => (printed += String(chunk)));
    child.stdout?.on('data', (chunk) => {
      printed += String(chunk);
      const ready = printed.split('\n').find((line) => line.startsWith('{"ready":true'));
      if (ready !== undefined) settle(JSON.parse(ready) as SandboxFacts);
    });
    child.once('exit', (code) => fail(new Error(`the sandbox ended with ${code}: ${printed}`)));
  });
  return { child, sandbox };
}

/** With nothing of this shell's own configuration, and a channel whose end ends the child. */
function run(program: string, env: Readonly<Record<string, string>>): ChildProcess {
  const inherited = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '' };
  return spawn(process.execPath, [program], {
    cwd: repository,
    env: { ...inherited, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
}

function ended(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((settle) => {
    child.once('exit', () => settle());
    child.kill(signal);
  });
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((settle) => probe.listen(0, '127.0.0.1', settle));
  const address = probe.address();
  await new Promise((settle) => probe.close(settle));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
