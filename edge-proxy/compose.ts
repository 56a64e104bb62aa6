/**
 * A whole site, part by part: each has a `compose-….ts` of its own that wires it, and this names them in their order, which
 * is that of who needs whom. It decides nothing.
 */

import type { Hono } from 'hono';
import { createApp } from './app.ts';
import { composeApi } from './compose-api.ts';
import { composeBookings } from './compose-bookings.ts';
import { composeGraph } from './compose-graph.ts';
import { composeGround, type SiteParts } from './compose-ground.ts';
import { composeHealth } from './compose-health.ts';
import { composeReports } from './compose-reports.ts';
import { composeRooms } from './compose-rooms.ts';
import { composeScreens } from './compose-screens.ts';
import { composeSignIn } from './compose-sign-in.ts';
import { composeWatch } from './compose-watch.ts';
import { graphNotificationRoutes } from './routes/graph-notifications.ts';
import { sandboxForwardRoutes } from './routes/sandbox-forward.ts';
import { staticFileRoutes } from './routes/static-files.ts';

export type Composed = {
  readonly app: Hono;
  /** Begins to read, book and renew. Once the app answers, since Graph calls back while it makes a subscription. */
  start(): Promise<void>;
  /** Tells the tablets to come back and stops what runs; the store is left to its owner. */
  close(): void;
};

export async function compose(parts: SiteParts): Promise<Composed> {
  const ground = await composeGround(parts);
  const { server, tenant, sandboxOrigin, store, files, zone, consoleUrl, clock, chance, log, fetch } = ground;
  const { publicUrl } = server;
  const lastKnown = await store.listRooms();
  const lastVerdict = await store.findScopeVerdict();

  const graph = composeGraph(ground, lastKnown);
  const rooms = await composeRooms(ground, { graph, lastKnown, lastVerdict });
  const { listRooms, findRoom, policies, publish } = rooms;
  const screens = await composeScreens(ground, rooms);
  const bookings = composeBookings(ground, { graph, rooms, screensOf: screens.screensOf });
  const reports = await composeReports({
    store,
    clock,
    log,
    mail: graph.mail,
    currentDays: publish.currentDays,
    listRooms,
    findRoom,
    findBoard: screens.boards.find,
    policyOf: policies.of,
    standing: screens.devices.presence.standing,
    consoleUrl,
    zone,
  });
  const watch = await composeWatch(ground, { graph, rooms, screens, lastVerdict });

  const signIn = composeSignIn(ground, screens.fleet.recognise);
  const health = composeHealth(ground, { graph, rooms, bookings, screens, watch });
  let isDraining = false;
  const app = createApp({
    trust: signIn.trust,
    publicUrl,
    isDraining: () => isDraining,
    signInOrigins: [tenant.authorityHost, ...(publicUrl === null ? [] : [publicUrl])].map((url) => new URL(url).origin),
    lightOrigins: policies.lightOrigins,
    webhooks: graphNotificationRoutes({ intake: rooms.intake, log }),
    api: composeApi(ground, { graph, rooms, bookings, screens, reports, watch, health, signIn }),
    health: health.routes,
    sandbox: sandboxOrigin === null ? null : sandboxForwardRoutes(sandboxOrigin, fetch),
    pages: staticFileRoutes(files),
    log,
    chance,
  });

  return {
    app,
    async start() {
      await watch.start();
      await rooms.start();
      await bookings.resumeUnsettled();
    },
    close() {
      isDraining = true;
      screens.close();
      reports.close();
      watch.close();
      graph.close();
      bookings.close();
      rooms.close();
      ground.close();
    },
  };
}
