import { expect, test } from 'vitest';
import { describeFailure } from '../../../../kiosk/console/text/notice.ts';
import { createSayTime } from '../../../../kiosk/console/text/say-time.ts';
import { faultKinds } from '../../../../shared/wire/problem.ts';
import { at } from '../../../support/builders.ts';
import { aProblem } from '../fixtures.ts';

const say = createSayTime('en-GB', 'Europe/Lisbon');
const now = at('10:24');

test.for([
  {
    failure: aProblem('no-such-code', 404),
    heading: 'No tablet shows this code.',
    sentence: 'Look again, letter by letter.',
  },
  {
    failure: aProblem('code-run-out', 410),
    heading: 'This code has run out.',
    sentence: 'The tablet shows a new one by now. Enter that.',
  },
  {
    failure: { ...aProblem('too-many-requests', 429), retryAt: at('10:34') },
    heading: 'Too many tries.',
    sentence: 'Try again at 10:34.',
  },
  {
    failure: aProblem('too-many-requests', 429),
    heading: 'Too many tries.',
    sentence: 'Try again in a few minutes.',
  },
])('$heading $sentence', ({ failure, heading, sentence }) => {
  expect(describeFailure(failure, say, now)).toEqual({ heading, sentence });
});

test.for([...faultKinds.map((kind) => aProblem(kind, 400)), { kind: 'no-answer' }, { kind: 'signed-out' }] as const)(
  '$kind $problem.title has a heading and a sentence that blame nobody',
  (failure) => {
    const { heading, sentence } = describeFailure(failure, say, now);

    expect(heading).toMatch(/\.$/);
    expect(`${heading} ${sentence}`).not.toMatch(/error|please|sorry|!/i);
  },
);

test('of a mistake of ours the log’s number is given', () => {
  const mistake = aProblem('our-mistake', 500);
  const failure = { ...mistake, problem: { ...mistake.problem, requestId: 'req-42' } };

  expect(describeFailure(failure, say, now).sentence).toContain('req-42');
});
