/** Wires what keeps each room's day true: the catalogue, the policies, the readings, and the one way out to the doors. */

import type { RoomId } from '../shared/basics/ids.ts';
import { SECOND_MS } from '../shared/basics/instant.ts';
import type { Room } from '../shared/room/room.ts';
import type { RoomReading } from './booking/room-views.ts';
import type { ComposedGraph } from './compose-graph.ts';
import type { Ground } from './compose-ground.ts';
import { createClosures } from './devices/closures.ts';
import { createRoomLinks } from './devices/room-links.ts';
import { nameOf } from './ports/runtime.ts';
import type { ScopeVerdict } from './ports/watch.ts';
import { isSameSecret } from './routes/graph-notifications.ts';
import { createHintIntake } from './sync/hint-intake.ts';
import { createKeepers } from './sync/keepers.ts';
import { createPolicies } from './sync/policies.ts';
import { createPublishRoomDay } from './sync/publish-room-day.ts';
import { createRoomCatalogue, type RoomCatalogue } from './sync/room-catalogue.ts';
import { createRoomSettings } from './sync/room-settings.ts';
import { sealedSince } from './watch/canary.ts';
import { lookAtPolicies } from './watch/policy-watch.ts';
import { createTroubleWatch } from './watch/trouble-watch.ts';

type Needs = {
  readonly graph: Pick<ComposedGraph, 'directory' | 'calendar' | 'subscriptions'>;
  readonly lastKnown: readonly Room[];
  /** What the canary last found: a site that was sealed begins sealed. */
  readonly lastVerdict: ScopeVerdict | null;
};

export type ComposedRooms = Awaited<ReturnType<typeof composeRooms>>;

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export async function composeRooms(ground: Ground, { graph, lastKnown, lastVerdict }: Needs) {
  const { tenant, store, alarms, fanOut, clock, chance, log, meter } = ground;
  const { directory, calendar, subscriptions } = graph;
  // The catalogue is there only after the start; until then rooms are where they last were.
  const lastPlaces = new Map(lastKnown.map((room) => [room.id, room]));
  let catalogue: RoomCatalogue | null = null;
  const findRoom = (idOrAddress: string): Room | null => catalogue?.find(idOrAddress) ?? null;
  const listRooms = (): readonly Room[] => catalogue?.rooms() ?? [];
  const placeOf = (id: RoomId): Room | null => findRoom(id) ?? lastPlaces.get(id) ?? null;

  const policies = await createPolicies(store, placeOf);
  await lookAtPolicies({ store, alarms });
  const closures = await createClosures({ store, chance, clock, findRoom, onChange: (roomId) => republish(roomId) });
  const links = await createRoomLinks({ store, chance, log });
  const publish = await createPublishRoomDay({
    shortIdOf: links.of,
    closuresOf: closures.of,
    store,
    fanOut,
    policies,
    clock,
    log,
    meter,
    sealedSince: sealedSince(tenant.canaryMailbox, lastVerdict),
  });
  const republish = async (roomId: RoomId): Promise<void> => void (await publish.republish(roomId));
  const troubles = createTroubleWatch({ alarms, clock });
  const { onTrouble } = troubles;
  const settings = await createRoomSettings(store);
  const keepers = await createKeepers({
    calendar,
    subscriptions,
    store,
    publish,
    policies,
    settings,
    clock,
    chance,
    log,
    meter,
    onTrouble,
  });
  const tenantId = GUID.test(tenant.tenantId) ? tenant.tenantId : null;
  const intake = createHintIntake({ keepers, tenantId, isSameSecret, clock, log, onTrouble });

  function findGoneRoom(asked: string): Room | null {
    const isAsked = ({ id, address }: Room) => id === asked || address.toLowerCase() === asked.toLowerCase();
    return catalogue?.gone().find(({ room }) => isAsked(room))?.room ?? null;
  }

  function policyChanged(roomId: RoomId | null): void {
    lookAtPolicies({ store, alarms }).catch((cause: unknown) => {
      log.error('policy.not-looked-at', { cause: nameOf(cause) });
    });
    keepers.policyChanged(roomId).catch((cause: unknown) => {
      log.error('policy.not-applied', { roomId, cause: nameOf(cause) });
    });
  }

  function current(roomId: RoomId): RoomReading | null {
    const day = publish.current(roomId);
    return day === null ? null : { day, calendar: publish.reading(roomId)?.occurrences ?? [] };
  }

  async function readFresh(roomId: RoomId): Promise<RoomReading> {
    await keepers.readNow(roomId);
    const found = current(roomId);
    if (found === null) throw new Error(`room ${roomId} was read and has no day`);
    return found;
  }

  /** Of the rooms that are read at all; one that never was makes it no older. */
  function oldestReadingSeconds(): number {
    const kept = new Set(listRooms().map(({ id }) => id));
    const ages = publish
      .currentDays()
      .filter(({ room, readAt }) => readAt !== null && kept.has(room.id) && settings.of(room.id).pausedSince === null)
      .map(({ readAt }) => (clock.now() - (readAt ?? clock.now())) / SECOND_MS);
    return ages.reduce((oldest, age) => Math.max(oldest, age), 0);
  }

  return {
    /** Null until the start. */
    catalogue: () => catalogue,
    /** By id or address. */
    findRoom,
    findGoneRoom,
    listRooms,
    /** Where a room is, or was when it was last known. */
    placeOf,
    roomsKnown: () => catalogue?.isRead() ?? false,
    policies,
    policyChanged,
    settings,
    closures,
    links,
    publish,
    republish,
    keepers,
    intake,
    /** What is known of a room's calendar now, and what a reading that began after the call says of it. */
    views: { current, readFresh },
    oldestReadingSeconds,
    async start(): Promise<void> {
      const onChange = keepers.follow;
      catalogue = await createRoomCatalogue({ directory, store, settings, clock, chance, log, onTrouble, onChange });
    },
    close(): void {
      troubles.close();
      catalogue?.close();
      keepers.close();
      publish.close();
    },
  };
}
