/**
 * Entra's endpoints over HTTP: metadata and keys of one tenant here, tokens and sign-in in the routes beside. What each
 * grant demands is decided in files that know no HTTP.
 */

import { readFileSync } from 'node:fs';
import { Hono } from 'hono';
import { GRAPH_AUDIENCE } from './client-credentials.ts';
import { deviceRoutes } from './device-routes.ts';
import { findTenant, isOriginOf } from './directory.ts';
import { createEntraSite, type EntraNeeds } from './entra-site.ts';
import { signInRoutes } from './sign-in-routes.ts';
import { refusals } from './token-error.ts';
import { tokenRoutes } from './token-routes.ts';

/** What Graph needs to know of a bearer token; `onBehalfOf` where a person's account has signed in. */
export type AppToken = {
  tenantId: string;
  appId: string;
  roles: string[];
  onBehalfOf?: { account: string; scopes: string[] };
};

export function createEntra(needs: EntraNeeds) {
  const site = createEntraSite(needs);
  const { directory, keys, clock, urls, issuer, answerRefusal, faults } = site;
  const { tenant, operatorApp } = directory;
  const app = new Hono();
  const style = readFileSync(new URL('./sign-in.css', import.meta.url), 'utf8');

  app.get('/sign-in.css', (c) => c.body(style, 200, { 'Content-Type': 'text/css; charset=utf-8' }));

  app.use('/:tenant/*', async (c, next) => {
    const asked = c.req.param('tenant');
    const found = findTenant(tenant, asked);
    if (found === 'found') return next();
    return answerRefusal(c, found === 'unknown' ? refusals.tenantUnknown(asked) : refusals.tenantMalformed(asked));
  });

  // The console's page may be served from another port than we are: it reads tokens, metadata and keys across origins.
  app.use('/:tenant/*', async (c, next) => {
    const origin = c.req.header('Origin');
    if (origin !== undefined && isOriginOf(operatorApp, origin)) {
      c.header('Access-Control-Allow-Origin', origin);
      c.header('Vary', 'Origin');
      if (c.req.method === 'OPTIONS') {
        c.header('Access-Control-Allow-Methods', 'GET, POST, OPTIONS');
        c.header('Access-Control-Allow-Headers', c.req.header('Access-Control-Request-Headers') ?? 'content-type');
        c.header('Access-Control-Max-Age', '600');
        return c.body(null, 204);
      }
    }
    return next();
  });

  app.get('/:tenant/v2.0/.well-known/openid-configuration', (c) => {
    if (typeof faults.metadataStatus === 'number') return c.text('Unavailable', faults.metadataStatus as 503);
    const { origin, publicBase } = urls();
    const endpoints = `${publicBase}/entra/${tenant.id}/oauth2/v2.0`;
    return c.json({
      token_endpoint: `${endpoints}/token`,
      token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
      device_authorization_endpoint: `${endpoints}/devicecode`,
      jwks_uri: `${origin}/entra/${tenant.id}/discovery/v2.0/keys`,
      response_modes_supported: ['query', 'fragment'],
      subject_types_supported: ['pairwise'],
      id_token_signing_alg_values_supported: ['RS256'],
      response_types_supported: ['code'],
      scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
      issuer: issuer(),
      request_uri_parameter_supported: false,
      authorization_endpoint: `${endpoints}/authorize`,
      http_logout_supported: true,
      frontchannel_logout_supported: false,
      end_session_endpoint: `${endpoints}/logout`,
      claims_supported: [
        'sub',
        'iss',
        'aud',
        'exp',
        'iat',
        'nonce',
        'preferred_username',
        'name',
        'tid',
        'ver',
        'roles',
        'oid',
      ],
      code_challenge_methods_supported: ['S256'],
      tenant_region_scope: 'EU',
    });
  });

  app.get('/:tenant/discovery/v2.0/keys', (c) => c.json(keys.jwks()));

  app.route('/:tenant/oauth2/v2.0', tokenRoutes(site));
  app.route('/:tenant/oauth2/v2.0', signInRoutes(site));
  app.route('/:tenant/oauth2/v2.0', deviceRoutes(site));

  return {
    app,
    /** Signs every service account out, as a new password does. */
    revokeSignIns: () => site.deviceSignIn.revokeAll(),
    /** Null for anything but a live token of Graph, issued by this tenant. */
    async verifyAppToken(bearer: string): Promise<AppToken | null> {
      try {
        const claims = await keys.verify(bearer, { issuer: issuer(), audience: GRAPH_AUDIENCE, now: clock.now() });
        const { tid, appid, roles, upn, scp } = claims as {
          tid: string;
          appid?: string;
          roles?: string[];
          upn?: string;
          scp?: string;
        };
        if (typeof appid !== 'string') return null;
        const token = { tenantId: tid, appId: appid, roles: roles ?? [] };
        return upn === undefined || scp === undefined
          ? token
          : { ...token, onBehalfOf: { account: upn, scopes: scp.split(' ') } };
      } catch {
        // Expired, forged, of another audience or no JWT at all: to Graph they are one and the same 401.
        return null;
      }
    },
  };
}

export type Entra = ReturnType<typeof createEntra>;
