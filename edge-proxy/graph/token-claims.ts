/** What an app-only token says of itself. For the check alone: Microsoft promises nobody but Graph that it can be read. */

import { decodeJwt } from 'jose';

export type TokenClaims = {
  /** Application permissions consented to in Entra, an empty list where there are none; null where the token tells none of them. */
  readonly roles: readonly string[] | null;
  readonly objectId: string | null;
};

export function readTokenClaims(token: string): TokenClaims {
  try {
    const { roles, oid, scp } = decodeJwt<{ roles?: unknown; oid?: unknown; scp?: unknown }>(token);
    const names = Array.isArray(roles) ? roles.filter((role) => typeof role === 'string') : [];
    // A service account's rights end where those of the person do, whatever its scopes say.
    return { roles: scp === undefined ? names : null, objectId: typeof oid === 'string' ? oid : null };
  } catch {
    // Opaque, or encrypted for Graph's eyes: then trying has to tell.
    return { roles: null, objectId: null };
  }
}
