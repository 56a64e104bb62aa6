/** The Graph adapters over a sandbox tenant of their own, by HTTP, in its time. Wired as main.ts wires them. */

import { createAppCredential } from '../../edge-proxy/graph/app-credential.ts';
import { createDirectBookings, createGraphBookings } from '../../edge-proxy/graph/graph-bookings.ts';
import { createGraphCalendar } from '../../edge-proxy/graph/graph-calendar.ts';
import { createGraphClient } from '../../edge-proxy/graph/graph-client.ts';
import { createGraphMail } from '../../edge-proxy/graph/graph-mail.ts';
import { createGraphPlaces } from '../../edge-proxy/graph/graph-places.ts';
import { createGraphReplies } from '../../edge-proxy/graph/graph-replies.ts';
import { createGraphSubscriptions } from '../../edge-proxy/graph/graph-subscriptions.ts';
import { createLanes } from '../../edge-proxy/graph/lanes.ts';
import { createScheduledCalendar } from '../../edge-proxy/graph/scheduled-calendar.ts';
import { createServiceAccount } from '../../edge-proxy/graph/service-account.ts';
import type { Room } from '../../shared/room/room.ts';
import { at, aZone } from './builders.ts';
import { createFixedChance } from './fixed-chance.ts';
import { createLeapingClock } from './leaping-clock.ts';
import { createMemoryLog } from './memory-log.ts';
import { createMemoryStore } from './memory-store.ts';
import { startSandbox } from './sandbox.ts';
import { openVault, signInDirectly } from './service-account.ts';
import { createVirtualClock } from './virtual-clock.ts';

type Options = {
  readonly roomLists?: readonly string[];
  /** In the name of the service account, which is signed in, and polling by free and busy. */
  readonly delegated?: boolean;
};

/** 24 November 2026, 09:00 UTC, in an empty company whose rooms take a second to answer. */
export async function openGraphAdapters({ roomLists = [], delegated = false }: Options = {}) {
  const exchangeClock = createVirtualClock(at('09:00'));
  const sandbox = await startSandbox({ clock: exchangeClock, answerDelayMs: 1_000 });
  const clock = createLeapingClock(at('09:00'));
  const chance = createFixedChance();
  const log = createMemoryLog();
  const source = {
    tenantId: sandbox.tenantId,
    clientId: sandbox.clientId,
    credential: { kind: 'secret', secret: sandbox.clientSecret } as const,
    authorityHost: `${sandbox.origin}/entra`,
    graphEndpoint: `${sandbox.origin}/graph`,
  };
  const readFile = () => {
    throw new Error('no files here');
  };
  const store = createMemoryStore();
  const { serviceUser } = sandbox;
  const ofAccount = { ...source, clientId: sandbox.serviceClientId };
  if (delegated) await signInDirectly(ofAccount, { store, serviceUser, clock });
  const credential = delegated
    ? createServiceAccount({ source: ofAccount, serviceUser, store, vault: openVault, clock, chance, log }).credential
    : createAppCredential({ source, readFile, clock, chance, log });
  const client = createGraphClient({ endpoint: source.graphEndpoint, credential, lanes: createLanes(), clock, chance });
  const calendar = createGraphCalendar(client, log);
  return {
    sandbox,
    log,
    calendar: delegated ? createScheduledCalendar({ calendar, client, serviceUser, clock }) : calendar,
    bookings: createGraphBookings({ client, serviceUser, clock }),
    mail: createGraphMail({ client, serviceUser }),
    directBookings: (room: Room) => createDirectBookings({ client, room, clock }),
    replies: createGraphReplies(client),
    directory: createGraphPlaces({ client, roomLists, ownZone: aZone('Europe/Vienna'), log }),
    subscriptionsAt: (publicUrl: string) => createGraphSubscriptions(client, publicUrl),
    /** Enough for every room to answer what it was asked. */
    answer: () => exchangeClock.advance(5_000),
    async roomAt(address: string): Promise<Room> {
      const rooms = await createGraphPlaces({
        client,
        roomLists: [],
        ownZone: aZone('Europe/Vienna'),
        log,
      }).listRooms();
      const found = rooms.find((room) => room.address === address);
      if (found === undefined) throw new Error(`no room ${address}`);
      return found;
    },
    close: () => sandbox.close(),
  };
}
