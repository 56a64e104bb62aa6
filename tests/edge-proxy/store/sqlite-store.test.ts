import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, test } from 'vitest';
import type { Store } from '../../../edge-proxy/ports/store.ts';
import { DATABASE_FILE, StoreUnusable } from '../../../edge-proxy/store/open-database.ts';
import { openSqliteStore, type UnreadableRow } from '../../../edge-proxy/store/sqlite-store.ts';
import type { RoomId } from '../../../shared/basics/ids.ts';
import { aDevice, aPairing } from '../../contracts/store/fixtures.ts';
import { storeContract } from '../../contracts/store.ts';
import { aRoom, aRoomDay, at } from '../../support/builders.ts';
import { createFixedChance } from '../../support/fixed-chance.ts';

const opened: Store[] = [];
const folders: string[] = [];

afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'doorlight-store-'));
  folders.push(folder);
  return folder;
}

/** One for all openings, as chance is: no two of them draw the same. */
const chance = createFixedChance();

function openIn(dataDir: string, marksDir: string | null = null): Store {
  const store = openSqliteStore({ dataDir, marksDir, chance });
  opened.push(store);
  return store;
}

storeContract('SQLite', async () => {
  const folder = aFolder();
  const store = openIn(folder);
  return {
    store,
    async reopen() {
      await store.close();
      return openIn(folder);
    },
  };
});

function unusable(dataDir: string): StoreUnusable {
  try {
    openIn(dataDir);
  } catch (cause) {
    if (cause instanceof StoreUnusable) return cause;
  }
  throw new Error('it was opened');
}

describe('the file', () => {
  test('is for this user alone, with all that lies beside it', async () => {
    const folder = join(aFolder(), 'made', 'on', 'demand');
    await openIn(folder).saveRooms([aRoom()], at('09:00'));

    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o077).toBe(0);
    expect(statSync(folder).mode & 0o077).toBe(0);
  });

  test('is on disk before a write is answered', async () => {
    const folder = aFolder();
    const first = openIn(folder);
    await first.markDirty(['room-lisbon' as RoomId]);

    // A second reader sees only what was committed; the first never gets to say goodbye.
    expect(await openIn(folder).listDirty()).toEqual(['room-lisbon']);
  });

  test('of a newer release is refused with the reason, and not a byte of it is touched', async () => {
    const folder = aFolder();
    await openIn(folder).close();
    const database = new DatabaseSync(join(folder, DATABASE_FILE));
    database.exec('PRAGMA user_version = 999');
    database.close();
    const before = contents(folder);

    expect(unusable(folder)).toMatchObject({
      reason: expect.stringContaining('newer Doorlight (version 999'),
      remedy: expect.stringContaining('Nothing was changed'),
    });
    expect(contents(folder)).toEqual(before);
  });

  test.for([
    { what: 'text', bytes: 'Dear diary, '.repeat(20) },
    { what: 'a few bytes', bytes: 'x' },
  ])('that holds $what is refused and left alone', ({ bytes }) => {
    const folder = aFolder();
    writeFileSync(join(folder, DATABASE_FILE), bytes);

    expect(unusable(folder).reason).toContain('is no database');
    expect(readFileSync(join(folder, DATABASE_FILE), 'utf8')).toBe(bytes);
  });

  test('that is damaged is refused in words', async () => {
    const folder = aFolder();
    await openIn(folder).close();
    const file = join(folder, DATABASE_FILE);
    const bytes = readFileSync(file);
    writeFileSync(file, Buffer.concat([bytes.subarray(0, 100), Buffer.alloc(bytes.length - 100, 0xff)]));

    expect(unusable(folder).remedy).toContain('restore a backup');
  });

  test('that is empty is made into a store', async () => {
    const folder = aFolder();
    writeFileSync(join(folder, DATABASE_FILE), '');

    expect(await openIn(folder).listRooms()).toEqual([]);
  });

  test('cannot be made below /proc, where making directories never ends or says no', () => {
    expect(unusable('/proc/doorlight/data')).toMatchObject({ reason: expect.stringContaining('cannot be written') });
  });

  test('of another program is left alone', () => {
    const folder = aFolder();
    const foreign = new DatabaseSync(join(folder, DATABASE_FILE));
    foreign.exec('CREATE TABLE theirs (id INTEGER) STRICT');
    foreign.close();
    const before = readFileSync(join(folder, DATABASE_FILE));

    expect(unusable(folder)).toMatchObject({ reason: expect.stringContaining("another program's") });
    expect(readFileSync(join(folder, DATABASE_FILE))).toEqual(before);
  });

  test('cannot be made where a file stands in the way of the directory', () => {
    const file = join(aFolder(), 'file');
    writeFileSync(file, '');

    expect(unusable(file)).toMatchObject({
      reason: expect.stringContaining('cannot be written'),
      remedy: expect.stringContaining('DATA_DIR'),
    });
  });
});

test('a restored backup is another generation, lest its low revisions pass for echoes at every door', async () => {
  const folder = aFolder();
  const before = openIn(folder);
  const generation = await before.generation();
  await before.close();
  const backup = readFileSync(join(folder, DATABASE_FILE));
  const since = openIn(folder);
  const generationSince = await since.generation();
  await since.close();

  writeFileSync(join(folder, DATABASE_FILE), backup);
  const restored = await openIn(folder).generation();

  expect([generation, generationSince]).not.toContain(restored);
});

describe('marks kept in a folder of their own', () => {
  /** The store that is found after its whole folder was put back as it was with one tablet on. */
  async function restoredWhole(marksAtFirst: string | null, marksLater: string): Promise<Store> {
    const folder = aFolder();
    const store = openIn(folder, marksAtFirst);
    await store.generation();
    await store.savePairing(aPairing());
    await store.confirmPairing(aPairing().code, aDevice());
    await store.close();
    const backup = join(aFolder(), 'backup');
    cpSync(folder, backup, { recursive: true });

    const since = openIn(folder, marksLater);
    await since.generation();
    await since.revokeDevice(aDevice().id, at('11:00'));
    await since.close();
    rmSync(folder, { recursive: true });
    cpSync(backup, folder, { recursive: true });
    return openIn(folder, marksLater);
  }

  test.for([true, false])('hold when all of DATA_DIR is put back, had before: %s', async (hadBefore) => {
    const marks = join(aFolder(), 'made', 'on', 'demand');

    const store = await restoredWhole(hadBefore ? marks : null, marks);

    expect(await store.findDevice(aDevice().id)).toMatchObject({ revokedAt: at('11:00') });
    expect(await store.restored()).toBe(true);
  });

  test('what was marked beside the database before still holds', async () => {
    const folder = aFolder();
    const store = openIn(folder);
    await store.savePairing(aPairing());
    await store.confirmPairing(aPairing().code, aDevice());
    await store.close();
    const backup = readFileSync(join(folder, DATABASE_FILE));
    const since = openIn(folder);
    await since.revokeDevice(aDevice().id, at('11:00'));
    await since.close();
    writeFileSync(join(folder, DATABASE_FILE), backup);

    expect(await openIn(folder, aFolder()).findDevice(aDevice().id)).toMatchObject({ revokedAt: at('11:00') });
  });

  test('in a place that cannot be written say which setting is wrong', () => {
    const file = join(aFolder(), 'a-file');
    writeFileSync(file, '');

    expect(() => openIn(aFolder(), join(file, 'marks'))).toThrow(/MARKS_DIR/);
  });
});

function contents(folder: string): Record<string, string> {
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'base64')]));
}

describe('a row that this release cannot read', () => {
  test('of a room or a day is passed over and told of, and the revisions that were given out are known', async () => {
    const folder = aFolder();
    const store = openIn(folder);
    const faro = aRoom({ id: 'room-faro' as RoomId });
    await store.saveRooms([aRoom(), faro], at('09:00'));
    await store.saveRoomDay({ ...aRoomDay(at('09:00')), revision: 7 });
    await store.close();
    spoil(folder, `UPDATE room SET room = '{"id":"room-lisbon","subject":"Budget"}' WHERE id = 'room-lisbon'`);
    spoil(folder, `UPDATE room_day SET day = 'no json'`);
    const told: UnreadableRow[] = [];
    const next = openSqliteStore({
      dataDir: folder,
      chance: createFixedChance(),
      onUnreadable: (row) => void told.push(row),
    });
    opened.push(next);

    expect((await next.listRooms()).map(({ id }) => id)).toEqual([faro.id]);
    expect(await next.listRoomDays()).toEqual([]);
    expect(await next.listRoomRevisions()).toEqual([{ roomId: aRoom().id, revision: 7 }]);
    expect(told.map(({ what, id }) => `${what} ${id}`)).toEqual(['room room-lisbon', 'room-day room-lisbon']);
    expect(String(told[0]?.cause)).not.toContain('Budget');
  });

  test('of a policy lets the level above decide, shows nobody what it may have hidden, and stays until an admin decides anew', async () => {
    const folder = aFolder();
    const store = openIn(folder);
    await store.savePolicy(null, { showTitles: true });
    await store.savePolicy(aRoom().id, { showTitles: false, horizonDays: 3 });
    await store.close();
    spoil(folder, `UPDATE policy SET override = '{"showTitles":"no"}' WHERE room_id = 'room-lisbon'`);
    const told: string[] = [];
    const onUnreadable = ({ what, id }: UnreadableRow) => void told.push(`${what} ${id}`);
    const next = openSqliteStore({ dataDir: folder, chance: createFixedChance(), onUnreadable });
    opened.push(next);

    const safe = { showTitles: false, showOrganizers: false };
    expect(await next.listPolicyDecisions()).toEqual([
      { scope: { kind: 'tenant' }, override: { showTitles: true } },
      { scope: { kind: 'room', room: aRoom().id }, override: safe },
    ]);
    expect(told).toEqual(['policy room-lisbon']);
    const scope = { kind: 'room', room: aRoom().id } as const;
    expect(await next.listUnreadPolicies()).toEqual([{ scope, unread: ['showTitles'] }]);

    await next.changePolicies([{ kind: 'room', room: aRoom().id }], (before) => ({ ...before, horizonDays: 2 }));
    expect(await next.listPolicies()).toContainEqual({ roomId: aRoom().id, override: { ...safe, horizonDays: 2 } });
    expect(await next.listUnreadPolicies()).toEqual([]);
    await next.close();
    expect(rowsOf(folder, 'SELECT scope, override FROM policy_unread')).toEqual([
      { scope: '["room","room-lisbon"]', override: '{"showTitles":"no"}' },
    ]);
  });

  test('of the catalogue is replaced when Exchange tells the room again', async () => {
    const folder = aFolder();
    const store = openIn(folder);
    await store.saveRooms([aRoom()], at('09:00'));
    await store.close();
    spoil(folder, "UPDATE room SET room = 'no json'");
    const next = openIn(folder);
    expect(await next.listRooms()).toEqual([]);

    await next.saveRooms([aRoom()], at('10:00'));

    expect(await next.listRooms()).toEqual([aRoom()]);
  });
});

function spoil(folder: string, sql: string): void {
  const database = new DatabaseSync(join(folder, DATABASE_FILE));
  database.exec(sql);
  database.close();
}

function rowsOf(folder: string, sql: string): object[] {
  const database = new DatabaseSync(join(folder, DATABASE_FILE));
  try {
    return database
      .prepare(sql)
      .all()
      .map((row) => ({ ...row }));
  } finally {
    database.close();
  }
}

test.for([
  "UPDATE audit SET actor = 'nobody'",
  'DELETE FROM audit WHERE id = 3',
  "INSERT OR REPLACE INTO audit (id, at, actor, action, subject) VALUES (3, 0, 'nobody', 'a', 'b')",
  'DELETE FROM audit_forgotten',
  'UPDATE audit_forgotten SET up_to = 9',
])('whoever has the file open cannot say of the audit: %s', async (sql) => {
  const folder = aFolder();
  const store = openIn(folder);
  const entry = { at: at('09:00'), actor: 'ada', action: 'door.opened', subject: 'x', roomId: null };
  await store.appendAudit(entry);
  await store.appendAudit(entry);
  await store.forgetAudit({ before: at('09:00'), keep: 1, atMost: 1 }, () => entry);
  await store.appendAudit(entry);
  const database = new DatabaseSync(join(folder, DATABASE_FILE));

  expect(() => database.exec(sql)).toThrow('append-only');
  database.close();
  expect((await store.listAudit({ limit: 9 })).map(({ actor }) => actor)).toEqual(['ada', 'ada', 'ada']);
});
