/**
 * `npm run check`: tries out everything that Doorlight needs, with the environment that it would start with. A running
 * proxy beside it is not disturbed. `--json` prints the report for machines.
 *
 * Ends with 0 where nothing failed, 1 where something did, and 2 where nothing could be tried at all.
 */

import { readFileSync } from 'node:fs';
import { decisionsByScope, resolvePolicy } from '../shared/rules/policy-levels.ts';
import { type CheckLine, checkReportCodec } from '../shared/wire/check.ts';
import { configurationLines, reportOn } from './check/check-report.ts';
import { asksForWriting } from './check/room-writing-line.ts';
import { composeAccount } from './compose-account.ts';
import { composeCheck } from './compose-check.ts';
import { type Config, readConfig } from './config.ts';
import { createLanes } from './graph/lanes.ts';
import { printEnd, printLine, printProgress } from './print-check.ts';
import { systemChance } from './runtime/chance.ts';
import { systemClock } from './runtime/clock.ts';
import { createLog } from './runtime/log.ts';
import { readKeptPolicies } from './store/kept-policies.ts';
import { readMailWishes } from './store/mail-wishes.ts';
import { inspectDatabase, StoreUnusable } from './store/open-database.ts';
import { openSqliteStore } from './store/sqlite-store.ts';

const CODES = { passed: 0, failed: 1, notRun: 2 };
const flags = process.argv.slice(2);
const isJson = flags.includes('--json');
const colour = process.stdout.isTTY === true && process.env['NO_COLOR'] === undefined;
/** Somebody sits before it and would wonder; a log file would only be filled. */
const isWatched = !isJson && process.stdout.isTTY === true && process.stderr.isTTY === true;
const clock = systemClock(() => undefined);

try {
  process.exitCode = await main();
} catch (cause) {
  process.stderr.write(`The check broke off: ${cause instanceof Error ? cause.message : String(cause)}\n`);
  process.exitCode = CODES.notRun;
}

async function main(): Promise<number> {
  const unknown = flags.find((flag) => flag !== '--json');
  if (unknown !== undefined) {
    process.stderr.write(`The check knows --json and nothing else; it was given ${unknown}.\n`);
    return CODES.notRun;
  }
  const config = readConfig(process.env, (path) => readFileSync(path, 'utf8'));
  if (!config.ok) return await report(configurationLines(config.error));
  if (config.value.mode === 'sandbox') {
    process.stderr.write(
      'There is nothing to check: no AZURE_… variable is set, so Doorlight runs on its sandbox tenant.\nSet what docs/configuration.md lists for a real tenant and check again. To check a sandbox, start it with\nnpm run sandbox and set AZURE_AUTHORITY_HOST, GRAPH_ENDPOINT and the rest to what it prints.\n',
    );
    return CODES.notRun;
  }
  const { value: tenant } = config;
  const lines = composeCheck({
    server: tenant,
    tenant,
    accountCredential: accountCredential(tenant),
    lanes: createLanes(),
    tryStore: async () => storeFault(tenant.dataDir),
    writesToRooms: await writesToRooms(tenant.dataDir),
    sendsMail: readMailWishes(tenant.dataDir),
    environment: process.env,
    clock,
    chance: systemChance(),
    // What it would say is in the lines.
    log: createLog({ clock, level: 'silent' }),
    fetch,
    ...(isWatched && { onProgress: tellProgress }),
  });
  return await report(lines);
}

/** As the proxy itself would say, of the rooms that it last knew. */
async function writesToRooms(dataDir: string): Promise<boolean> {
  const { rooms, decisions } = await readKeptPolicies(dataDir);
  const byScope = decisionsByScope(decisions);
  return rooms.some((room) => asksForWriting(resolvePolicy(byScope, room)));
}

/** Where the app acts for a service account, its sign-in lies in the store, which is not opened for anything else. */
function accountCredential(tenant: Extract<Config, { mode: 'tenant' }>) {
  if (tenant.credential.kind !== 'delegated' || storeFault(tenant.dataDir) !== null) return null;
  const chance = systemChance();
  const store = openSqliteStore({ dataDir: tenant.dataDir, marksDir: tenant.marksDir, chance });
  const log = createLog({ clock, level: 'silent' });
  return composeAccount({ server: tenant, tenant, store, clock, chance, log })?.credential ?? null;
}

function tellProgress(read: number, rooms: number): void {
  const words = printProgress(read, rooms);
  if (words !== null) process.stderr.write(words);
}

async function report(lines: Iterable<CheckLine> | AsyncIterable<CheckLine>): Promise<number> {
  const startedAt = clock.now();
  const all: CheckLine[] = [];
  for await (const line of lines) {
    all.push(line);
    if (!isJson) process.stdout.write(`${printLine(line, { colour })}\n`);
  }
  const found = reportOn({ startedAt, finishedAt: clock.now(), lines: all });
  const words = isJson ? JSON.stringify(checkReportCodec.encode(found), null, 2) : printEnd(found);
  process.stdout.write(`${words}\n`);
  return found.passed ? CODES.passed : CODES.failed;
}

function storeFault(dataDir: string) {
  try {
    inspectDatabase(dataDir);
    return null;
  } catch (cause) {
    if (cause instanceof StoreUnusable) return { reason: cause.reason, remedy: cause.remedy };
    throw cause;
  }
}
