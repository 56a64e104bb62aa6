/**
 * Where the tenant's sign-in lives and which keys it signs with, from its OpenID metadata: asked when first needed, kept
 * for a day, and asked again at a decent pace while it cannot be had.
 */

import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from 'jose';
import { type Codec, decodeText, object, text } from '../../shared/basics/codec.ts';
import { addMs, DAY_MS, type Instant } from '../../shared/basics/instant.ts';
import { type Clock, type Log, nameOf } from '../ports/runtime.ts';

export type OpenIdNeeds = {
  /** Such as https://login.microsoftonline.com; over plain http on loopback only. */
  readonly authorityHost: string;
  /** A GUID or a verified domain. */
  readonly tenant: string;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly log: Log;
};

export type OpenIdProvider = {
  readonly issuer: string;
  readonly tenantId: string;
  readonly keys: JWTVerifyGetKey;
  /** As it was sent, for a browser that must not fetch it itself. */
  readonly metadata: string;
};

/** The sign-in service cannot be asked: nobody's fault who signs in. */
export class SignInUnavailable extends Error {
  override readonly name = 'SignInUnavailable';
}

const DEADLINE_MS = 5_000;
const KEPT_MS = DAY_MS;
/** A console that waits asks every few seconds; the sign-in service is not asked more often than this. */
const PAUSE_AFTER_FAILURE_MS = 5_000;
/** Keys are rotated at any time, and a forged key id must not make us ask for each request. */
const KEY_COOLDOWN_MS = 10_000;
const MOST_METADATA_CHARACTERS = 20_000;
const GUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

const metadataCodec: Codec<{ readonly issuer: string; readonly jwks_uri: string }> = object({
  issuer: text({ min: 1 }),
  jwks_uri: text({ min: 1 }),
});

/** Answers with what is known, asking where needed. @throws SignInUnavailable */
export function createOpenIdProvider({ authorityHost, tenant, fetch, clock, log }: OpenIdNeeds) {
  let known: { readonly provider: OpenIdProvider; readonly until: Instant } | null = null;
  let failedUntil: Instant | null = null;
  let asking: Promise<OpenIdProvider> | null = null;

  async function ask(): Promise<OpenIdProvider> {
    const url = `${authorityHost.replace(/\/+$/, '')}/${encodeURIComponent(tenant)}/v2.0/.well-known/openid-configuration`;
    try {
      const answer = await fetch(url, { signal: AbortSignal.timeout(DEADLINE_MS), redirect: 'error' });
      const body = await answer.text();
      if (!answer.ok || body.length > MOST_METADATA_CHARACTERS) throw new SignInUnavailable(`status ${answer.status}`);
      const provider = readProvider(body, tenant, fetch);
      known = { provider, until: addMs(clock.now(), KEPT_MS) };
      return provider;
    } catch (cause) {
      failedUntil = addMs(clock.now(), PAUSE_AFTER_FAILURE_MS);
      log.warn('sign-in.metadata-unavailable', { cause: nameOf(cause) });
      throw cause instanceof SignInUnavailable ? cause : new SignInUnavailable('metadata', { cause });
    } finally {
      asking = null;
    }
  }

  return async function openIdProvider(): Promise<OpenIdProvider> {
    if (known !== null && clock.now() < known.until) return known.provider;
    const mayAsk = failedUntil === null || clock.now() >= failedUntil;
    if (mayAsk) asking ??= ask();
    try {
      if (asking === null) throw new SignInUnavailable('asked a moment ago');
      return await asking;
    } catch (cause) {
      // Yesterday's metadata is better than no console; its keys are asked for by themselves.
      if (known !== null) return known.provider;
      throw cause;
    }
  };
}

function readProvider(body: string, tenant: string, fetch: OpenIdNeeds['fetch']): OpenIdProvider {
  const metadata = decodeText(metadataCodec, body);
  if (!metadata.ok) throw new SignInUnavailable(`metadata: ${metadata.error.path}`);
  const { issuer, jwks_uri: keysAt } = metadata.value;
  if (!isSafe(keysAt)) throw new SignInUnavailable('keys are offered over plain http');
  const keys = createRemoteJWKSet(new URL(keysAt), {
    timeoutDuration: DEADLINE_MS,
    cooldownDuration: KEY_COOLDOWN_MS,
    [customFetch]: fetch,
  });
  // A tenant may be configured by its domain; tokens name it by its GUID alone, and so does the issuer.
  const tenantId = (GUID.exec(issuer)?.[0] ?? tenant).toLowerCase();
  return { issuer, tenantId, keys, metadata: body };
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

function isSafe(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.has(hostname));
}
