/**
 * Whether facilities have named anybody to be mailed, read off the database of a proxy that may be running: for the check
 * on the command line, which opens nothing for writing and migrates nothing.
 */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Store } from '../ports/store.ts';
import { DATABASE_FILE } from './open-database.ts';

/** Each gives a list of addresses as JSON, or nothing. What an older release has no table for, it cannot have decided. */
const WISHES = [
  `SELECT settings ->> '$.to' AS addresses FROM alerting`,
  `SELECT mail ->> '$.to' AS addresses FROM report_mail WHERE mail ->> '$.every' <> 'off'`,
  ...['policy', 'policy_place'].map((table) => `SELECT override ->> '$.faultRecipients' AS addresses FROM ${table}`),
];

/** False too where nothing can be read: another line of the check tells of that. */
export function readMailWishes(dataDir: string): boolean {
  const file = join(dataDir, DATABASE_FILE);
  if (!existsSync(file)) return false;
  try {
    const database = new DatabaseSync(file, { readOnly: true });
    try {
      return WISHES.some((sql) => names(database, sql));
    } finally {
      database.close();
    }
  } catch {
    return false;
  }
}

function names(database: DatabaseSync, sql: string): boolean {
  try {
    return database
      .prepare(sql)
      .all()
      .some(({ addresses }) => typeof addresses === 'string' && addresses !== '[]');
  } catch {
    return false;
  }
}

/** The same of the store that the proxy itself has open. */
export async function mailIsWanted(
  store: Pick<Store, 'findAlerting' | 'findReportMail' | 'listPolicyDecisions'>,
): Promise<boolean> {
  const [alerting, reports, decisions] = await Promise.all([
    store.findAlerting(),
    store.findReportMail(),
    store.listPolicyDecisions(),
  ]);
  const reported = reports?.every === 'off' ? [] : reports?.to;
  const lists = [alerting?.settings.to, reported, ...decisions.map(({ override }) => override.faultRecipients)];
  return lists.some((list) => (list?.length ?? 0) > 0);
}
