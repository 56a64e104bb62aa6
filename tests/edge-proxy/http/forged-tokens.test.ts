/** Tokens made by somebody who knows all that is public of the tenant: its metadata, its keys, how a token looks. */

import { createHmac, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Hono } from 'hono';
import type { JWK } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createOpenIdProvider } from '../../../edge-proxy/http/openid-provider.ts';
import { createOperatorSession } from '../../../edge-proxy/http/operator-session.ts';
import { at } from '../../support/builders.ts';
import { createMemoryLog } from '../../support/memory-log.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';
import { CLIENT, startEntra, TENANT } from './entra-stand-in.ts';

const now = at('10:00');
const seconds = now / 1_000;
const mallory = generateKeyPairSync('rsa', { modulusLength: 2048 });

let entra: Awaited<ReturnType<typeof startEntra>>;
let publicJwk: JWK;
/** What Mallory's own server is asked, should anybody believe where a token says its key lies. */
const baited: string[] = [];
const bait = createServer((request, response) => {
  baited.push(request.url ?? '');
  const jwk = { ...mallory.publicKey.export({ format: 'jwk' }), kid: 'key-1', alg: 'RS256' };
  response.end(JSON.stringify({ keys: [jwk] }));
});
let baitOrigin = '';
beforeAll(async () => {
  entra = await startEntra();
  const answer = await fetch(`${entra.origin}/${TENANT}/discovery/v2.0/keys`);
  publicJwk = ((await answer.json()) as { keys: [JWK] }).keys[0];
  await new Promise<void>((listening) => bait.listen(0, '127.0.0.1', listening));
  baitOrigin = `http://127.0.0.1:${(bait.address() as AddressInfo).port}`;
});
afterAll(async () => {
  bait.close();
  await entra.close();
});

function aConsole() {
  const clock = createVirtualClock(now);
  const paced: string[] = [];
  const { requireOperator } = createOperatorSession({
    openIdProvider: createOpenIdProvider({
      authorityHost: entra.origin,
      tenant: TENANT,
      fetch,
      clock,
      log: createMemoryLog(),
    }),
    clientId: CLIENT,
    clock,
    onRefused: () => undefined,
    onAccepted: () => undefined,
    pace: (_, fault) => {
      paced.push(fault.kind);
      return fault;
    },
  });
  const app = new Hono().get('/', requireOperator('Viewer'), (c) => c.json(c.var.operator));
  const ask = (authorization: string) => app.request('/', { headers: { Authorization: authorization } });
  return { paced, ask };
}

const base64 = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const goodClaims = async () => (await entra.token(now, { roles: ['Admin'] })).split('.')[1] ?? '';

/** With the claims of a good token, and a key of Mallory's. */
async function byMallory(header: object): Promise<string> {
  const signed = `${base64({ alg: 'RS256', kid: 'key-1', ...header })}.${await goodClaims()}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), mallory.privateKey).toString('base64url')}`;
}

async function byHash(secret: string | Buffer): Promise<string> {
  const signed = `${base64({ alg: 'HS256', kid: 'key-1' })}.${await goodClaims()}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

const publicKey = () => createPublicKey({ key: publicJwk as never, format: 'jwk' });
const ownJwk = () => mallory.publicKey.export({ format: 'jwk' });

test.for<{ what: string; make: () => Promise<string> }>([
  { what: 'the public key for a password', make: () => byHash(publicKey().export({ type: 'spki', format: 'pem' })) },
  { what: 'its bytes for a password', make: () => byHash(publicKey().export({ type: 'spki', format: 'der' })) },
  { what: 'its modulus for a password', make: () => byHash(Buffer.from(publicJwk.n ?? '', 'base64url')) },
  { what: 'the algorithm “none”', make: async () => `${base64({ alg: 'none' })}.${await goodClaims()}.` },
  { what: 'the algorithm “None”', make: async () => `${base64({ alg: 'None' })}.${await goodClaims()}.AAAA` },
  { what: 'a key that it brings along', make: () => byMallory({ jwk: ownJwk() }) },
  { what: 'a key that lies elsewhere', make: () => byMallory({ jku: `${baitOrigin}/keys` }) },
  { what: 'a certificate that lies elsewhere', make: () => byMallory({ x5u: `${baitOrigin}/certificate` }) },
  { what: 'a key id that is a path', make: () => byMallory({ kid: '../../../../dev/null' }) },
  { what: 'a key id that is a question to a database', make: () => byMallory({ kid: "x' OR '1'='1" }) },
  { what: 'a key id that is none', make: () => byMallory({ kid: ['key-1'] }) },
  { what: 'a key id of every object', make: () => byMallory({ kid: '__proto__' }) },
  { what: 'no key id', make: () => byMallory({ kid: undefined }) },
  { what: 'an extension that must be understood', make: () => byMallory({ crit: ['exp2'], exp2: 1 }) },
  { what: 'a body that is not encoded', make: () => byMallory({ b64: false, crit: ['b64'] }) },
  { what: 'another algorithm of the same key', make: () => byMallory({ alg: 'RS512' }) },
  { what: 'another kind of key', make: () => byMallory({ alg: 'ES256' }) },
  { what: 'the letters of a sealed one', make: async () => `${base64({ alg: 'dir', enc: 'A256GCM' })}..a.b.c` },
  { what: 'a head that is no JSON', make: async () => `${base64('{')}.${await goodClaims()}.AAAA` },
  { what: 'a head that is a list', make: async () => `${base64([])}.${await goodClaims()}.AAAA` },
  { what: 'a head that is null', make: async () => `${base64('null')}.${await goodClaims()}.AAAA` },
  { what: 'a signature of other claims', make: async () => swapClaims(await entra.token(now), { roles: ['Admin'] }) },
  { what: 'two tokens', make: async () => `${await entra.token(now)},${await entra.token(now)}` },
])('$what: nobody is signed in by it, and nobody is asked about it', async ({ make }) => {
  const { ask } = aConsole();

  const answer = await ask(`Bearer ${await make()}`);

  expect(answer.status).toBe(401);
  expect(baited).toEqual([]);
});

function swapClaims(token: string, change: object): string {
  const [head, claims = '', signature] = token.split('.');
  const said = JSON.parse(Buffer.from(claims, 'base64url').toString()) as object;
  return [head, base64({ ...said, ...change }), signature].join('.');
}

test.for<{ what: string; change: Record<string, unknown>; status: number }>([
  { what: 'for several, us among them', change: { aud: ['https://graph.microsoft.com', CLIENT] }, status: 200 },
  { what: 'for several others', change: { aud: ['https://graph.microsoft.com', `${CLIENT}0`] }, status: 401 },
  { what: 'for whoever begins like us', change: { aud: `${CLIENT}.evil` }, status: 401 },
  { what: 'for nobody', change: { aud: [] }, status: 401 },
  { what: 'over for half a minute, as clocks differ', change: { exp: seconds - 30 }, status: 200 },
  { what: 'over for a second more than a minute', change: { exp: seconds - 61 }, status: 401 },
  { what: 'not good for half a minute yet', change: { nbf: seconds + 30 }, status: 200 },
  { what: 'not good for more than a minute yet', change: { nbf: seconds + 61 }, status: 401 },
  { what: 'good for ever', change: { exp: 'never' }, status: 401 },
  { what: 'of our issuer, for another tenant', change: { tid: TENANT.replace('1', '9') }, status: 401 },
  { what: 'of another tenant in version 1', change: { iss: 'https://sts.windows.net/9/' }, status: 401 },
  { what: 'of every tenant', change: { iss: 'https://login.microsoftonline.com/common/v2.0' }, status: 401 },
  {
    what: 'of an issuer with something behind it',
    change: { iss: `https://sts.windows.net/${TENANT}/x` },
    status: 401,
  },
  { what: 'that says who somebody is, and not what they may', change: { scp: undefined, nonce: 'n' }, status: 403 },
  { what: 'with its roles in role', change: { roles: undefined, role: 'Admin' }, status: 403 },
  { what: 'with its roles in groups', change: { roles: undefined, groups: ['Admin'] }, status: 403 },
  { what: 'with its roles in wids', change: { roles: undefined, wids: ['Admin'] }, status: 403 },
  { what: 'with its role as a scope', change: { roles: [], scp: 'access_as_operator Admin' }, status: 403 },
  { what: 'with a list in its list', change: { roles: [['Admin']] }, status: 403 },
  { what: 'with a role in small letters', change: { roles: ['admin'] }, status: 403 },
  { what: 'with roles by number', change: { roles: { 0: 'Admin', length: 1 } }, status: 403 },
])('a token that Entra signed, $what: $status', async ({ change, status }) => {
  const { ask } = aConsole();

  expect((await ask(`Bearer ${await entra.token(now, change)}`)).status).toBe(status);
});

test('a token that has run out is told so as often as it is shown, since it is to be renewed and not to wait', async () => {
  const { ask, paced } = aConsole();

  await ask(`Bearer ${await entra.token(now, { exp: seconds - 600 })}`);
  expect(paced).toEqual([]);

  await ask(`Bearer ${await entra.token(now, { exp: seconds - 600 }, { byStranger: true })}`);
  expect(paced).toEqual(['not-signed-in']);
});
