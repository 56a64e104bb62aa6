/**
 * The proxy as a program. Everything that can be wrong is found before anything starts: the configuration whole, the
 * port, the store. Then the tenant (the sandbox's, where none is configured), then the engines.
 */

import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { compose } from './compose.ts';
import { type Config, describeFaults, readConfig } from './config.ts';
import { addressBlock } from './devices/address-block.ts';
import { listen, MOST_CONNECTIONS, MOST_CONNECTIONS_OF_ADDRESS, PortTaken } from './http/listen.ts';
import { problemResponse } from './http/problem-response.ts';
import { nameOf } from './ports/runtime.ts';
import type { Store } from './ports/store.ts';
import { type RunningSandbox, runSandbox } from './run-sandbox.ts';
import { type BuiltFiles, readBuiltFiles } from './runtime/built-files.ts';
import { systemChance } from './runtime/chance.ts';
import { systemClock } from './runtime/clock.ts';
import { withLastRelease } from './runtime/last-release.ts';
import { createLog } from './runtime/log.ts';
import { claimDataDir } from './store/claim-data-dir.ts';
import { StoreUnusable } from './store/open-database.ts';
import { openSqliteStore } from './store/sqlite-store.ts';
import { welcome } from './welcome.ts';

const repository = join(import.meta.dirname, '..');
/** Requests under way at a stop get this long; a person who tapped has an answer by then. */
const GRACE_MS = 3_000;

const config = readOrExit();
const clock = systemClock((cause) => log.error('timer.threw', { cause: nameOf(cause) }));
const chance = systemChance();
// The sandbox's rooms have nothing to do with those of a tenant that comes later.
const dataDir = config.mode === 'sandbox' ? join(config.dataDir, 'sandbox') : config.dataDir;
// Beside the sandbox stands a person who reads; what is worth a warning is worth their screen.
const log = createLog({ clock, level: config.mode === 'sandbox' ? 'warn' : 'info' });
let answer: (request: Request, env: unknown) => Response | Promise<Response> = () =>
  problemResponse({ kind: 'not-ready' });
let isStopping = false;
const listening = await listenOrExit();
// After the port: of two that are started by mistake, the second must leave no file behind.
const { store, claim } = openOrExit();
const scheme = config.tls === null ? 'http' : 'https';
const ownOrigin = `${scheme}://${config.host === '0.0.0.0' || config.host === '127.0.0.1' ? 'localhost' : config.host}:${listening.port}`;
const publicUrl = config.publicUrl ?? (config.mode === 'sandbox' ? ownOrigin : null);
const sandbox: RunningSandbox | null = config.mode === 'sandbox' ? await runSandbox(`${publicUrl}/sandbox`) : null;
if (sandbox !== null) await showTitlesInSandbox(store);

const site = await compose({
  server: { ...config, publicUrl },
  tenant: sandbox?.tenant ?? (config as Extract<Config, { mode: 'tenant' }>),
  sandboxOrigin: sandbox?.origin ?? null,
  store,
  files: await readFiles(),
  version: (JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { version: string }).version,
  clock,
  chance,
  log,
});
answer = (request, env) => site.app.fetch(request, env as never);
await site.start();

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(0));
sandbox?.onEnd(() => void stop(1));
process.stdout.write(
  welcome({
    origin: ownOrigin,
    mode: config.mode,
    ignored: config.mode === 'sandbox' ? config.ignored : [],
    publicUrl,
    dataDir: config.dataDir,
    serviceAccount: await serviceAccountState(),
  }),
);
// For whoever started us as a child and waits.
process.send?.({ listening: ownOrigin });

/** Once: at Ctrl+C the sandbox hears the same signal as we do, and its end is no second reason. */
async function stop(code: number): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  site.close();
  await listening.close(GRACE_MS);
  sandbox?.close();
  await store.close();
  claim.release();
  process.exit(code);
}

async function serviceAccountState(): Promise<'signed-in' | 'signed-out' | null> {
  if (config.mode === 'sandbox' || config.credential.kind !== 'delegated') return null;
  return (await store.findServiceAccount()) === null ? 'signed-out' : 'signed-in';
}

function readOrExit(): Config {
  const read = readConfig(process.env, (path) => readFileSync(path, 'utf8'));
  return read.ok ? read.value : exit(describeFaults(read.error));
}

async function readFiles(): Promise<BuiltFiles> {
  const built = await readBuiltFiles(join(repository, 'dist/kiosk'));
  const files = await withLastRelease(built, join(dataDir, 'releases'), (cause) => {
    log.warn('release.not-kept', { cause: nameOf(cause) });
  });
  if (config.worker === 'on') return files;
  const off = files.get('/sw-off.js');
  return off === undefined ? files : new Map([...files, ['/sw.js', off]]);
}

function openOrExit(): { store: Store; claim: { release(): void } } {
  try {
    // Before the database is looked at: the other one's may be of an older release, and must not be brought up to ours.
    const claim = claimDataDir(dataDir, { pid: process.pid, host: hostname(), since: clock.now() });
    const store = openSqliteStore({
      dataDir,
      marksDir: config.mode === 'sandbox' ? null : config.marksDir,
      chance,
      onUnreadable: ({ what, id, cause }) => {
        log.warn('store.row-unreadable', {
          what,
          roomId: id,
          fault: cause instanceof Error ? cause.message : 'unknown',
        });
      },
    });
    return { store, claim };
  } catch (cause) {
    if (cause instanceof StoreUnusable) exit(`Doorlight cannot use its store: ${cause.reason}.\n${cause.remedy}`);
    throw cause;
  }
}

async function listenOrExit(): Promise<Awaited<ReturnType<typeof listen>>> {
  const { host, port, tls } = config;
  try {
    const isBehindProxy = tls === null && config.publicUrl?.startsWith('https:') === true;
    return await listen({
      host,
      port,
      tls,
      answer: (request, env) => answer(request, env),
      limits: {
        inAll: MOST_CONNECTIONS,
        ofAddress: isBehindProxy ? null : MOST_CONNECTIONS_OF_ADDRESS,
        countedAs: addressBlock,
      },
    });
  } catch (cause) {
    if (cause instanceof PortTaken)
      exit(`Port ${port} is in use by another program.\nStop that one, or set PORT to a free port.`);
    exit(
      `Doorlight cannot listen on ${host}, port ${port}.\nSet HOST to an address of this machine, and PORT to one that this user may open.`,
    );
  }
}

/** The sandbox's admin has read the warning about titles (design, 5.4): its rooms keep the private flag. */
async function showTitlesInSandbox(fresh: Store): Promise<void> {
  const stored = await fresh.listPolicies();
  if (stored.every(({ roomId }) => roomId !== null)) await fresh.savePolicy(null, { showTitles: true });
}

function exit(words: string): never {
  process.stderr.write(`${words}\n`);
  process.exit(1);
}
