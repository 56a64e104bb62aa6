/** What the engines write to Exchange: our own meetings, and what a room itself says. */

import type { IntentKey } from '../../shared/basics/ids.ts';
import type { Instant } from '../../shared/basics/instant.ts';
import type { Interval } from '../../shared/basics/interval.ts';
import type { Room } from '../../shared/room/room.ts';
import type { CalendarOccurrence } from './calendar.ts';

/** Our meetings in one calendar: the service user's, who invites the room, or a room's own, where nobody is asked. */
export type Bookings = {
  /**
   * Creates it once per `key`, however often it is asked: the key is Graph's transactionId and marks the event.
   * @throws CalendarUnavailable, with `mayHaveHappened` where the answer was lost.
   */
  create(booking: NewBooking): Promise<OrganisedMeeting>;
  /** The meeting made for `key`, or null where there is none. @throws CalendarUnavailable */
  find(key: IntentKey): Promise<OrganisedMeeting | null>;
  /** As it stands, with the room's answer; null where it is gone. @throws CalendarUnavailable */
  read(eventId: string): Promise<OrganisedMeeting | null>;
  /**
   * Moves the end, if nobody changed the meeting since `etag` was read. The room is asked again by Exchange itself.
   * Nothing is sent after `notAfter`; left out where it must be done however late.
   * @throws CalendarUnavailable
   */
  changeEnd(eventId: string, end: Instant, etag: string, notAfter?: Instant): Promise<ChangeOutcome>;
  /**
   * Cancels and tells the room; fine where it is gone already. Is not sent after `notAfter`; without it, as soon as it can
   * be, since what came to nothing must go in any case. @throws CalendarUnavailable
   */
  cancel(eventId: string, comment: string, notAfter?: Instant): Promise<void>;
};

export type NewBooking = Interval & {
  readonly key: IntentKey;
  readonly room: Room;
  readonly title: string;
  readonly online: boolean;
  /** Nothing is sent to Exchange after this, whatever delayed it. */
  readonly notAfter: Instant;
  /** A try has been left without an answer, whatever becomes of the next: it may take effect yet. */
  readonly onUnanswered?: () => void;
};

export type OrganisedMeeting = Interval & {
  readonly eventId: string;
  readonly iCalUId: string | null;
  readonly etag: string;
  readonly roomResponse: 'none' | 'accepted' | 'tentative' | 'declined';
  /** When the room answered, as Exchange stamped it; null where it has not. */
  readonly respondedAt: Instant | null;
};

export type ChangeOutcome =
  | { readonly kind: 'changed'; readonly meeting: OrganisedMeeting }
  | { readonly kind: 'changed-meanwhile' }
  | { readonly kind: 'gone' };

/** What a room itself says to those who have it, as a person with its mailbox could. */
export type RoomReplies = {
  /**
   * The room gives up this one occurrence and tells its organiser why: by declining, or by cancelling where the room is
   * the organiser. Of a series the others stay. Fine where it is gone already. Nothing is sent after `notAfter`.
   * @throws CalendarUnavailable, with `mayHaveHappened` where the answer was lost.
   * @see https://learn.microsoft.com/graph/api/event-decline
   */
  giveUp(room: Room, occurrence: GivenUp, comment: string, notAfter: Instant): Promise<void>;
};

export type GivenUp = Pick<CalendarOccurrence, 'id' | 'organisedByRoom'>;
