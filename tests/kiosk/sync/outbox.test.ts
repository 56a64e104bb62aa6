import { expect, test } from 'vitest';
import type { NoAnswer, Pairedness } from '../../../kiosk/ports.ts';
import { createOutbox } from '../../../kiosk/sync/outbox.ts';
import { MINUTE_MS, SECOND_MS } from '../../../shared/basics/instant.ts';
import { err, ok, type Result } from '../../../shared/basics/result.ts';
import type { Intent, IntentAnswer } from '../../../shared/wire/intent-request.ts';
import { PROBLEM_TYPE_BASE, type Problem } from '../../../shared/wire/problem.ts';
import { aKey, at } from '../../support/builders.ts';
import { aTabletChance, aTabletClock, aTabletStore, settled } from '../../support/virtual-tablet.ts';

type Answer = Result<IntentAnswer, Problem | NoAnswer>;
const silence: Answer = err({ kind: 'no-answer' });
const pending: Answer = ok({ key: aKey(1), status: 'pending' });
const problem = (status: number): Answer => err({ type: `${PROBLEM_TYPE_BASE}our-mistake`, title: '', status });

const intent: Intent = { kind: 'book', key: aKey(1), end: at('10:55'), notAfter: at('10:26') };

function anOutbox(answers: Answer[], store = aTabletStore(), start = at('10:25')) {
  const net: { pairedness: Pairedness } = { pairedness: 'paired' };
  const clock = aTabletClock(start);
  const posted: { key: string; kept: boolean; atMs: number }[] = [];
  const news: string[] = [];
  const outbox = createOutbox({
    clock,
    chance: aTabletChance(0.999),
    proxy: {
      async postIntent({ key }) {
        posted.push({ key, kept: store.outbox.get(key)?.heldSince === null, atMs: clock.truth() - start });
        return answers[Math.min(posted.length, answers.length) - 1] ?? silence;
      },
      askWhetherPaired: async () => net.pairedness,
    },
    store,
    now: clock.truth,
  });
  outbox.onNews((_intent, { kind }) => news.push(kind));
  return { clock, outbox, posted, news, store, net };
}

test('promise 3: an intent is kept before it is sent, and let go when it is answered', async () => {
  const { outbox, posted, news, store } = anOutbox([pending]);

  outbox.hand(intent);
  await settled();

  expect(posted).toEqual([{ key: aKey(1), kept: true, atMs: 0 }]);
  expect(news).toEqual(['answered']);
  expect(store.outbox.size).toBe(0);
});

test('without an answer it is asked again with the same key, until there is one', async () => {
  const { outbox, posted, news, clock, store } = anOutbox([silence, problem(503), silence, pending]);

  outbox.hand(intent);
  await clock.advance(30 * SECOND_MS);

  expect(posted.map(({ key }) => key)).toEqual([aKey(1), aKey(1), aKey(1), aKey(1)]);
  expect(news).toEqual(['no-answer', 'no-answer', 'no-answer', 'answered']);
  expect(store.outbox.size).toBe(0);
  expect(clock.timers()).toBe(0);
});

test('when its time is over it is not sent any more, and says so once', async () => {
  const { outbox, posted, news, clock, store } = anOutbox([silence]);

  outbox.hand(intent);
  await clock.advance(10 * MINUTE_MS);

  expect(news.filter((kind) => kind === 'too-late')).toHaveLength(1);
  expect(news.at(-1)).toBe('too-late');
  expect(Math.max(...posted.map(({ atMs }) => atMs))).toBeLessThan(MINUTE_MS);
  expect(store.outbox.size).toBe(0);
});

test('a refusal is an answer, whatever its status', async () => {
  const refused: Answer = err({
    type: `${PROBLEM_TYPE_BASE}calendar-away`,
    title: '',
    status: 503,
    refusal: { kind: 'calendar-away' },
  });
  const { outbox, posted, news, clock } = anOutbox([refused]);

  outbox.hand(intent);
  await clock.advance(MINUTE_MS);

  expect(posted).toHaveLength(1);
  expect(news).toEqual(['turned-down']);
});

test('a page that reloads in the middle of it goes on where it was', async () => {
  const store = aTabletStore();
  const before = anOutbox([silence], store);
  before.outbox.hand(intent);
  await settled();
  before.outbox.close();

  const after = anOutbox([pending], store, at('10:25:10'));
  await after.outbox.resume();
  await settled();

  expect(after.posted.map(({ key }) => key)).toEqual([aKey(1)]);
  expect(after.news).toEqual(['no-answer', 'answered']);
  expect(store.outbox.size).toBe(0);
});

test('a page that comes back too late sends nothing', async () => {
  const store = aTabletStore(null, intent);
  const { outbox, posted, clock } = anOutbox([pending], store, at('10:30'));

  await outbox.resume();
  await clock.advance(MINUTE_MS);

  expect(posted).toEqual([]);
  expect(store.outbox.size).toBe(0);
});

test('what is still being read from the disk when the tablet loses its room is forgotten', async () => {
  const store = aTabletStore(null, intent);
  const { outbox, posted } = anOutbox([pending], store);

  const resuming = outbox.resume();
  outbox.drop();
  await resuming;
  await settled();

  expect(posted).toEqual([]);
  expect(store.outbox.size).toBe(0);
});

test('a disk that hangs holds no tap up for longer than half a second', async () => {
  const store = { ...aTabletStore(), putInOutbox: () => new Promise<void>(() => {}) };
  const { outbox, posted, clock } = anOutbox([pending], store);

  outbox.hand(intent);
  await clock.advance(500);

  expect(posted).toHaveLength(1);
});

test('the network coming back does not double a question that is already asked', async () => {
  const { outbox, posted, clock } = anOutbox([silence, pending]);
  outbox.hand(intent);
  outbox.nudge();
  await settled();
  expect(posted).toHaveLength(1);

  outbox.nudge();
  outbox.nudge();
  await clock.advance(MINUTE_MS);
  expect(posted).toHaveLength(2);
});

test('a tablet that loses its room wants nothing any more', async () => {
  const { outbox, posted, news, clock, store } = anOutbox([silence]);
  outbox.hand(intent);
  await settled();

  outbox.drop();
  await clock.advance(10 * MINUTE_MS);

  expect(posted).toHaveLength(1);
  expect(news).toEqual(['no-answer']);
  expect(store.outbox.size).toBe(0);
});

const hold: Intent = { kind: 'book', key: aKey(2), end: at('10:55'), notAfter: at('10:50') };

test('F29: a held intent is kept and not sent while nobody answers, and sent once when the proxy is there', async () => {
  const { outbox, posted, news, store, net, clock } = anOutbox([pending]);
  net.pairedness = 'no-answer';

  outbox.hold(hold);
  await clock.advance(5 * MINUTE_MS);
  expect(posted).toEqual([]);
  expect(store.outbox.get(hold.key)).toEqual({ intent: hold, heldSince: at('10:25') });

  net.pairedness = 'paired';
  outbox.nudge();
  await settled();
  expect(posted).toMatchObject([{ key: hold.key, kept: true }]);
  expect(news).toEqual(['held', 'answered']);
  expect(store.outbox.size).toBe(0);
});

test('F29: a hold outlives a reboot, and is a hold again', async () => {
  const store = aTabletStore();
  const before = anOutbox([], store);
  before.net.pairedness = 'no-answer';
  before.outbox.hold(hold);
  await settled();
  before.outbox.close();

  const after = anOutbox([pending], store, at('10:31'));
  after.net.pairedness = 'no-answer';
  await after.outbox.resume();
  await settled();
  expect(after.news).toEqual(['held']);

  after.net.pairedness = 'paired';
  after.outbox.nudge();
  await settled();
  expect(after.posted).toMatchObject([{ key: hold.key }]);
});

test('F29: once sent without an answer it is a hold no more, also after a reboot', async () => {
  const store = aTabletStore();
  const before = anOutbox([silence], store);
  before.outbox.hold(hold);
  await settled();
  before.outbox.close();
  expect(before.news).toEqual(['held', 'no-answer']);

  const after = anOutbox([silence], store, at('10:26'));
  await after.outbox.resume();
  expect(after.news).toEqual(['no-answer']);
  expect(after.outbox.takeBack(hold.key)).toBe(false);
});

test('F29: a hold that was never sent is taken back without a trace', async () => {
  const { outbox, posted, news, store, net, clock } = anOutbox([pending]);
  net.pairedness = 'no-answer';
  outbox.hold(hold);
  await settled();

  expect(outbox.takeBack(hold.key)).toBe(true);
  net.pairedness = 'paired';
  await clock.advance(MINUTE_MS);

  expect(posted).toEqual([]);
  expect(news).toEqual(['held', 'taken-back']);
  expect(store.outbox.size).toBe(0);
});

test.for([
  { life: 'in this life', reboots: false },
  { life: 'while the tablet was off', reboots: true },
])('F29: a hold that ran out $life is told so, and never sent', async ({ reboots }) => {
  const store = aTabletStore();
  let one = anOutbox([pending], store);
  one.net.pairedness = 'no-answer';
  one.outbox.hold(hold);
  await settled();
  if (reboots) {
    one.outbox.close();
    one = anOutbox([pending], store, at('10:51'));
    await one.outbox.resume();
  } else {
    await one.clock.advance(26 * MINUTE_MS);
  }

  expect(one.news).toEqual(['held', 'too-late']);
  expect(one.posted).toEqual([]);
  expect(store.outbox.size).toBe(0);
});

test('F29: what was to begin while it was held asks for now, since the proxy books nothing that lies behind it', async () => {
  const sent: Intent[] = [];
  const clock = aTabletClock(at('10:25'));
  let pairedness: Pairedness = 'no-answer';
  const outbox = createOutbox({
    clock,
    chance: aTabletChance(0.5),
    proxy: {
      async postIntent(intent) {
        sent.push(intent);
        return pending;
      },
      askWhetherPaired: async () => pairedness,
    },
    store: aTabletStore(),
    now: clock.truth,
  });
  outbox.hold({ ...hold, start: at('10:30') });
  await clock.advance(7 * MINUTE_MS);
  pairedness = 'paired';
  outbox.nudge();
  await settled();

  expect(sent).toEqual([hold]);
});

test('F29: a hold does not follow a tablet to another room', async () => {
  const { outbox, news, store, net } = anOutbox([pending]);
  net.pairedness = 'no-answer';
  outbox.hold(hold);
  await settled();

  outbox.drop();

  expect(news).toEqual(['held', 'taken-back']);
  expect(store.outbox.size).toBe(0);
});
