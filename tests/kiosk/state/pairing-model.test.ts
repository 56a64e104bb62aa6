import { expect, test } from 'vitest';
import type { NoAnswer } from '../../../kiosk/ports.ts';
import { createPairingModel } from '../../../kiosk/state/pairing-model.ts';
import { createBackOff } from '../../../kiosk/sync/back-off.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../shared/basics/instant.ts';
import { err, ok, type Result } from '../../../shared/basics/result.ts';
import type { PairingCode, PairingStatus } from '../../../shared/wire/pairing.ts';
import { PROBLEM_TYPE_BASE, type Problem } from '../../../shared/wire/problem.ts';
import { at } from '../../support/builders.ts';
import { aTabletChance, aTabletClock } from '../../support/virtual-tablet.ts';

const silence = err<NoAnswer>({ kind: 'no-answer' });
const code = (letters: string): PairingCode => ({
  code: letters,
  expiresAt: at('09:10'),
  verificationUrl: `https://doors.example/console?code=${letters}`,
});

type Answer<T> = Result<T, Problem | NoAnswer>;

/** Gives each answer once and the last for ever; a wait for news takes `heldMs`. */
function aTablet(script: {
  codes: Answer<PairingCode>[];
  news: Answer<PairingStatus>[];
  heldMs?: number;
  links?: Answer<unknown>[];
  name?: string;
}) {
  const clock = aTabletClock(at('09:00'));
  const asked = { codes: 0, news: 0, paired: 0 };
  const told: unknown[] = [];
  const pairing = createPairingModel({
    clock,
    proxy: {
      async startPairing(_, name) {
        if (name !== null) told.push(name);
        return pick(script.codes, asked.codes++);
      },
      async useLink(redeeming) {
        told.push(redeeming);
        return pick(script.links ?? [], told.length - 1);
      },
      awaitPairing: () =>
        new Promise((resolve) => {
          const answer = pick(script.news, asked.news++);
          clock.after(answer.ok ? (script.heldMs ?? 25 * SECOND_MS) : 0, () => resolve(answer));
        }),
    },
    backOff: () => createBackOff(aTabletChance(0.5)),
    particulars: { model: 'Tab A7', browser: 'Chrome 138', screen: '1280 × 800' },
    arrival: { link: script.links === undefined ? null : 'secret', attempt: 'attempt-1', name: script.name ?? null },
    onPaired: () => {
      asked.paired += 1;
    },
  });
  return { clock, pairing, asked, told };
}

function pick<T>(answers: T[], index: number): T {
  const answer = answers[Math.min(index, answers.length - 1)];
  if (answer === undefined) throw new Error('the script is empty');
  return answer;
}

test('a tablet shows its code until somebody says yes, and is paired once', async () => {
  const { clock, pairing, asked } = aTablet({ codes: [ok(code('WDJBMTHK'))], news: [ok('waiting'), ok('paired')] });

  pairing.begin('Lisbon');
  await clock.advance(10 * SECOND_MS);
  expect(pairing.view.value).toEqual({ kind: 'code', code: code('WDJBMTHK') });
  expect(pairing.takenOff.value).toBe('Lisbon');

  await clock.advance(MINUTE_MS);
  expect(asked).toEqual({ codes: 1, news: 2, paired: 1 });
  expect(pairing.takenOff.value).toBeNull();
});

test.for(['expired', 'refused'] as const)('a code that is %s gives way to a new one', async (status) => {
  const { clock, pairing } = aTablet({
    codes: [ok(code('WDJBMTHK')), ok(code('BCDFGHJK'))],
    news: [ok(status), ok('waiting')],
  });

  pairing.begin(null);
  await clock.advance(30 * SECOND_MS);

  expect(pairing.view.value).toEqual({ kind: 'code', code: code('BCDFGHJK') });
});

test('without a proxy it says so and keeps trying, and shows a code when there is one', async () => {
  const { clock, pairing, asked } = aTablet({
    codes: [silence, silence, silence, ok(code('WDJBMTHK'))],
    news: [ok('waiting')],
  });

  pairing.begin(null);
  await clock.advance(2 * SECOND_MS - 1);
  expect(pairing.view.value).toEqual({ kind: 'no-answer' });

  await clock.advance(MINUTE_MS);
  expect(pairing.view.value.kind).toBe('code');
  expect(asked.codes).toBe(4);
});

test('a proxy that is away all night is asked twice a minute or so, not more', async () => {
  const { clock, pairing, asked } = aTablet({ codes: [silence], news: [silence] });

  pairing.begin(null);
  await clock.advance(HOUR_MS);

  expect(asked.codes).toBeGreaterThan(100);
  expect(asked.codes).toBeLessThan(300);
});

test('a code is not shown while nobody answers for it, and again once somebody holds our question', async () => {
  const { clock, pairing } = aTablet({ codes: [ok(code('WDJBMTHK'))], news: [silence, ok('waiting')] });

  pairing.begin(null);
  await clock.advance(100);
  expect(pairing.view.value).toEqual({ kind: 'no-answer' });

  await clock.advance(4 * SECOND_MS);
  expect(pairing.view.value.kind).toBe('code');
});

test('a proxy that has forgotten the tablet gives it a new code', async () => {
  const forgotten = err<Problem>({ type: `${PROBLEM_TYPE_BASE}no-such-code`, title: '', status: 404 });
  const { clock, pairing } = aTablet({
    codes: [ok(code('WDJBMTHK')), ok(code('BCDFGHJK'))],
    news: [forgotten, ok('waiting')],
  });

  pairing.begin(null);
  await clock.advance(5 * SECOND_MS);

  expect(pairing.view.value).toEqual({ kind: 'code', code: code('BCDFGHJK') });
});

test('a proxy that does not hold the question is asked no more than every two seconds', async () => {
  const { clock, pairing, asked } = aTablet({ codes: [ok(code('WDJBMTHK'))], news: [ok('waiting')], heldMs: 1 });

  pairing.begin(null);
  await clock.advance(MINUTE_MS);

  expect(asked.news).toBeLessThanOrEqual(31);
});

test('stopped, it asks no more and holds no timer', async () => {
  const { clock, pairing, asked } = aTablet({ codes: [silence], news: [silence] });
  pairing.begin(null);
  await clock.advance(SECOND_MS);

  pairing.close();
  const before = asked.codes;
  await clock.advance(HOUR_MS);

  expect(asked.codes).toBe(before);
  expect(clock.timers()).toBe(0);
});

const gone = err<Problem>({ type: `${PROBLEM_TYPE_BASE}link-spent`, title: 'Spent', status: 410 });
const busy = err<Problem>({ type: `${PROBLEM_TYPE_BASE}too-many-requests`, title: 'Busy', status: 429 });

test('a tablet that was opened with a link is paired without a code', async () => {
  const { clock, pairing, asked, told } = aTablet({ codes: [], news: [], links: [ok({})], name: 'LIS-01' });

  pairing.begin(null);
  await clock.advance(SECOND_MS);

  expect(asked).toEqual({ codes: 0, news: 0, paired: 1 });
  expect(told).toMatchObject([{ link: 'secret', attempt: 'attempt-1', name: 'LIS-01' }]);
});

test('where no answer comes it asks again by the same attempt, and shows no code meanwhile', async () => {
  const { clock, pairing, asked, told } = aTablet({ codes: [], news: [], links: [silence, busy, ok({})] });

  pairing.begin(null);
  await clock.advance(SECOND_MS / 10);
  expect(pairing.view.value).toEqual({ kind: 'no-answer' });
  await clock.advance(MINUTE_MS);

  expect(asked).toEqual({ codes: 0, news: 0, paired: 1 });
  expect(told.map((one) => (one as { attempt: string }).attempt)).toEqual(['attempt-1', 'attempt-1', 'attempt-1']);
});

test('a link that is spent is said so, and the tablet shows a code like any other', async () => {
  const { clock, pairing, asked } = aTablet({ codes: [ok(code('WDJBMTHK'))], news: [ok('waiting')], links: [gone] });

  pairing.begin(null);
  await clock.advance(SECOND_MS);

  expect(pairing.linkSpent.value).toBe(true);
  expect(pairing.view.value).toMatchObject({ kind: 'code' });
  expect(asked).toMatchObject({ codes: 1, paired: 0 });
});
