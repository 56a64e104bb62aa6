/** How well the rooms are kept, gathered from the parts that each know a piece of it. */

import type { RoomId } from '../shared/basics/ids.ts';
import type { Room } from '../shared/room/room.ts';
import type { CredentialStanding, RoomHealth, SiteHealth } from '../shared/wire/room-health.ts';
import type { HintCounts } from './sync/hint-intake.ts';
import type { Keepers } from './sync/keepers.ts';
import type { PublishRoomDay } from './sync/publish-room-day.ts';
import type { RoomCatalogue } from './sync/room-catalogue.ts';
import type { RoomSettings } from './sync/room-settings.ts';

type Needs = {
  /** Null until the start. */
  readonly catalogue: () => Pick<RoomCatalogue, 'rooms' | 'gone' | 'find' | 'status'> | null;
  readonly keepers: Pick<Keepers, 'status'>;
  readonly publish: Pick<PublishRoomDay, 'current' | 'changedAt'>;
  readonly settings: Pick<RoomSettings, 'of'>;
  readonly intentsUnderWay: (roomId: RoomId) => number;
  readonly hints: () => HintCounts;
  readonly credentialRefusal: () => SiteHealth['credentialRefusal'];
  readonly credential: () => CredentialStanding;
  /** Where Graph calls us with its notifications; null where it does not, and rooms are polled. */
  readonly webhook: string | null;
  /** Why rooms are polled, where that is not for want of an address. */
  readonly polledBecause?: 'delegated-account' | null;
};

/** As many as the wire carries. */
const MOST_LISTED = 10_000;
const NOTHING_KEPT = { lastReadAt: null, lastHintAt: null, reading: 'idle', failure: null, nextReadAt: null } as const;

export function createSiteHealth(needs: Needs) {
  const { catalogue, keepers, publish, settings, intentsUnderWay, hints, credentialRefusal, credential, webhook } =
    needs;

  function describe(room: Room, goneSince: RoomHealth['goneSince']): RoomHealth {
    const day = publish.current(room.id);
    const { timeZone, pausedSince } = settings.of(room.id);
    const { lastReadAt, lastHintAt, reading, failure, nextReadAt } = keepers.status(room.id) ?? NOTHING_KEPT;
    return {
      id: room.id,
      address: room.address,
      displayName: room.displayName,
      timeZone: room.timeZone,
      timeZoneSet: timeZone !== null,
      goneSince,
      pausedSince,
      health: day?.health ?? null,
      revision: day?.revision ?? 0,
      lastReadAt: lastReadAt ?? day?.readAt ?? null,
      lastHintAt,
      lastChangeAt: publish.changedAt(room.id),
      nextReadAt,
      subscription: subscriptionOf(room.id),
      pending: { reading, intents: intentsUnderWay(room.id) },
      failure,
    };
  }

  function subscriptionOf(roomId: RoomId): RoomHealth['subscription'] {
    if (webhook === null) return { state: 'polled', expiresAt: null, cause: needs.polledBecause ?? 'no-public-url' };
    return keepers.status(roomId)?.subscription ?? { state: 'none', expiresAt: null, cause: null };
  }

  return {
    /** By id or address; of a room too that has left the catalogue. */
    room(idOrAddress: string): RoomHealth | null {
      const here = catalogue()?.find(idOrAddress) ?? null;
      if (here !== null) return describe(here, null);
      const gone = catalogue()
        ?.gone()
        .find(({ room }) => room.id === idOrAddress || room.address === idOrAddress.toLowerCase());
      return gone === undefined ? null : describe(gone.room, gone.goneSince);
    },

    site(): SiteHealth {
      const rooms = catalogue()?.rooms() ?? [];
      const gone = catalogue()?.gone() ?? [];
      const status = catalogue()?.status() ?? { readAt: null, nextReadAt: null, failure: null };
      const all = [
        ...rooms.map((room) => describe(room, null)),
        ...gone.map(({ room, goneSince }) => describe(room, goneSince)),
      ];
      return {
        changesBy: webhook !== null ? 'notification' : 'polling',
        catalogue: { rooms: rooms.length, gone: gone.length, ...status },
        webhook,
        credential: credential(),
        credentialRefusal: credentialRefusal(),
        hints: hints(),
        rooms: all.slice(0, MOST_LISTED),
      };
    },
  };
}
