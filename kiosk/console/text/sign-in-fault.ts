/** Why a sign-in came to nothing. MSAL and Entra say it in codes; these are the ones that people meet, and what to do. */

import type { Notice } from './notice.ts';

export type SignInFault = {
  readonly kind:
    | 'insecure'
    | 'declined'
    | 'not-assigned'
    | 'consent-missing'
    | 'app-unknown'
    | 'not-a-single-page-app'
    | 'came-back-lost'
    | 'under-way'
    | 'entra-away'
    | 'unforeseen';
  /** Entra's or MSAL's own code, for the IT admin's search engine. */
  readonly code: string | null;
};

/** As MSAL's errors carry it; read by shape, since MSAL is loaded late and its classes are not ours to compare. */
type MsalError = { readonly errorCode?: unknown; readonly errorMessage?: unknown; readonly message?: unknown };

/** @see https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
const BY_AADSTS: Readonly<Record<string, SignInFault['kind']>> = {
  AADSTS65004: 'declined',
  AADSTS50105: 'not-assigned',
  AADSTS65001: 'consent-missing',
  AADSTS90094: 'consent-missing',
  AADSTS700016: 'app-unknown',
  AADSTS500011: 'app-unknown',
  AADSTS65005: 'app-unknown',
  AADSTS70011: 'app-unknown',
  AADSTS90002: 'app-unknown',
  AADSTS9002326: 'not-a-single-page-app',
  AADSTS90033: 'entra-away',
};

const BY_MSAL_CODE: Readonly<Record<string, SignInFault['kind']>> = {
  crypto_nonexistent: 'insecure',
  access_denied: 'declined',
  user_cancelled: 'declined',
  consent_required: 'consent-missing',
  no_token_request_cache_error: 'came-back-lost',
  no_cached_authority_error: 'came-back-lost',
  state_not_found: 'came-back-lost',
  state_mismatch: 'came-back-lost',
  nonce_mismatch: 'came-back-lost',
  interaction_in_progress: 'under-way',
  no_network_connectivity: 'entra-away',
  network_error: 'entra-away',
  post_request_failed: 'entra-away',
  get_request_failed: 'entra-away',
  endpoints_resolution_error: 'entra-away',
  openid_config_error: 'entra-away',
  temporarily_unavailable: 'entra-away',
  server_error: 'entra-away',
};

export function readSignInFault(error: unknown): SignInFault {
  const { errorCode, errorMessage, message } = (error ?? {}) as MsalError;
  const aadsts = /AADSTS\d+/.exec(`${String(errorMessage ?? '')} ${String(message ?? '')}`)?.[0];
  if (aadsts !== undefined) {
    const kind = BY_AADSTS[aadsts] ?? BY_MSAL_CODE[String(errorCode)] ?? 'unforeseen';
    return { kind, code: aadsts };
  }
  if (typeof errorCode !== 'string') return { kind: 'unforeseen', code: null };
  return { kind: BY_MSAL_CODE[errorCode] ?? 'unforeseen', code: errorCode };
}

export function describeSignInFault({ kind, code }: SignInFault): Notice {
  const forTheAdmin = code === null ? '' : ` They will want to know: ${code}.`;
  switch (kind) {
    case 'insecure':
      return {
        heading: 'This page needs https.',
        sentence: 'Browsers sign nobody in over plain http, except on the machine itself. Open the address with https.',
      };
    case 'declined':
      return { heading: 'You did not sign in.', sentence: 'Nothing has changed. Sign in when you are ready.' };
    case 'not-assigned':
      return {
        heading: 'You have no role here yet.',
        sentence: 'Ask your IT admin to give you the role Viewer, Operator or Admin of this app in Entra.',
      };
    case 'consent-missing':
      return {
        heading: 'Your IT admin has to agree first.',
        sentence: `Nobody has consented to this console for your organisation.${forTheAdmin}`,
      };
    case 'app-unknown':
      return {
        heading: 'Entra does not know this console.',
        sentence: `The app registration or its scope “access_as_operator” is missing. Tell your IT admin.${forTheAdmin}`,
      };
    case 'not-a-single-page-app':
      return {
        heading: 'The console is registered as another kind of app.',
        sentence: `In Entra its redirect address has to be one of a single-page application. Tell your IT admin.${forTheAdmin}`,
      };
    case 'came-back-lost':
      return {
        heading: 'That sign-in was lost on the way.',
        sentence: 'It was begun in another tab or too long ago. Sign in once more.',
      };
    case 'under-way':
      return {
        heading: 'A sign-in is under way.',
        sentence: 'Finish it in the tab where it was begun, or close that tab and sign in here.',
      };
    case 'entra-away':
      return {
        heading: 'The sign-in service does not answer.',
        sentence: 'Look at your network, then sign in again. The doors go on without it.',
      };
    case 'unforeseen':
      return {
        heading: 'Signing in did not work.',
        sentence: `Try once more. If it stays so, tell your IT admin.${forTheAdmin}`,
      };
  }
}
