import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Store } from '../../../edge-proxy/ports/store.ts';
import { readKeptPolicies } from '../../../edge-proxy/store/kept-policies.ts';
import { DATABASE_FILE } from '../../../edge-proxy/store/open-database.ts';
import { openSqliteStore } from '../../../edge-proxy/store/sqlite-store.ts';
import type { RoomId } from '../../../shared/basics/ids.ts';
import type { PolicyOverride } from '../../../shared/room/policy.ts';
import type { PolicyScope } from '../../../shared/rules/policy-levels.ts';
import { aRoom, at } from '../../support/builders.ts';
import { createFixedChance } from '../../support/fixed-chance.ts';

let dataDir = '';
let store: Store;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'doorlight-kept-'));
  store = openSqliteStore({ dataDir, chance: createFixedChance() });
});
afterEach(async () => {
  await store.close();
  rmSync(dataDir, { recursive: true });
});

const lisbon = aRoom();
const porto = aRoom({ id: 'room-porto' as RoomId, address: 'porto@northwind.example' });
const decide = (scope: PolicyScope, override: PolicyOverride) => store.changePolicies([scope], () => override);

test('rooms and decisions of every level are read beside a proxy that runs, as it reads them itself', async () => {
  await store.saveRooms([lisbon, porto], at('09:00'));
  await store.saveRooms([lisbon], at('10:00'));
  await decide({ kind: 'tenant' }, { showTitles: false });
  await decide({ kind: 'building', building: 'Harbour' }, { mayEndOthers: true });
  await decide({ kind: 'floor', building: 'Harbour', floor: '2' }, { checkIn: { mode: 'release' } });
  await decide({ kind: 'room', room: lisbon.id }, { bookingMode: 'direct' });

  const kept = await readKeptPolicies(dataDir);

  expect(kept.rooms, 'one that left is none').toEqual([lisbon]);
  expect(kept.decisions).toEqual(await store.listPolicyDecisions());
  expect(kept.decisions).toHaveLength(4);
});

test('an older release has decided what it has a table for', async () => {
  await store.saveRooms([lisbon], at('09:00'));
  await decide({ kind: 'tenant' }, { mayEndOthers: true });
  await store.close();
  const database = new DatabaseSync(join(dataDir, DATABASE_FILE));
  database.exec('DROP TABLE policy_place; DROP TABLE policy_device');
  database.close();

  const kept = await readKeptPolicies(dataDir);

  expect(kept).toMatchObject({ rooms: [{ id: lisbon.id }], decisions: [{ scope: { kind: 'tenant' } }] });
});

test('where there is no database yet nothing is decided, and none is made', async () => {
  expect(await readKeptPolicies(join(dataDir, 'nowhere'))).toEqual({ rooms: [], decisions: [] });
});
