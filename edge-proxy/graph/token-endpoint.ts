/**
 * One request for an app-only token, by MSAL. MSAL has the cache of its own switched off and is made anew each time: it
 * would remember failures by the wall clock and certificates for ever. Its network goes through us, to the one address
 * that was configured, with a deadline; so plain http on loopback works as well as a national cloud, and MSAL's
 * discovery of clouds, which would call a public host even from the sandbox, never runs.
 */

import { ConfidentialClientApplication, type INetworkModule, type NetworkRequestOptions } from '@azure/msal-node';
import { CalendarUnavailable } from '../ports/calendar.ts';
import type { Clock } from '../ports/runtime.ts';
import { parseJson, readBounded, readRetryAfter, withDeadline } from './bounded.ts';
import { readCertificate } from './certificate.ts';
import type { ProvenCredential, ReadFile } from './credential.ts';
import { explainTokenRefusal, type TokenRefusal } from './token-refusal.ts';

/** Addresses without a closing slash; the authority without the tenant. */
export type TokenSource = {
  readonly tenantId: string;
  readonly clientId: string;
  readonly credential: ProvenCredential;
  readonly authorityHost: string;
  readonly graphEndpoint: string;
};

export type IssuedToken = { readonly token: string; readonly lifetimeMs: number };

/** Entra said no, and asking again the same way will not help. The cause of a CalendarUnavailable. */
export class TokenRefused extends Error {
  override readonly name = 'TokenRefused';
  readonly refusal: TokenRefusal;

  constructor(refusal: TokenRefusal, cause?: unknown) {
    super(`${refusal.code}: ${refusal.meaning}`, { cause });
    this.refusal = refusal;
  }
}

/** What passed on the wire, whatever MSAL makes of it. */
type Exchange = {
  asked: boolean;
  answer: { readonly status: number; readonly body: unknown; readonly retryAfterMs: number | null } | null;
};

const DEADLINE_MS = 15_000;
/** Tokens measure a few kB; an error a few hundred bytes. */
const MAX_ANSWER_BYTES = 256 * 1024;

/** @throws CalendarUnavailable: credential-refused with a TokenRefused as cause, or that Entra could not be asked. */
export async function requestToken(
  source: TokenSource,
  readFile: ReadFile,
  clock: Clock,
  fetch = globalThis.fetch,
): Promise<IssuedToken> {
  const endpoint = `${source.authorityHost}/${source.tenantId}/oauth2/v2.0/token`;
  const exchange: Exchange = { asked: false, answer: null };

  async function post(options: NetworkRequestOptions | undefined) {
    exchange.asked = true;
    const { response, text } = await withDeadline(clock, DEADLINE_MS, async (signal) => {
      const init = {
        method: 'POST',
        headers: options?.headers ?? {},
        body: options?.body ?? '',
        redirect: 'manual',
        signal,
      } as const;
      const response = await fetch(endpoint, init);
      return { response, text: await readBounded(response, MAX_ANSWER_BYTES) };
    });
    const retryAfterMs = readRetryAfter(response.headers, clock.now());
    const body = parseJson(text);
    exchange.answer = { status: response.status, body, retryAfterMs };
    // An object always: MSAL falls over anything else, and `exchange` tells us what it really was.
    return { headers: {}, status: response.status, body: body ?? { error: 'no-json' } };
  }

  const network = {
    sendPostRequestAsync: (_url: string, options?: NetworkRequestOptions) => post(options),
    sendGetRequestAsync: () => Promise.reject(new Error('discovery is never needed')),
  } as INetworkModule;

  let token: string | undefined;
  let cause: unknown;
  try {
    const app = msalApp(source, endpoint, network, readFile);
    const scopes = [`${resourceOf(source.graphEndpoint)}/.default`];
    token = (await app.acquireTokenByClientCredential({ scopes, skipCache: true }))?.accessToken;
  } catch (thrown) {
    cause = thrown;
  }
  const lifetimeMs = exchange.answer === null ? null : lifetime(exchange.answer.body);
  if (token !== undefined && /^[\x21-\x7e]+$/.test(token) && lifetimeMs !== null) return { token, lifetimeMs };
  throw faultOf(exchange, cause);
}

function msalApp(source: TokenSource, tokenEndpoint: string, networkClient: INetworkModule, readFile: ReadFile) {
  const authority = new URL(`${source.authorityHost}/${source.tenantId}`);
  const { host } = authority;
  // MSAL refuses to hear of http; it only ever compares this one, while requests go to tokenEndpoint.
  const known = `https://${host}${authority.pathname}`;
  const authorityMetadata = JSON.stringify({
    issuer: known,
    authorization_endpoint: tokenEndpoint.replace(/token$/, 'authorize'),
    token_endpoint: tokenEndpoint,
    jwks_uri: tokenEndpoint.replace(/oauth2\/v2\.0\/token$/, 'discovery/v2.0/keys'),
  });
  return new ConfidentialClientApplication({
    auth: {
      clientId: source.clientId,
      authority: known,
      knownAuthorities: [host],
      authorityMetadata,
      ...proof(source.credential, readFile),
    },
    system: { networkClient },
  });
}

function proof(credential: ProvenCredential, readFile: ReadFile) {
  switch (credential.kind) {
    case 'secret':
      return { clientSecret: credential.secret };
    case 'certificate': {
      const { thumbprint, privateKeyPem } = readCertificate(readFile(credential.path));
      return { clientCertificate: { thumbprintSha256: thumbprint, privateKey: privateKeyPem } };
    }
    case 'federated':
      return { clientAssertion: readFile(credential.path).trim() };
    default:
      return credential satisfies never;
  }
}

/** Graph of each cloud is its own resource; a stand-in on loopback goes by the name of the public one. */
export function resourceOf(graphEndpoint: string): string {
  const { origin, hostname } = new URL(graphEndpoint);
  return /^(graph\.microsoft\.(com|us)|dod-graph\.microsoft\.us|microsoftgraph\.chinacloudapi\.cn)$/.test(hostname)
    ? origin
    : 'https://graph.microsoft.com';
}

/** Entra writes a number; older endpoints wrote it as text. */
export function lifetime(body: unknown): number | null {
  const given =
    typeof body === 'object' && body !== null && 'expires_in' in body ? Number(body.expires_in) : Number.NaN;
  return Number.isFinite(given) && given > 0 ? given * 1000 : null;
}

export function faultOf({ asked, answer }: Exchange, cause: unknown): CalendarUnavailable {
  if (!asked) return unproven(cause);
  if (answer === null) return new CalendarUnavailable('graph-unreachable', { cause });
  const { status, body, retryAfterMs } = answer;
  const wait = retryAfterMs === null ? {} : { retryAfterMs };
  if (status === 429) return new CalendarUnavailable('throttled', { ...wait, cause });
  if (status >= 500) return new CalendarUnavailable('graph-unreachable', { ...wait, cause });
  const refusal = status >= 400 ? explainTokenRefusal(body) : null;
  if (refusal === null) return new CalendarUnavailable('bad-answer', { cause });
  // By RFC 6749 this one means "come back later", not "no".
  if (refusal.code === 'temporarily_unavailable')
    return new CalendarUnavailable('graph-unreachable', { ...wait, cause });
  return new CalendarUnavailable('credential-refused', { cause: new TokenRefused(refusal) });
}

/** Nothing was sent, because the file that proves us could not be used. */
function unproven(cause: unknown): CalendarUnavailable {
  const refusal = {
    code: 'credential-unusable',
    meaning: 'the certificate or token file could not be used',
    remedy: 'Check the file that AZURE_CLIENT_CERTIFICATE_PATH or AZURE_FEDERATED_TOKEN_FILE names.',
  };
  return new CalendarUnavailable('credential-refused', { cause: new TokenRefused(refusal, cause) });
}
