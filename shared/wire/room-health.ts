/** How well each room is kept, as the console sees it: what was read and when, what is due, what is wrong since when. */

import { type Codec, flag, integer, isoInstant, listOf, nullable, object, oneOf, text } from '../basics/codec.ts';
import type { Instant } from '../basics/instant.ts';
import type { Zone } from '../basics/zone.ts';
import { zoneCodec } from '../room/room.ts';
import { type Health, healthCauses } from '../room/room-day.ts';

/** `polled`: Graph cannot call this proxy. `doubted`: Graph says that it is gone, and has not been asked yet. */
export const subscriptionStates = ['live', 'doubted', 'none', 'polled'] as const;
export type SubscriptionState = (typeof subscriptionStates)[number];

/** Each moment is null where it was not in this life of the proxy. */
export type RoomHealth = {
  readonly id: string;
  readonly address: string;
  readonly displayName: string;
  readonly timeZone: Zone;
  /** Whether an operator set the zone, over what the mailbox says. */
  readonly timeZoneSet: boolean;
  /** When it left the catalogue; null for a room that is in it. Of one that left, nothing below is known any more. */
  readonly goneSince: Instant | null;
  readonly pausedSince: Instant | null;
  /** Why its door may be behind the calendar, as the door itself says. */
  readonly health: Health | null;
  readonly revision: number;
  readonly lastReadAt: Instant | null;
  readonly lastHintAt: Instant | null;
  readonly lastChangeAt: Instant | null;
  readonly nextReadAt: Instant | null;
  readonly subscription: {
    readonly state: SubscriptionState;
    readonly expiresAt: Instant | null;
    /** Why there is none. */
    readonly cause: string | null;
  };
  readonly pending: { readonly reading: ReadingState; readonly intents: number };
  /** Readings that failed, since the last good one. */
  readonly failure: Failure | null;
};

/** `asked-again`: one is under way, and what came since waits for the next. */
export const readingStates = ['idle', 'under-way', 'asked-again'] as const;
export type ReadingState = (typeof readingStates)[number];

export type Failure = { readonly cause: string; readonly since: Instant; readonly inARow: number };

export type SiteHealth = {
  /** Whether Graph tells us of changes, or rooms are only read by the clock, for want of a PUBLIC_URL. */
  readonly changesBy: 'notification' | 'polling';
  readonly catalogue: {
    readonly rooms: number;
    readonly gone: number;
    readonly readAt: Instant | null;
    readonly nextReadAt: Instant | null;
    readonly failure: Failure | null;
  };
  /** Where Graph calls us with its notifications; null where it cannot. */
  readonly webhook: string | null;
  readonly credential: CredentialStanding;
  /** What Entra said last, if it was a no. */
  readonly credentialRefusal: { readonly code: string; readonly meaning: string; readonly remedy: string } | null;
  readonly hints: {
    readonly accepted: number;
    readonly unknownSubscription: number;
    readonly wrongSecret: number;
    readonly wrongTenant: number;
  };
  readonly rooms: readonly RoomHealth[];
};

/**
 * How long the app's credential holds. `never`: it does not run out, or the platform renews it; `unknown`: only Entra's
 * portal tells; `unreadable`: its file cannot be read just now.
 */
export const credentialEnds = ['at', 'never', 'unknown', 'unreadable'] as const;
/** `endsAt` is the moment of `at`, and null otherwise. */
export type CredentialStanding = { readonly ends: (typeof credentialEnds)[number]; readonly endsAt: Instant | null };

const count = integer({ min: 0, max: Number.MAX_SAFE_INTEGER });

const failureCodec: Codec<Failure> = object({ cause: text({ max: 100 }), since: isoInstant, inARow: count });

export const roomHealthCodec: Codec<RoomHealth> = object({
  id: text({ max: 500 }),
  address: text(),
  displayName: text(),
  timeZone: zoneCodec,
  timeZoneSet: flag,
  goneSince: nullable(isoInstant),
  pausedSince: nullable(isoInstant),
  health: nullable(object({ cause: oneOf(...healthCauses), since: isoInstant })),
  revision: count,
  lastReadAt: nullable(isoInstant),
  lastHintAt: nullable(isoInstant),
  lastChangeAt: nullable(isoInstant),
  nextReadAt: nullable(isoInstant),
  subscription: object({
    state: oneOf(...subscriptionStates),
    expiresAt: nullable(isoInstant),
    cause: nullable(text({ max: 100 })),
  }),
  pending: object({ reading: oneOf(...readingStates), intents: count }),
  failure: nullable(failureCodec),
});

export const siteHealthCodec: Codec<SiteHealth> = object({
  changesBy: oneOf('notification', 'polling'),
  catalogue: object({
    rooms: count,
    gone: count,
    readAt: nullable(isoInstant),
    nextReadAt: nullable(isoInstant),
    failure: nullable(failureCodec),
  }),
  webhook: nullable(text({ max: 2_000 })),
  credential: object({ ends: oneOf(...credentialEnds), endsAt: nullable(isoInstant) }),
  credentialRefusal: nullable(object({ code: text(), meaning: text(), remedy: text({ max: 2_000 }) })),
  hints: object({ accepted: count, unknownSubscription: count, wrongSecret: count, wrongTenant: count }),
  rooms: listOf(roomHealthCodec, { max: 10_000 }),
});

/** What an operator may do about one room. `pause` stops its readings, over restarts, until `resume`. */
export const roomActions = ['read-now', 'resubscribe', 'pause', 'resume'] as const;
export type RoomAction = (typeof roomActions)[number];
export const roomActionCodec = object({ action: oneOf(...roomActions) });

/** Null: as the mailbox's settings say. */
export const roomZoneCodec: Codec<{ readonly timeZone: Zone | null }> = object({ timeZone: nullable(zoneCodec) });
