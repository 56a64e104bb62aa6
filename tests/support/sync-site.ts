/** The sync engine whole, over a calendar and a store that the test holds in its hand, under a virtual clock. */

import { createLocalFanOut } from '../../edge-proxy/fan-out/local.ts';
import type { SiteMessage } from '../../edge-proxy/ports/fan-out.ts';
import { createKeepers } from '../../edge-proxy/sync/keepers.ts';
import { createPolicies } from '../../edge-proxy/sync/policies.ts';
import { createPublishRoomDay } from '../../edge-proxy/sync/publish-room-day.ts';
import { createRoomSettings } from '../../edge-proxy/sync/room-settings.ts';
import type { Instant } from '../../shared/basics/instant.ts';
import type { Room } from '../../shared/room/room.ts';
import type { RoomDay } from '../../shared/room/room-day.ts';
import { aRoom, at } from './builders.ts';
import { createFixedChance } from './fixed-chance.ts';
import { createMemoryCalendar } from './memory-calendar.ts';
import { createMemoryLog } from './memory-log.ts';
import { createMemoryStore, type MemoryStore } from './memory-store.ts';
import { createMemorySubscriptions } from './memory-subscriptions.ts';
import { createVirtualClock } from './virtual-clock.ts';

type Site = {
  readonly now?: Instant;
  readonly rooms?: readonly Room[];
  readonly store?: MemoryStore;
  /** Whether Graph can reach this proxy. */
  readonly isReachable?: boolean;
};

/** Started and settled: each room has had its first reading, and its subscription where there can be one. */
export async function openSyncSite({
  now = at('09:00'),
  rooms = [aRoom()],
  store = createMemoryStore(),
  isReachable = true,
}: Site = {}) {
  const clock = createVirtualClock(now);
  const chance = createFixedChance();
  const log = createMemoryLog();
  const calendar = createMemoryCalendar();
  const subscriptions = createMemorySubscriptions(clock);
  const messages: SiteMessage[] = [];
  const fanOut = createLocalFanOut((fault) => log.error('fan-out', { fault: String(fault) }));
  fanOut.subscribe((message) => void messages.push(message));
  const policies = await createPolicies(store);
  const settings = await createRoomSettings(store);
  const publish = await createPublishRoomDay({ store, fanOut, policies, clock, log });
  const ports = { calendar, subscriptions: isReachable ? subscriptions : null };
  const keepers = await createKeepers({ ...ports, store, publish, policies, settings, clock, chance, log });

  return {
    clock,
    chance,
    log,
    calendar,
    subscriptions,
    store,
    fanOut,
    messages,
    policies,
    settings,
    publish,
    keepers,
    /** Apart from opening, so that a test can set faults first. */
    async start(): Promise<void> {
      keepers.follow({ added: rooms, changed: [], gone: [] });
      await clock.advance(0);
    },
    /** The days that were fanned out, in order. */
    days: (): RoomDay[] => messages.flatMap((message) => (message.kind === 'room-day' ? [message.day] : [])),
    close(): void {
      keepers.close();
      publish.close();
    },
  };
}
