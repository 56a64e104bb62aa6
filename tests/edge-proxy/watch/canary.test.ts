import { expect, test } from 'vitest';
import type { ScopeVerdict } from '../../../edge-proxy/ports/watch.ts';
import { createAlarms } from '../../../edge-proxy/watch/alarms.ts';
import { createCanary, sealedSince } from '../../../edge-proxy/watch/canary.ts';
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS, SECOND_MS } from '../../../shared/basics/instant.ts';
import { at } from '../../support/builders.ts';
import { createFixedChance } from '../../support/fixed-chance.ts';
import { createMemoryLog } from '../../support/memory-log.ts';
import { createMemoryStore, type MemoryStore } from '../../support/memory-store.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

type Answer = 'denied' | 'readable' | { unknown: string };
const away: Answer = { unknown: 'Microsoft Graph does not answer' };

async function open({ mailbox = 'ceo@northwind.example' as string | null, store = createMemoryStore() } = {}) {
  const clock = createVirtualClock(at('09:00'));
  const log = createMemoryLog();
  const alarms = await createAlarms({ store, clock, log });
  const script: { answer: Answer | Promise<Answer>; tries: number } = { answer: 'denied', tries: 0 };
  const seals: (Instant | null)[] = [];
  const canary = createCanary({
    mailbox,
    last: await store.findScopeVerdict(),
    probe: {
      tryMailbox: async () => {
        script.tries += 1;
        return await script.answer;
      },
    },
    store,
    alarms,
    seal: async (since) => void seals.push(since),
    clock,
    chance: createFixedChance(),
    log,
  });
  const open = () => alarms.list().flatMap(({ kind, clearedAt }) => (clearedAt === null ? [kind] : []));
  return { canary, clock, log, alarms, script, seals, store, open };
}

function lastVerdict(store: MemoryStore): Promise<ScopeVerdict | null> {
  return store.findScopeVerdict();
}

test('refused at start, the scope is proven, and is tried again within a day', async () => {
  const { canary, script, clock, open: alarms, store } = await open();
  await canary.start();

  expect(canary.report()).toEqual({ verdict: 'proven', since: at('09:00'), triedAt: at('09:00'), doubt: null });
  expect(alarms()).toEqual([]);
  expect(await lastVerdict(store)).toEqual({ verdict: 'denied', since: at('09:00'), triedAt: at('09:00') });
  await clock.advance(DAY_MS);
  expect(script.tries).toBe(2);
});

test('promise 10: readable, the site is sealed, and it is a critical alarm with what to do', async () => {
  const { canary, script, seals, alarms } = await open();
  script.answer = 'readable';
  await canary.start();

  expect(seals).toEqual([at('09:00')]);
  expect(canary.report().verdict).toBe('readable');
  expect(alarms.list()).toMatchObject([{ kind: 'canary-readable', severity: 'critical' }]);
  expect(alarms.list()[0]?.remedy).toMatch(/scope/);
});

test('once it is refused again the doors come back by themselves, and on demand at once', async () => {
  const { canary, script, seals, clock, open: alarms } = await open();
  script.answer = 'readable';
  await canary.start();
  script.answer = 'denied';
  await clock.advance(5 * MINUTE_MS);

  expect(seals).toEqual([at('09:00'), null]);
  expect(alarms()).toEqual([]);

  script.answer = 'readable';
  await canary.tryNow();
  script.answer = 'denied';
  await canary.tryNow();
  expect(seals).toEqual([at('09:00'), null, at('09:05'), null]);
});

test.for([
  { before: 'denied', verdict: 'proven', seals: [null] },
  { before: 'readable', verdict: 'readable', seals: [at('09:00')] },
] as const)(
  'an unclear answer after $before changes nothing but warns',
  async ({ before, verdict, seals: expected }) => {
    const { canary, script, seals, open: alarms } = await open();
    script.answer = before;
    await canary.start();
    script.answer = away;
    const report = await canary.tryNow();

    expect(report).toMatchObject({ verdict, doubt: 'Microsoft Graph does not answer' });
    expect(seals).toEqual(expected);
    expect(alarms()).toContain('scope-not-proven');
  },
);

test('an unclear answer is tried again within a minute, then less and less often, and the warning ends with it', async () => {
  const { canary, script, clock, open: alarms } = await open();
  script.answer = away;
  await canary.start();
  await clock.advance(MINUTE_MS);
  expect(script.tries).toBe(2);
  await clock.advance(8 * HOUR_MS);
  expect(script.tries).toBeLessThan(60);

  script.answer = 'denied';
  await clock.advance(15 * MINUTE_MS);
  expect(alarms()).toEqual([]);
});

test('promise 10: a restart stays sealed while Graph is away', async () => {
  const first = await open();
  first.script.answer = 'readable';
  await first.canary.start();
  const second = await open({ store: first.store });
  second.script.answer = away;
  await second.canary.start();
  await second.clock.settle();

  expect(sealedSince('ceo@northwind.example', await lastVerdict(first.store))).toBe(at('09:00'));
  expect(second.canary.report().verdict).toBe('readable');
  expect(second.seals).toEqual([]);
  expect(second.open()).toContain('canary-readable');
});

test('without a canary mailbox nothing is proven, which is a warning and no reason to stop', async () => {
  const { canary, script, seals, open: alarms } = await open({ mailbox: null });
  await canary.start();

  expect(script.tries).toBe(0);
  expect(seals).toEqual([]);
  expect(alarms()).toEqual(['scope-not-proven']);
  expect(await canary.tryNow()).toMatchObject({ verdict: 'not-proven', doubt: 'CANARY_MAILBOX is not set' });
  expect(sealedSince(null, { verdict: 'readable', since: at('09:00'), triedAt: at('09:00') })).toBeNull();
});

test('a first start waits for the answer before it shows a calendar, but not for ever', async () => {
  const { canary, script, clock } = await open();
  script.answer = new Promise(() => undefined);
  let isStarted = false;
  void canary.start().then(() => {
    isStarted = true;
  });
  await clock.advance(9 * SECOND_MS);
  expect(isStarted).toBe(false);
  await clock.advance(2 * SECOND_MS);
  await clock.settle();
  expect(isStarted).toBe(true);
});

test('many who ask at once share two tries, and each sees what was true after asking', async () => {
  const { canary, script } = await open();
  await canary.start();
  const reports = await Promise.all(Array.from({ length: 50 }, () => canary.tryNow()));

  expect(script.tries).toBeLessThanOrEqual(3);
  expect(new Set(reports.map(({ verdict }) => verdict))).toEqual(new Set(['proven']));
});

test('a store that fails loses no seal', async () => {
  const { canary, script, seals, store } = await open();
  store.fail(new Error('disk full'));
  script.answer = 'readable';
  await canary.start();

  expect(seals).toEqual([at('09:00')]);
});
