/**
 * The sandbox tenant for a simulation: the same Entra, Graph and Exchange as server.ts puts together, on a network and a
 * clock of the simulation's own, with as many rooms as it wants and nobody but the simulation to use them.
 */

import { Hono } from 'hono';
import type { TenantConfig } from '../../edge-proxy/config.ts';
import type { Clock } from '../../edge-proxy/ports/runtime.ts';
import { companyDirectory, objectId, TENANT_ID } from '../../edge-proxy/sandbox/company/build-company.ts';
import { CANARY, COLLEAGUES, SERVICE_USER } from '../../edge-proxy/sandbox/company/people.ts';
import { type AppToken, createEntra } from '../../edge-proxy/sandbox/entra/entra-app.ts';
import type { EntraFaults } from '../../edge-proxy/sandbox/entra/entra-site.ts';
import { createSigningKeys, type SigningKeys } from '../../edge-proxy/sandbox/entra/signing-keys.ts';
import { createExchange } from '../../edge-proxy/sandbox/exchange/exchange.ts';
import { createFaultPlan, type Occasion, type RequestFault } from '../../edge-proxy/sandbox/graph/faults.ts';
import { createGraphApp } from '../../edge-proxy/sandbox/graph/graph-app.ts';
import type { Post, Posted } from '../../edge-proxy/sandbox/graph/post.ts';
import { countRequests } from '../../edge-proxy/sandbox/outlook-page/count-requests.ts';
import { createOutlookDesk } from '../../edge-proxy/sandbox/outlook-page/outlook-desk.ts';
import { createRequestLog } from '../../edge-proxy/sandbox/outlook-page/request-log.ts';
import type { SandboxChance } from '../../edge-proxy/sandbox/sandbox-chance.ts';
import { addMs, DAY_MS, SECOND_MS } from '../../shared/basics/instant.ts';
import { createFixedChance } from '../support/fixed-chance.ts';
import type { Network } from './network.ts';

/** Plain http, which the proxy's own configuration would allow on loopback alone. */
export const TENANT_ORIGIN = 'http://127.0.0.1:9090';

export type SimulatedRoom = { readonly address: string; readonly displayName: string; readonly timeZone: string };

type Options = {
  readonly clock: Clock;
  readonly seed: number;
  readonly network: Network;
  readonly rooms: readonly SimulatedRoom[];
  /** Between a notification and its receiver: a simulation may hold, lose or double it there. */
  readonly carry?: Carry;
  readonly strike?: Strike;
  /** How far its clocks are ahead of the site's. */
  readonly aheadMs?: number;
};

/** What goes wrong with a request of Graph, beside what the plan says. */
export type Strike = (occasion: Occasion) => RequestFault[];
export type Retouch = (page: ViewPage, url: string) => void;
export type ViewPage = { value: Record<string, unknown>[]; '@odata.nextLink'?: string };
/** `body`: the notifications, as they are sent. */
export type Carry = (deliver: () => Promise<Posted>, body: string) => Promise<Posted>;

/** From a request to the room's answer. */
const ANSWER_DELAY_MS = SECOND_MS;
const ORGANIZERS_ZONE = 'W. Europe Standard Time';

export async function createTenant({ clock: siteClock, seed, network, rooms, ...meddling }: Options) {
  const { carry = (deliver) => deliver(), strike = () => [], aheadMs = 0 } = meddling;
  const clock: Clock = { now: () => addMs(siteClock.now(), aheadMs), after: siteClock.after };
  const chance = sandboxChance(seed);
  const secret = { id: chance.guid(), value: 'a-client-secret-of-the-simulation', now: clock.now() };
  const directory = companyDirectory(secret);
  const keys = await signingKeys();
  const entraFaults: EntraFaults = { tokenStatus: null };
  const plan = createFaultPlan();
  const requests = createRequestLog();
  const exchange = createExchange({ clock, chance });
  populate(exchange, rooms);
  const entra = createEntra({
    directory,
    keys,
    clock,
    randomText: () => chance.id() + chance.id(),
    guid: chance.guid,
    urls: () => ({ origin: TENANT_ORIGIN, publicBase: TENANT_ORIGIN }),
    faults: entraFaults,
  });

  const post: Post = (url, message, signal) => {
    const deliver = async () => {
      const response = await network.fetch(url, { method: 'POST', ...message, signal });
      const contentType = response.headers.get('content-type') ?? '';
      return { status: response.status, contentType, text: await response.text() };
    };
    // A handshake is no notification: Graph waits for its answer.
    return url.includes('validationToken=') ? deliver() : carry(deliver, message.body ?? '');
  };
  const graph = createGraphApp({
    exchange,
    clock,
    chance,
    verifyToken: remembered((bearer) => network.outside(() => entra.verifyAppToken(bearer)), clock),
    baseUrl: () => `${TENANT_ORIGIN}/graph`,
    faults: { ...plan, strikeRequest: (occasion) => [...plan.strikeRequest(occasion), ...strike(occasion)] },
    post,
  });
  const app = new Hono();
  app.use(countRequests(requests));
  app.route('/entra', entra.app);
  app.route('/graph', graph.app);
  let retouch: Retouch | null = null;
  network.attach(TENANT_ORIGIN, async (request, { hangUp }) => {
    const { pathname } = new URL(request.url);
    const answer = async () => app.fetch(request, { incoming: { socket: { destroy: hangUp } } });
    if (pathname.startsWith('/entra/')) return network.outside(answer);
    const response = await answer();
    if (retouch === null || !pathname.endsWith('/calendarView') || response.status !== 200) return response;
    const page = (await response.json()) as ViewPage;
    retouch(page, request.url);
    return new Response(JSON.stringify(page), { headers: response.headers });
  });

  return {
    exchange,
    /** Plays people with Outlook. */
    desk: createOutlookDesk({ exchange, clock, onTouched: () => undefined }),
    directory,
    entraFaults,
    plan,
    requests,
    subscriptions: graph.subscriptions,
    /** How long the room takes to answer from now on; null: as before. */
    setAnswerDelay(address: string, ms: number | null): void {
      const mailbox = exchange.mailbox(address);
      if (mailbox === null) return;
      exchange.addMailbox({ ...mailbox, timeZone: mailbox.zone, answerDelayMs: ms ?? ANSWER_DELAY_MS });
    },
    /** From now on changes what Graph says of any calendar before it leaves; null leaves it alone again. */
    retouch(change: Retouch | null): void {
      retouch = change;
    },
    config: {
      mode: 'tenant',
      tenantId: TENANT_ID,
      clientId: directory.daemon.clientId,
      credential: { kind: 'secret', secret: secret.value, expiresAt: addMs(clock.now(), 365 * DAY_MS) },
      authorityHost: `${TENANT_ORIGIN}/entra`,
      graphEndpoint: `${TENANT_ORIGIN}/graph`,
      serviceUser: SERVICE_USER.address,
      operatorClientId: directory.operatorApp.clientId,
      canaryMailbox: CANARY.address,
      roomLists: [],
    } satisfies TenantConfig,
    close(): void {
      graph.close();
      exchange.close();
    },
  };
}

function populate(exchange: ReturnType<typeof createExchange>, rooms: readonly SimulatedRoom[]): void {
  const shared = { timeZone: ORGANIZERS_ZONE, answerDelayMs: ANSWER_DELAY_MS };
  for (const { address, displayName } of [SERVICE_USER, CANARY, ...COLLEAGUES]) {
    exchange.addMailbox({ ...shared, id: objectId(address), address, displayName, kind: 'user' });
  }
  for (const { address, displayName, timeZone } of rooms) {
    exchange.addMailbox({ ...shared, id: objectId(address), address, displayName, kind: 'room', timeZone });
    exchange.addPlace({ address, placeId: objectId(`place ${address}`), building: 'Head office', capacity: 8 });
  }
  exchange.setAccessPolicy([SERVICE_USER.address, ...rooms.map(({ address }) => address)]);
}

function sandboxChance(seed: number): SandboxChance {
  const { fraction } = createFixedChance(seed);
  const hex = (digits: number) =>
    Array.from({ length: digits }, () => Math.floor(fraction() * 16).toString(16)).join('');
  return {
    fraction,
    id: () => hex(24).toUpperCase(),
    guid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`,
  };
}

let madeKeys: Promise<SigningKeys> | null = null;

/** The same for every tenant of this process: they take longer to make than a night to simulate. */
function signingKeys(): Promise<SigningKeys> {
  madeKeys ??= createSigningKeys();
  return madeKeys;
}

/** A signature that was good once is good until the token ends; to check it anew for each call would be most of the work. */
function remembered(verify: (bearer: string) => Promise<AppToken | null>, clock: Clock) {
  const known = new Map<string, Promise<AppToken | null>>();
  return (bearer: string): Promise<AppToken | null> => {
    if (clock.now() >= endOf(bearer)) return verify(bearer);
    const checked = known.get(bearer) ?? verify(bearer);
    known.set(bearer, checked);
    return checked;
  };
}

function endOf(bearer: string): number {
  const claims: unknown = JSON.parse(Buffer.from(bearer.split('.')[1] ?? '', 'base64url').toString() || '{}');
  return Number((claims as { exp?: unknown }).exp ?? 0) * SECOND_MS;
}
