/** What the console says when something came to nothing: what happened, then what one can do. */

import type { Instant } from '../../../shared/basics/instant.ts';
import { type FaultKind, PROBLEM_TYPE_BASE, type Problem } from '../../../shared/wire/problem.ts';
import type { Failure } from '../console-client.ts';
import type { SayTime } from './say-time.ts';
import { describeSignInFault } from './sign-in-fault.ts';

export type Notice = { readonly heading: string; readonly sentence: string };

/** `now` is when it was asked: "try again at 10:34" counts from there. */
export function describeFailure(failure: Failure, say: SayTime, now: Instant): Notice {
  switch (failure.kind) {
    case 'no-answer':
      return {
        heading: 'Our server does not answer.',
        sentence: 'It may be restarting, or your network is away. What you asked may not have happened: try again.',
      };
    case 'signed-out':
      return { heading: 'Your sign-in has ended.', sentence: 'Sign in again and go on where you were.' };
    case 'sign-in':
      return describeSignInFault(failure.fault);
    case 'problem': {
      const words = byProblem[failure.problem.type.slice(PROBLEM_TYPE_BASE.length)];
      return (words ?? unforeseen)({
        problem: failure.problem,
        retryAt: failure.retryAt === null ? null : say.clock(failure.retryAt, now),
      });
    }
  }
}

type Words = (given: { problem: Problem; retryAt: string | null }) => Notice;

/** The kinds that the console's routes answer with. */
const byProblem: Readonly<Partial<Record<FaultKind | 'room-not-known', Words>> & Record<string, Words>> = {
  'no-such-code': () => ({ heading: 'No tablet shows this code.', sentence: 'Look again, letter by letter.' }),
  'code-run-out': () => ({
    heading: 'This code has run out.',
    sentence: 'The tablet shows a new one by now. Enter that.',
  }),
  'too-many-requests': ({ retryAt }) => ({
    heading: 'Too many tries.',
    sentence: retryAt === null ? 'Try again in a few minutes.' : `Try again at ${retryAt}.`,
  }),
  'not-signed-in': () => ({ heading: 'Your sign-in has ended.', sentence: 'Sign in again and go on where you were.' }),
  'not-allowed': () => ({
    heading: 'Your role does not allow this.',
    sentence: 'Viewers look, Operators pair and take tablets off, Admins change the policy. Ask your IT admin.',
  }),
  'not-found': () => ({ heading: 'It is no longer there.', sentence: 'Somebody was quicker. Look at the list again.' }),
  'room-not-known': () => ({
    heading: 'Exchange no longer has this room.',
    sentence: 'Choose another one. The list is read from Exchange again every now and then.',
  }),
  'policy-changed-meanwhile': () => ({
    heading: 'Somebody else changed settings meanwhile.',
    sentence: 'Nothing of yours was saved, and nothing is lost. Look at what it would change now, then save again.',
  }),
  'not-ready': () => ({
    heading: 'Our server is not ready yet.',
    sentence: 'It is starting, or cannot reach Microsoft to prove who you are. Try again in a moment.',
  }),
  'bad-request': ({ problem: { detail } }) => ({
    heading: 'We did not understand each other.',
    sentence: `${detail === undefined ? '' : `${detail} `}If that makes no sense, this page may be older than our server: load it again.`,
  }),
};

const unforeseen: Words = ({ problem }) => ({
  heading: 'That did not work, and it is our mistake.',
  sentence:
    problem.requestId === undefined
      ? 'Try again. If it stays so, tell your IT admin.'
      : `Try again. If it stays so, tell your IT admin; the log has it under ${problem.requestId}.`,
});
