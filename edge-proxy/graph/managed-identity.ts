/**
 * A token for the identity that Azure gives the machine itself: no secret to keep and none to run out. App Service and
 * Container Apps tell their endpoint and a header to show it; a virtual machine has the same address everywhere. Plain
 * http in both, as it never leaves the host.
 *
 * @see https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token
 * @see https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference
 */

import { CalendarUnavailable } from '../ports/calendar.ts';
import type { Clock } from '../ports/runtime.ts';
import { parseJson, readBounded, readRetryAfter, withDeadline } from './bounded.ts';
import type { Credential } from './credential.ts';
import { type IssuedToken, TokenRefused } from './token-endpoint.ts';

type ManagedIdentity = Extract<Credential, { kind: 'managed-identity' }>;

const APP_SERVICE_VERSION = '2019-08-01';
const MACHINE_VERSION = '2018-02-01';
const DEADLINE_MS = 15_000;
const MAX_ANSWER_BYTES = 256 * 1024;

/** `resource` without `/.default`. @throws CalendarUnavailable as requestToken does */
export async function requestManagedToken(
  { identityClientId, endpoint, header }: ManagedIdentity,
  resource: string,
  clock: Clock,
  fetch = globalThis.fetch,
): Promise<IssuedToken> {
  const url = new URL(endpoint);
  url.searchParams.set('api-version', header === null ? MACHINE_VERSION : APP_SERVICE_VERSION);
  url.searchParams.set('resource', resource);
  if (identityClientId !== null) url.searchParams.set('client_id', identityClientId);
  const headers: Record<string, string> = header === null ? { Metadata: 'true' } : { 'X-IDENTITY-HEADER': header };

  const {
    status,
    headers: told,
    text,
  } = await withDeadline(clock, DEADLINE_MS, async (signal) => {
    const response = await fetch(url, { headers, redirect: 'manual', signal });
    return {
      status: response.status,
      headers: response.headers,
      text: await readBounded(response, MAX_ANSWER_BYTES),
    };
  }).catch((cause: unknown) => {
    throw new CalendarUnavailable('graph-unreachable', { cause });
  });
  const body = parseJson(text);
  if (status !== 200) throw faultOf(status, body, readRetryAfter(told, clock.now()));
  const issued = readToken(body, clock.now());
  if (issued === null) throw new CalendarUnavailable('bad-answer', { cause: new Error('no token in the answer') });
  return issued;
}

/** `expires_on` in seconds of Unix time is in every answer, as text or number; `expires_in` only in some. */
function readToken(body: unknown, now: number): IssuedToken | null {
  if (typeof body !== 'object' || body === null) return null;
  const { access_token: token, expires_on: on, expires_in: within } = body as Record<string, unknown>;
  if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token)) return null;
  const lifetimeMs = positive(within) ?? positive(on, now);
  return lifetimeMs === null ? null : { token, lifetimeMs };
}

function positive(seconds: unknown, before = 0): number | null {
  if (typeof seconds !== 'string' && typeof seconds !== 'number') return null;
  const ms = Number(seconds) * 1_000 - before;
  return seconds !== '' && Number.isFinite(ms) && ms > 0 ? ms : null;
}

/** 404 and 410 mean that the endpoint is being updated, and pass; a 400 names an identity that is not there. */
function faultOf(status: number, body: unknown, retryAfterMs: number | null): CalendarUnavailable {
  const wait = retryAfterMs === null ? {} : { retryAfterMs };
  if (status === 429) return new CalendarUnavailable('throttled', wait);
  if (status === 404 || status === 410 || status >= 500) return new CalendarUnavailable('graph-unreachable', wait);
  const code = typeof body === 'object' && body !== null && 'error' in body ? body.error : null;
  const refusal = {
    code: typeof code === 'string' ? code.slice(0, 100) : `managed-identity-${status}`,
    meaning: 'this machine has no such managed identity',
    remedy:
      'Assign the identity to this machine or app in Azure. For a user-assigned one set AZURE_MANAGED_IDENTITY=user and its client ID as AZURE_CLIENT_ID.',
  };
  return new CalendarUnavailable('credential-refused', { cause: new TokenRefused(refusal) });
}
