/**
 * Entra's endpoints over HTTP: tokens, sign-in, metadata and keys of one tenant. What each grant demands is decided in
 * the files beside this one; here requests are read, answers dressed and browsers sent on their way.
 */

import { readFileSync } from 'node:fs';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { HtmlEscapedString } from 'hono/utils/html';
import { err, ok, type Result } from '../../../shared/basics/result.ts';
import type { SandboxClock } from '../sandbox-clock.ts';
import { type Form, GRAPH_AUDIENCE, grantAppToken, TOKEN_LIFETIME_S } from './client-credentials.ts';
import { type Directory, findTenant, isOriginOf, isRedirectUriOf, type Person } from './directory.ts';
import {
  createOperatorSignIn,
  type Grant,
  OPERATOR_SCOPE,
  type SignInFault,
  type SignInRequest,
} from './operator-sign-in.ts';
import { operatorClaims } from './operator-tokens.ts';
import { signedOutPage, signInFailedPage, signInPage } from './sign-in-page.ts';
import type { SigningKeys } from './signing-keys.ts';
import { type ErrorContext, type Refusal, refusals, tokenErrorBody } from './token-error.ts';

/** `origin` is where programs reach us, `publicBase` where browsers do; the proxy may put a path in between. */
export type EntraUrls = { origin: string; publicBase: string };

/** Set by the control page. While `tokenStatus` is a number, the token endpoint answers it and nothing else. */
export type EntraFaults = { tokenStatus: number | null };

type Needs = {
  directory: Directory;
  keys: SigningKeys;
  clock: SandboxClock;
  /** Unguessable text for codes, tokens and sessions, and GUIDs for traces. */
  randomText: () => string;
  guid: () => string;
  urls: () => EntraUrls;
  faults: EntraFaults;
  /** Seconds that an app-only token lives; shorter ones let a test see a renewal. */
  appTokenLifetimeS?: number;
};

/** What Graph needs to know of a bearer token. */
export type AppToken = { tenantId: string; appId: string; roles: string[] };

const MOST_FORM_BYTES = 64 * 1024;
const SESSION_COOKIE = 'sandbox_entra_session';

export function createEntra(needs: Needs) {
  const { directory, keys, clock, randomText, guid, urls, faults } = needs;
  const { tenant, operatorApp } = directory;
  const app = new Hono();
  const signIn = createOperatorSignIn({ directory, now: () => clock.now(), randomText });
  const style = readFileSync(new URL('./sign-in.css', import.meta.url), 'utf8');

  // One issuer, whoever asks: the proxy compares a token's `iss` with the metadata that it read at the origin.
  const issuer = (): string => `${urls().origin}/entra/${tenant.id}/v2.0`;

  function answerRefusal(c: Context, refusal: Refusal, correlationId?: string): Response {
    return c.json(tokenErrorBody(refusal, errorContext(correlationId)), refusal.status);
  }

  function errorContext(correlationId?: string): ErrorContext {
    return { now: clock.now(), traceId: guid(), correlationId: correlationId ?? guid() };
  }

  function showPage(
    c: Context,
    page: HtmlEscapedString | Promise<HtmlEscapedString>,
    status: 200 | 400 = 200,
    sendsTo = '',
  ): Response | Promise<Response> {
    c.header('Cache-Control', 'no-store');
    c.header('X-Content-Type-Options', 'nosniff');
    c.header('Referrer-Policy', 'no-referrer');
    // form-action also governs where the answer to the form may redirect, hence the console's origin.
    c.header(
      'Content-Security-Policy',
      `default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'self'; form-action 'self' ${sendsTo}`.trim(),
    );
    return c.html(page, status);
  }

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
    const { origin, publicBase } = urls();
    const endpoints = `${publicBase}/entra/${tenant.id}/oauth2/v2.0`;
    return c.json({
      token_endpoint: `${endpoints}/token`,
      token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
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

  // ── Tokens ────────────────────────────────────────────────────────────────────────────────────────────────────────

  app.post(
    '/:tenant/oauth2/v2.0/token',
    bodyLimit({ maxSize: MOST_FORM_BYTES, onError: (c) => answerRefusal(c, refusals.parameterMissing('grant_type')) }),
    async (c) => {
      c.header('Cache-Control', 'no-store, no-cache');
      c.header('Pragma', 'no-cache');
      if (faults.tokenStatus !== null) return c.text('Service Unavailable', faults.tokenStatus as 503);
      const form = withBasicAuth(readForm(await c.req.text()), c.req.header('Authorization'));
      const correlationId = c.req.header('client-request-id') ?? form.get('client-request-id');
      const answer = await answerGrant(form, c.req.param('tenant'));
      return answer.ok ? c.json(answer.value) : answerRefusal(c, answer.error, correlationId);
    },
  );

  async function answerGrant(form: Form, asked: string): Promise<Result<Record<string, unknown>, Refusal>> {
    const grantType = form.get('grant_type') ?? '';
    switch (grantType) {
      case '':
        return err(refusals.parameterMissing('grant_type'));
      case 'client_credentials':
        return appTokenAnswer(form, asked);
      case 'authorization_code':
      case 'refresh_token': {
        const refusal = refuseOperatorClient(form);
        if (refusal !== null) return err(refusal);
        const grant = grantType === 'refresh_token' ? signIn.renew(form) : signIn.redeemCode(form);
        return grant.ok ? ok(await operatorAnswer(grant.value)) : grant;
      }
      default:
        return err(refusals.grantUnsupported(grantType));
    }
  }

  async function appTokenAnswer(form: Form, asked: string): Promise<Result<Record<string, unknown>, Refusal>> {
    const lifetimeS = needs.appTokenLifetimeS ?? TOKEN_LIFETIME_S;
    const claims = await grantAppToken(form, {
      directory,
      issuer: issuer(),
      tokenEndpoints: assertionAudiences(asked),
      now: clock.now(),
      lifetimeS,
      tokenId: randomText(),
    });
    if (!claims.ok) return claims;
    return ok({
      token_type: 'Bearer',
      expires_in: lifetimeS,
      ext_expires_in: lifetimeS,
      access_token: await keys.sign(claims.value),
    });
  }

  /** An assertion may name our own endpoint or the public one, by the tenant's id or its domain. */
  function assertionAudiences(asked: string): string[] {
    const { origin, publicBase } = urls();
    const authorities = ['https://login.microsoftonline.com', `${origin}/entra`, `${publicBase}/entra`];
    return authorities.flatMap((authority) =>
      [tenant.id, tenant.domain, asked].flatMap((name) => [
        `${authority}/${name}/oauth2/v2.0/token`,
        `${authority}/${name}/v2.0`,
      ]),
    );
  }

  function refuseOperatorClient(form: Form): Refusal | null {
    const clientId = form.get('client_id') ?? '';
    if (clientId === '') return refusals.parameterMissing('client_id');
    return clientId.toLowerCase() === operatorApp.clientId ? null : refusals.appUnknown(clientId, tenant.displayName);
  }

  async function operatorAnswer(grant: Grant): Promise<Record<string, unknown>> {
    const now = clock.now();
    const { accessClaims, idClaims, scope, clientInfo } = operatorClaims(grant, {
      directory,
      issuer: issuer(),
      now,
      randomText,
    });
    return {
      token_type: 'Bearer',
      scope,
      expires_in: TOKEN_LIFETIME_S,
      ext_expires_in: TOKEN_LIFETIME_S,
      access_token: await keys.sign(accessClaims),
      ...(grant.scopes.includes('offline_access') && {
        refresh_token: grant.refreshToken,
        refresh_token_expires_in: Math.floor((grant.refreshEndsAt - now) / 1_000),
      }),
      ...(idClaims !== null && { id_token: await keys.sign(idClaims) }),
      client_info: clientInfo,
    };
  }

  // ── Sign-in ───────────────────────────────────────────────────────────────────────────────────────────────────────

  app.get('/:tenant/oauth2/v2.0/authorize', (c) => {
    const request = signIn.readRequest(new Map(new URL(c.req.url).searchParams));
    if (!request.ok) return answerSignInFault(c, request.error);
    const { prompt, loginHint } = request.value;
    const known = signIn.personOf(getCookie(c, SESSION_COOKIE));
    const silentlyFine = known !== null && (loginHint === null || loginHint.toLowerCase() === known.userPrincipalName);
    if (silentlyFine && (prompt === null || prompt === 'none')) return sendCode(c, request.value, known);
    if (prompt === 'none')
      return answerSignInFault(c, { kind: 'redirect', refusal: refusals.notSignedIn(), ...request.value });
    const page = signInPage(tenant, operatorApp.displayName, directory.people);
    return showPage(c, page, 200, new URL(request.value.redirectUri).origin);
  });

  app.post(
    '/:tenant/oauth2/v2.0/authorize',
    bodyLimit({ maxSize: MOST_FORM_BYTES, onError: (c) => answerRefusal(c, refusals.parameterMissing('account')) }),
    async (c) => {
      const request = signIn.readRequest(new Map(new URL(c.req.url).searchParams));
      if (!request.ok) return answerSignInFault(c, request.error);
      const chosen = readForm(await c.req.text()).get('account');
      const person = directory.people.find(({ objectId }) => objectId === chosen);
      if (person === undefined)
        return answerSignInFault(c, { kind: 'redirect', refusal: refusals.declined(), ...request.value });
      setCookie(c, SESSION_COOKIE, signIn.startSession(person), {
        path: cookiePath(),
        httpOnly: true,
        sameSite: 'Lax',
      });
      return sendCode(c, request.value, person);
    },
  );

  app.get('/:tenant/oauth2/v2.0/logout', (c) => {
    signIn.endSession(getCookie(c, SESSION_COOKIE) ?? '');
    deleteCookie(c, SESSION_COOKIE, { path: cookiePath() });
    const target = c.req.query('post_logout_redirect_uri') ?? '';
    if (!isRedirectUriOf(operatorApp, target)) return showPage(c, signedOutPage(tenant));
    const state = c.req.query('state');
    return c.redirect(withParameters(target, 'query', state === undefined ? {} : { state }));
  });

  function sendCode(c: Context, request: SignInRequest, person: Person): Response {
    const parameters = {
      code: signIn.issueCode(request, person),
      client_info: Buffer.from(JSON.stringify({ uid: person.objectId, utid: tenant.id })).toString('base64url'),
      ...(request.state !== null && { state: request.state }),
      session_state: guid(),
    };
    c.header('Cache-Control', 'no-store');
    return c.redirect(withParameters(request.redirectUri, request.responseMode, parameters));
  }

  function answerSignInFault(c: Context, fault: SignInFault): Response | Promise<Response> {
    const body = tokenErrorBody(fault.refusal, errorContext(c.req.query('client-request-id')));
    if (fault.kind === 'page') return showPage(c, signInFailedPage(tenant, body), 400);
    const { error, error_description, error_uri } = body;
    const parameters = { error, error_description, error_uri, ...(fault.state !== null && { state: fault.state }) };
    return c.redirect(withParameters(fault.redirectUri, fault.responseMode, parameters));
  }

  /** The path as the browser knows it, so that the session never travels to the proxy's own pages. */
  function cookiePath(): string {
    return `${new URL(urls().publicBase).pathname.replace(/\/$/, '')}/entra`;
  }

  return {
    app,
    /** Null for anything but a live app-only token of Graph, issued by this tenant. */
    async verifyAppToken(bearer: string): Promise<AppToken | null> {
      try {
        const claims = await keys.verify(bearer, { issuer: issuer(), audience: GRAPH_AUDIENCE, now: clock.now() });
        const { tid, appid, roles } = claims as { tid: string; appid?: string; roles?: string[] };
        return typeof appid === 'string' ? { tenantId: tid, appId: appid, roles: roles ?? [] } : null;
      } catch {
        // Expired, forged, of another audience or no JWT at all: to Graph they are one and the same 401.
        return null;
      }
    },
    /** The sign-in particulars that the console's configuration is made of. */
    operatorScope: `api://${operatorApp.clientId}/${OPERATOR_SCOPE}`,
  };
}

export type Entra = ReturnType<typeof createEntra>;

/** The first of a repeated parameter counts, and none has an array's type to trip over. */
function readForm(text: string): Map<string, string> {
  const form = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(text)) if (!form.has(name)) form.set(name, value);
  return form;
}

/** A client may also prove itself by HTTP Basic (RFC 6749, section 2.3.1). */
function withBasicAuth(form: Map<string, string>, authorization: string | undefined): Map<string, string> {
  const encoded = authorization?.match(/^Basic ([A-Za-z0-9+/=]+)$/i)?.[1];
  if (encoded === undefined) return form;
  const [id, ...secret] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  try {
    return new Map([
      ['client_id', decodeURIComponent(id ?? '')],
      ['client_secret', decodeURIComponent(secret.join(':'))],
      ...form,
    ]);
  } catch {
    // Not percent-encoded as the RFC asks: then it proves nothing.
    return form;
  }
}

function withParameters(target: string, mode: 'query' | 'fragment', parameters: Record<string, string>): string {
  const url = new URL(target);
  if (mode === 'fragment') url.hash = new URLSearchParams(parameters).toString();
  else for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}
