/** Wires what talks with Microsoft Graph: who we are there, and each port that stands on it. */

import { readFileSync } from 'node:fs';
import type { Room } from '../shared/room/room.ts';
import { composeAccount } from './compose-account.ts';
import type { Ground } from './compose-ground.ts';
import { createAppCredential } from './graph/app-credential.ts';
import { credentialLife } from './graph/credential-life.ts';
import { createDirectBookings, createGraphBookings } from './graph/graph-bookings.ts';
import { createGraphCalendar } from './graph/graph-calendar.ts';
import { createGraphClient } from './graph/graph-client.ts';
import { createGraphMail } from './graph/graph-mail.ts';
import { createGraphPlaces } from './graph/graph-places.ts';
import { createGraphReplies } from './graph/graph-replies.ts';
import { createGraphSubscriptions } from './graph/graph-subscriptions.ts';
import { createLanes } from './graph/lanes.ts';
import { createScheduledCalendar } from './graph/scheduled-calendar.ts';
import { createScopeProbe } from './graph/scope-probe.ts';
import { createClockWatch } from './watch/clock-watch.ts';
import { credentialAlarms } from './watch/credential-alarms.ts';

export type ComposedGraph = ReturnType<typeof composeGraph>;

/** `lastKnown`: the rooms of the last life, whose time zones stand where Graph cannot be asked for them. */
export function composeGraph(ground: Ground, lastKnown: readonly Room[]) {
  const { server, tenant, store, alarms, clock, chance, log, meter, fetch, zone: ownZone } = ground;
  const { publicUrl } = server;
  const { serviceUser } = tenant;
  const readFile = (path: string) => readFileSync(path, 'utf8');

  const onNews = credentialAlarms(alarms);
  const account = composeAccount({ server, tenant, store, clock, chance, log, onNews, meter, fetch });
  const credential =
    account?.credential ?? createAppCredential({ source: tenant, readFile, clock, chance, log, onNews, meter, fetch });
  const lanes = createLanes();
  const { onGraphTime } = createClockWatch({ alarms, clock });
  const endpoint = tenant.graphEndpoint;
  const client = createGraphClient({ endpoint, credential, lanes, clock, chance, meter, fetch, onGraphTime });

  const calendar = createGraphCalendar(client, log);
  // Graph lets a delegated account subscribe to its own mailbox alone.
  const isNotified = account === null && publicUrl !== null;
  if (!isNotified) log.info('sync.polling-only', { cause: account === null ? 'no-public-url' : 'delegated-account' });

  return {
    /** Null where the app proves itself. */
    account,
    credential,
    credentialLife: () => credentialLife(tenant.credential, readFile),
    lanes,
    directory: createGraphPlaces({ client, roomLists: tenant.roomLists, ownZone, lastKnown, log }),
    // Nobody notifies us for a service account, so every room is asked about every half minute.
    calendar: account === null ? calendar : createScheduledCalendar({ calendar, client, serviceUser, clock }),
    subscriptions: isNotified ? createGraphSubscriptions(client, publicUrl) : null,
    /** Where Graph calls us with its notifications; null where it does not, and rooms are polled. */
    webhook: isNotified ? `${publicUrl.replace(/\/+$/, '')}/webhooks/graph` : null,
    bookings: createGraphBookings({ client, serviceUser, clock }),
    directBookings: (room: Room) => createDirectBookings({ client, room, clock }),
    replies: createGraphReplies(client),
    mail: createGraphMail({ client, serviceUser }),
    scopeProbe: createScopeProbe(client, clock),
    close(): void {
      account?.close();
    },
  };
}
