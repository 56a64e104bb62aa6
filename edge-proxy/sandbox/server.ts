/**
 * The sandbox tenant, put together: Entra at /entra, Graph at /graph, Outlook at /outlook, one company behind them. Its
 * own composition root: the proxy meets it by HTTP only, through the code that meets Microsoft.
 */

import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { buildCompany, COMPANY_NAME, companyDirectory } from './company/build-company.ts';
import { createExchangeCalendars } from './company/exchange-calendars.ts';
import { startLivingCompany } from './company/living-company.ts';
import { CANARY, SERVICE_USER } from './company/people.ts';
import { createEntra } from './entra/entra-app.ts';
import type { EntraFaults } from './entra/entra-site.ts';
import { createSigningKeys } from './entra/signing-keys.ts';
import { createExchange } from './exchange/exchange.ts';
import { DEFAULT_ANSWER_DELAY_MS } from './exchange/mailbox.ts';
import { createFaultPlan } from './graph/faults.ts';
import { createGraphApp } from './graph/graph-app.ts';
import { createControlApi } from './outlook-page/control-api.ts';
import { countRequests } from './outlook-page/count-requests.ts';
import { createFaultDesk } from './outlook-page/fault-desk.ts';
import { createOutlookApp } from './outlook-page/outlook-app.ts';
import { createOutlookDesk } from './outlook-page/outlook-desk.ts';
import { createRequestLog } from './outlook-page/request-log.ts';
import { type SandboxChance, systemChance } from './sandbox-chance.ts';
import { type SandboxClock, systemClock } from './sandbox-clock.ts';

export type SandboxOptions = {
  /** Where browsers reach us, if the proxy puts a path in between: `http://localhost:8080/sandbox`. */
  publicBase?: string;
  /** Today and the coming days are filled, and then nothing happens by itself. */
  quiet?: boolean;
  /** Rooms and people, and not one meeting. */
  empty?: boolean;
  /** The same seed makes the same calendars. */
  seed?: string;
  /** From a request to the room's answer. */
  answerDelayMs?: number;
  /** Seconds that the proxy's own token lives. */
  appTokenLifetimeS?: number;
  clock?: SandboxClock;
  chance?: SandboxChance;
};

const DEFAULT_SEED = 'northwind';

export async function createSandboxServer(options: SandboxOptions = {}) {
  const { clock = systemClock(), chance = systemChance(), answerDelayMs = DEFAULT_ANSWER_DELAY_MS } = options;
  const randomText = () => chance.id() + chance.id();
  const secret = { id: chance.guid(), value: randomText(), now: clock.now() };
  const directory = companyDirectory(secret);
  const publicBase = options.publicBase?.replace(/\/+$/, '');
  if (publicBase !== undefined) directory.operatorApp.redirectUris.push(`${new URL(publicBase).origin}/console`);

  let origin = '';
  const urls = () => ({ origin, publicBase: publicBase ?? origin });
  const keys = await createSigningKeys();
  const entraFaults: EntraFaults = { tokenStatus: null };
  const plan = createFaultPlan();
  const requests = createRequestLog();
  const exchange = createExchange({ clock, chance });
  const calendars = createExchangeCalendars(exchange);
  const desk = createOutlookDesk({ exchange, clock, onTouched: calendars.leaveToPeople });
  const faults = createFaultDesk({ plan, entraFaults, exchange });
  const lifetime = options.appTokenLifetimeS;
  const entra = createEntra({
    directory,
    keys,
    clock,
    randomText,
    guid: chance.guid,
    urls,
    faults: entraFaults,
    ...(lifetime !== undefined && { appTokenLifetimeS: lifetime }),
  });
  const graph = createGraphApp({
    exchange,
    clock,
    chance,
    verifyToken: entra.verifyAppToken,
    baseUrl: () => `${origin}/graph`,
    faults: plan,
  });
  const api = createControlApi({
    exchange,
    clock,
    desk,
    faults,
    requests,
    subscriptions: graph.subscriptions,
    directory,
    keys,
    entraFaults,
    publicBase: () => urls().publicBase,
  });

  const app = new Hono();
  app.use('/graph/*', countRequests(requests));
  app.use('/entra/*', countRequests(requests));
  app.route('/entra', entra.app);
  app.route('/graph', graph.app);
  app.route('/', createOutlookApp({ exchange, clock, desk, companyName: COMPANY_NAME, api }));
  app.get('/', (c) => c.redirect('outlook'));

  // What is in the calendars at the start was answered long ago; only from then on do rooms take their time.
  buildCompany(exchange, 0);
  const company =
    options.empty === true
      ? { close: () => {} }
      : startLivingCompany({ calendars, clock, seed: options.seed ?? DEFAULT_SEED, quiet: options.quiet === true });
  buildCompany(exchange, answerDelayMs);

  let closeServer = async (): Promise<void> => {};

  return {
    /** What the proxy is configured with. */
    particulars: () => ({
      origin,
      tenantId: directory.tenant.id,
      clientId: directory.daemon.clientId,
      clientSecret: secret.value,
      operatorClientId: directory.operatorApp.clientId,
      serviceUser: SERVICE_USER.address,
      canaryMailbox: CANARY.address,
      serviceClientId: directory.serviceApp?.clientId ?? '',
    }),
    revokeSignIns: entra.revokeSignIns,
    exchange,
    directory,
    keys,
    desk,
    faults,
    plan,
    requests,
    held: graph.held,

    /** On loopback only; port 0 takes any that is free. Rejects where the port is taken. */
    async listen(port: number): Promise<{ origin: string }> {
      const server = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' });
      await new Promise<void>((resolve, reject) => {
        server.once('listening', resolve);
        server.once('error', reject);
      });
      const address = server.address();
      if (address === null || typeof address === 'string') throw new Error('the sandbox listens on no port');
      origin = `http://127.0.0.1:${address.port}`;
      closeServer = () =>
        new Promise((resolve) => {
          server.close(() => resolve());
          // A proxy keeps its connections open for the next request, which will not come.
          if ('closeAllConnections' in server) server.closeAllConnections();
        });
      return { origin };
    },

    async close(): Promise<void> {
      company.close();
      graph.close();
      exchange.close();
      await closeServer();
    },
  };
}
