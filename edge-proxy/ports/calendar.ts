/** What the engines need of Exchange to know rooms and their days. */

import type { Instant } from '../../shared/basics/instant.ts';
import type { Interval } from '../../shared/basics/interval.ts';
import type { Occurrence } from '../../shared/room/occurrence.ts';
import type { Policy } from '../../shared/room/policy.ts';
import type { Room } from '../../shared/room/room.ts';
import type { HealthCause } from '../../shared/room/room-day.ts';

/** What can be wrong with one call. The rest of the causes is our own doing. */
export type UnavailableReason = Exclude<HealthCause, 'not-read-yet' | 'scope-not-proven'>;

/**
 * Exchange could not be asked, or not believed. The day that we have stays, with this cause and its age. Thrown, since
 * every call can meet it and no rule foresees it.
 */
export class CalendarUnavailable extends Error {
  override readonly name = 'CalendarUnavailable';
  readonly reason: UnavailableReason;
  /** How long Graph asked us to wait, in milliseconds, where it did. */
  readonly retryAfterMs: number | null;
  /** Whether a write may have happened all the same: the answer was lost, not refused. */
  readonly mayHaveHappened: boolean;

  constructor(
    reason: UnavailableReason,
    options: { retryAfterMs?: number; mayHaveHappened?: boolean; cause?: unknown } = {},
  ) {
    super(reason, { cause: options.cause });
    this.reason = reason;
    this.retryAfterMs = options.retryAfterMs ?? null;
    this.mayHaveHappened = options.mayHaveHappened ?? false;
  }
}

/** An occurrence as the calendar has it, with what ties it to our own bookings and must not go to a display. */
export type CalendarOccurrence = Omit<Occurrence, 'booking' | 'checkIn'> & {
  /** The same in every mailbox that holds the meeting (Graph: iCalUId); null where Graph gave none. */
  readonly iCalUId: string | null;
  readonly createdAt: Instant | null;
  /** The room's own yes to it, as its calendar has it. */
  readonly accepted: boolean;
  /** Written straight into the room's calendar, so that the room itself is its organiser. */
  readonly organisedByRoom: boolean;
  /** The series that it belongs to, by the room's own calendar; null for a single meeting. */
  readonly seriesId: string | null;
  /** Another with every change that is made to it (Graph: the etag); null where Graph gave none. */
  readonly version: string | null;
};

export type RoomCalendar = {
  /**
   * Every occurrence that touches `window` and takes time from the room, series expanded, earliest first, reduced to
   * what `policy` lets a display know. All pages or none: half a day would show a booked room as free. Instants are
   * UTC; an all-day meeting runs between midnights of the room's own zone. `createdAt` is known at least of those that
   * share time with another. `urgency` is `person` where somebody at a door waits for it; left out, `background`.
   *
   * @throws CalendarUnavailable
   * @see https://learn.microsoft.com/graph/api/user-list-calendarview
   */
  readView(
    room: Room,
    window: Interval,
    policy: Policy,
    urgency?: 'person' | 'background',
  ): Promise<CalendarOccurrence[]>;
};

export type RoomDirectory = {
  /** All rooms of the configured room lists (or of the tenant), zones filled in from the mailboxes' settings. @throws CalendarUnavailable */
  listRooms(): Promise<Room[]>;
  /** How many of the room lists that answer lacks, since they could not be read: a room that it lacks may still be there. */
  unreadLists(): number;
  /** How many rooms of that answer have a zone that is older or guessed, since Graph could not tell it just then. */
  zonesInDoubt(): number;
};
