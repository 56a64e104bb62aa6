/** A site that is kept well, to be made worse. */

import type { RoomHealth, SiteHealth } from '../../../shared/wire/room-health.ts';
import type { Alarm, ScopeReport } from '../../../shared/wire/watch.ts';
import { at, aZone } from '../../support/builders.ts';

export function aRoomHealth(displayName: string, change: Partial<RoomHealth> = {}): RoomHealth {
  const id = displayName.toLowerCase();
  return {
    id: `room-${id}`,
    address: `${id}@northwind.example`,
    displayName,
    timeZone: aZone('Europe/Lisbon'),
    timeZoneSet: false,
    goneSince: null,
    pausedSince: null,
    health: null,
    revision: 4,
    lastReadAt: at('10:00'),
    lastHintAt: at('09:59'),
    lastChangeAt: at('09:40'),
    nextReadAt: at('10:01'),
    subscription: { state: 'live', expiresAt: at('18:00'), cause: null },
    pending: { reading: 'idle', intents: 0 },
    failure: null,
    ...change,
  };
}

export function aSiteHealth(change: Partial<SiteHealth> = {}): SiteHealth {
  return {
    changesBy: 'notification',
    catalogue: { rooms: 2, gone: 0, readAt: at('09:50'), nextReadAt: at('10:50'), failure: null },
    webhook: 'https://doors.example/webhooks/graph',
    credential: { ends: 'never', endsAt: null },
    credentialRefusal: null,
    hints: { accepted: 3, unknownSubscription: 0, wrongSecret: 0, wrongTenant: 0 },
    rooms: [aRoomHealth('Lisbon'), aRoomHealth('Porto')],
    ...change,
  };
}

export const provenScope: ScopeReport = { verdict: 'proven', since: at('08:00'), triedAt: at('09:30'), doubt: null };

export function anAlarm(change: Partial<Alarm> = {}): Alarm {
  return {
    id: 'room-not-read:room-lisbon',
    kind: 'room-not-read',
    subject: 'room-lisbon',
    severity: 'warning',
    cause: 'Exchange said no',
    remedy: 'Look at the scope.',
    firstSeenAt: at('09:00'),
    lastSeenAt: at('09:30'),
    count: 3,
    acknowledgedBy: null,
    clearedAt: null,
    ...change,
  };
}
