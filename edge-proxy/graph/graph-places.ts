/** The RoomDirectory port on Graph: which rooms there are, and in which zone each one lives. */

import type { RoomId } from '../../shared/basics/ids.ts';
import type { Zone } from '../../shared/basics/zone.ts';
import type { Room } from '../../shared/room/room.ts';
import { CalendarUnavailable, type RoomDirectory } from '../ports/calendar.ts';
import type { Log } from '../ports/runtime.ts';
import type { GraphClient } from './graph-client.ts';
import { graphPath, graphQuery } from './graph-path.ts';
import { type Place, readPlace } from './graph-place.ts';
import { zoneNamed } from './graph-time.ts';

type Needs = {
  readonly client: GraphClient;
  /** Addresses of room lists; empty for every room of the tenant. */
  readonly roomLists: readonly string[];
  /** Where this proxy stands: the last resort for a room whose zone nobody knows. */
  readonly ownZone: Zone;
  /** The rooms as the last life of this proxy knew them. */
  readonly lastKnown?: readonly Room[];
  readonly log: Log;
};

/** The most that /places gives (graph-facts, section 6). */
const PAGE_SIZE = 100;
/** Ten thousand rooms, as many as the console's list carries. */
const MAX_PAGES = 100;

export function createGraphPlaces({ client, roomLists, ownZone, lastKnown = [], log }: Needs): RoomDirectory {
  const tenantWide = { mailbox: null, urgency: 'background' } as const;
  const page = graphQuery({ $top: PAGE_SIZE });
  /** As last told: a mailbox that cannot be asked today has not moved to another zone. */
  const zones = new Map<RoomId, Zone>();
  const zonesBefore = new Map(lastKnown.map(({ id, timeZone }) => [id, timeZone]));
  let unread = 0;
  let inDoubt = 0;

  async function listPlaces(): Promise<unknown[]> {
    unread = 0;
    const everyRoom = `/places/microsoft.graph.room${page}`;
    if (roomLists.length === 0) return client.callAllPages({ ...tenantWide, path: everyRoom }, MAX_PAGES);
    const lists = await Promise.all(roomLists.map(listRoomsOf));
    return lists.flat();
  }

  async function listRoomsOf(roomList: string): Promise<unknown[]> {
    const path = graphPath`/places/${roomList}/microsoft.graph.roomList/rooms` + page;
    try {
      return await client.callAllPages({ ...tenantWide, path }, MAX_PAGES);
    } catch (cause) {
      if (!isOwnFault(cause)) throw cause;
      // One list that is misspelt or gone must not take the others' rooms off their doors.
      unread += 1;
      log.error('room-list-unreadable', { numberInRoomLists: roomLists.indexOf(roomList) + 1, reason: cause.reason });
      return [];
    }
  }

  async function readZone({ address }: Place): Promise<Zone | null> {
    const path = graphPath`/users/${address}/mailboxSettings`;
    const { body } = await client.call({ path, mailbox: address, urgency: 'background' });
    return zoneOfSettings(body);
  }

  /**
   * One mailbox that fails costs its own zone alone, and nobody else's door. Only where not one could be asked, for a
   * reason that concerns them all, is there no answer yet.
   */
  async function readZones(places: readonly Place[]): Promise<void> {
    const asked = await Promise.allSettled(places.map(readZone));
    const failed = asked.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    const unforeseen = failed.find((cause) => !(cause instanceof CalendarUnavailable));
    if (unforeseen !== undefined) throw unforeseen;
    const [first] = failed;
    if (failed.length === places.length && first !== undefined && !isOwnFault(first)) throw first;
    inDoubt = failed.filter((cause) => !isForGood(cause)).length;
    for (const [index, one] of asked.entries()) {
      const place = places[index];
      if (place === undefined) continue;
      const zone = one.status === 'fulfilled' ? one.value : zoneInDoubt(place.id, one.reason);
      if (zone !== null) zones.set(place.id, zone);
    }
  }

  /** Also across a restart: else one bad answer would set a door's clock by its neighbour's. */
  function zoneInDoubt(id: RoomId, cause: unknown): Zone | null {
    return zones.get(id) ?? (isForGood(cause) ? null : (zonesBefore.get(id) ?? null));
  }

  return {
    async listRooms() {
      const entries = await listPlaces();
      const read = entries.map(readPlace);
      const places = unique(read.filter((place) => place !== null));
      const skipped = read.filter((place) => place === null).length;
      if (skipped > 0) log.warn('places-without-mailbox', { count: skipped });

      await readZones(places);
      const unknown = places.filter(({ id }) => !zones.has(id)).length;
      if (unknown > 0)
        log.warn('room-zones-unknown', { count: unknown, remedy: 'grant MailboxSettings.Read, set the zone' });
      return places.map(
        (place): Room => ({ ...place, timeZone: zones.get(place.id) ?? likelyZone(place, places, zones, ownZone) }),
      );
    },
    unreadLists: () => unread,
    zonesInDoubt: () => inDoubt,
  };
}

/** Of this mailbox or list alone, whereas an outage or a throttle concerns all and is to be tried again as a whole. */
function isOwnFault(cause: unknown): cause is CalendarUnavailable {
  return (
    cause instanceof CalendarUnavailable &&
    (cause.reason === 'access-denied' || cause.reason === 'room-gone' || cause.reason === 'bad-answer')
  );
}

/** What asking again soon would not change. */
function isForGood(cause: unknown): boolean {
  return isOwnFault(cause) && cause.reason !== 'bad-answer';
}

/**
 * UTC would be wrong at nearly every door. A room shares its zone with its building, a building mostly with the
 * tenant's other rooms, and a tenant that tells no zone at all mostly with the machine that serves it.
 */
function likelyZone(place: Place, places: readonly Place[], zones: ReadonlyMap<RoomId, Zone>, ownZone: Zone): Zone {
  const zonesOf = (some: readonly Place[]) => some.flatMap(({ id }) => zones.get(id) ?? []);
  const neighbours = place.building === null ? [] : places.filter(({ building }) => building === place.building);
  return mostCommon(zonesOf(neighbours)) ?? mostCommon(zonesOf(places)) ?? ownZone;
}

function mostCommon(zones: readonly Zone[]): Zone | null {
  const counts = new Map<Zone, number>();
  for (const zone of zones) counts.set(zone, (counts.get(zone) ?? 0) + 1);
  const [first] = [...counts].sort(([, a], [, b]) => b - a);
  return first?.[0] ?? null;
}

/** Mostly a Windows name; the working hours' zone stands in where somebody never chose one. */
export function zoneOfSettings(body: unknown): Zone | null {
  const { timeZone, workingHours } = (body ?? {}) as {
    timeZone?: unknown;
    workingHours?: { timeZone?: { name?: unknown } };
  };
  for (const name of [timeZone, workingHours?.timeZone?.name]) {
    const zone = typeof name === 'string' ? zoneNamed(name) : null;
    if (zone !== null) return zone;
  }
  return null;
}

/** A room may stand in several lists, and a place that was made anew beside the old one has its mailbox still. */
function unique(places: readonly Place[]): Place[] {
  const byId = new Map(places.map((place) => [place.id, place]));
  return [...new Map([...byId.values()].map((place) => [place.address, place])).values()];
}
