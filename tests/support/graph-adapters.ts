/** The Graph adapters over a sandbox tenant of their own, by HTTP, in its time. Wired as main.ts wires them. */

import { createAppCredential } from '../../edge-proxy/graph/app-credential.ts';
import { createGraphBookings } from '../../edge-proxy/graph/graph-bookings.ts';
import { createGraphCalendar } from '../../edge-proxy/graph/graph-calendar.ts';
import { createGraphClient } from '../../edge-proxy/graph/graph-client.ts';
import { createGraphPlaces } from '../../edge-proxy/graph/graph-places.ts';
import { createGraphSubscriptions } from '../../edge-proxy/graph/graph-subscriptions.ts';
import { createLanes } from '../../edge-proxy/graph/lanes.ts';
import type { Room } from '../../shared/room/room.ts';
import { at, aZone } from './builders.ts';
import { createFixedChance } from './fixed-chance.ts';
import { createLeapingClock } from './leaping-clock.ts';
import { createMemoryLog } from './memory-log.ts';
import { startSandbox } from './sandbox.ts';
import { createVirtualClock } from './virtual-clock.ts';

export type GraphAdapters = Awaited<ReturnType<typeof openGraphAdapters>>;

/** 24 November 2026, 09:00 UTC, in an empty company whose rooms take a second to answer. */
export async function openGraphAdapters({ roomLists = [] }: { roomLists?: readonly string[] } = {}) {
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
  const credential = createAppCredential({ source, readFile, clock, chance, log });
  const client = createGraphClient({ endpoint: source.graphEndpoint, credential, lanes: createLanes(), clock, chance });
  return {
    sandbox,
    log,
    calendar: createGraphCalendar(client, log),
    bookings: createGraphBookings({ client, serviceUser: sandbox.serviceUser, clock }),
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
