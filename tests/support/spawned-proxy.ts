/** The proxy as the program it is, on a port and a store that outlive it, so that it can be killed and started again. */

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFlags } from './start-flags.ts';

const main = new URL('../../edge-proxy/main.ts', import.meta.url).pathname;

/** `environment` names the tenant, or none for the sandbox's. Nothing runs before `start`. */
export async function prepareProxy(environment: Readonly<Record<string, string>>) {
  const dataDir = mkdtempSync(join(tmpdir(), 'doorlight-spawned-'));
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  let child: ChildProcess | null = null;

  return {
    origin,
    dataDir,

    /** Resolves once it says that it listens and has begun. */
    async start(): Promise<void> {
      const started = spawn(process.execPath, [...startFlags, main], {
        env: {
          PATH: process.env['PATH'] ?? '',
          HOST: '127.0.0.1',
          PORT: String(port),
          PUBLIC_URL: origin,
          DATA_DIR: dataDir,
          ...environment,
        },
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      });
      child = started;
      const complaints: string[] = [];
      started.stderr?.on('data', (chunk: Buffer) => complaints.push(chunk.toString()));
      await new Promise<void>((resolve, reject) => {
        started.once('message', () => resolve());
        started.once('exit', (code) => reject(new Error(`the proxy ended with ${code}: ${complaints.join('')}`)));
      });
    },

    /** As when the power goes: nobody is told, nothing is tidied. */
    kill: () => end('SIGKILL'),
    /** As a deployment does it. */
    stop: () => end('SIGTERM'),

    async close(): Promise<void> {
      await end('SIGKILL');
      rmSync(dataDir, { recursive: true, force: true });
    },
  };

  async function end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const dying = child;
    child = null;
    if (dying === null || dying.exitCode !== null || dying.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => dying.once('exit', () => resolve()));
    dying.kill(signal);
    await gone;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
