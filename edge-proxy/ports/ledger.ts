/** What is kept of intents: each key, and how far it got. */

import type { DeviceId, IntentKey, OccurrenceId, RoomId } from '../../shared/basics/ids.ts';
import type { Instant } from '../../shared/basics/instant.ts';
import type { Interval } from '../../shared/basics/interval.ts';
import type { BookingStatus, IntentKind } from '../../shared/room/booking-status.ts';
import type { BookingMode } from '../../shared/room/policy.ts';
import type { Refusal } from '../../shared/room/refusal.ts';
import type { Intent } from '../../shared/wire/intent-request.ts';

/** The proxy's own: nobody came to the meeting, so its room is given back. `version`: what it was when that was decided. */
export type Release = Interval & {
  readonly kind: 'release';
  readonly key: IntentKey;
  readonly notAfter: Instant;
  readonly occurrence: OccurrenceId;
  readonly seriesId: string | null;
  readonly version: string | null;
};

/** Where an intent stands. `asked` before any call; the rest as its booking status. */
export type LedgerRow = {
  readonly key: IntentKey;
  /** What was posted, to tell a repeat from another intent under the same key. */
  readonly fingerprint: string;
  readonly deviceId: DeviceId;
  readonly roomId: RoomId;
  /** The room of the door that asked, where that is another one: it is told of the outcome too. */
  readonly askedFrom?: RoomId;
  readonly intent: Intent | Release;
  readonly kind: IntentKind;
  readonly status: BookingStatus;
  readonly refusal: Refusal | null;
  /** The stretch it takes or, for a change, the end it asked for. */
  readonly start: Instant;
  readonly end: Instant;
  /** Whose calendar it was written to, or is about to be; left out before that was decided. */
  readonly mode?: BookingMode;
  /** The event there, once there is one. */
  readonly eventId: string | null;
  readonly iCalUId: string | null;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  /** What the meeting was when a change of it was decided; left out where none was. */
  readonly etag?: string;
  /** Whether Exchange has taken that change: what differs from it since is somebody else's doing. */
  readonly written?: boolean;
};

/** One thing that happened to an intent. `what`: a word of ours, or the status it came to; never a title. */
export type LedgerStep = { readonly at: Instant; readonly what: string; readonly reason: string | null };

export type LedgerEntry = { readonly row: LedgerRow; readonly steps: readonly LedgerStep[] };

/** A part of the Store. */
export type LedgerRecords = {
  /** The row under the key: this one, or the one that was there before. Never overwrites. Its status is the first step. */
  recordIntent(row: LedgerRow): Promise<{ row: LedgerRow; isNew: boolean }>;
  /** `step` is kept with it; a status that changes is a step of its own. */
  updateIntent(
    key: IntentKey,
    change: Partial<
      Pick<
        LedgerRow,
        'intent' | 'status' | 'refusal' | 'start' | 'end' | 'eventId' | 'iCalUId' | 'etag' | 'written' | 'mode'
      >
    > & { updatedAt: Instant },
    step?: Omit<LedgerStep, 'at'>,
  ): Promise<LedgerRow>;
  /** Something happened that leaves the row as it is. No more than some dozens are kept for each. */
  noteIntentStep(key: IntentKey, at: Instant, step: Omit<LedgerStep, 'at'>): Promise<void>;
  findIntent(key: IntentKey): Promise<LedgerRow | null>;
  /** Not at an end: pending, held or checking. Oldest first. */
  listUnsettledIntents(): Promise<LedgerRow[]>;
  /**
   * Those of the room that touch `window` and did not come to nothing, and all updated since then; and those asked for at its
   * doors for another room, while they are under way or updated since then. Oldest first.
   */
  listIntents(roomId: RoomId, window: Interval, updatedSince: Instant): Promise<LedgerRow[]>;
  /** Confirmed bookings that are not over. Oldest first. */
  listStandingBookings(endingAfter: Instant): Promise<LedgerRow[]>;
  /** The latest moved first, each with its steps in order. */
  listLedger(limit: number, of?: { roomId?: RoomId | null; key?: IntentKey | null }): Promise<LedgerEntry[]>;
  /**
   * Drops at most `atMost` settled rows with their steps: those not moved since, and the oldest beyond `mostRows`, but of
   * these none that a repeat could still make happen again. How many went.
   */
  forgetIntents(bound: {
    readonly settledBefore: Instant;
    readonly now: Instant;
    readonly mostRows: number;
    readonly atMost: number;
  }): Promise<number>;
};
