/**
 * The keys that sign the tenant's tokens. Entra publishes the next key before it signs with it and keeps the last one
 * for a while after; a reader who caches one key for ever breaks at the first rotation, so this can be rehearsed here.
 */

import {
  calculateJwkThumbprint,
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  type JSONWebKeySet,
  type JWK,
  type JWTPayload,
  jwtVerify,
  SignJWT,
} from 'jose';

/** How many retired keys stay published: enough for every token signed before a rotation to be still verifiable. */
const RETIRED_KEYS_KEPT = 2;

type SigningKey = { kid: string; privateKey: CryptoKey; publicJwk: JWK };

export type SigningKeys = {
  /** The public halves, the signing one first. */
  jwks(): JSONWebKeySet;
  sign(claims: JWTPayload): Promise<string>;
  /** `now` in epoch milliseconds. @throws what jose throws for a token that is not ours, not for this audience, or expired */
  verify(token: string, wanted: { issuer: string; audience: string; now: number }): Promise<JWTPayload>;
  rotate(): Promise<void>;
};

export async function createSigningKeys(): Promise<SigningKeys> {
  let keys = [await generateSigningKey()];
  const jwks = (): JSONWebKeySet => ({ keys: keys.map(({ publicJwk }) => publicJwk) });

  return {
    jwks,
    async sign(claims) {
      const [current] = keys;
      if (current === undefined) throw new Error('the tenant has no signing key');
      return new SignJWT(claims)
        .setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid: current.kid })
        .sign(current.privateKey);
    },
    async verify(token, { issuer, audience, now }) {
      const { payload } = await jwtVerify(token, createLocalJWKSet(jwks()), {
        issuer,
        audience,
        algorithms: ['RS256'],
        requiredClaims: ['exp', 'iat', 'tid'],
        currentDate: new Date(now),
      });
      return payload;
    },
    async rotate() {
      keys = [await generateSigningKey(), ...keys].slice(0, 1 + RETIRED_KEYS_KEPT);
    },
  };
}

async function generateSigningKey(): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const bare = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(bare);
  return { kid, privateKey, publicJwk: { ...bare, kid, use: 'sig', alg: 'RS256' } };
}
