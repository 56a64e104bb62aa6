import { expect, test } from 'vitest';
import type { Recollection } from '../../../kiosk/ports.ts';
import { createAskProxy } from '../../../kiosk/sync/ask-proxy.ts';
import { createEvidenceReports } from '../../../kiosk/sync/report-evidence.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../shared/basics/instant.ts';
import { PROBLEM_TYPE_BASE } from '../../../shared/wire/problem.ts';
import { at } from '../../support/builders.ts';
import { noVitals } from '../../support/evidence-fixtures.ts';
import { aTabletChance, aTabletClock, settled } from '../../support/virtual-tablet.ts';

type Batch = { key: string; shown: { state: string }[]; interactions: object[]; errors: object[] };
type Reply = 'taken' | 'nothing' | 'refused' | 'busy' | 'unpaired';

const statuses = { refused: [400, 'bad-request'], busy: [503, 'not-ready'], unpaired: [401, 'not-paired'] } as const;

function aDisk(): Recollection & { readonly kept: Map<string, unknown> } {
  const kept = new Map<string, unknown>();
  return {
    kept,
    recall: async (name) => kept.get(name),
    retain: async (name, what) => void kept.set(name, JSON.parse(JSON.stringify(what))),
  };
}

function aScreen(store = aDisk(), keysFrom = 0) {
  const clock = aTabletClock(at('10:00'));
  const told: Batch[] = [];
  const proxy: { says: Reply } = { says: 'taken' };
  let keys = keysFrom;
  const reports = createEvidenceReports({
    clock,
    chance: aTabletChance(0.5),
    store,
    now: clock.wallClock,
    newKey() {
      keys += 1;
      return `key-${keys}-0000`;
    },
    readVitals: async () => noVitals,
    release: 'abcd',
    ask: createAskProxy({
      clock,
      async fetch(_path, init) {
        if (proxy.says === 'nothing') throw new TypeError('Failed to fetch');
        told.push(JSON.parse(String(init?.body)) as Batch);
        if (proxy.says === 'taken') return Response.json({});
        const [status, kind] = statuses[proxy.says];
        return Response.json(
          { type: `${PROBLEM_TYPE_BASE}${kind}`, title: '', status },
          { status, headers: { 'content-type': 'application/problem+json' } },
        );
      },
    }),
  });
  return { clock, told, proxy, reports, store };
}

const free = { state: 'available', revision: 1, readAt: at('09:59') } as const;
const used = { state: 'in-use', revision: 2, readAt: at('10:01') } as const;

test('a face that changes is told within seconds; a day in which nothing happens, twice', async () => {
  const { clock, told, reports } = aScreen();
  reports.show(free);
  await clock.advance(5 * SECOND_MS);
  expect(told.map(({ shown }) => shown.map(({ state }) => state))).toEqual([['available']]);

  for (let minutes = 0; minutes < 24 * 60; minutes += 1) {
    reports.show({ ...free, readAt: clock.wallClock() });
    await clock.advance(MINUTE_MS);
  }
  expect(told.length).toBeLessThanOrEqual(3);
});

test('a batch that nobody took is told again to the letter, and what came since in the next', async () => {
  const { clock, told, proxy, reports } = aScreen();
  proxy.says = 'busy';
  reports.show(free);
  await clock.advance(5 * SECOND_MS);
  proxy.says = 'taken';
  reports.show(used);
  await clock.advance(2 * MINUTE_MS);

  expect(told[1]).toEqual(told[0]);
  expect(told.at(-1)?.key).not.toBe(told[0]?.key);
  expect(told.at(-1)?.shown.map(({ state }) => state)).toEqual(['in-use']);
});

test('while there is no network it asks ever more rarely, and comes back with all of it', async () => {
  const { clock, told, proxy, reports } = aScreen();
  proxy.says = 'nothing';
  reports.show(free);
  await clock.advance(HOUR_MS);
  reports.show(used);
  reports.did('touch');
  await clock.advance(5 * HOUR_MS);
  proxy.says = 'taken';
  reports.nudge();
  await clock.advance(2 * MINUTE_MS);

  expect(told.flatMap(({ shown }) => shown.map(({ state }) => state))).toEqual(['available', 'in-use']);
  expect(told.flatMap(({ interactions }) => interactions)).toEqual([{ kind: 'touch', count: 1 }]);
});

test('a tablet that is switched off before it was heard tells it in its next life, under the same key', async () => {
  const first = aScreen();
  first.proxy.says = 'nothing';
  first.reports.show(free);
  first.reports.failed('script');
  await first.clock.advance(MINUTE_MS);
  first.reports.show(used);
  await first.clock.advance(20 * SECOND_MS);
  first.reports.close();

  const second = aScreen(first.store, 100);
  await settled();
  second.reports.show(free);
  await second.clock.advance(2 * MINUTE_MS);

  expect(second.told[0]).toMatchObject({ key: 'key-1-0000', errors: [{ kind: 'script', count: 1 }] });
  expect(second.told.slice(1).flatMap(({ shown }) => shown.map(({ state }) => state))).toEqual(['in-use', 'available']);
  expect(second.told.slice(1).flatMap(({ errors }) => errors)).toEqual([]);
});

test('what is refused for good is let go, and that is told', async () => {
  const { clock, told, proxy, reports } = aScreen();
  proxy.says = 'refused';
  reports.show(free);
  await clock.advance(5 * SECOND_MS);
  proxy.says = 'taken';
  reports.show(used);
  await clock.advance(5 * SECOND_MS);

  expect(told[1]).toMatchObject({ key: 'key-2-0000', errors: [{ kind: 'evidence-dropped', count: 1 }] });
});

test('a tablet without a room says nothing of the one it had', async () => {
  const { clock, told, proxy, reports, store } = aScreen();
  proxy.says = 'unpaired';
  reports.show(free);
  reports.did('touch');
  await clock.advance(3 * MINUTE_MS);

  expect(told).toHaveLength(1);
  expect(JSON.stringify(store.kept.get('evidence'))).not.toContain('"touch"');
});
