/**
 * What a service account's sign-in asks of Entra: a code for a person, the tokens once that person has entered it, and
 * new tokens by the refresh token. Requests of our own, as MSAL would keep the tokens and the polling to itself; they go
 * to the one address that was configured, under the same deadline and bounds as those for app-only tokens.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code
 */

import { CalendarUnavailable } from '../ports/calendar.ts';
import type { Clock } from '../ports/runtime.ts';
import { parseJson, readBounded, readRetryAfter, withDeadline } from './bounded.ts';
import { faultOf, type IssuedToken, lifetime, resourceOf, type TokenSource } from './token-endpoint.ts';

/** Addresses without a closing slash; the authority without the tenant. */
export type DelegatedSource = Omit<TokenSource, 'credential'>;

export type DeviceCode = {
  readonly deviceCode: string;
  /** What the person enters at `verificationUri`. */
  readonly userCode: string;
  readonly verificationUri: string;
  readonly lifetimeMs: number;
  readonly intervalMs: number;
};

export type DelegatedTokens = IssuedToken & {
  /** Null where Entra gave no new one: the one before is still good. */
  readonly refreshToken: string | null;
  /** Who signed in, by user name, and by what else Entra calls the account, in lower case; null where it did not say. */
  readonly account: string | null;
  readonly alsoKnownAs: readonly string[];
};

export type Redeemed =
  | { readonly kind: 'tokens'; readonly tokens: DelegatedTokens }
  | { readonly kind: 'pending' | 'slow-down' | 'declined' | 'expired' };

type Network = { readonly clock: Clock; readonly fetch?: typeof fetch };
type Answer = { readonly status: number; readonly body: unknown; readonly retryAfterMs: number | null };

const DEADLINE_MS = 15_000;
const MAX_ANSWER_BYTES = 256 * 1024;
const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
/** RFC 8628, section 3.5, where the answer names none. */
const DEFAULT_INTERVAL_S = 5;
const LONGEST_CODE_S = 3_600;
/** As told by Entra and by RFC 8628; the rest are refusals. */
const ENDS: Readonly<Record<string, Exclude<Redeemed['kind'], 'tokens'>>> = {
  authorization_pending: 'pending',
  slow_down: 'slow-down',
  authorization_declined: 'declined',
  access_denied: 'declined',
  expired_token: 'expired',
  code_expired: 'expired',
};

/** @throws CalendarUnavailable: credential-refused with a TokenRefused as cause, or that Entra could not be asked. */
export async function requestDeviceCode(source: DelegatedSource, network: Network): Promise<DeviceCode> {
  const answer = await post(source, 'devicecode', { client_id: source.clientId, scope: scopesOf(source) }, network);
  const given = answer.status === 200 ? members(answer.body) : null;
  if (given === null) throw faultOf({ asked: true, answer }, new Error('no device code'));
  const [deviceCode, userCode] = [given['device_code'], given['user_code']];
  const address = given['verification_uri'] ?? given['verification_url'];
  const lifetimeMs = lifetime(given);
  const isWhole = isText(deviceCode) && isText(userCode) && isText(address) && lifetimeMs !== null;
  if (!isWhole || !isPage(address)) throw new CalendarUnavailable('bad-answer', { cause: new Error('no device code') });
  const interval = Number(given['interval'] ?? DEFAULT_INTERVAL_S);
  return {
    deviceCode,
    userCode,
    verificationUri: address,
    lifetimeMs: Math.min(lifetimeMs, LONGEST_CODE_S * 1_000),
    intervalMs: (Number.isFinite(interval) && interval > 0 ? interval : DEFAULT_INTERVAL_S) * 1_000,
  };
}

/** @throws CalendarUnavailable as requestDeviceCode does */
export async function redeemDeviceCode(
  source: DelegatedSource,
  deviceCode: string,
  network: Network,
): Promise<Redeemed> {
  const form = { grant_type: DEVICE_GRANT, client_id: source.clientId, device_code: deviceCode };
  const answer = await post(source, 'token', form, network);
  const error = members(answer.body)?.['error'];
  const end = answer.status >= 400 && answer.status < 500 && isText(error) ? ENDS[error] : undefined;
  return end === undefined ? { kind: 'tokens', tokens: readTokens(answer) } : { kind: end };
}

/** @throws CalendarUnavailable as requestDeviceCode does */
export async function refreshDelegatedToken(
  source: DelegatedSource,
  refreshToken: string,
  network: Network,
): Promise<DelegatedTokens> {
  const form = { grant_type: 'refresh_token', client_id: source.clientId, refresh_token: refreshToken };
  return readTokens(await post(source, 'token', { ...form, scope: scopesOf(source) }, network));
}

/** What the admin has consented to, and nothing that would ask the person for more. */
function scopesOf({ graphEndpoint }: DelegatedSource): string {
  return `${resourceOf(graphEndpoint)}/.default openid profile offline_access`;
}

async function post(
  { authorityHost, tenantId }: DelegatedSource,
  endpoint: 'devicecode' | 'token',
  form: Readonly<Record<string, string>>,
  { clock, fetch = globalThis.fetch }: Network,
): Promise<Answer> {
  try {
    return await withDeadline(clock, DEADLINE_MS, async (signal) => {
      const response = await fetch(`${authorityHost}/${tenantId}/oauth2/v2.0/${endpoint}`, {
        method: 'POST',
        body: new URLSearchParams(form),
        redirect: 'manual',
        signal,
      });
      const retryAfterMs = readRetryAfter(response.headers, clock.now());
      return { status: response.status, body: parseJson(await readBounded(response, MAX_ANSWER_BYTES)), retryAfterMs };
    });
  } catch (cause) {
    throw faultOf({ asked: true, answer: null }, cause);
  }
}

function readTokens(answer: Answer): DelegatedTokens {
  const given = answer.status === 200 ? members(answer.body) : null;
  const token = given?.['access_token'];
  const lifetimeMs = lifetime(given);
  if (given === null || !isText(token) || lifetimeMs === null)
    throw faultOf({ asked: true, answer }, new Error('no token in the answer'));
  const refreshToken = given['refresh_token'];
  return {
    token,
    lifetimeMs,
    refreshToken: isText(refreshToken) ? refreshToken : null,
    ...accountOf(given['id_token']),
  };
}

/** Unproven: it came straight from the token endpoint (OpenID Connect Core, section 3.1.3.7). */
function accountOf(idToken: unknown): Pick<DelegatedTokens, 'account' | 'alsoKnownAs'> {
  const payload = isText(idToken) ? (idToken.split('.')[1] ?? '') : '';
  const claims = members(parseJson(Buffer.from(payload, 'base64url').toString('utf8')));
  const named = ['preferred_username', 'upn', 'email', 'oid'].flatMap((name) => {
    const value = claims?.[name];
    return typeof value === 'string' && value !== '' ? [value.toLowerCase()] : [];
  });
  return { account: named[0] ?? null, alsoKnownAs: named };
}

/** An address that is shown to people, and never one that a browser would run. */
function isPage(address: string): boolean {
  return URL.canParse(address) && /^https?:$/.test(new URL(address).protocol);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && /^[\x21-\x7e]+$/.test(value);
}

function members(body: unknown): Record<string, unknown> | null {
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : null;
}
