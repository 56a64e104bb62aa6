/** Metadata and keys of a tenant on loopback, and tokens signed with them, right or wrong in one point at a time. */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import type { Instant } from '../../../shared/basics/instant.ts';

export const TENANT = '11111111-2222-4333-8444-555555555555';
export const CLIENT = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee';

export async function startEntra() {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const stranger = (await generateKeyPair('RS256')).privateKey;
  const jwk = { ...(await exportJWK(publicKey)), kid: 'key-1', use: 'sig', alg: 'RS256' };
  const asked: string[] = [];
  const state = { down: false };
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (state.down) return void response.writeHead(503).end();
    const body = request.url?.endsWith('/keys')
      ? { keys: [jwk] }
      : {
          issuer: issuer(),
          jwks_uri: `${origin()}/${TENANT}/discovery/v2.0/keys`,
          token_endpoint: `${origin()}/token`,
        };
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const issuer = () => `${origin()}/${TENANT}/v2.0`;

  return {
    origin: origin(),
    asked,
    state,
    /** `change` with undefined leaves a claim out. */
    token(
      now: Instant,
      change: { [claim: string]: unknown } = {},
      { kid = 'key-1', byStranger = false } = {},
    ): Promise<string> {
      const seconds = Math.floor(now / 1_000);
      const claims: JWTPayload = {
        iss: issuer(),
        aud: CLIENT,
        iat: seconds,
        nbf: seconds,
        exp: seconds + 3_600,
        tid: TENANT,
        oid: 'person-1',
        name: 'Anna Lindqvist',
        preferred_username: 'anna@northwind.example',
        scp: 'access_as_operator',
        roles: ['Operator'],
        ...change,
      };
      return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid }).sign(byStranger ? stranger : privateKey);
    },
    close: () =>
      new Promise<void>((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
}
