/** The service account that the proxy acts for where app-only access is refused, as the console shows it and signs it in. */

import { type Codec, isoInstant, nullable, object, oneOf, text } from '../basics/codec.ts';
import type { Instant } from '../basics/instant.ts';

export const serviceAccountStates = ['signed-out', 'waiting', 'signed-in', 'refused'] as const;
export type ServiceAccountState = (typeof serviceAccountStates)[number];

/**
 * GET /api/console/service-account. `waiting`: a code was given and nobody has entered it yet; an account that was signed
 * in before serves meanwhile. `refused`: what was kept is worth nothing any more, or the last sign-in failed.
 */
export type ServiceAccountReport = {
  readonly state: ServiceAccountState;
  /** The user name; null where nobody is signed in. */
  readonly account: string | null;
  /** Since when the state stands; null where that is not known. */
  readonly since: Instant | null;
  /** Why it was refused, in words, and what to do; null otherwise. */
  readonly cause: string | null;
  readonly remedy: string | null;
};

export const serviceAccountReportCodec: Codec<ServiceAccountReport> = object({
  state: oneOf(...serviceAccountStates),
  account: nullable(text({ max: 320 })),
  since: nullable(isoInstant),
  cause: nullable(text({ max: 500 })),
  remedy: nullable(text({ max: 1_000 })),
});

/** POST /api/console/service-account/sign-in: what a person enters where, until when. */
export type ServiceSignIn = {
  readonly userCode: string;
  readonly verificationUri: string;
  readonly expiresAt: Instant;
};

export const serviceSignInCodec: Codec<ServiceSignIn> = object({
  userCode: text({ min: 1, max: 100 }),
  verificationUri: text({ min: 1, max: 2_000 }),
  expiresAt: isoInstant,
});
