import { expect, test } from 'vitest';
import { createAlarms } from '../../../edge-proxy/watch/alarms.ts';
import { type CredentialLife, createCredentialExpiry } from '../../../edge-proxy/watch/credential-expiry.ts';
import { addMs, DAY_MS, HOUR_MS } from '../../../shared/basics/instant.ts';
import { at } from '../../support/builders.ts';
import { createMemoryLog } from '../../support/memory-log.ts';
import { createMemoryStore } from '../../support/memory-store.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

async function open(life: () => CredentialLife, store = createMemoryStore()) {
  const clock = createVirtualClock(at('09:00'));
  const log = createMemoryLog();
  const alarms = await createAlarms({ store, clock, log });
  const expiry = createCredentialExpiry({ life, alarms, clock, log });
  const open = () => alarms.list().flatMap(({ subject, clearedAt }) => (clearedAt === null ? [subject] : []));
  const raised = () => log.lines.flatMap(({ event, facts }) => (event === 'alarm.raised' ? [facts['about']] : []));
  return { clock, log, alarms, expiry, open, raised, store };
}

const inDays = (days: number) => addMs(at('09:00'), days * DAY_MS);

test('each step is said once, by the clock, the later the worse', async () => {
  const { clock, raised, alarms, open: subjects } = await open(() => inDays(70));
  await clock.advance(71 * DAY_MS);

  expect(raised()).toEqual(['60-days', '30-days', '14-days', '7-days', '1-days', 'expired']);
  expect(subjects()).toEqual(['expired']);
  expect(alarms.openBySeverity().critical).toBe(1);
});

test.for([
  { days: 61, open: [] },
  { days: 60, open: ['60-days'] },
  { days: 31, open: ['60-days'] },
  { days: 20, open: ['30-days'] },
  { days: 1, open: ['1-days'] },
  { days: -3, open: ['expired'] },
])(
  'started $days days before the end, the one step that is reached is open: $open',
  async ({ days, open: expected }) => {
    const { open: subjects } = await open(() => inDays(days));

    expect(subjects()).toEqual(expected);
  },
);

test('a restart does not say the same step again', async () => {
  const first = await open(() => inDays(20));
  await first.clock.settle();
  const second = await open(() => inDays(20), first.store);

  expect(second.raised()).toEqual([]);
});

test('a new certificate takes the alarm away without a restart, and one that cannot be read for a moment does not', async () => {
  let life: () => CredentialLife = () => inDays(5);
  const { clock, open: subjects, expiry } = await open(() => life());
  life = () => {
    throw new Error('being written');
  };
  await clock.advance(HOUR_MS);
  expect(subjects()).toEqual(['7-days']);
  expect(expiry.secondsLeft()).toBeNull();
  expect(expiry.standing()).toEqual({ ends: 'unreadable', endsAt: null });

  life = () => inDays(365);
  await clock.advance(HOUR_MS);
  expect(subjects()).toEqual([]);
  expect(expiry.secondsLeft()).toBe((365 * DAY_MS - 2 * HOUR_MS) / 1_000);
});

test('a secret without a date is a warning, since nobody would tell us; what the platform renews is none', async () => {
  const secret = await open(() => 'unknown');
  const managed = await open(() => 'never');

  expect(secret.alarms.list()).toMatchObject([{ subject: 'date-unknown', severity: 'warning' }]);
  expect(secret.alarms.list()[0]?.remedy).toContain('AZURE_CLIENT_SECRET_EXPIRES');
  expect(managed.alarms.list()).toEqual([]);
  expect([secret.expiry.secondsLeft(), managed.expiry.secondsLeft()]).toEqual([null, null]);
  expect(secret.expiry.standing()).toEqual({ ends: 'unknown', endsAt: null });
});
