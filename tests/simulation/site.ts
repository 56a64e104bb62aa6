/**
 * A whole site in one process under one clock: the sandbox tenant, the proxy as main.ts composes it on a database of its
 * own, a tablet at every door. Nothing in it waits for real time, and the same seed lives the same day.
 */

import type { Composed } from '../../edge-proxy/compose.ts';
import { hashSecret } from '../../edge-proxy/http/secret-hash.ts';
import type { Device } from '../../edge-proxy/ports/devices.ts';
import type { Store } from '../../edge-proxy/ports/store.ts';
import type { DeviceId, RoomId } from '../../shared/basics/ids.ts';
import { addMs, HOUR_MS, type Instant, SECOND_MS } from '../../shared/basics/instant.ts';
import type { PolicyOverride } from '../../shared/room/policy.ts';
import { at } from '../support/builders.ts';
import { createFixedChance } from '../support/fixed-chance.ts';
import { createMemoryLog } from '../support/memory-log.ts';
import { createVirtualClock } from '../support/virtual-clock.ts';
import { createNetwork } from './network.ts';
import { createOracle } from './oracle.ts';
import { createProxyHost, type Onlooker, PROXY_ORIGIN } from './proxy-host.ts';
import { createScreen, type Screen, type ScreenOnlooker } from './screen.ts';
import { type Carry, createTenant, type SimulatedRoom, type Strike } from './tenant.ts';

type Options = {
  readonly now?: Instant;
  readonly seed?: number;
  readonly rooms?: number | readonly SimulatedRoom[];
  /** Whether Graph can call the proxy. */
  readonly isReachable?: boolean;
  /** Without them the site is a proxy whose doors nobody has hung yet. */
  readonly screens?: boolean;
  readonly policy?: PolicyOverride;
  readonly carry?: Carry;
  readonly strike?: Strike;
  /** How far Microsoft's clocks are ahead of the proxy's. */
  readonly tenantAheadMs?: number;
  readonly onlooker?: Onlooker;
  /** Between the proxy and its database; to break it on purpose. */
  readonly around?: (store: Store) => Store;
  /** The same between the proxy and Graph. */
  readonly between?: (toGraph: typeof fetch) => typeof fetch;
  /** Before the proxy begins, so that it meets what is wrong at its start. */
  readonly before?: (site: { tenant: Awaited<ReturnType<typeof createTenant>> }) => void;
};

export type Site = Awaited<ReturnType<typeof openSite>>;

/** How often the screens are looked at while time passes. */
const LOOK_EVERY_MS = 5 * SECOND_MS;
/** Enough for the first readings, and for the subscriptions that are made after them. */
const START_MS = 10 * SECOND_MS;

/** 24 November 2026, 09:00 in Lisbon, where winter is UTC; started, and every screen true. */
export async function openSite(options: Options = {}) {
  const {
    now = at('09:00'),
    seed = 1,
    isReachable = true,
    screens: hasScreens = true,
    policy = {},
    carry,
    strike,
  } = options;
  const network = createNetwork();
  const clock = createVirtualClock(now, network.isBusy);
  const rooms = typeof options.rooms === 'object' ? options.rooms : someRooms(options.rooms ?? 2);
  const tenant = await createTenant({
    clock,
    seed,
    network,
    rooms,
    ...(carry && { carry }),
    ...(strike && { strike }),
    aheadMs: options.tenantAheadMs ?? 0,
  });
  const oracle = createOracle(tenant.exchange, clock);
  const chance = createFixedChance(seed);
  const log = createMemoryLog();
  const screens: Screen[] = [];
  let hung = 0;
  const host = createProxyHost({
    clock,
    network,
    chance,
    log,
    tenant: tenant.config,
    isReachable,
    onEnd() {
      for (const screen of screens) screen.cut();
    },
    ...options.onlooker,
    ...(options.around && { around: options.around }),
    ...(options.between && { between: options.between }),
  });
  await host.store.savePolicy(null, { showTitles: true, ...policy });
  options.before?.({ tenant });

  /** Time passes meanwhile, as the start waits for the canary's answer. */
  async function startProxy(proxy: Composed): Promise<void> {
    const started = proxy.start();
    await clock.advance(START_MS);
    await started;
  }

  async function hang(
    address: string,
    { wallErrorMs = 0, onlooker }: { wallErrorMs?: number; onlooker?: (nth: number) => ScreenOnlooker } = {},
  ): Promise<Screen> {
    const roomId = tenant.exchange.mailbox(address)?.id as RoomId;
    hung += 1;
    const screen = createScreen({
      address,
      nth: hung,
      origin: PROXY_ORIGIN,
      credential: await pair(host.store, roomId, hung, clock.now()),
      clock,
      fraction: chance.fraction,
      ask: host.ask,
      wallErrorMs,
      ...(onlooker && { onlooker: onlooker(hung) }),
    });
    screens.push(screen);
    await screen.start();
    return screen;
  }

  function look(): void {
    for (const screen of screens.filter((one) => one.isOn())) {
      const lie = oracle.dishonesty(screen);
      if (lie !== null) throw new Error(`N2 at ${new Date(clock.now()).toISOString()}: ${lie}`);
    }
  }

  await startProxy(await host.begin());
  if (hasScreens) for (const { address } of rooms) await hang(address);
  await clock.advance(SECOND_MS);

  return {
    clock,
    tenant,
    network,
    log,
    oracle,
    rooms,
    screens,
    proxyOrigin: PROXY_ORIGIN,
    /** The first door's screen and room, for tests that need but one. */
    get first(): Screen {
      const [screen] = screens;
      if (screen === undefined) throw new Error('no screen hangs here');
      return screen;
    },
    host,
    get store(): Store {
      return host.store;
    },
    hang,
    unhang(screen: Screen): void {
      screen.close();
      screens.splice(screens.indexOf(screen), 1);
    },
    /** @throws where any screen lies about its age meanwhile (N2) */
    async pass(ms: number): Promise<void> {
      const end = addMs(clock.now(), ms);
      while (clock.now() < end) {
        await clock.advance(Math.min(LOOK_EVERY_MS, end - clock.now()));
        look();
      }
    },
    /** What keeps the screens from being Exchange's equal (N1), a line each; empty where nothing does. */
    untruths: (which: readonly Screen[] = screens): string[] => which.flatMap((screen) => oracle.untruth(screen) ?? []),
    /** What a person does with Outlook for the room at `address`; fails where Exchange refuses. */
    invite(address: string, startsIn: number, minutes = 30): string {
      const made = tenant.desk.invite({ room: address, startsIn, minutes, subject: 'Quarterly' });
      if (!made.ok) throw new Error(`refused: ${made.error.detail}`);
      return made.value.id;
    },
    /** Calls of Graph since the last reset of `tenant.requests`, by route. */
    calls: (route: string, mailbox: string | null = null): number =>
      tenant.requests
        .read()
        .routes.filter((one) => one.route === route && (mailbox === null || one.mailbox === mailbox.toLowerCase()))
        .reduce((sum, { count }) => sum + count, 0),
    /** Posts to the webhook as anybody may. */
    postHints: (body: string, path = '/webhooks/graph') =>
      network.fetch(`${PROXY_ORIGIN}${path}`, {
        method: 'POST',
        body,
        headers: { 'Content-Type': 'application/json' },
      }),
    /** The proxy ends without a word to anybody but its tablets, and begins again on what it kept. */
    async restart({ downMs = SECOND_MS }: { downMs?: number } = {}): Promise<void> {
      host.stop();
      await clock.settle();
      await clock.advance(downMs);
      await startProxy(await host.begin());
    },
    metrics: async (): Promise<string> => (await network.fetch(`${PROXY_ORIGIN}/metrics`)).text(),
    async close(): Promise<void> {
      for (const screen of screens) screen.close();
      host.scrap();
      oracle.close();
      tenant.close();
      await clock.settle();
    },
  };
}

export function someRooms(count: number): SimulatedRoom[] {
  return Array.from({ length: count }, (_, n) => ({
    address: `room-${n + 1}@northwind.example`,
    displayName: `Room ${n + 1}`,
    timeZone: 'Europe/Lisbon',
  }));
}

/** As if an operator had said yes to the `nth` tablet; gives what its cookie holds. */
async function pair(store: Store, roomId: RoomId, nth: number, now: Instant): Promise<string> {
  const credential = `credential-${nth}`;
  const [code, requestHash] = [`CODE${nth}`, `request-${nth}`];
  const base = { code, requestHash, particulars: null, address: '127.0.0.1', askedAt: now };
  await store.savePairing({ ...base, expiresAt: addMs(now, HOUR_MS), name: null, status: 'waiting', deviceId: null });
  const device: Device = {
    id: `device-${nth}` as DeviceId,
    roomId,
    credentialHash: '',
    particulars: null,
    pairedAt: now,
    boardId: null,
    pairedBy: 'simulation',
    lastSeenAt: null,
    name: null,
    revokedAt: null,
  };
  await store.confirmPairing(code, device);
  await store.claimPairing(requestHash, hashSecret(credential));
  return credential;
}
