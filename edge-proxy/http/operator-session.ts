/**
 * Which operator asks, and in which role: an Entra access token for this very console, proven by its signature. Tablets
 * have no business here and operators none at the doors' routes; neither credential is looked at where the other counts.
 */

import type { Context, MiddlewareHandler } from 'hono';
import { errors, type JWTPayload, jwtVerify } from 'jose';
import { type Instant, instant, SECOND_MS } from '../../shared/basics/instant.ts';
import { err, ok, type Result } from '../../shared/basics/result.ts';
import { mayActAs, type OperatorProfile, type OperatorRole, operatorRoles } from '../../shared/wire/console.ts';
import type { Clock } from '../ports/runtime.ts';
import { type OpenIdProvider, SignInUnavailable } from './openid-provider.ts';
import { type Fault, problemResponse } from './problem-response.ts';

/** `id` is the person's object id, the same in every app of the tenant. `until`: when the proof of it runs out, where that is known. */
export type Operator = OperatorProfile & { readonly id: string; readonly until?: Instant };
export type WithOperator = { Variables: { operator: Operator } };

export type OperatorSessionNeeds = {
  readonly openIdProvider: () => Promise<OpenIdProvider>;
  /** The console's app registration, bare or as its api:// URI. */
  readonly clientId: string;
  readonly clock: Clock;
  /** Told of each request that was refused, for the audit; `username` where it was somebody's. */
  readonly onRefused: (c: Context, fault: Fault, username: string | null) => void;
  /** Told of each request that was let in. */
  readonly onAccepted: (c: Context, operator: Operator) => void;
  /** What is answered to one that was refused: the fault itself, or that it was one too many. */
  readonly pace: (c: Context, fault: Fault) => Fault;
};

export const OPERATOR_SCOPE = 'access_as_operator';
const ISSUER_OF_VERSION_1 = 'https://sts.windows.net/';
/** Entra's clock and ours differ by seconds; a minute forgives a box without NTP. */
const CLOCK_TOLERANCE_S = 60;
/** Entra's tokens are some 2,000 characters; with many groups in them a few times that. */
const LONGEST_TOKEN = 16_384;

export function createOperatorSession({
  openIdProvider,
  clientId,
  clock,
  onRefused,
  onAccepted,
  pace,
}: OperatorSessionNeeds) {
  const bareId = clientId.replace(/^api:\/\//, '');

  async function prove(token: string): Promise<Result<JWTPayload, Refused>> {
    const provider = await openIdProvider();
    try {
      const { payload } = await jwtVerify(token, provider.keys, {
        algorithms: ['RS256'],
        issuer: [provider.issuer, `${ISSUER_OF_VERSION_1}${provider.tenantId}/`],
        audience: [bareId, `api://${bareId}`],
        requiredClaims: ['exp', 'iat', 'tid', 'oid'],
        currentDate: new Date(clock.now()),
        clockTolerance: CLOCK_TOLERANCE_S,
      });
      const ofTenant = String(payload['tid']).toLowerCase() === provider.tenantId;
      return ofTenant ? ok(payload) : err(notSignedIn);
    } catch (cause) {
      // Its signature was looked at first.
      if (cause instanceof errors.JWTExpired) return err({ ...notSignedIn, isGuess: false });
      if (isAboutTheToken(cause)) return err(notSignedIn);
      throw new SignInUnavailable('keys', { cause });
    }
  }

  async function readOperator(c: Context): Promise<Result<Operator, Refused>> {
    const token = /^Bearer +([^\s]+)$/i.exec(c.req.header('Authorization') ?? '')?.[1];
    if (token === undefined || token.length > LONGEST_TOKEN) return err(notSignedIn);
    const payload = await prove(token);
    return payload.ok ? operatorOf(payload.value) : payload;
  }

  function requireOperator(role: OperatorRole): MiddlewareHandler<WithOperator> {
    return async (c, next) => {
      let operator: Result<Operator, Refused>;
      try {
        operator = await readOperator(c);
      } catch (cause) {
        if (!(cause instanceof SignInUnavailable)) throw cause;
        return problemResponse({
          kind: 'not-ready',
          detail: 'The sign-in service cannot be asked.',
          retryAfterMs: 5_000,
        });
      }
      if (!operator.ok || !mayActAs(operator.value, role)) {
        const refused: Refused = operator.ok ? { fault: forbidden, username: operator.value.username } : operator.error;
        const { fault, username, isGuess = true } = refused;
        onRefused(c, fault, username);
        return problemResponse(isGuess ? pace(c, fault) : fault);
      }
      onAccepted(c, operator.value);
      c.set('operator', operator.value);
      await next();
      return undefined;
    };
  }

  return { requireOperator };
}

const forbidden: Fault = { kind: 'not-allowed' };

type Refused = {
  readonly fault: Fault;
  readonly username: string | null;
  /** False: it was a token of ours until a moment ago, and whoever shows it is to renew it, not to wait. */
  readonly isGuess?: boolean;
};

const notSignedIn: Refused = { fault: { kind: 'not-signed-in' }, username: null };

/** A token of the right tenant and app still needs a person behind it (scope) whom the admin has given a role. */
function operatorOf(claims: JWTPayload): Result<Operator, Refused> {
  const scopes = typeof claims['scp'] === 'string' ? claims['scp'].split(' ') : [];
  const given: readonly unknown[] = Array.isArray(claims['roles']) ? claims['roles'] : [];
  const roles = operatorRoles.filter((role) => given.includes(role));
  const id = String(claims['oid']);
  // Version 1 tokens name people by `upn` or `unique_name`.
  const username = firstText(claims['preferred_username'], claims['upn'], claims['unique_name']) ?? id;
  const refused = (detail: string) => err({ fault: { kind: 'not-allowed', detail }, username } as const);
  if (!scopes.includes(OPERATOR_SCOPE)) return refused('The token is not for this console.');
  if (roles.length === 0) return refused('Nobody has given you a role here yet.');
  const until = instant(Number(claims.exp) * SECOND_MS);
  return ok({ id, until, username, name: firstText(claims['name']) ?? username, roles });
}

const LONGEST_NAME = 250;

function firstText(...candidates: unknown[]): string | null {
  const found = candidates.find((one): one is string => typeof one === 'string' && one !== '');
  return found?.slice(0, LONGEST_NAME) ?? null;
}

function isAboutTheToken(cause: unknown): boolean {
  return TOKEN_FAULTS.some((fault) => cause instanceof fault);
}

const TOKEN_FAULTS = [
  errors.JWTClaimValidationFailed,
  errors.JWTExpired,
  errors.JWTInvalid,
  errors.JWSInvalid,
  errors.JWSSignatureVerificationFailed,
  errors.JOSEAlgNotAllowed,
  errors.JOSENotSupported,
  errors.JWKSNoMatchingKey,
  errors.JWKSMultipleMatchingKeys,
];
