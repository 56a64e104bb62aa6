/** Wires what others ask about how the site does: the console, a supervisor, and Prometheus. */

import { createCheckDesk } from './check/check-desk.ts';
import { asksForWriting } from './check/room-writing-line.ts';
import type { ComposedBookings } from './compose-bookings.ts';
import { composeCheck } from './compose-check.ts';
import type { ComposedGraph } from './compose-graph.ts';
import type { Ground } from './compose-ground.ts';
import type { ComposedRooms } from './compose-rooms.ts';
import type { ComposedScreens } from './compose-screens.ts';
import type { ComposedWatch } from './compose-watch.ts';
import { siteMetrics } from './metrics.ts';
import { healthRoutes } from './routes/health.ts';
import { createSiteHealth } from './site-health.ts';
import { mailIsWanted } from './store/mail-wishes.ts';

type Parts = {
  readonly graph: ComposedGraph;
  readonly rooms: ComposedRooms;
  readonly bookings: Pick<ComposedBookings, 'underWay'>;
  readonly screens: Pick<ComposedScreens, 'hub'>;
  readonly watch: Pick<ComposedWatch, 'expiry'>;
};

export function composeHealth(ground: Ground, { graph, rooms, bookings, screens, watch }: Parts) {
  const { server, tenant, store, alarms, clock, chance, log, meter, processFigures, fetch } = ground;
  const { catalogue, listRooms, keepers, publish, settings, intake } = rooms;

  const site = createSiteHealth({
    catalogue,
    keepers,
    publish,
    settings,
    intentsUnderWay: bookings.underWay,
    hints: intake.counts,
    credentialRefusal: graph.credential.refusal,
    credential: watch.expiry.standing,
    webhook: graph.webhook,
    polledBecause: graph.account === null ? null : 'delegated-account',
  });

  const checkDesk = createCheckDesk({
    async *check() {
      yield* composeCheck({
        server,
        tenant,
        accountCredential: graph.account?.credential ?? null,
        lanes: graph.lanes,
        tryStore,
        writesToRooms: listRooms().some(({ id }) => asksForWriting(rooms.policies.of(id))),
        sendsMail: await mailIsWanted(store),
        environment: process.env,
        clock,
        chance,
        log,
        fetch,
      });
    },
    clock,
    log,
  });

  /** We hold it open already, so a question that it answers says all. */
  async function tryStore() {
    try {
      await store.generation();
      return null;
    } catch {
      return { reason: 'the database does not answer', remedy: 'Look at the disk of DATA_DIR, and restart Doorlight.' };
    }
  }

  const routes = healthRoutes({
    askStore: () => store.generation(),
    rooms: () => ({ known: listRooms().length, trying: catalogue() !== null }),
    metrics: () =>
      siteMetrics({
        rooms: { gone: catalogue()?.gone().length ?? 0, oldestReadingSeconds: rooms.oldestReadingSeconds() },
        others: [...meter.counted(), ...processFigures.figures()],
        hub: screens.hub.stats(),
        keepers: keepers.stats(),
        hints: intake.counts(),
        intents: bookings.underWay(),
        alarms: alarms.openBySeverity(),
        credentialSecondsLeft: watch.expiry.secondsLeft(),
      }),
  });

  return { site, checkDesk, routes };
}

export type ComposedHealth = ReturnType<typeof composeHealth>;
