import { expect, test } from 'vitest';
import type { AuditEntry } from '../../../edge-proxy/ports/audit.ts';
import { AUDIT_KEPT_DAYS, forgetOldAudit, MOST_AUDIT_ENTRIES } from '../../../edge-proxy/watch/forget-audit.ts';
import { addMs, DAY_MS, MINUTE_MS } from '../../../shared/basics/instant.ts';
import { at } from '../../support/builders.ts';
import { createMemoryLog } from '../../support/memory-log.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

function open(gone: readonly number[]) {
  const clock = createVirtualClock(at('10:00'));
  const rules: unknown[] = [];
  const said: AuditEntry[] = [];
  let turn = 0;
  const stop = forgetOldAudit({
    store: {
      async forgetAudit(rule, entry) {
        rules.push(rule);
        const entries = gone[turn++] ?? 0;
        if (entries < 0) throw new Error('disk full');
        if (entries > 0) said.push(entry({ entries, until: at('09:00') }));
        return entries;
      },
    },
    clock,
    log: createMemoryLog(),
  });
  return { clock, rules, said, stop };
}

test('what is older than a year and a month goes, and the trail says so by which rule', async () => {
  const { clock, rules, said } = open([12]);
  await clock.advance(3 * MINUTE_MS);

  const before = addMs(at('10:02'), -AUDIT_KEPT_DAYS * DAY_MS);
  expect(rules).toEqual([{ before, keep: MOST_AUDIT_ENTRIES, atMost: 2_000 }]);
  expect(said).toMatchObject([
    {
      actor: 'proxy',
      action: 'audit.forgotten',
      subject: expect.stringContaining('12 entries until 2026-11-24T09:00'),
    },
  ]);
});

test('much goes in bites, one second after the other; then it rests for a day, and a full disk ends nothing', async () => {
  const { clock, rules, stop } = open([2_000, 2_000, 5, -1, 0]);
  await clock.advance(5 * MINUTE_MS);
  expect(rules).toHaveLength(3);

  await clock.advance(DAY_MS);
  await clock.advance(DAY_MS);
  expect(rules).toHaveLength(5);
  stop();
  await clock.advance(DAY_MS);
  expect(rules).toHaveLength(5);
});
