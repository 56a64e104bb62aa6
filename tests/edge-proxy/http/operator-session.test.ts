import { Hono } from 'hono';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { consoleSignIn } from '../../../edge-proxy/http/console-sign-in.ts';
import { createOpenIdProvider } from '../../../edge-proxy/http/openid-provider.ts';
import { createOperatorSession } from '../../../edge-proxy/http/operator-session.ts';
import { addMs, HOUR_MS } from '../../../shared/basics/instant.ts';
import type { OperatorRole } from '../../../shared/wire/console.ts';
import { at } from '../../support/builders.ts';
import { createMemoryLog } from '../../support/memory-log.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';
import { CLIENT, startEntra, TENANT } from './entra-stand-in.ts';

let entra: Awaited<ReturnType<typeof startEntra>>;
beforeAll(async () => {
  entra = await startEntra();
});
afterAll(() => entra.close());

function aConsole({ tenant = TENANT, clientId = CLIENT }: { tenant?: string; clientId?: string } = {}) {
  const clock = createVirtualClock(at('10:00'));
  const refused: string[] = [];
  const needs = { authorityHost: `${entra.origin}/`, tenant, fetch, clock, log: createMemoryLog() };
  const openIdProvider = createOpenIdProvider(needs);
  const { requireOperator } = createOperatorSession({
    openIdProvider,
    clientId,
    clock,
    onRefused: (_, fault) => void refused.push(fault.kind),
    onAccepted: () => undefined,
    pace: (_, fault) => fault,
  });
  const app = new Hono();
  for (const role of ['Viewer', 'Operator', 'Admin'] satisfies OperatorRole[]) {
    app.get(`/${role}`, requireOperator(role), (c) => c.json(c.var.operator));
  }
  const ask = (authorization: string | null, role: OperatorRole = 'Viewer') =>
    app.request(`/${role}`, authorization === null ? {} : { headers: { Authorization: authorization } });
  return { clock, refused, ask, openIdProvider };
}

const now = at('10:00');
const seconds = now / 1_000;

test('a token of this tenant, for this console, of a person with a role, opens it', async () => {
  const { ask } = aConsole();

  const answer = await ask(`Bearer ${await entra.token(now)}`, 'Operator');

  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({
    id: 'person-1',
    name: 'Anna Lindqvist',
    username: 'anna@northwind.example',
    roles: ['Operator'],
    until: addMs(now, HOUR_MS),
  });
});

test.for<{ what: string; change: { [claim: string]: unknown }; status: number }>([
  { what: 'audience as api:// URI', change: { aud: `api://${CLIENT}` }, status: 200 },
  {
    what: 'issuer of version 1, named by upn',
    change: { iss: `https://sts.windows.net/${TENANT}/`, preferred_username: undefined, upn: 'a@b.example' },
    status: 200,
  },
  { what: 'tenant in capitals', change: { tid: TENANT.toUpperCase() }, status: 200 },
  { what: 'several scopes', change: { scp: 'openid access_as_operator' }, status: 200 },
  { what: 'another audience', change: { aud: '00000003-0000-0000-c000-000000000000' }, status: 401 },
  { what: 'another issuer', change: { iss: 'https://login.example/evil/v2.0' }, status: 401 },
  { what: 'another tenant', change: { tid: '99999999-2222-4333-8444-555555555555' }, status: 401 },
  { what: 'no tenant', change: { tid: undefined }, status: 401 },
  { what: 'no person', change: { oid: undefined }, status: 401 },
  { what: 'no expiry', change: { exp: undefined }, status: 401 },
  { what: 'expired two minutes ago', change: { exp: seconds - 120 }, status: 401 },
  { what: 'not yet valid', change: { nbf: seconds + 600 }, status: 401 },
  { what: 'no scope, as of an app', change: { scp: undefined }, status: 403 },
  { what: 'another scope', change: { scp: 'access_as_operator_not' }, status: 403 },
  { what: 'no role', change: { roles: undefined }, status: 403 },
  { what: 'an unknown role', change: { roles: ['Emperor'] }, status: 403 },
  { what: 'roles as text', change: { roles: 'Admin' }, status: 403 },
])('$what: $status', async ({ change, status }) => {
  const { ask } = aConsole();

  const answer = await ask(`Bearer ${await entra.token(now, change)}`);

  expect(answer.status).toBe(status);
  if (status >= 400) expect(answer.headers.get('Content-Type')).toBe('application/problem+json');
});

test('who may do what: each role may also what those before it may', async () => {
  const { ask } = aConsole();
  const roles = ['Viewer', 'Operator', 'Admin'] as const;
  const table = [];
  for (const held of roles) {
    const token = await entra.token(now, { roles: [held] });
    table.push(await Promise.all(roles.map(async (needed) => (await ask(`Bearer ${token}`, needed)).status)));
  }

  expect(table).toEqual([
    [200, 403, 403],
    [200, 200, 403],
    [200, 200, 200],
  ]);
});

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

test.for([
  { what: 'nothing', make: async () => null },
  { what: 'no scheme', make: async () => 'token' },
  { what: 'basic', make: async () => 'Basic YTpi' },
  { what: 'an empty token', make: async () => 'Bearer ' },
  { what: 'no token at all', make: async () => 'Bearer abc' },
  { what: 'three dots', make: async () => 'Bearer ...' },
  { what: 'endless', make: async () => `Bearer ${'a'.repeat(100_000)}` },
  { what: 'signed by a stranger', make: async () => `Bearer ${await entra.token(now, {}, { byStranger: true })}` },
  { what: 'a key nobody has', make: async () => `Bearer ${await entra.token(now, {}, { kid: 'key-9' })}` },
  {
    what: 'unsigned',
    make: async () => `Bearer ${base64({ alg: 'none' })}.${(await entra.token(now)).split('.')[1]}.`,
  },
  {
    what: 'keyed by hash instead',
    make: async () => `Bearer ${base64({ alg: 'HS256', kid: 'key-1' })}.${(await entra.token(now)).split('.')[1]}.AAAA`,
  },
])('$what is not signed in', async ({ make }) => {
  const { ask, refused } = aConsole();

  const answer = await ask(await make());

  expect(answer.status).toBe(401);
  expect(answer.headers.get('WWW-Authenticate')).toBe('Bearer');
  expect(await answer.json()).toMatchObject({ type: 'urn:doorlight:problem:not-signed-in' });
  expect(refused).toEqual(['not-signed-in']);
});

test('a tenant configured by its domain knows its people by the GUID of its issuer', async () => {
  const { ask } = aConsole({ tenant: 'northwind.example', clientId: `api://${CLIENT}` });

  expect((await ask(`Bearer ${await entra.token(now)}`)).status).toBe(200);
});

test('while the sign-in service is away the console says so, asks at a decent pace, and recovers', async () => {
  const { ask, clock } = aConsole();
  const token = `Bearer ${await entra.token(now)}`;
  entra.state.down = true;
  const before = entra.asked.length;
  const answers = await Promise.all(Array.from({ length: 50 }, () => ask(token)));
  const again = await ask(token);
  entra.state.down = false;

  expect(new Set([...answers, again].map(({ status }) => status))).toEqual(new Set([503]));
  expect(again.headers.get('Retry-After')).toBe('5');
  expect(entra.asked.length - before).toBe(1);
  await clock.advance(5_000);
  expect((await ask(token)).status).toBe(200);
});

test('metadata is asked for once and its keys once, however many sign in', async () => {
  const { ask } = aConsole();
  const token = `Bearer ${await entra.token(now)}`;
  const before = entra.asked.length;

  await Promise.all(Array.from({ length: 20 }, () => ask(token)));

  expect(entra.asked.length - before).toBe(2);
});

test("the browser is told Microsoft's authority as it is, and the sandbox's with its metadata", async () => {
  const { openIdProvider } = aConsole();
  const microsoft = consoleSignIn({
    authorityHost: 'https://login.microsoftonline.com/',
    tenant: TENANT,
    clientId: CLIENT,
    openIdProvider,
  });
  const sandbox = consoleSignIn({ authorityHost: entra.origin, tenant: TENANT, clientId: CLIENT, openIdProvider });

  expect(await microsoft()).toEqual({
    authority: `https://login.microsoftonline.com/${TENANT}`,
    clientId: CLIENT,
    scope: `api://${CLIENT}/access_as_operator`,
    knownAuthorities: ['login.microsoftonline.com'],
  });
  const config = await sandbox();
  expect(config.authority).toBe(`https://sandbox.localhost/${TENANT}`);
  expect(JSON.parse(config.authorityMetadata ?? '')).toMatchObject({ token_endpoint: `${entra.origin}/token` });
});
