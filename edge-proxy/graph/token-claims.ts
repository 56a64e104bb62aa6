/** What an app-only token says of itself. For the check alone: Microsoft promises nobody but Graph that it can be read. */

import { decodeJwt } from 'jose';

export type TokenClaims = {
  /** Permissions consented to in Entra; null where the token cannot be read. None at all is an empty list. */
  readonly roles: readonly string[] | null;
  readonly objectId: string | null;
};

export function readTokenClaims(token: string): TokenClaims {
  try {
    const { roles, oid } = decodeJwt<{ roles?: unknown; oid?: unknown }>(token);
    const names = Array.isArray(roles) ? roles.filter((role) => typeof role === 'string') : [];
    return { roles: names, objectId: typeof oid === 'string' ? oid : null };
  } catch {
    // Opaque, or encrypted for Graph's eyes: then trying has to tell.
    return { roles: null, objectId: null };
  }
}
