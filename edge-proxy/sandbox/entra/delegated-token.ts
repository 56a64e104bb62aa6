/** The tokens of a service account that signed in by device code: Graph's, for what was consented to, and who it is. */

import type { JWTPayload } from 'jose';
import { GRAPH_AUDIENCE } from './client-credentials.ts';
import type { DelegatedGrant } from './device-sign-in.ts';

type Needs = { tenantId: string; issuer: string; now: number; lifetimeS: number; tokenId: string };

export function delegatedClaims(
  { person, app }: DelegatedGrant,
  { tenantId, issuer, now, lifetimeS, tokenId }: Needs,
): { accessClaims: JWTPayload; idClaims: JWTPayload } {
  const issuedAt = Math.floor(now / 1_000);
  const common = {
    iss: issuer,
    iat: issuedAt,
    nbf: issuedAt,
    exp: issuedAt + lifetimeS,
    name: person.displayName,
    oid: person.objectId,
    sub: person.objectId,
    tid: tenantId,
    uti: tokenId,
  };
  return {
    accessClaims: {
      ...common,
      aud: GRAPH_AUDIENCE,
      app_displayname: app.displayName,
      appid: app.clientId,
      appidacr: '0',
      idtyp: 'user',
      scp: app.scopes.join(' '),
      upn: person.userPrincipalName,
      ver: '1.0',
    },
    idClaims: { ...common, aud: app.clientId, preferred_username: person.userPrincipalName, ver: '2.0' },
  };
}
