/**
 * The token endpoint: reads the form, asks the grant, signs what it gives. What each grant demands is decided in
 * client-credentials.ts and operator-sign-in.ts.
 */

import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { err, ok, type Result } from '../../../shared/basics/result.ts';
import { type Form, grantAppToken, TOKEN_LIFETIME_S } from './client-credentials.ts';
import { delegatedClaims } from './delegated-token.ts';
import type { DelegatedGrant } from './device-sign-in.ts';
import { type EntraSite, MOST_FORM_BYTES, readForm } from './entra-site.ts';
import type { Grant } from './operator-sign-in.ts';
import { operatorClaims } from './operator-tokens.ts';
import { type Refusal, refusals } from './token-error.ts';

export function tokenRoutes(site: EntraSite) {
  const { directory, keys, clock, randomText, urls, faults, signIn, deviceSignIn, issuer, answerRefusal } = site;
  const { tenant, operatorApp } = directory;
  const app = new Hono();

  app.post(
    '/token',
    bodyLimit({ maxSize: MOST_FORM_BYTES, onError: (c) => answerRefusal(c, refusals.parameterMissing('grant_type')) }),
    async (c) => {
      c.header('Cache-Control', 'no-store, no-cache');
      c.header('Pragma', 'no-cache');
      if (faults.tokenStatus !== null) return c.text('Service Unavailable', faults.tokenStatus as 503);
      const form = withBasicAuth(readForm(await c.req.text()), c.req.header('Authorization'));
      const correlationId = c.req.header('client-request-id') ?? form.get('client-request-id');
      const answer = await answerGrant(form, c.req.param('tenant') ?? tenant.id);
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
      case 'urn:ietf:params:oauth:grant-type:device_code': {
        const grant = deviceSignIn.redeem(form);
        return grant.ok ? ok(await delegatedAnswer(grant.value)) : grant;
      }
      case 'authorization_code':
      case 'refresh_token': {
        if (grantType === 'refresh_token' && form.get('client_id')?.toLowerCase() === directory.serviceApp?.clientId) {
          const renewed = deviceSignIn.renew(form);
          return renewed.ok ? ok(await delegatedAnswer(renewed.value)) : renewed;
        }
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
    const lifetimeS = site.appTokenLifetimeS ?? TOKEN_LIFETIME_S;
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

  async function delegatedAnswer(grant: DelegatedGrant): Promise<Record<string, unknown>> {
    const lifetimeS = site.appTokenLifetimeS ?? TOKEN_LIFETIME_S;
    const needs = { tenantId: tenant.id, issuer: issuer(), now: clock.now(), lifetimeS, tokenId: randomText() };
    const { accessClaims, idClaims } = delegatedClaims(grant, needs);
    return {
      token_type: 'Bearer',
      scope: grant.app.scopes.map((scope) => `https://graph.microsoft.com/${scope}`).join(' '),
      expires_in: lifetimeS,
      ext_expires_in: lifetimeS,
      access_token: await keys.sign(accessClaims),
      refresh_token: grant.refreshToken,
      id_token: await keys.sign(idClaims),
    };
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

  return app;
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
