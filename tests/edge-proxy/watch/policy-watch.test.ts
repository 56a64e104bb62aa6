import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DATABASE_FILE } from '../../../edge-proxy/store/open-database.ts';
import { openSqliteStore } from '../../../edge-proxy/store/sqlite-store.ts';
import { createPolicies } from '../../../edge-proxy/sync/policies.ts';
import { createAlarms } from '../../../edge-proxy/watch/alarms.ts';
import { lookAtPolicies } from '../../../edge-proxy/watch/policy-watch.ts';
import { defaultPolicy } from '../../../shared/room/policy.ts';
import { aRoom, at } from '../../support/builders.ts';
import { createFixedChance } from '../../support/fixed-chance.ts';
import { createMemoryLog } from '../../support/memory-log.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const room = aRoom().id;
const tower = { kind: 'floor', building: 'Tower', floor: '3' } as const;

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'doorlight-policy-watch-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const open = () => openSqliteStore({ dataDir, chance: createFixedChance() });
const alarmsOf = (store: ReturnType<typeof open>) =>
  createAlarms({ store, clock: createVirtualClock(at('10:00')), log: createMemoryLog() });

/** As a newer release, or a broken disk, may have left them. */
async function spoiledStore() {
  const store = open();
  await store.savePolicy(null, { showTitles: true, horizonDays: 5 });
  await store.savePolicy(room, { mayBook: false });
  await store.changePolicies([tower], () => ({ mayBook: false }));
  await store.close();
  const database = new DatabaseSync(join(dataDir, DATABASE_FILE));
  database.exec(`UPDATE policy SET override = '{"bookingMode":"new","mayBook":false}' WHERE room_id = '${room}'`);
  database.exec("UPDATE policy_place SET override = 'damaged'");
  database.close();
  return open();
}

test('a start meets decisions that it cannot read: one alarm for each level, and doors that rather hide than show', async () => {
  const store = await spoiledStore();
  const alarms = await alarmsOf(store);
  const policies = await createPolicies(store);
  await lookAtPolicies({ store, alarms });
  await lookAtPolicies({ store, alarms });

  expect(policies.of(room)).toEqual({ ...defaultPolicy, horizonDays: 5, showOrganizers: false, mayBook: false });
  const open = alarms.list().filter(({ clearedAt }) => clearedAt === null);
  expect(open.map(({ kind, subject }) => [kind, subject]).sort()).toEqual([
    ['policy-unread', '["floor","Tower","3"]'],
    ['policy-unread', room],
  ]);
  expect(open.find(({ subject }) => subject === room)?.cause).toMatch(
    /^of what is decided for a room all but bookingMode/,
  );
  await store.close();
});

test('the alarm of a level is over when an admin decides anew about it, and stays for the others', async () => {
  const store = await spoiledStore();
  const alarms = await alarmsOf(store);
  await lookAtPolicies({ store, alarms });

  await store.changePolicies([{ kind: 'room', room }], () => ({ showTitles: true }));
  await lookAtPolicies({ store, alarms });

  expect(alarms.isOpen('policy-unread', room)).toBe(false);
  expect(alarms.isOpen('policy-unread', '["floor","Tower","3"]')).toBe(true);
  await store.close();
});
