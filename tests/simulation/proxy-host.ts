/**
 * The machine that the proxy runs on: a disk that keeps its database, and somebody who starts it again whenever it has
 * ended, well or badly. The proxy itself is the one that main.ts runs, composed of the same parts.
 */

import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Composed, compose } from '../../edge-proxy/compose.ts';
import type { TenantConfig } from '../../edge-proxy/config.ts';
import type { LedgerRow } from '../../edge-proxy/ports/ledger.ts';
import type { Chance, Clock, Log } from '../../edge-proxy/ports/runtime.ts';
import type { Store } from '../../edge-proxy/ports/store.ts';
import { DATABASE_FILE } from '../../edge-proxy/store/open-database.ts';
import { openSqliteStore } from '../../edge-proxy/store/sqlite-store.ts';
import type { IntentKey } from '../../shared/basics/ids.ts';
import { SECOND_MS } from '../../shared/basics/instant.ts';
import type { Network } from './network.ts';
import { createProxyLife, type OnDeed, type ProxyLife } from './proxy-life.ts';
import type { SentWrite } from './writing-oracle.ts';

export const PROXY_ORIGIN = 'http://127.0.0.1:8080';

/** Who looks on, and may meddle. Told of every life alike. */
export type Onlooker = {
  readonly onDeed?: OnDeed;
  readonly strikeStore?: (name: string) => void;
  readonly onKept?: (answer: unknown) => void;
  /** A write to Graph, as the network gets it. */
  readonly onSent?: (write: SentWrite) => void;
};

type Parts = Onlooker & {
  readonly clock: Clock;
  readonly network: Network;
  readonly chance: Chance;
  readonly log: Log;
  readonly tenant: TenantConfig;
  /** Whether Graph can call the proxy. */
  readonly isReachable: boolean;
  /** Between the proxy and its database; to break it on purpose. */
  readonly around?: (store: Store) => Store;
  /** The same between the proxy and Graph. */
  readonly between?: (toGraph: typeof fetch) => typeof fetch;
  /** The tablets' connections break. */
  readonly onEnd: () => void;
};

type Running = { readonly life: ProxyLife; readonly composed: Composed };

/** As systemd does by its unit's RestartSec. */
const STARTED_AGAIN_AFTER_MS = 2 * SECOND_MS;

export function createProxyHost(parts: Parts) {
  const { clock, network, chance, log, tenant, isReachable, onEnd, around = (store: Store) => store } = parts;
  const { between = (toGraph: typeof fetch) => toGraph } = parts;
  const home = mkdtempSync(join(fastestDirectory(), 'doorlight-simulated-'));
  const [dataDir, backupDir] = [join(home, 'data'), join(home, 'backup')];
  let store = openStore();
  let running: Running | null = null;
  let lives = 0;
  let isClosed = false;
  /** The latest life, also one that has not come as far as to answer. */
  let begun: ProxyLife | null = null;
  let cancelBirth = (): void => undefined;

  function openStore(): Store {
    return openSqliteStore({ dataDir, chance });
  }

  /** Behind what is broken on purpose, so that the judges see what Microsoft would. */
  const watched: typeof fetch = (input, init) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input);
    const method = (init?.method ?? 'GET').toUpperCase();
    if (method !== 'GET' && pathname.startsWith('/graph/')) {
      const ifMatch = new Headers(init?.headers).get('if-match');
      parts.onSent?.({ method, path: pathname, body: init?.body, ifMatch });
    }
    return network.fetch(input, init);
  };

  /** Of a copy: to open it is to be a life of it. */
  async function rowsIn(dir: string, keys: readonly IntentKey[]): Promise<LedgerRow[]> {
    const copy = join(home, 'copy');
    cpSync(dir, copy, { recursive: true });
    const opened = openSqliteStore({ dataDir: copy, chance });
    const rows = await Promise.all(keys.map((key) => opened.findIntent(key)));
    await opened.close();
    rmSync(copy, { recursive: true });
    return rows.filter((row) => row !== null);
  }

  /** @throws where it ends before it answers */
  async function begin(): Promise<Running> {
    lives += 1;
    const life = createProxyLife({
      clock,
      fetch: between(watched),
      onDeed: parts.onDeed ?? (() => undefined),
      strikeStore: parts.strikeStore ?? (() => undefined),
      onKept: parts.onKept ?? (() => undefined),
    });
    begun = life;
    const composing = compose({
      server: {
        host: '127.0.0.1',
        port: 8080,
        publicUrl: isReachable ? PROXY_ORIGIN : null,
        dataDir,
        marksDir: null,
        tls: null,
      },
      tenant,
      sandboxOrigin: null,
      store: life.store(around(store)),
      files: new Map(),
      version: '0.0.0',
      clock: life.clock,
      chance,
      log,
      fetch: life.fetch,
    });
    const composed = await Promise.race([composing, life.over]);
    running = { life, composed };
    network.attach(PROXY_ORIGIN, (request) => ask(request, { incoming: {} }));
    return running;
  }

  /** As main.ts: whatever fails at the start ends the process, and it is started again. */
  async function beginAgain(): Promise<void> {
    if (isClosed || running !== null) return;
    try {
      store = openStore();
      const { life, composed } = await begin();
      composed.start().catch(() => life.isOver() || endAndBegin(STARTED_AGAIN_AFTER_MS));
    } catch {
      endAndBegin(STARTED_AGAIN_AFTER_MS);
    }
  }

  async function ask(request: Request, env: unknown): Promise<Response> {
    if (running === null) throw new TypeError('fetch failed');
    const { life, composed } = running;
    return await Promise.race([composed.app.fetch(request, env as never), life.over]);
  }

  function end(): void {
    const ended = running;
    running = null;
    begun?.end();
    network.attach(PROXY_ORIGIN, null);
    cancelBirth();
    // The tablets first, so that they hear nothing of what is only our way to let go of what a dead process held.
    onEnd();
    ended?.composed.close();
    void store.close();
  }

  function endAndBegin(afterMs: number): void {
    end();
    cancelBirth = clock.after(afterMs, () => void network.outside(beginAgain));
  }

  return {
    get store(): Store {
      return store;
    },
    /** How often it was started. */
    lives: () => lives,
    isUp: () => running !== null,
    /** As the tablets reach it: whoever answers now, or nobody. */
    ask,
    /** The first life, or one after `stop`; `start` of it is for the caller to wait for. */
    async begin(): Promise<Composed> {
      if (lives > 0) store = openStore();
      return (await begin()).composed;
    },
    /** As at a deploy: tells the tablets to come back, and ends. */
    stop(): void {
      running?.composed.close();
      end();
    },
    /** Stops, and is started again after `downMs`. */
    deploy(downMs: number): void {
      running?.composed.close();
      endAndBegin(downMs);
    },
    /** kill -9, from wherever it is; also out of the middle of its own deeds. */
    kill(downMs: number): void {
      if (begun?.isOver() === false) endAndBegin(downMs);
    },
    /** A copy of the database as it is now. */
    backUp(): void {
      rmSync(backupDir, { recursive: true, force: true });
      // No transaction is ever open between two turns, so that file and log are one state.
      cpSync(dataDir, backupDir, { recursive: true, filter: (path) => !path.endsWith('-shm') });
    },
    /**
     * Whoever looks after the machine puts the last backup of the database in its place, and leaves what lies beside it.
     * The rows of `keys` in it; null without one.
     */
    async restore(downMs: number, keys: readonly IntentKey[]): Promise<LedgerRow[] | null> {
      if (!existsSync(backupDir)) return null;
      endAndBegin(downMs);
      for (const dir of [dataDir, backupDir]) {
        const ofDatabase = readdirSync(dir).filter((name) => name.startsWith(DATABASE_FILE));
        for (const name of ofDatabase) {
          if (dir === dataDir) rmSync(join(dir, name));
          else cpSync(join(dir, name), join(dataDir, name));
        }
      }
      return await rowsIn(backupDir, keys);
    },
    scrap(): void {
      isClosed = true;
      end();
      rmSync(home, { recursive: true });
    },
  };
}

/** The store waits for the disk at every write, which memory answers at once. */
function fastestDirectory(): string {
  return existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
}
