/** The account that the proxy acts for, where the tenant refuses app-only access: who it is, signing it in and out. */

import { type ReadonlySignal, signal } from '@preact/signals';
import { SECOND_MS } from '../../../shared/basics/instant.ts';
import {
  type ServiceAccountReport,
  type ServiceSignIn,
  serviceAccountReportCodec,
  serviceSignInCodec,
} from '../../../shared/wire/service-account.ts';
import type { ConsoleClient, Failure } from '../console-client.ts';
import { createLookAgain } from './look-again.ts';

export type ServiceAccountModel = {
  /** Null before the first answer, and where the app signs in by itself. */
  readonly account: ReadonlySignal<ServiceAccountReport | null>;
  /** What somebody has to enter where, while that is awaited. */
  readonly code: ReadonlySignal<ServiceSignIn | null>;
  readonly busy: ReadonlySignal<boolean>;
  /** The question whether to sign it out stands open. */
  readonly asking: ReadonlySignal<boolean>;
  readonly failure: ReadonlySignal<Failure | null>;
  look(): Promise<void>;
  signIn(): Promise<void>;
  askSignOut(open: boolean): void;
  signOut(): Promise<void>;
  close(): void;
};

type Needs = {
  client: Pick<ConsoleClient, 'ask'>;
  after(delayMs: number, run: () => void): () => void;
  isWatched(): boolean;
};

/** A person who has just entered the code looks here next. */
const LOOK_EVERY_MS = 5 * SECOND_MS;
const PATH = '/service-account';

export function createServiceAccountModel({ client: { ask }, after, isWatched }: Needs): ServiceAccountModel {
  const account = signal<ServiceAccountReport | null>(null);
  const code = signal<ServiceSignIn | null>(null);
  const busy = signal(false);
  const asking = signal(false);
  const failure = signal<Failure | null>(null);
  let isNone = false;
  const again = createLookAgain({
    look: lookOnce,
    after,
    isWatched: () => !isNone && isWatched(),
    everyMs: LOOK_EVERY_MS,
  });

  async function lookOnce(): Promise<void> {
    const found = await ask('GET', PATH, serviceAccountReportCodec);
    if (found.ok) {
      account.value = found.value;
      if (found.value.state !== 'waiting') code.value = null;
    } else if (found.error.kind === 'problem' && found.error.problem.status === 404) isNone = true;
  }

  async function once(deed: () => Promise<Failure | null>): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    failure.value = await deed();
    busy.value = false;
    await again.now();
  }

  return {
    account,
    code,
    busy,
    asking,
    failure,
    look: again.now,
    signIn: () =>
      once(async () => {
        const begun = await ask('POST', `${PATH}/sign-in`, serviceSignInCodec);
        if (begun.ok) code.value = begun.value;
        return begun.ok ? null : begun.error;
      }),
    askSignOut(open) {
      asking.value = open;
    },
    signOut: () =>
      once(async () => {
        const done = await ask('DELETE', PATH, null);
        asking.value = false;
        return done.ok ? null : done.error;
      }),
    close: again.close,
  };
}
