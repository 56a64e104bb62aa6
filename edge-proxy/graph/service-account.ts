/**
 * The service account in whose name the app acts, in tenants that refuse app-only access: signed in by a person with a
 * device code, kept by its refresh token, which is stored sealed and nowhere else. To the rest of this folder it is a
 * credential like any other.
 */

import { addMs, type Instant } from '../../shared/basics/instant.ts';
import type { ServiceAccountReport, ServiceSignIn } from '../../shared/wire/service-account.ts';
import { CalendarUnavailable } from '../ports/calendar.ts';
import { type Cancel, type Chance, type Clock, type Log, type Meter, nameOf } from '../ports/runtime.ts';
import type { Store } from '../ports/store.ts';
import type { OnCredentialNews } from '../ports/trouble.ts';
import { type Vault, VaultUnusable } from '../ports/vault.ts';
import type { StoredServiceAccount } from '../ports/watch.ts';
import { type AppCredential, createAppCredential, SIGNED_OUT, serviceAccountNeeded } from './app-credential.ts';
import {
  type DelegatedSource,
  type DelegatedTokens,
  type DeviceCode,
  redeemDeviceCode,
  refreshDelegatedToken,
  requestDeviceCode,
} from './device-code.ts';
import { type IssuedToken, TokenRefused } from './token-endpoint.ts';

export type ServiceAccount = {
  readonly credential: AppCredential;
  /**
   * Asks for a code and follows it up until a person has entered it; one that was asked for before is given up.
   * @throws CalendarUnavailable, for which `report` has words
   */
  signIn(): Promise<ServiceSignIn>;
  report(): Promise<ServiceAccountReport>;
  /** Wipes what was kept. Entra's own record of it ends when an admin revokes the sessions. */
  signOut(): Promise<void>;
  close(): void;
};

type Needs = {
  readonly source: DelegatedSource;
  /** Who must sign in. */
  readonly serviceUser: string;
  readonly store: Pick<
    Store,
    'saveServiceAccount' | 'renewServiceAccount' | 'findServiceAccount' | 'dropServiceAccount'
  >;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly chance: Pick<Chance, 'fraction'>;
  readonly log: Log;
  readonly onNews?: OnCredentialNews;
  readonly meter?: Meter;
  readonly fetch?: typeof fetch;
};

type Words = { readonly cause: string; readonly remedy: string };
type Failure = Words & { readonly since: Instant };

/** RFC 8628, section 3.5: this much longer, each time that we are told to slow down. */
const SLOW_DOWN_MS = 5_000;
const SIGN_IN = 'Sign in: npm run sign-in, or in the console.';
const SIGN_IN_AGAIN = 'Sign in again: npm run sign-in, or in the console.';

export function createServiceAccount(needs: Needs): ServiceAccount {
  const { source, serviceUser, store, vault, clock, log, onNews } = needs;
  let credential = freshCredential();
  /** Grows with each sign-in and sign-out: what was under way before is then for nobody. */
  let round = 0;
  let waiting: { readonly since: Instant; readonly endsAt: Instant } | null = null;
  let cancelPoll: Cancel = () => undefined;
  let lastFailure: Failure | null = null;
  let refusedSince: Instant | null = null;

  /** Knows of no token and of no refusal, so that it asks at once. */
  function freshCredential(): AppCredential {
    return createAppCredential({
      ...needs,
      source: { request },
      readFile: readNothing,
      onNews(news) {
        refusedSince = news.kind === 'refused' ? (refusedSince ?? clock.now()) : null;
        onNews?.(news);
      },
    });
  }

  async function request(): Promise<IssuedToken> {
    const begunIn = round;
    const stored = await find();
    if (stored === null) throw serviceAccountNeeded();
    const refreshToken = open(stored);
    const tokens = await refreshDelegatedToken(source, refreshToken, needs).catch((cause: unknown) => {
      throw withSignIn(cause);
    });
    // Signed out while Entra was being asked: then nobody acts in that name any more.
    if (round !== begunIn) throw serviceAccountNeeded();
    if (tokens.refreshToken !== null && tokens.refreshToken !== refreshToken)
      await keepRotated(stored, tokens.refreshToken);
    return tokens;
  }

  async function find(): Promise<StoredServiceAccount | null> {
    try {
      return await store.findServiceAccount();
    } catch (cause) {
      throw new CalendarUnavailable('graph-unreachable', { cause });
    }
  }

  function open({ sealedToken }: StoredServiceAccount): string {
    try {
      return vault.open(sealedToken);
    } catch (cause) {
      if (!(cause instanceof VaultUnusable)) throw cause;
      const refusal = { code: 'key-unusable', meaning: cause.message, remedy: cause.remedy };
      throw new CalendarUnavailable('credential-refused', { cause: new TokenRefused(refusal, cause) });
    }
  }

  /** The one before stays good for a while, so a full disk costs nothing yet; the next renewal tries again. */
  async function keepRotated({ sealedToken }: StoredServiceAccount, refreshToken: string): Promise<void> {
    try {
      await store.renewServiceAccount(sealedToken, vault.seal(refreshToken));
    } catch (cause) {
      log.error('service-account.not-kept', { cause: nameOf(cause) });
    }
  }

  function pollLater(code: DeviceCode, endsAt: Instant, waitMs: number, begunIn: number): void {
    cancelPoll = clock.after(waitMs, () => {
      poll(code, endsAt, begunIn).catch((cause: unknown) => {
        log.error('service-account.sign-in-broke', { cause: nameOf(cause) });
        if (round === begunIn) failed({ cause: 'the sign-in could not be finished', remedy: SIGN_IN_AGAIN });
      });
    });
  }

  async function poll(code: DeviceCode, endsAt: Instant, begunIn: number): Promise<void> {
    if (clock.now() >= endsAt) return failed(EXPIRED);
    let { intervalMs } = code;
    try {
      const redeemed = await redeemDeviceCode(source, code.deviceCode, needs);
      if (round !== begunIn) return;
      if (redeemed.kind === 'tokens') return await signedIn(redeemed.tokens, begunIn);
      if (redeemed.kind === 'declined') return failed(DECLINED);
      if (redeemed.kind === 'expired') return failed(EXPIRED);
      if (redeemed.kind === 'slow-down') intervalMs += SLOW_DOWN_MS;
    } catch (cause) {
      if (!(cause instanceof CalendarUnavailable)) throw cause;
      if (round !== begunIn) return;
      if (cause.cause instanceof TokenRefused) {
        return failed(wordsOf(cause));
      }
      // Entra is away for a moment; the code is still good.
      pollLater(code, endsAt, Math.max(intervalMs, cause.retryAfterMs ?? 0), begunIn);
      return;
    }
    pollLater({ ...code, intervalMs }, endsAt, intervalMs, begunIn);
  }

  async function signedIn({ account, alsoKnownAs, refreshToken }: DelegatedTokens, begunIn: number): Promise<void> {
    if (account === null || !alsoKnownAs.includes(serviceUser.toLowerCase())) return failed(ANOTHER);
    if (refreshToken === null) return failed(NOTHING_TO_KEEP);
    let sealedToken: string;
    try {
      sealedToken = vault.seal(refreshToken);
    } catch (cause) {
      if (!(cause instanceof VaultUnusable)) throw cause;
      return failed({ cause: cause.message, remedy: cause.remedy });
    }
    await store.saveServiceAccount({ account, sealedToken, signedInAt: clock.now() });
    // Signed out while it was being written: the later word counts.
    if (round !== begunIn) return await store.dropServiceAccount();
    startAnew();
    log.info('service-account.signed-in');
  }

  function startAnew(): void {
    round += 1;
    cancelPoll();
    waiting = null;
    lastFailure = null;
    refusedSince = null;
    credential = freshCredential();
  }

  function failed(words: Words): void {
    waiting = null;
    lastFailure = { ...words, since: clock.now() };
    log.warn('service-account.sign-in-failed', { cause: words.cause });
  }

  /** Why what is kept is worth nothing; null where nothing is known against it. */
  function faultOfStored(stored: StoredServiceAccount): Words | null {
    try {
      vault.open(stored.sealedToken);
    } catch (cause) {
      if (!(cause instanceof VaultUnusable)) throw cause;
      return { cause: cause.message, remedy: cause.remedy };
    }
    const refusal = credential.refusal();
    // One of before the sign-in, which another program may have made.
    if (refusal === null || refusal.code === SIGNED_OUT) return null;
    return { cause: refusal.meaning, remedy: refusal.remedy };
  }

  return {
    credential: {
      token: () => credential.token(),
      renew: (refused) => credential.renew(refused),
      judged: (token, isAccepted, mailbox) => credential.judged?.(token, isAccepted, mailbox),
      refusal: () => credential.refusal(),
    },

    async signIn() {
      const code = await requestDeviceCode(source, needs).catch((cause: unknown) => {
        if (cause instanceof CalendarUnavailable) failed(wordsOf(cause));
        throw cause;
      });
      round += 1;
      cancelPoll();
      const [since, endsAt] = [clock.now(), addMs(clock.now(), code.lifetimeMs)];
      waiting = { since, endsAt };
      lastFailure = null;
      pollLater(code, endsAt, code.intervalMs, round);
      return { userCode: code.userCode, verificationUri: code.verificationUri, expiresAt: endsAt };
    },

    async report() {
      const stored = await store.findServiceAccount();
      const account = stored?.account ?? null;
      const nothing = { cause: null, remedy: null };
      if (waiting !== null) return { state: 'waiting', account, since: waiting.since, ...nothing };
      if (stored === null) {
        if (lastFailure === null) return { state: 'signed-out', account, since: null, cause: null, remedy: SIGN_IN };
        return { state: 'refused', account, ...lastFailure };
      }
      const fault = faultOfStored(stored);
      if (fault !== null) return { state: 'refused', account, since: refusedSince, ...fault };
      // A later sign-in that failed is told, though the one before still serves.
      const { cause, remedy } = lastFailure ?? nothing;
      return { state: 'signed-in', account, since: stored.signedInAt, cause, remedy };
    },

    async signOut() {
      startAnew();
      await store.dropServiceAccount();
      log.info('service-account.signed-out');
    },

    close() {
      round += 1;
      cancelPoll();
    },
  };
}

function wordsOf({ cause }: CalendarUnavailable): Words {
  if (!(cause instanceof TokenRefused)) return UNREACHABLE;
  return { cause: cause.refusal.meaning, remedy: cause.refusal.remedy };
}

const UNREACHABLE: Words = {
  cause: 'Entra could not be asked',
  remedy: 'Check that this machine reaches AZURE_AUTHORITY_HOST, and try again.',
};
const EXPIRED: Words = { cause: 'nobody entered the code in time', remedy: SIGN_IN_AGAIN };
const DECLINED: Words = { cause: 'the sign-in was declined', remedy: SIGN_IN_AGAIN };
const ANOTHER: Words = {
  cause: 'somebody else than SERVICE_USER signed in',
  remedy:
    'Sign in again as SERVICE_USER. Where its user name differs from its mail address, set SERVICE_USER to the user name.',
};
const NOTHING_TO_KEEP: Words = {
  cause: 'Entra gave nothing that keeps the sign-in',
  remedy: 'Let an admin consent to offline_access for the app registration, and sign in again.',
};

function readNothing(): never {
  throw new Error('a service account has no file to prove itself with');
}

/** Whatever Entra has against it beside the app's registration, a person has to sign in once more. */
function withSignIn(cause: unknown): unknown {
  if (!(cause instanceof CalendarUnavailable) || !(cause.cause instanceof TokenRefused)) return cause;
  const { refusal } = cause.cause;
  if (/sign in again/i.test(refusal.remedy)) return cause;
  const remedy = `${refusal.remedy} Then sign in again: npm run sign-in, or in the console.`;
  return new CalendarUnavailable('credential-refused', {
    cause: new TokenRefused({ ...refusal, remedy }, cause.cause),
  });
}
