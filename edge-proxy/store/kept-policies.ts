/**
 * The rooms and what is decided for them, read off the database of a proxy that may be running: for the check on the command
 * line, which opens nothing for writing and migrates nothing.
 */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Room } from '../../shared/room/room.ts';
import type { PolicyDecision } from '../../shared/rules/policy-levels.ts';
import { DATABASE_FILE } from './open-database.ts';
import { policyTables } from './policy-tables.ts';
import { type Parameters, type Row, roomJson, text } from './rows.ts';

export type KeptPolicies = { readonly rooms: readonly Room[]; readonly decisions: readonly PolicyDecision[] };

const NOTHING: KeptPolicies = { rooms: [], decisions: [] };

/** Nothing too where nothing can be read: another line of the check tells of that. */
export async function readKeptPolicies(dataDir: string): Promise<KeptPolicies> {
  const file = join(dataDir, DATABASE_FILE);
  if (!existsSync(file)) return NOTHING;
  try {
    const database = new DatabaseSync(file, { readOnly: true });
    try {
      return await readFrom(database);
    } finally {
      database.close();
    }
  } catch {
    return NOTHING;
  }
}

async function readFrom(database: DatabaseSync): Promise<KeptPolicies> {
  const tables = new Set(database.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).all().map(nameOf));
  /** What an older release has no table for, it cannot have decided. */
  function all(sql: string, parameters: Parameters = {}): Row[] {
    const table = / FROM (\w+)/.exec(sql)?.[1] ?? '';
    return tables.has(table) ? (database.prepare(sql).all(parameters) as Row[]) : [];
  }
  const { listPolicyDecisions } = policyTables({
    all,
    run: refused,
    first: refused,
    transaction: refused,
    onUnreadable: () => undefined,
  });
  return { rooms: all('SELECT * FROM room').flatMap(roomFrom), decisions: await listPolicyDecisions() };
}

/** None for one that has left the tenant, or that cannot be read. */
function roomFrom(row: Row): Room[] {
  if ((row['gone_since'] ?? null) !== null) return [];
  try {
    return [roomJson.read(text(row, 'room'))];
  } catch {
    return [];
  }
}

const nameOf = (row: Row) => text(row, 'name');

function refused(): never {
  throw new Error('nothing is written here');
}
