/** Wires what looks after the site: the proof of scope, the credential's end, silent tablets, whom alarms are mailed to. */

import type { ComposedGraph } from './compose-graph.ts';
import type { Ground } from './compose-ground.ts';
import type { ComposedRooms } from './compose-rooms.ts';
import type { ComposedScreens } from './compose-screens.ts';
import type { ScopeVerdict } from './ports/watch.ts';
import { createWebhook } from './runtime/webhook.ts';
import { createAlerts } from './watch/alerts.ts';
import { createCanary } from './watch/canary.ts';
import { createCredentialExpiry } from './watch/credential-expiry.ts';
import { createDeviceWatch } from './watch/device-watch.ts';
import { forgetOldAudit } from './watch/forget-audit.ts';

type Needs = {
  readonly graph: Pick<ComposedGraph, 'scopeProbe' | 'credentialLife' | 'mail'>;
  readonly rooms: Pick<ComposedRooms, 'findRoom' | 'publish'>;
  readonly screens: Pick<ComposedScreens, 'fleet' | 'nameOfDevice'>;
  readonly lastVerdict: ScopeVerdict | null;
};

export type ComposedWatch = Awaited<ReturnType<typeof composeWatch>>;

export async function composeWatch(ground: Ground, { graph, rooms, screens, lastVerdict }: Needs) {
  const { tenant, store, alarms, clock, chance, log, fetch, consoleUrl, zone } = ground;
  const canary = createCanary({
    mailbox: tenant.canaryMailbox,
    last: lastVerdict,
    probe: graph.scopeProbe,
    store,
    alarms,
    seal: rooms.publish.seal,
    clock,
    chance,
    log,
  });
  const expiry = createCredentialExpiry({ life: graph.credentialLife, alarms, clock, log });
  const stopForgetting = forgetOldAudit({ store, clock, log });
  const alerts = await createAlerts({
    store,
    alarms,
    mail: graph.mail,
    webhook: createWebhook({ fetch, clock }),
    clock,
    chance,
    log,
    consoleUrl,
    usual: { to: [], webhook: null, quiet: null, zone },
    nameSubject: async ({ kind, subject }) =>
      kind === 'device-silent'
        ? await screens.nameOfDevice(subject)
        : (rooms.findRoom(subject)?.displayName ?? subject),
  });
  const deviceWatch = createDeviceWatch({ alarms, clock, listDevices: screens.fleet.list });

  return {
    canary,
    expiry,
    alerts,
    /** Before any calendar is shown, where it was never known whether that is right. */
    start: canary.start,
    close(): void {
      deviceWatch.close();
      alerts.close();
      canary.close();
      expiry.close();
      stopForgetting();
    },
  };
}
