/**
 * A whole site in one process under one virtual clock: the sandbox tenant, the proxy as main.ts composes it, its store on
 * disk and its webhook on a port, talking HTTP on loopback. Time passes a second at a time, each after the last one's
 * requests have been answered.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { compose } from '../../edge-proxy/compose.ts';
import { listen } from '../../edge-proxy/http/listen.ts';
import type { Store } from '../../edge-proxy/ports/store.ts';
import { createLog } from '../../edge-proxy/runtime/log.ts';
import { openSqliteStore } from '../../edge-proxy/store/sqlite-store.ts';
import { type Instant, SECOND_MS } from '../../shared/basics/instant.ts';
import { at } from './builders.ts';
import { createFixedChance } from './fixed-chance.ts';
import { createOutlook } from './outlook.ts';
import { signInOperator, startSandbox } from './sandbox.ts';
import { createVirtualClock } from './virtual-clock.ts';

type Options = {
  /** Whether Graph can call the proxy. */
  readonly isReachable: boolean;
  /** A company with meetings that live, where it is not to be empty. */
  readonly living?: boolean;
  /** In the name of the service account, which nobody has signed in yet. */
  readonly delegated?: boolean;
  /** When the app's secret runs out, at Entra as well as by what the proxy is told. */
  readonly secretEndsAt?: Instant;
};

/** Turns of the event loop without a request under way, after which nothing more is coming by itself. */
const QUIET_TURNS = 20;
const ADMIN = 'tomas.ferreira@northwind.example';

export type ComposedSite = Awaited<ReturnType<typeof openComposedSite>>;

/** 24 November 2026, 09:00 UTC, started. */
export async function openComposedSite({ isReachable, living = false, delegated = false, secretEndsAt }: Options) {
  const clock = createVirtualClock(at('09:00'));
  const sandbox = await startSandbox({ clock, empty: !living, answerDelayMs: SECOND_MS });
  const { daemon } = sandbox.directory;
  if (secretEndsAt !== undefined) daemon.secrets = daemon.secrets.map((one) => ({ ...one, endsAt: secretEndsAt }));
  const expiry = secretEndsAt === undefined ? {} : { expiresAt: secretEndsAt };
  const requests = watchRequests(sandbox.held);
  const dataDir = mkdtempSync(join(tmpdir(), 'doorlight-composed-'));
  const chance = createFixedChance();
  let store = openSqliteStore({ dataDir, chance });
  let life = aLife();
  await store.savePolicy(null, { showTitles: true });
  const logged: string[] = [];
  const log = createLog({ clock, destination: { write: (line) => void logged.push(line) } });
  let answer: (request: Request, env: unknown) => Response | Promise<Response> = () =>
    new Response(null, { status: 503 });
  const listening = await listen({
    host: '127.0.0.1',
    port: 0,
    tls: null,
    answer: (request, env) => answer(request, env),
  });
  const origin = `http://127.0.0.1:${listening.port}`;
  const publicUrl = isReachable ? origin : null;
  const begin = () =>
    compose({
      server: { host: '127.0.0.1', port: listening.port, publicUrl, dataDir, marksDir: null, tls: null },
      tenant: {
        mode: 'tenant',
        tenantId: sandbox.tenantId,
        clientId: delegated ? sandbox.serviceClientId : sandbox.clientId,
        credential: delegated
          ? { kind: 'delegated', keyFile: null }
          : { kind: 'secret', secret: sandbox.clientSecret, ...expiry },
        authorityHost: `${sandbox.origin}/entra`,
        graphEndpoint: `${sandbox.origin}/graph`,
        serviceUser: sandbox.serviceUser,
        operatorClientId: sandbox.operatorClientId,
        canaryMailbox: sandbox.canaryMailbox,
        roomLists: [],
      },
      sandboxOrigin: null,
      store: mortalStore(store, life),
      files: new Map(),
      version: '0.0.0',
      clock,
      chance,
      log,
      fetch: mortalFetch(life),
    });
  let site = await begin();
  /** Whoever waits for an answer of a process that has died finds the connection closed. */
  function answerWith(living: Life): typeof answer {
    const cut = living.ended.then(() => new Response(null, { status: 502 }));
    return (request, env) => Promise.race([cut.then((one) => one.clone()), site.app.fetch(request, env as never)]);
  }
  answer = answerWith(life);

  /** Lets `ms` pass, and with each second of it whatever falls due and is asked over the network. */
  async function pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += SECOND_MS) {
      await clock.advance(Math.min(SECOND_MS, ms - passed));
      await requests.settle();
    }
  }

  async function start(): Promise<void> {
    const started = site.start();
    await pass(5 * SECOND_MS);
    await started;
  }

  await start();
  const token = await signInOperator(sandbox, ADMIN);
  return {
    origin,
    clock,
    sandbox,
    dataDir,
    get store(): Store {
      return store;
    },
    logged,
    token,
    get app() {
      return site.app;
    },
    outlook: createOutlook(sandbox.control),
    pass,
    /** Asks the console's API as an admin. Time does not pass meanwhile. */
    console: (method: string, path: string, body?: unknown) =>
      fetch(`${origin}/api/console${path}`, {
        method,
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    /** What it does to the ledger and to Graph from now on; it dies at one of them, where that is wanted. */
    arm(death: Death | null): void {
      life.death = death;
      life.deeds = 0;
    },
    deeds: (): number => life.deeds,
    isDead: (): boolean => life.isOver,
    /** As a deployment stops it. The port stays open, and whoever is behind it answers. */
    drain: (): void => site.close(),
    /** Another life on what was kept. `meanwhile` has the folder to itself. */
    async restart({ downMs = SECOND_MS, meanwhile }: { downMs?: number; meanwhile?: () => void } = {}): Promise<void> {
      life.end();
      answer = () => new Response(null, { status: 502 });
      site.close();
      await requests.settle();
      await store.close();
      meanwhile?.();
      await pass(downMs);
      store = openSqliteStore({ dataDir, chance });
      life = aLife();
      site = await begin();
      answer = answerWith(life);
      await start();
    },
    async close() {
      life.end();
      site.close();
      await listening.close(0);
      await sandbox.close();
      await store.close();
      requests.unwatch();
      rmSync(dataDir, { recursive: true });
    },
  };
}

/** Dies at its `dieAt`th deed (a write to the ledger, or to Graph), before or after that had its effect. */
export type Death = { readonly dieAt: number; readonly effect: 'before' | 'after' };
type Life = { deeds: number; isOver: boolean; death: Death | null; readonly ended: Promise<void>; end(): void };

function aLife(): Life {
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  const life: Life = {
    deeds: 0,
    isOver: false,
    death: null,
    ended,
    end() {
      life.isOver = true;
      resolve();
    },
  };
  return life;
}

const forever = new Promise<never>(() => undefined);

/** After its death a process neither asks nor hears anything; what it had sent has its effect all the same. */
async function deed<T>(life: Life, work: () => Promise<T>): Promise<T> {
  if (life.isOver) return forever;
  life.deeds += 1;
  const isLast = life.deeds === life.death?.dieAt;
  if (isLast) life.end();
  if (isLast && life.death?.effect === 'before') return forever;
  const result = await work();
  return life.isOver ? forever : result;
}

function mortalFetch(life: Life): typeof fetch {
  return (async (...asked: Parameters<typeof fetch>) => {
    const [what, how] = asked;
    const method = how?.method ?? (what instanceof Request ? what.method : 'GET');
    if (method !== 'GET') return await deed(life, () => globalThis.fetch(...asked));
    const answer = life.isOver ? forever : globalThis.fetch(...asked);
    return await answer.then((one) => (life.isOver ? forever : one));
  }) as typeof fetch;
}

const DEEDS: ReadonlySet<string> = new Set<keyof Store>(['recordIntent', 'updateIntent']);

function mortalStore(store: Store, life: Life): Store {
  return new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...given: unknown[]) => {
        const work = async (): Promise<unknown> => Reflect.apply(member, target, given);
        if (DEEDS.has(String(name))) return deed(life, work);
        return life.isOver ? forever : work();
      };
    },
  });
}

/**
 * Knows whether any request of this process is under way, be it the proxy's to Graph or the sandbox's to the webhook;
 * `held`: how many of them virtual time alone brings on.
 */
function watchRequests(held: () => number) {
  const original = globalThis.fetch;
  let underWay = 0;
  globalThis.fetch = async (...asked) => {
    underWay += 1;
    try {
      return await original(...asked);
    } finally {
      underWay -= 1;
    }
  };
  return {
    async settle(): Promise<void> {
      for (let quiet = 0; quiet < QUIET_TURNS; quiet = underWay <= held() ? quiet + 1 : 0) await setImmediate();
    },
    unwatch() {
      globalThis.fetch = original;
    },
  };
}
