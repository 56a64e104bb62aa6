/**
 * The grant by which the proxy itself signs in: a secret or a certificate for an app-only token of Graph. As in Entra,
 * a token is issued even to an app without any role (the refusal then comes from Graph), and never a refresh token.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
 */

import { timingSafeEqual } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { err, ok, type Result } from '../../../shared/basics/result.ts';
import { ASSERTION_TYPE, refuseAssertion } from './client-assertion.ts';
import type { DaemonApp, Directory } from './directory.ts';
import { type Refusal, refusals } from './token-error.ts';

export const GRAPH_AUDIENCE = 'https://graph.microsoft.com';
/** Graph's other name, its application id: a token may carry either. */
export const GRAPH_APP_ID = '00000003-0000-0000-c000-000000000000';
/** What Entra states for an app-only token, one second short of the hour. */
export const TOKEN_LIFETIME_S = 3_599;

export type Form = ReadonlyMap<string, string>;

type Asked = {
  directory: Directory;
  issuer: string;
  tokenEndpoints: string[];
  now: number;
  lifetimeS: number;
  tokenId: string;
};

/** The claims of the token to sign, or the refusal. */
export async function grantAppToken(form: Form, asked: Asked): Promise<Result<JWTPayload, Refusal>> {
  const { directory, issuer, now, lifetimeS, tokenId } = asked;
  const { daemon, tenant } = directory;
  const clientId = form.get('client_id') ?? '';
  if (clientId === '') return err(refusals.parameterMissing('client_id'));
  if (clientId.toLowerCase() !== daemon.clientId) return err(refusals.appUnknown(clientId, tenant.displayName));
  const scope = form.get('scope') ?? '';
  if (scope === '') return err(refusals.parameterMissing('scope'));
  // MSAL adds OIDC scopes of its own in some flows, so exactly one resource scope is what counts.
  const [resource, ...others] = scope.split(/\s+/).filter((one) => !OIDC_SCOPES.has(one));
  if (resource === undefined || others.length > 0 || !GRAPH_SCOPES.has(resource))
    return err(refusals.scopeWrong(scope));
  const refusal = await refuseCredential(form, daemon, asked);
  if (refusal !== null) return err(refusal);

  const issuedAt = Math.floor(now / 1_000);
  return ok({
    aud: GRAPH_AUDIENCE,
    iss: issuer,
    iat: issuedAt,
    nbf: issuedAt,
    exp: issuedAt + lifetimeS,
    app_displayname: daemon.displayName,
    appid: daemon.clientId,
    appidacr: form.has('client_assertion') ? '2' : '1',
    idtyp: 'app',
    oid: daemon.objectId,
    // Absent, not empty, where nothing was consented to.
    ...(daemon.roles.length > 0 && { roles: daemon.roles }),
    sub: daemon.objectId,
    tid: tenant.id,
    uti: tokenId,
    ver: '1.0',
  });
}

const GRAPH_SCOPES = new Set([`${GRAPH_AUDIENCE}/.default`, `${GRAPH_AUDIENCE}//.default`, `${GRAPH_APP_ID}/.default`]);
export const OIDC_SCOPES: ReadonlySet<string> = new Set(['openid', 'profile', 'email', 'offline_access']);

async function refuseCredential(form: Form, app: DaemonApp, { tokenEndpoints, now }: Asked): Promise<Refusal | null> {
  const assertion = form.get('client_assertion');
  if (assertion !== undefined && assertion !== '') {
    if (form.get('client_assertion_type') !== ASSERTION_TYPE) return refusals.parameterMissing('client_assertion_type');
    return refuseAssertion(assertion, app, { audiences: tokenEndpoints, now });
  }
  const given = form.get('client_secret') ?? '';
  if (given === '') return refusals.credentialMissing();
  const secret = app.secrets.find(({ value }) => sameText(value, given));
  if (secret === undefined) return refusals.secretWrong(app.clientId);
  return secret.endsAt <= now ? refusals.secretExpired(app.clientId) : null;
}

function sameText(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
