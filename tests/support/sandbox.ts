/** A sandbox tenant on a loopback port: in this process, where a test may reach inside, or as the program it is. */

import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline';
import { createSandboxServer, type SandboxOptions } from '../../edge-proxy/sandbox/server.ts';

export type SandboxParticulars = {
  origin: string;
  tenantId: string;
  clientId: string;
  clientSecret: string;
  operatorClientId: string;
  serviceUser: string;
  canaryMailbox: string;
  serviceClientId: string;
};

/** Empty and with quick rooms unless told otherwise: a test wants to see its own meetings, and soon. */
export async function startSandbox(options: SandboxOptions & { port?: number } = {}) {
  const { port = 0, ...rest } = options;
  const server = await createSandboxServer({ empty: true, answerDelayMs: 20, ...rest });
  await server.listen(port);
  const particulars = server.particulars();
  return { ...server, ...particulars, ...controlOf(particulars.origin), environment: environmentOf(particulars) };
}

export type Sandbox = Awaited<ReturnType<typeof startSandbox>>;

/** The program itself, which ends when `close` is called or this process does. */
export async function spawnSandbox(env: Record<string, string> = {}) {
  const main = new URL('../../edge-proxy/sandbox/main.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [main, '--with-parent'], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const line = await Promise.race([
    new Promise<string>((resolve) => createInterface({ input: child.stdout }).once('line', resolve)),
    exited.then((code) => Promise.reject(new Error(`the sandbox ended with ${code} before it was ready`))),
  ]);
  const particulars = JSON.parse(line) as SandboxParticulars & { ready: true };
  return {
    ...particulars,
    ...controlOf(particulars.origin),
    environment: environmentOf(particulars),
    exited,
    /** As when `npm start` dies: nobody says goodbye, the pipe just closes. */
    abandon: () => child.stdin.end(),
    async close(): Promise<void> {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

/** What the proxy's environment must hold to take this sandbox for its tenant. */
function environmentOf(particulars: SandboxParticulars): Record<string, string> {
  return {
    AZURE_AUTHORITY_HOST: `${particulars.origin}/entra`,
    AZURE_TENANT_ID: particulars.tenantId,
    AZURE_CLIENT_ID: particulars.clientId,
    AZURE_CLIENT_SECRET: particulars.clientSecret,
    GRAPH_ENDPOINT: `${particulars.origin}/graph`,
    OPERATOR_CLIENT_ID: particulars.operatorClientId,
    SERVICE_USER: particulars.serviceUser,
    CANARY_MAILBOX: particulars.canaryMailbox,
  };
}

function controlOf(origin: string) {
  return {
    /** Asks the control API; `path` is what follows /outlook/api. */
    control(method: string, path: string, body?: unknown): Promise<Response> {
      return fetch(`${origin}/outlook/api${path}`, {
        method,
        ...(body !== undefined && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
      });
    },
  };
}

/** Signs a person in as the console does, without a browser, and gives the access token. */
export async function signInOperator(sandbox: SandboxParticulars, userPrincipalName: string): Promise<string> {
  const endpoint = `${sandbox.origin}/entra/${sandbox.tenantId}/oauth2/v2.0`;
  const verifier = randomBytes(48).toString('base64url');
  const redirectUri = 'http://localhost/console';
  const query = new URLSearchParams({
    client_id: sandbox.operatorClientId,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: `openid profile offline_access api://${sandbox.operatorClientId}/access_as_operator`,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const page = await (await fetch(`${endpoint}/authorize?${query}`)).text();
  const account = page
    .split('<button')
    .find((button) => button.includes(userPrincipalName))
    ?.match(/value="([^"]+)"/)?.[1];
  if (account === undefined) throw new Error(`${userPrincipalName} is not offered on the sign-in page`);
  const back = await fetch(`${endpoint}/authorize?${query}`, {
    method: 'POST',
    body: new URLSearchParams({ account }),
    redirect: 'manual',
  });
  const code = new URL(back.headers.get('Location') ?? '').searchParams.get('code') ?? '';
  const answer = await fetch(`${endpoint}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: sandbox.operatorClientId,
      code,
      code_verifier: verifier,
      redirect_uri: redirectUri,
    }),
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}
