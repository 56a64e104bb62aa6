/**
 * `npm run sign-in`: signs the service account in by a device code, with the environment that Doorlight would start with;
 * `npm run sign-in -- --out` signs it out. A running proxy beside it is not disturbed.
 *
 * Ends with 0 where the account is then as was wanted, 1 where it is not, and 2 where nothing could be tried.
 */

import { readFileSync } from 'node:fs';
import { composeAccount } from './compose-account.ts';
import { describeFaults, readConfig } from './config.ts';
import { followSignIn } from './follow-sign-in.ts';
import { systemChance } from './runtime/chance.ts';
import { systemClock } from './runtime/clock.ts';
import { createLog } from './runtime/log.ts';
import { StoreUnusable } from './store/open-database.ts';
import { openSqliteStore } from './store/sqlite-store.ts';

const CODES = { done: 0, failed: 1, notTried: 2 };
const flags = process.argv.slice(2);
const print = (line: string) => void process.stdout.write(`${line}\n`);

process.exitCode = await main();

async function main(): Promise<number> {
  const unknown = flags.find((flag) => flag !== '--out');
  if (unknown !== undefined) return notTried(`The sign-in knows --out and nothing else; it was given ${unknown}.`);
  const config = readConfig(process.env, (path) => readFileSync(path, 'utf8'));
  if (!config.ok) return notTried(describeFaults(config.error));
  if (config.value.mode === 'sandbox' || config.value.credential.kind !== 'delegated') {
    return notTried(
      'Nobody has to sign in: CALENDAR_ACCESS is not delegated, so the app proves itself.\nSee "A service account" in docs/configuration.md.',
    );
  }
  const clock = systemClock(() => undefined);
  const chance = systemChance();
  const { value: tenant } = config;
  try {
    const store = openSqliteStore({ dataDir: tenant.dataDir, marksDir: tenant.marksDir, chance });
    // What it would say is printed in words.
    const log = createLog({ clock, level: 'silent' });
    const account = composeAccount({ server: tenant, tenant, store, clock, chance, log });
    if (account === null) return CODES.notTried;
    try {
      if (!flags.includes('--out')) return (await followSignIn({ account, clock, print })) ? CODES.done : CODES.failed;
      await account.signOut();
      print('The service account is signed out. A running Doorlight stops within the hour: restart it to stop it now.');
      return CODES.done;
    } finally {
      account.close();
      await store.close();
    }
  } catch (cause) {
    if (cause instanceof StoreUnusable) return notTried(`The store cannot be used: ${cause.reason}.\n${cause.remedy}`);
    throw cause;
  }
}

function notTried(words: string): number {
  process.stderr.write(`${words}\n`);
  return CODES.notTried;
}
