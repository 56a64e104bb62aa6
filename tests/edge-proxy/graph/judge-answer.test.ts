import { expect, test } from 'vitest';
import { judgeAnswer } from '../../../edge-proxy/graph/judge-answer.ts';
import { recordedBody, recordedNames } from '../../support/recorded.ts';

const READINGS: Readonly<Record<string, string>> = {
  'error-403-application-access-policy.json': 'access-denied',
  'composed/error-403-raop.json': 'access-denied',
  'composed/error-403-rbac-out-of-scope.json': 'access-denied',
  'error-404-non-existent-mailbox.json': 'room-gone',
  'composed/error-404-mailbox-not-enabled.json': 'room-gone',
  'composed/error-404-user-not-found.json': 'room-gone',
  'error-429-throttled.json': 'throttled',
  'composed/error-429-mailbox-concurrency.json': 'throttled',
  'composed/error-503-service-unavailable.json': 'graph-unreachable',
  'composed/error-504-gateway-timeout.json': 'graph-unreachable',
  'composed/error-400-time-zone.json': 'bad-answer',
};

test.for(recordedNames(/error-4|error-5/).filter((name) => name in READINGS))(
  '%s is read for what it means',
  (name) => {
    const status = Number(/error-(\d{3})/.exec(name)?.[1]);
    const { error } = recordedBody(name) as { error: { code: string } };

    expect(judgeAnswer({ status, code: error.code, isHtml: false }, { ofMailbox: true })).toMatchObject({
      reason: READINGS[name],
    });
  },
);

test('a 404 to what belongs to no mailbox tells nothing of a room', () => {
  const answer = { status: 404, code: 'ItemNotFound', isHtml: false };

  expect(judgeAnswer(answer, { ofMailbox: false })).toEqual({ kind: 'final', reason: 'bad-answer' });
});
