/** Whether somebody is signed in, who, and what came in the way. */

import { type ReadonlySignal, signal } from '@preact/signals';
import type { Result } from '../../../shared/basics/result.ts';
import { mayActAs, type OperatorProfile } from '../../../shared/wire/console.ts';
import type { Answer, Failure } from '../console-client.ts';
import type { SignIn } from '../sign-in.ts';
import type { SignInFault } from '../text/sign-in-fault.ts';

export type Session =
  | { readonly kind: 'starting' }
  /** `failure`: why, where it is not simply that nobody has signed in yet. */
  | { readonly kind: 'signed-out'; readonly failure: Failure | null }
  /** On the way to Entra. */
  | { readonly kind: 'leaving' }
  /** Not even the way to sign in is known; trying again may help. */
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'no-role'; readonly profile: OperatorProfile | null }
  | { readonly kind: 'signed-in'; readonly profile: OperatorProfile };

export type SessionModel = {
  readonly session: ReadonlySignal<Session>;
  start(): Promise<void>;
  signIn(options: { choose: boolean }): Promise<void>;
  signOut(): Promise<void>;
  /** Some request found the sign-in over. */
  ended(): void;
};

type Needs = {
  /** Asks the proxy how, and brings MSAL. */
  prepare(): Promise<Result<SignIn, Failure>>;
  readMe(): Answer<OperatorProfile>;
  /** Called last before the page is left for Entra. */
  beforeLeaving(): void;
  /** Some request found the sign-in over; the pages are still there. */
  beforeEnding(profile: OperatorProfile): void;
};

export function createSessionModel({ prepare, readMe, beforeLeaving, beforeEnding }: Needs): SessionModel {
  const session = signal<Session>({ kind: 'starting' });
  let signIn: SignIn | null = null;

  async function start(): Promise<void> {
    session.value = { kind: 'starting' };
    const prepared = await prepare();
    if (!prepared.ok) {
      session.value = { kind: 'failed', failure: prepared.error };
      return;
    }
    signIn = prepared.value;
    const arrived = await signIn.arrive();
    if (!arrived.ok) session.value = { kind: 'signed-out', failure: asFailure(arrived.error) };
    else if (!arrived.value) session.value = { kind: 'signed-out', failure: null };
    else session.value = await meet();
  }

  async function meet(): Promise<Session> {
    const me = await readMe();
    if (me.ok) return { kind: mayActAs(me.value, 'Viewer') ? 'signed-in' : 'no-role', profile: me.value };
    if (me.error.kind === 'signed-out') return { kind: 'signed-out', failure: me.error };
    // The proxy knows who it is and says no: that is the lack of a role, not of a sign-in.
    if (me.error.kind === 'problem' && me.error.problem.status === 403) return { kind: 'no-role', profile: null };
    return { kind: 'failed', failure: me.error };
  }

  return {
    session,
    start,
    async signIn(options) {
      if (signIn === null || session.value.kind === 'leaving') return;
      session.value = { kind: 'leaving' };
      beforeLeaving();
      session.value = { kind: 'signed-out', failure: asFailure(await signIn.leave(options)) };
    },
    async signOut() {
      session.value = { kind: 'leaving' };
      await signIn?.signOut();
    },
    ended() {
      if (session.value.kind === 'signed-in') {
        beforeEnding(session.value.profile);
        session.value = { kind: 'signed-out', failure: { kind: 'signed-out' } };
      }
    },
  };
}

function asFailure(fault: SignInFault): Failure {
  return { kind: 'sign-in', fault };
}
