/** The tokens that a signed-in operator's browser receives, claim for claim as Entra's version 2.0 endpoint makes them. */

import { createHash } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { GRAPH_APP_ID, OIDC_SCOPES, TOKEN_LIFETIME_S } from './client-credentials.ts';
import type { Directory } from './directory.ts';
import { type Grant, operatorScopes } from './operator-sign-in.ts';

type Needs = { directory: Directory; issuer: string; now: number; randomText: () => string };

export type OperatorClaims = {
  accessClaims: JWTPayload;
  idClaims: JWTPayload | null;
  scope: string;
  clientInfo: string;
};

export function operatorClaims(grant: Grant, { directory, issuer, now, randomText }: Needs): OperatorClaims {
  const { tenant, operatorApp } = directory;
  const { person, scopes } = grant;
  const issuedAt = Math.floor(now / 1_000);
  const common = {
    iss: issuer,
    iat: issuedAt,
    nbf: issuedAt,
    exp: issuedAt + TOKEN_LIFETIME_S,
    name: person.displayName,
    oid: person.objectId,
    preferred_username: person.userPrincipalName,
    // Absent, not empty, for somebody without an assignment: the reader must not take "no roles" for "any role".
    ...(person.roles.length > 0 && { roles: person.roles }),
    sub: pairwiseSubject(person.objectId, operatorApp.clientId),
    tid: tenant.id,
    ver: '2.0',
  };
  const mine = operatorScopes(scopes, operatorApp.clientId);
  const oidc = scopes.filter((scope) => OIDC_SCOPES.has(scope));
  // Who asks for OIDC scopes alone gets a token of Graph, which our API must refuse.
  const forUs = mine.length > 0;
  const granted = forUs ? mine : oidc.filter((scope) => scope !== 'offline_access');
  return {
    accessClaims: {
      ...common,
      aud: forUs ? operatorApp.clientId : GRAPH_APP_ID,
      azp: operatorApp.clientId,
      azpacr: '0',
      scp: granted.join(' '),
      uti: randomText(),
    },
    idClaims: oidc.includes('openid')
      ? { ...common, aud: operatorApp.clientId, uti: randomText(), ...(grant.nonce !== null && { nonce: grant.nonce }) }
      : null,
    // To the letter as asked: MSAL finds a token in its cache by these names.
    scope: scopes.join(' '),
    // MSAL builds its account id from these two.
    clientInfo: Buffer.from(JSON.stringify({ uid: person.objectId, utid: tenant.id })).toString('base64url'),
  };
}

/** `sub` differs from app to app for one person; only `oid` is the same everywhere. */
function pairwiseSubject(objectId: string, clientId: string): string {
  return createHash('sha256').update(`${objectId}|${clientId}`).digest('base64url');
}
