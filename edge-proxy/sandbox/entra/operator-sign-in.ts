/**
 * Authorization code with PKCE, for the console in the browser: which request is sound, what a code stands for, and
 * when it may be changed for tokens. HTTP and HTML are entra-app.ts's business.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow
 */

import { createHash } from 'node:crypto';
import { err, ok, type Result } from '../../../shared/basics/result.ts';
import { type Form, OIDC_SCOPES } from './client-credentials.ts';
import { type Directory, isRedirectUriOf, type Person } from './directory.ts';
import { createShortLived } from './short-lived.ts';
import { type Refusal, refusals } from './token-error.ts';

export const OPERATOR_SCOPE = 'access_as_operator';

const CODE_LIFETIME_MS = 10 * 60_000;
/** Refresh tokens of a single-page app end a day after the sign-in, however often they are renewed. */
const REFRESH_LIFETIME_MS = 24 * 3_600_000;
const SESSION_LIFETIME_MS = 12 * 3_600_000;
/** Far more than the operators of one demo, far less than memory. */
const MOST_KEPT = 2_000;

export type ResponseMode = 'query' | 'fragment';

/** A sign-in request that may be answered at its redirect URI. */
export type SignInRequest = {
  redirectUri: string;
  responseMode: ResponseMode;
  state: string | null;
  nonce: string | null;
  scopes: string[];
  challenge: string;
  prompt: string | null;
  loginHint: string | null;
};

/** Either nobody may be sent anywhere (`page`), or the app itself is told (`redirect`). */
export type SignInFault =
  | { kind: 'page'; refusal: Refusal }
  | { kind: 'redirect'; refusal: Refusal; redirectUri: string; responseMode: ResponseMode; state: string | null };

/** What tokens are made of, whichever way they were earned. */
export type Grant = {
  person: Person;
  scopes: string[];
  nonce: string | null;
  refreshToken: string;
  refreshEndsAt: number;
};

type Pending = SignInRequest & { personId: string; redeemed: boolean };
type Renewable = { personId: string; scopes: string[]; endsAt: number };

type Needs = { directory: Directory; now: () => number; randomText: () => string };

export type OperatorSignIn = ReturnType<typeof createOperatorSignIn>;

export function createOperatorSignIn({ directory, now, randomText }: Needs) {
  const kept = { most: MOST_KEPT, now, randomText };
  const codes = createShortLived<Pending>({ ...kept, lifetimeMs: CODE_LIFETIME_MS });
  const renewables = createShortLived<Renewable>({ ...kept, lifetimeMs: REFRESH_LIFETIME_MS });
  const sessions = createShortLived<string>({ ...kept, lifetimeMs: SESSION_LIFETIME_MS });

  const findPerson = (id: string): Person | undefined => directory.people.find(({ objectId }) => objectId === id);

  function grantTo(personId: string, scopes: string[], nonce: string | null, endsAt: number): Result<Grant, Refusal> {
    const person = findPerson(personId);
    // Somebody removed from the directory cannot renew.
    if (person === undefined) return err(refusals.refreshInvalid());
    const refreshToken = renewables.add({ personId, scopes, endsAt });
    return ok({ person, scopes, nonce, refreshToken, refreshEndsAt: endsAt });
  }

  return {
    readRequest: (query: Form) => readSignInRequest(query, directory),

    startSession: (person: Person): string => sessions.add(person.objectId),
    endSession: (handle: string): void => sessions.remove(handle),
    personOf(handle: string | undefined): Person | null {
      const found = sessions.find(handle ?? '');
      return found.kind === 'live' ? (findPerson(found.value) ?? null) : null;
    },

    issueCode: (request: SignInRequest, person: Person): string =>
      codes.add({ ...request, personId: person.objectId, redeemed: false }),

    redeemCode(form: Form): Result<Grant, Refusal> {
      const code = form.get('code') ?? '';
      if (code === '') return err(refusals.parameterMissing('code'));
      const found = codes.find(code);
      if (found.kind === 'unknown') return err(refusals.codeInvalid());
      if (found.kind === 'expired') return err(refusals.codeExpired());
      const pending = found.value;
      if (pending.redeemed) return err(refusals.codeRedeemed());
      // From here the code is spent, even when the proof fails: a guesser gets one try.
      pending.redeemed = true;
      if (form.get('redirect_uri') !== pending.redirectUri) return err(refusals.redirectChanged());
      if (challengeOf(form.get('code_verifier') ?? '') !== pending.challenge) return err(refusals.verifierWrong());
      return grantTo(pending.personId, pending.scopes, pending.nonce, now() + REFRESH_LIFETIME_MS);
    },

    renew(form: Form): Result<Grant, Refusal> {
      const token = form.get('refresh_token') ?? '';
      if (token === '') return err(refusals.parameterMissing('refresh_token'));
      const found = renewables.find(token);
      if (found.kind === 'unknown') return err(refusals.refreshInvalid());
      if (found.kind === 'expired' || found.value.endsAt <= now()) return err(refusals.refreshExpired());
      const asked = form.get('scope') ?? '';
      const scopes = asked === '' ? found.value.scopes : splitScopes(asked);
      const wrong = wrongScope(scopes, directory.operatorApp.clientId);
      if (wrong !== null) return err(refusals.scopeWrong(wrong));
      // The old token stays good until its end: two tabs may renew at once (Entra does the same).
      return grantTo(found.value.personId, scopes, null, found.value.endsAt);
    },
  };
}

/** The scopes among those asked for that belong to the console's own app registration, by their short names. */
export function operatorScopes(scopes: string[], clientId: string): string[] {
  const mine = new Set(operatorScopeNames(clientId));
  return scopes.some((scope) => mine.has(scope)) ? [OPERATOR_SCOPE] : [];
}

function readSignInRequest(query: Form, { operatorApp, tenant }: Directory): Result<SignInRequest, SignInFault> {
  const page = (refusal: Refusal): Result<never, SignInFault> => err({ kind: 'page', refusal });
  const clientId = query.get('client_id') ?? '';
  if (clientId === '') return page(refusals.parameterMissing('client_id'));
  if (clientId.toLowerCase() !== operatorApp.clientId) return page(refusals.appUnknown(clientId, tenant.displayName));
  const redirectUri = query.get('redirect_uri') ?? '';
  if (!isRedirectUriOf(operatorApp, redirectUri)) return page(refusals.redirectUnknown(redirectUri, clientId));

  // The address is the app's own: from here on it is the app that is told.
  const state = query.get('state') ?? null;
  const mode = query.get('response_mode') ?? 'query';
  const responseMode: ResponseMode = mode === 'fragment' ? 'fragment' : 'query';
  const redirect = (refusal: Refusal): Result<never, SignInFault> =>
    err({ kind: 'redirect', refusal, redirectUri, responseMode, state });
  if (mode !== responseMode) return redirect(refusals.responseModeUnsupported(mode));
  const responseType = query.get('response_type') ?? '';
  if (responseType === '') return redirect(refusals.parameterMissing('response_type'));
  if (responseType !== 'code') return redirect(refusals.responseTypeUnsupported(responseType));
  const scope = query.get('scope') ?? '';
  if (scope === '') return redirect(refusals.parameterMissing('scope'));
  const wrong = wrongScope(splitScopes(scope), operatorApp.clientId);
  if (wrong !== null) return redirect(refusals.scopeWrong(wrong));
  const challenge = query.get('code_challenge') ?? '';
  if (challenge === '') return redirect(refusals.challengeMissing());
  if (query.get('code_challenge_method') !== 'S256' || !S256_CHALLENGE.test(challenge)) {
    return redirect(refusals.challengeUnsupported());
  }
  return ok({
    redirectUri,
    responseMode,
    state,
    nonce: query.get('nonce') ?? null,
    scopes: splitScopes(scope),
    challenge,
    prompt: query.get('prompt') ?? null,
    loginHint: query.get('login_hint') ?? null,
  });
}

/** SHA-256 in base64url is always 43 characters. */
const S256_CHALLENGE = /^[A-Za-z0-9_-]{43}$/;
/** RFC 7636, section 4.1. */
const VERIFIER = /^[A-Za-z0-9._~-]{43,128}$/;

function challengeOf(verifier: string): string | null {
  return VERIFIER.test(verifier) ? createHash('sha256').update(verifier).digest('base64url') : null;
}

const splitScopes = (scope: string): string[] => scope.split(/\s+/).filter((one) => one !== '');

function wrongScope(scopes: string[], clientId: string): string | null {
  const known = new Set([...OIDC_SCOPES, ...operatorScopeNames(clientId)]);
  return scopes.find((scope) => !known.has(scope)) ?? null;
}

function operatorScopeNames(clientId: string): string[] {
  return [clientId, `api://${clientId}`].flatMap((resource) => [
    `${resource}/${OPERATOR_SCOPE}`,
    `${resource}/.default`,
  ]);
}
