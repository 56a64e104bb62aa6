import { expect, test } from 'vitest';
import { createAlarms } from '../../../edge-proxy/watch/alarms.ts';
import { credentialAlarms } from '../../../edge-proxy/watch/credential-alarms.ts';
import { at } from '../../support/builders.ts';
import { createMemoryLog } from '../../support/memory-log.ts';
import { createMemoryStore } from '../../support/memory-store.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

test('what Entra or Graph refuses is an alarm until each of them says yes', async () => {
  const alarms = await createAlarms({
    store: createMemoryStore(),
    clock: createVirtualClock(at('09:00')),
    log: createMemoryLog(),
  });
  const onNews = credentialAlarms(alarms);
  const open = () => alarms.list().flatMap(({ kind, clearedAt }) => (clearedAt === null ? [kind] : []));

  onNews({
    kind: 'refused',
    code: 'AADSTS7000222',
    meaning: 'the client secret has expired',
    remedy: 'Make a new one.',
  });
  onNews({ kind: 'not-accepted' });
  expect(alarms.list().find(({ kind }) => kind === 'credential-refused')).toMatchObject({
    cause: 'AADSTS7000222: the client secret has expired',
    remedy: 'Make a new one.',
    severity: 'critical',
  });
  onNews({ kind: 'issued' });
  expect(open()).toEqual(['token-401-circuit']);
  onNews({ kind: 'accepted' });
  expect(open()).toEqual([]);
});
