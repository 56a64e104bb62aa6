import { expect, test } from 'vitest';
import { createCheckDesk } from '../../../edge-proxy/check/check-desk.ts';
import { failed, good, skipped, warning } from '../../../edge-proxy/check/check-lines.ts';
import { reportOn } from '../../../edge-proxy/check/check-report.ts';
import type { CheckLine } from '../../../shared/wire/check.ts';
import { at } from '../../support/builders.ts';
import { createMemoryLog } from '../../support/memory-log.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const words = { tried: 'Asked.', cameBack: 'Said.' };
const well = good('clock', words);

/** A check that says one line and then waits to be let go on. */
function aDesk() {
  const clock = createVirtualClock(at('10:00'));
  const log = createMemoryLog();
  const gates: (() => void)[] = [];
  let breaks = false;
  async function* check(): AsyncGenerator<CheckLine, void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    gates.push(resolve);
    yield well;
    await promise;
    if (breaks) throw new Error('a fault of our own');
  }
  return {
    clock,
    log,
    gates,
    breakNext: () => {
      breaks = true;
    },
    desk: createCheckDesk({ check, clock, log }),
  };
}

test('before the first run there is nothing to show', () => {
  expect(aDesk().desk.status()).toEqual({ running: false, report: null });
});

test('two operators who ask at once get one run', async () => {
  const { desk, gates, clock } = aDesk();
  const [first, second] = [desk.run(60_000), desk.run(60_000)];
  await clock.settle();
  expect(desk.status()).toEqual({ running: true, report: null });
  expect(gates).toHaveLength(1);
  for (const open of gates) open();

  expect(await first).toMatchObject({ running: false, report: { passed: true, ok: 1, lines: [{ id: 'clock' }] } });
  expect(await second).toEqual(await first);
});

test('who does not want to wait for a long run is told how far it is, and finds the result later', async () => {
  const { desk, gates, clock } = aDesk();
  const asked = desk.run(25_000);
  await clock.advance(25_000);

  expect(await asked).toEqual({ running: true, report: null });
  for (const open of gates) open();
  await clock.settle();
  expect(desk.status()).toMatchObject({ running: false, report: { ok: 1 } });
});

test('a run that breaks off leaves the last result, and the next one can be asked for', async () => {
  const { desk, gates, clock, breakNext, log } = aDesk();
  const first = desk.run(60_000);
  await clock.settle();
  gates[0]?.();
  await first;
  breakNext();
  const second = desk.run(60_000);
  await clock.settle();
  gates[1]?.();

  expect(await second).toEqual(await first);
  expect(log.events()).toEqual(['check.done', 'check.broke-off']);
  const third = desk.run(60_000);
  await clock.settle();
  expect(gates).toHaveLength(3);
  gates[2]?.();
  await third;
});

const trouble = { ...words, remedy: 'Mend it.' };
const many = (count: number, line: CheckLine): CheckLine[] => Array.from({ length: count }, () => line);

test.for([
  { lines: many(9, well), sentence: 'Nine are well.' },
  { lines: [...many(2, failed('clock', trouble)), ...many(9, well)], sentence: 'Two things need you, nine are well.' },
  {
    lines: [failed('token', trouble), warning('canary', trouble), well, ...many(14, skipped('scope', 'token'))],
    sentence: 'One thing needs you, one could be better, one is well, 14 could not be tried.',
  },
  { lines: [...many(3, warning('canary', trouble)), well], sentence: 'Three things could be better, one is well.' },
  { lines: [failed('store', trouble)], sentence: 'One thing needs you, none are well.' },
])('sums up: $sentence', ({ lines, sentence }) => {
  expect(reportOn({ startedAt: at('10:00'), finishedAt: at('10:01'), lines }).summary).toBe(sentence);
});

test('warnings alone do not fail the check', () => {
  const report = (lines: CheckLine[]) => reportOn({ startedAt: at('10:00'), finishedAt: at('10:01'), lines });

  expect(report([warning('canary', trouble), skipped('scope', 'canary')]).passed).toBe(true);
  expect(report([failed('canary', trouble)]).passed).toBe(false);
});
