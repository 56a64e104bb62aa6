/**
 * A whole site for journeys and the bench, of real programs: the sandbox tenant and the proxy, each a process of its own,
 * talking HTTP on loopback. The proxy can be stopped and started again on its port and its database.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { PolicyOverride } from '../../shared/room/policy.ts';
import { createOutlook, type Meeting, type Outlook } from './outlook.ts';
import { signInOperator, spawnSandbox } from './sandbox.ts';
import { startFlags } from './start-flags.ts';

const repository = resolve(import.meta.dirname, '../..');

/** Admin at Northwind, who may do everything in the console. */
const ADMIN = 'tomas.ferreira@northwind.example';

export type Site = {
  /** Where people go. */
  readonly origin: string;
  readonly serviceUser: string;
  /** Where the proxy has its store. */
  readonly dataDir: string;
  /** Plays people with Outlook, and Exchange's bad days. */
  readonly outlook: Outlook;
  /** Asks the console's API as an admin. */
  console(method: string, path: string, body?: unknown): Promise<Response>;
  /** For every room. */
  setPolicy(override: PolicyOverride): Promise<void>;
  /** As it was at first, but for the tablets: nobody meets, nothing is broken, the proxy runs, the policy is the usual one. */
  mend(): Promise<void>;
  /** With these variables beside those of the site, where a life is to be another than the last. */
  startProxy(also?: Readonly<Record<string, string>>): Promise<void>;
  stopProxy(): Promise<void>;
  /** Its process. @throws where it does not run */
  proxyPid(): number;
  /** What the proxy has printed so far, log lines and all. */
  printed(): string;
  close(): Promise<void>;
};

type Options = {
  /** A company with meetings that live, where it is not to be empty. */
  readonly living?: boolean;
  /** From a request to the room's answer; long enough by default for a pending booking to be seen. */
  readonly answerDelayMs?: number;
  readonly env?: Readonly<Record<string, string>>;
};

/** Rooms are open day and night: journeys run at any hour, and a closed room may be older before it says so. */
const ALWAYS_OPEN: PolicyOverride = { openingHours: { from: 0, to: 1_440 }, showTitles: true };

export async function startSite({ living = false, answerDelayMs = 1_500, env = {} }: Options = {}): Promise<Site> {
  const dataDir = await mkdtemp(join(tmpdir(), 'doorlight-site-'));
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const sandbox = await spawnSandbox({
    ...(living ? {} : { SANDBOX_EMPTY: '1' }),
    SANDBOX_ANSWER_DELAY_MS: String(answerDelayMs),
  });
  let proxy: ChildProcess | null = null;
  let printed = '';

  async function startProxy(also: Readonly<Record<string, string>> = {}): Promise<void> {
    // With nothing of this shell's own configuration, and a channel whose end the child would notice.
    const inherited = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '' };
    const ours = { PORT: String(port), PUBLIC_URL: origin, DATA_DIR: dataDir };
    const child = spawn(process.execPath, [...startFlags, 'edge-proxy/main.ts'], {
      cwd: repository,
      env: { ...inherited, ...sandbox.environment, ...ours, ...env, ...also },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (printed += String(chunk)));
    proxy = child;
    await new Promise<void>((settle, fail) => {
      child.once('message', () => settle());
      child.once('exit', (code) => fail(new Error(`the proxy ended with ${code}: ${printed.slice(-2_000)}`)));
    });
  }

  async function stopProxy(): Promise<void> {
    const child = proxy;
    proxy = null;
    if (child === null || child.exitCode !== null) return;
    await new Promise<void>((settle) => {
      child.once('exit', () => settle());
      child.kill('SIGTERM');
    });
  }

  async function close(): Promise<void> {
    await stopProxy();
    await sandbox.close();
    await rm(dataDir, { recursive: true });
  }

  let token: string;
  try {
    await startProxy();
    token = await signInOperator(sandbox, ADMIN);
  } catch (fault) {
    // Whoever started it gets nothing to close, and what runs on would keep this process.
    await close();
    throw fault;
  }
  const asAdmin = (method: string, path: string, body?: unknown) =>
    fetch(`${origin}/api/console${path}`, {
      method,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      // Bytes go as they are: a picture says itself what it is.
      ...(body !== undefined && { body: body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body) }),
    });
  const setPolicy = async (override: PolicyOverride) => {
    const answer = await asAdmin('PUT', '/policy', { ...ALWAYS_OPEN, ...override });
    if (!answer.ok) throw new Error(`the policy was refused: ${await answer.text()}`);
  };
  await setPolicy({});
  const outlook = createOutlook(sandbox.control);
  return {
    origin,
    serviceUser: sandbox.serviceUser,
    dataDir,
    outlook,
    console: asAdmin,
    setPolicy,
    async mend() {
      await outlook.mend();
      for (const { id } of await standing(outlook)) await outlook.remove(id);
      if (proxy === null) await startProxy();
      await asAdmin('PUT', '/policies/file', { doorlight: 'policies', decisions: [] });
      await setPolicy({});
      // A room takes a cancelled meeting out when it has read the mail, and until then it is in the way of the next.
      while ((await standing(outlook)).length > 0) await new Promise((settle) => setTimeout(settle, 100));
    },
    startProxy,
    stopProxy,
    proxyPid() {
      if (proxy?.pid === undefined) throw new Error('the proxy does not run');
      return proxy.pid;
    },
    printed: () => printed,
    close,
  };
}

/** What any room has in its calendar. */
async function standing(outlook: Outlook): Promise<Meeting[]> {
  const rooms = await outlook.rooms();
  return (await Promise.all(rooms.map(({ address }) => outlook.calendar(address, 48)))).flat();
}

export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((settle) => probe.listen(0, '127.0.0.1', settle));
  const address = probe.address();
  await new Promise((settle) => probe.close(settle));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
