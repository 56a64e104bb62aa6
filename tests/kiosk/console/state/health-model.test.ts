import { expect, test } from 'vitest';
import { createCheckModel } from '../../../../kiosk/console/state/check-model.ts';
import { createHealthModel } from '../../../../kiosk/console/state/health-model.ts';
import { createServiceAccountModel } from '../../../../kiosk/console/state/service-account-model.ts';
import { at } from '../../../support/builders.ts';
import { aProblem, createHandTimers, settled } from '../fixtures.ts';
import { anAlarm, aRoomHealth, aSiteHealth, provenScope } from '../health-fixtures.ts';
import { createScriptedAsk } from '../scripted-ask.ts';

function open(script: Record<string, unknown> = {}) {
  const timers = createHandTimers();
  const client = createScriptedAsk({
    'GET /health': aSiteHealth(),
    'GET /alarms': { alarms: [anAlarm()] },
    'GET /canary': provenScope,
    ...script,
  });
  const given = { watched: true };
  const needs = { client, after: timers.after, isWatched: () => given.watched };
  const health = createHealthModel({ ...needs, now: () => at('10:00') });
  return { ...client, timers, given, needs, health };
}

test('health is looked at again and again while somebody watches, and no more once the page is left', async () => {
  const { health, timers, given, asked } = open();
  await health.look();
  expect(health.readAt.value).toBe(at('10:00'));
  given.watched = false;
  await timers.ring();
  expect(asked).toHaveLength(3);

  given.watched = true;
  await timers.ring();
  expect(asked).toHaveLength(6);
  health.close();
  expect(timers.waiting()).toBe(0);
});

test('what one of the questions tells is shown although another came to nothing', async () => {
  const { health } = open({ 'GET /alarms': undefined });
  await health.look();

  expect(health.health.value?.rooms).toHaveLength(2);
  expect(health.failure.value).toEqual({ kind: 'no-answer' });
  expect(health.readAt.value).toBeNull();
});

test('a deed on a room shows what the room has come to, at once', async () => {
  const paused = aRoomHealth('Lisbon', { pausedSince: at('10:00') });
  const { health, asked } = open({ 'POST /rooms/room-lisbon/actions': paused });
  await health.look();
  await health.act('room-lisbon', 'pause');

  expect(asked.at(-1)?.body).toEqual({ action: 'pause' });
  expect(health.health.value?.rooms.map(({ pausedSince }) => pausedSince)).toEqual([at('10:00'), null]);
});

test('one deed at a time, and why one came to nothing stays until the next', async () => {
  const { health, questions } = open({ 'POST /canary/try': { failure: aProblem('not-allowed', 403) } });
  const first = health.tryCanary();
  void health.readCatalogue();
  await first;

  expect(questions()).toEqual(['POST /canary/try']);
  expect(health.deedFailure.value).toMatchObject({ problem: { status: 403 } });
  expect(health.doing.value).toBeNull();
});

test('an alarm that somebody sees to bears their name at once', async () => {
  const seen = anAlarm({ acknowledgedBy: 'ada', acknowledgedAt: at('10:00') });
  const { health } = open({ [`POST /alarms/${encodeURIComponent(seen.id)}/acknowledge`]: seen });
  await health.look();
  await health.acknowledge(seen.id);

  expect(health.alarms.value).toEqual([seen]);
});

const report = {
  startedAt: at('10:00'),
  finishedAt: at('10:01'),
  passed: true,
  summary: 'All is well.',
  ok: 0,
  warnings: 0,
  failed: 0,
  skipped: 0,
  lines: [],
};

test('a check that outlasts one request is looked after until it ends', async () => {
  const { needs, timers, script } = open({ 'GET /check': { running: true, report: null } });
  const check = createCheckModel(needs);
  await check.run();
  expect(check.running.value).toBe(true);
  expect(check.failure.value).toBeNull();

  script['GET /check'] = { running: false, report };
  await timers.ring();
  expect(check.running.value).toBe(false);
  expect(check.report.value?.summary).toBe('All is well.');
  expect(timers.waiting()).toBe(0);
});

test('a check is asked for once, however often somebody presses', async () => {
  const { needs, questions } = open({ 'POST /check': { running: false, report } });
  const check = createCheckModel(needs);
  await Promise.all([check.run(), check.run()]);

  expect(questions()).toEqual(['POST /check']);
});

const signedOut = { state: 'signed-out', account: null, since: null, cause: null, remedy: null };
const code = { userCode: 'ABCD-1234', verificationUri: 'https://login.example/device', expiresAt: at('10:15') };

test('the code stays until somebody has entered it, and the account shows by itself', async () => {
  const { needs, timers, script } = open({
    'GET /service-account': signedOut,
    'POST /service-account/sign-in': code,
  });
  const account = createServiceAccountModel(needs);
  await account.look();
  script['GET /service-account'] = { ...signedOut, state: 'waiting' };
  await account.signIn();
  expect(account.code.value?.userCode).toBe('ABCD-1234');

  script['GET /service-account'] = { ...signedOut, state: 'signed-in', account: 'doors@northwind.example' };
  await timers.ring();
  expect(account.code.value).toBeNull();
  expect(account.account.value?.account).toBe('doors@northwind.example');
});

test('signing out asks first and is told when it came to nothing', async () => {
  const { needs, questions } = open({
    'GET /service-account': { ...signedOut, state: 'signed-in', account: 'doors@northwind.example' },
    'DELETE /service-account': { failure: aProblem('not-allowed', 403) },
  });
  const account = createServiceAccountModel(needs);
  account.askSignOut(true);
  expect(questions()).toEqual([]);
  await account.signOut();

  expect(account.failure.value).toMatchObject({ problem: { status: 403 } });
  expect(account.asking.value).toBe(false);
});

test('where the app signs in by itself there is no account to ask about', async () => {
  const { needs, timers, questions } = open({ 'GET /service-account': { failure: aProblem('not-found', 404) } });
  const account = createServiceAccountModel(needs);
  await account.look();
  await timers.ring();
  await settled();

  expect(account.account.value).toBeNull();
  expect(questions()).toEqual(['GET /service-account']);
});
