import { expect, test } from 'vitest';
import type { Answer } from '../../../../kiosk/console/console-client.ts';
import type { SignIn } from '../../../../kiosk/console/sign-in.ts';
import { createSessionModel } from '../../../../kiosk/console/state/session-model.ts';
import { err, ok } from '../../../../shared/basics/result.ts';
import type { OperatorProfile } from '../../../../shared/wire/console.ts';
import { aProblem, no, yes } from '../fixtures.ts';

const priya: OperatorProfile = { name: 'Priya Raman', username: 'priya@northwind.example', roles: ['Operator'] };

type Given = { arrive?: SignIn['arrive']; leave?: SignIn['leave']; me?: () => Answer<OperatorProfile> };

function aSession({ arrive, leave, me }: Given = {}) {
  const steps: string[] = [];
  const signIn: SignIn = {
    arrive: arrive ?? (async () => ok(true)),
    leave: leave ?? (async () => ({ kind: 'under-way', code: null })),
    signOut: async () => void steps.push('signed out'),
    accessToken: () => yes('token'),
  };
  const session = createSessionModel({
    prepare: async () => ok(signIn),
    readMe: me ?? (() => yes(priya)),
    beforeLeaving: () => void steps.push('kept the place'),
    beforeEnding: ({ username }) => void steps.push(`kept what ${username} had entered`),
  });
  return { session, steps };
}

test.for([
  { given: {}, state: { kind: 'signed-in', profile: priya }, because: 'Entra and the proxy both know them' },
  {
    given: { arrive: async () => ok(false) },
    state: { kind: 'signed-out', failure: null },
    because: 'nobody has signed in yet, which is no failure',
  },
  {
    given: { arrive: async () => err({ kind: 'declined', code: null }) },
    state: { kind: 'signed-out', failure: { kind: 'sign-in', fault: { kind: 'declined' } } },
    because: 'they came back without a yes',
  },
  {
    given: { me: () => no(aProblem('not-allowed', 403)) },
    state: { kind: 'no-role', profile: null },
    because: 'the proxy knows them and has no role for them',
  },
  {
    given: { me: () => yes({ ...priya, roles: [] }) },
    state: { kind: 'no-role', profile: { name: 'Priya Raman' } },
    because: 'they have no role',
  },
  {
    given: { me: () => no({ kind: 'signed-out' }) },
    state: { kind: 'signed-out', failure: { kind: 'signed-out' } },
    because: 'their sign-in has ended meanwhile',
  },
  {
    given: { me: () => no({ kind: 'no-answer' }) },
    state: { kind: 'failed', failure: { kind: 'no-answer' } },
    because: 'the server does not answer',
  },
] satisfies readonly { given: Given; state: object; because: string }[])(
  'after the start one is $state.kind, because $because',
  async ({ given, state }) => {
    const { session } = aSession(given);
    await session.start();

    expect(session.session.value).toMatchObject(state);
  },
);

test('a server that cannot say how to sign in can be asked again', async () => {
  let away = true;
  const session = createSessionModel({
    prepare: async () => (away ? err({ kind: 'no-answer' }) : err(aProblem('not-ready', 503))),
    readMe: () => yes(priya),
    beforeLeaving() {},
    beforeEnding() {},
  });
  await session.start();
  expect(session.session.value).toMatchObject({ kind: 'failed', failure: { kind: 'no-answer' } });

  away = false;
  await session.start();
  expect(session.session.value).toMatchObject({ kind: 'failed', failure: { kind: 'problem' } });
});

test('the place is kept before the page is left, and a sign-in that cannot begin says why', async () => {
  const { session, steps } = aSession({ arrive: async () => ok(false) });
  await session.start();
  await session.signIn({ choose: false });

  expect(steps).toEqual(['kept the place']);
  expect(session.session.value).toMatchObject({ kind: 'signed-out', failure: { fault: { kind: 'under-way' } } });
});

test('a sign-in that ends while somebody works asks them to sign in again', async () => {
  const { session, steps } = aSession();
  session.ended();
  expect([session.session.value.kind, steps]).toEqual(['starting', []]);

  await session.start();
  session.ended();
  session.ended();
  expect(steps).toEqual(['kept what priya@northwind.example had entered']);
  expect(session.session.value).toMatchObject({ kind: 'signed-out', failure: { kind: 'signed-out' } });
});
