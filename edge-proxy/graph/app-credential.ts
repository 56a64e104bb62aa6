/**
 * The app-only token: fetched once for all who ask at once, kept, renewed before it lapses. A sign-in service that is
 * down costs nothing until the kept token runs out; one that says no is asked again only after a wait that grows to
 * minutes, as thousands of rooms would otherwise turn one expired secret into a storm.
 */

import { addMs, type Instant } from '../../shared/basics/instant.ts';
import { CalendarUnavailable } from '../ports/calendar.ts';
import type { Chance, Clock, Log, Meter } from '../ports/runtime.ts';
import type { OnCredentialNews } from '../ports/trouble.ts';
import type { Credential, ReadFile } from './credential.ts';
import { requestManagedToken } from './managed-identity.ts';
import { createTokenCircuit } from './token-circuit.ts';
import { type IssuedToken, requestToken, resourceOf, TokenRefused, type TokenSource } from './token-endpoint.ts';
import type { TokenRefusal } from './token-refusal.ts';

export type AppCredential = {
  /** @throws CalendarUnavailable, at once while a failed attempt is being waited out */
  token(): Promise<string>;
  /**
   * Another token than `refused`, which Graph has answered with 401. Asks Entra once however many calls met the 401.
   * @throws CalendarUnavailable
   */
  renew(refused: string): Promise<string>;
  /**
   * What Graph made of the token that a call to `mailbox` bore. Where it refuses a token that was fetched for its sake, a
   * circuit opens, and `token` refuses at once until a trial has passed.
   */
  judged?(token: string, isAccepted: boolean, mailbox: string | null): void;
  /** What Entra said last, if it was a no: for the log, the check and the health page. */
  refusal(): TokenRefusal | null;
};

/** Whose token, by which credential. */
export type AppSource = Omit<TokenSource, 'credential'> & { readonly credential: Credential };

/** One that is asked for in a way of its own. @throws CalendarUnavailable, with a TokenRefused as cause where it is a no */
export type OwnSource = { readonly request: () => Promise<IssuedToken> };

type Needs = {
  readonly source: AppSource | OwnSource;
  readonly readFile: ReadFile;
  readonly clock: Clock;
  readonly chance: Pick<Chance, 'fraction'>;
  readonly log: Log;
  readonly onNews?: OnCredentialNews;
  readonly meter?: Meter;
  readonly fetch?: typeof fetch;
};

export const SIGNED_OUT = 'signed-out';

type Kept = {
  readonly token: string;
  readonly renewAt: Instant;
  readonly expiresAt: Instant;
  readonly isForced: boolean;
};

/** Entra's tokens live for about an hour: renewed at four fifths of it, twelve minutes remain to get through an outage. */
const RENEW_AT = 0.8;
/** A token must outlive the call that carries it, and our clock may be a little behind. */
const SAFETY_MS = 30_000;
/** A refusal is mended by a person; an outage passes by itself. */
const AFTER_REFUSAL = { firstMs: 30_000, longestMs: 300_000 };
const AFTER_OUTAGE = { firstMs: 1_000, longestMs: 60_000 };
/** If Graph refuses the new token as well, the next one will not help either. */
const BETWEEN_FORCED_MS = 60_000;
/** When a call that has met an open circuit may come again; the next trial is made by whoever comes first. */
const FAILED_TRIAL_MS = 30_000;

export function createAppCredential(needs: Needs): AppCredential {
  const { source, readFile, clock, chance, log, onNews, meter, fetch } = needs;
  const circuit = createTokenCircuit(clock, chance);
  let kept: Kept | null = null;
  let inFlight: Promise<string> | null = null;
  let failure: { fault: CalendarUnavailable; retryAt: Instant } | null = null;
  let failures = 0;
  let forcedAt: Instant | null = null;
  let isProven = false;

  function fetchOnce({ isForced = false } = {}): Promise<string> {
    if (inFlight !== null) return inFlight;
    if (failure !== null && clock.now() < failure.retryAt) return Promise.reject(stillFailing(failure));
    inFlight = fetchToken(isForced).finally(() => {
      inFlight = null;
    });
    return inFlight;
  }

  async function fetchToken(isForced: boolean): Promise<string> {
    const askedAt = clock.now();
    try {
      const { token, lifetimeMs } = await request();
      const [renewAt, expiresAt] = [addMs(askedAt, lifetimeMs * RENEW_AT), addMs(askedAt, lifetimeMs)];
      kept = { token, renewAt, expiresAt, isForced };
      failure = null;
      failures = 0;
      onNews?.({ kind: 'issued' });
      meter?.count('token_requests_total', { outcome: 'issued' });
      log.info('token-issued', { lifetimeSeconds: lifetimeMs / 1000 });
      return token;
    } catch (cause) {
      if (!(cause instanceof CalendarUnavailable)) throw cause;
      failures += 1;
      meter?.count('token_requests_total', { outcome: cause.reason });
      failure = { fault: cause, retryAt: addMs(clock.now(), waitMs(cause)) };
      report(cause);
      throw stillFailing(failure);
    }
  }

  function waitMs(fault: CalendarUnavailable): number {
    const { firstMs, longestMs } = fault.reason === 'credential-refused' ? AFTER_REFUSAL : AFTER_OUTAGE;
    const grownMs = Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, 20));
    return Math.max(fault.retryAfterMs ?? 0, grownMs * (0.75 + chance.fraction() / 4));
  }

  function stillFailing({ fault, retryAt }: { fault: CalendarUnavailable; retryAt: Instant }): CalendarUnavailable {
    return new CalendarUnavailable(fault.reason, { retryAfterMs: retryAt - clock.now(), cause: fault.cause });
  }

  function request(): Promise<IssuedToken> {
    if ('request' in source) return source.request();
    const { credential, graphEndpoint } = source;
    // Whoever acts for a service account asks by service-account.ts; there is nothing here to ask with.
    if (credential.kind === 'delegated') return Promise.reject(serviceAccountNeeded());
    if (credential.kind !== 'managed-identity') return requestToken({ ...source, credential }, readFile, clock, fetch);
    return requestManagedToken(credential, resourceOf(graphEndpoint), clock, fetch);
  }

  function throwIfOpen(): void {
    const waitMs = circuit.waitMs();
    if (waitMs > 0) throw new CalendarUnavailable('credential-refused', { retryAfterMs: waitMs });
  }

  function report(fault: CalendarUnavailable): void {
    const refusal = refusalOf(fault);
    if (refusal === null) log.warn('token-unavailable', { reason: fault.reason, failures });
    else log.error('token-refused', { code: refusal.code, meaning: refusal.meaning, remedy: refusal.remedy, failures });
    if (refusal !== null) onNews?.({ kind: 'refused', ...refusal });
  }

  return {
    async token() {
      throwIfOpen();
      const now = clock.now();
      // The trial is made with a token of its own: the kept one has been refused.
      if (circuit.isOpen()) return fetchOnce({ isForced: true });
      if (kept === null || now >= kept.expiresAt - SAFETY_MS) return fetchOnce();
      // In the background, as the kept token still serves; its failure is reported and waited out in there.
      if (now >= kept.renewAt) fetchOnce().catch(() => undefined);
      return kept.token;
    },

    async renew(refused) {
      if (circuit.isOpen()) {
        // Whoever meets the 401 of a trial, or of before it, adds no trial of its own.
        throw new CalendarUnavailable('credential-refused', { retryAfterMs: FAILED_TRIAL_MS });
      }
      if (kept !== null && kept.token !== refused) return kept.token;
      if (inFlight === null) {
        const allowedAt = forcedAt === null ? null : addMs(forcedAt, BETWEEN_FORCED_MS);
        if (allowedAt !== null && clock.now() < allowedAt) {
          throw new CalendarUnavailable('credential-refused', { retryAfterMs: allowedAt - clock.now() });
        }
        forcedAt = clock.now();
        log.warn('token-refused-by-graph');
      }
      return fetchOnce({ isForced: true });
    },

    judged(token, isAccepted, mailbox) {
      // Of an older token nothing more is to be learned.
      if (token !== kept?.token) return;
      if (isAccepted) {
        const closed = circuit.accepted();
        if (closed) log.info('token-accepted-again');
        // The first of this life too: what the last one said may still stand somewhere.
        if (closed || !isProven) onNews?.({ kind: 'accepted' });
        isProven = true;
      } else if (kept.isForced && circuit.refused(mailbox)) {
        log.error('token-circuit-opened');
        onNews?.({ kind: 'not-accepted' });
      }
    },

    refusal: () => (failure === null ? null : refusalOf(failure.fault)),
  };
}

/** No service account is signed in, whether it never was or is no longer. */
export function serviceAccountNeeded(): CalendarUnavailable {
  const refusal = {
    code: SIGNED_OUT,
    meaning: 'no service account is signed in',
    remedy: 'Sign in: npm run sign-in, or in the console.',
  };
  return new CalendarUnavailable('credential-refused', { cause: new TokenRefused(refusal) });
}

function refusalOf(fault: CalendarUnavailable): TokenRefusal | null {
  return fault.cause instanceof TokenRefused ? fault.cause.refusal : null;
}
