/**
 * Starts the sandbox tenant as a program of its own and configures us with what it tells: from there on it is a tenant
 * like any other, reached by HTTP alone.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { decodeText, object, text } from '../shared/basics/codec.ts';
import { instant } from '../shared/basics/instant.ts';
import type { TenantConfig } from './config.ts';

export type RunningSandbox = {
  readonly tenant: TenantConfig;
  /** Where it listens, on loopback. */
  readonly origin: string;
  /** Told where it ends by itself, which it never should. */
  onEnd(told: () => void): void;
  close(): void;
};

const readyCodec = object({
  origin: text({ min: 1 }),
  tenantId: text({ min: 1 }),
  clientId: text({ min: 1 }),
  clientSecret: text({ min: 1 }),
  operatorClientId: text({ min: 1 }),
  serviceUser: text({ min: 1 }),
  canaryMailbox: text({ min: 1 }),
});

/** `publicBase`: where browsers find it, behind our own port. */
export async function runSandbox(publicBase: string): Promise<RunningSandbox> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'sandbox/main.ts'), '--with-parent'], {
    env: { ...inherited(), SANDBOX_PUBLIC_BASE: publicBase },
    // The channel's end tells the sandbox that we are gone, however we went.
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const ready = decodeText(readyCodec, await firstLine(child));
  if (!ready.ok) throw new Error(`the sandbox said something else: ${ready.error.path}`);
  const { origin, tenantId, clientId, clientSecret, operatorClientId, serviceUser, canaryMailbox } = ready.value;
  return {
    origin,
    tenant: {
      mode: 'tenant',
      tenantId,
      clientId,
      // As long as the sandbox lives: its date is nobody's worry.
      credential: { kind: 'secret', secret: clientSecret, expiresAt: instant(Date.UTC(2999, 0)) },
      authorityHost: `${origin}/entra`,
      graphEndpoint: `${origin}/graph`,
      serviceUser,
      operatorClientId,
      canaryMailbox,
      roomLists: [],
    },
    onEnd: (told) => void child.once('exit', told),
    close() {
      child.removeAllListeners('exit');
      child.kill();
    },
  };
}

/** The certificates too, as it calls our webhook, which may stand behind one that only this machine knows. */
function inherited(): Record<string, string> {
  const names = ['PATH', 'NODE_EXTRA_CA_CERTS'];
  return Object.fromEntries(
    names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((settle, fail) => {
    let printed = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      const end = printed.indexOf('\n');
      if (end >= 0) settle(printed.slice(0, end));
    });
    child.once('exit', (code) => fail(new Error(`the sandbox ended with ${code} before it was ready`)));
  });
}
