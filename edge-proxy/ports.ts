/**
 * What the engines need of the outside, in the engines' words. Adapters (graph, store, fan-out, runtime) implement
 * these; main.ts wires them; a simulation gives its own. Nothing here knows Graph's field names, SQL or HTTP.
 * Long, because whoever writes an adapter or a simulation has to meet all of it, and reads it best in one place.
 */

import type { BoardId, DeviceId, EnrolmentId, IntentKey, OccurrenceId, RoomId } from '../shared/basics/ids.ts';
import type { Instant } from '../shared/basics/instant.ts';
import type { Interval } from '../shared/basics/interval.ts';
import type { Result } from '../shared/basics/result.ts';
import type { LocalDate, Zone } from '../shared/basics/zone.ts';
import type { BookingStatus, IntentKind } from '../shared/room/booking-status.ts';
import type { Occurrence } from '../shared/room/occurrence.ts';
import type { BookingMode, Policy, PolicyOverride } from '../shared/room/policy.ts';
import type { Refusal } from '../shared/room/refusal.ts';
import type { Room } from '../shared/room/room.ts';
import type { HealthCause, RoomDay } from '../shared/room/room-day.ts';
import type { RoomFault } from '../shared/room/room-fault.ts';
import type { PolicyDecision, PolicyScope } from '../shared/rules/policy-levels.ts';
import type { AlertPost, AlertSettings } from '../shared/wire/alerts.ts';
import type { Board } from '../shared/wire/board.ts';
import type { RoomClosure } from '../shared/wire/closures.ts';
import type { CommandReport } from '../shared/wire/device-commands.ts';
import type { Shown, Vitals } from '../shared/wire/evidence.ts';
import type { LinkEnd } from '../shared/wire/fleet.ts';
import type { Intent } from '../shared/wire/intent-request.ts';
import type { PictureType, PlacedNotice } from '../shared/wire/notice-desk.ts';
import type { Particulars } from '../shared/wire/pairing.ts';
import type { PlanPictureType } from '../shared/wire/plan-desk.ts';
import type { ReportMail } from '../shared/wire/reports.ts';
import type { Command } from '../shared/wire/stream-message.ts';
import type { Alarm } from '../shared/wire/watch.ts';

// ── Time and chance ────────────────────────────────────────────────────────────────────────────────────────────────

export type Clock = {
  now(): Instant;
  /** Runs once, `delayMs` from now at the earliest; the answer calls it off. A run that throws must not end the process. */
  after(delayMs: number, run: () => void): Cancel;
};

export type Cancel = () => void;

export type Chance = {
  /** [0, 1), for jitter. */
  fraction(): number;
  uuid(): string;
  /** Unguessable, URL-safe text of at least `bits` bits. */
  secret(bits: number): string;
  /** One of the letters of `alphabet` at a time, each as likely as the other. */
  word(alphabet: string, length: number): string;
};

/** Structured lines. Ids, counts, durations and causes only: never a title, a name, a token or a body. */
export type Log = {
  info(event: string, facts?: Facts): void;
  warn(event: string, facts?: Facts): void;
  error(event: string, facts?: Facts): void;
};

/** Counts for whoever watches many proxies. Each label is one of few words: never a room, a person or an address. */
export type Meter = {
  count<N extends keyof Counters>(name: N, labels: Counters[N], by?: number): void;
};

/** By name, in Prometheus's convention, with the labels of each. */
export type Counters = {
  readonly graph_requests_total: { readonly operation: string; readonly status: string };
  readonly graph_retries_total: Readonly<Record<string, never>>;
  readonly graph_throttled_total: Readonly<Record<string, never>>;
  readonly graph_lane_wait_seconds_total: { readonly urgency: string };
  readonly token_requests_total: { readonly outcome: string };
  readonly room_reads_total: { readonly outcome: string };
  readonly room_revisions_total: Readonly<Record<string, never>>;
  readonly intents_total: { readonly kind: string; readonly status: string };
};

export type Facts = { readonly [name: string]: string | number | boolean | null | undefined };

/** All that a log may say of an error that was not foreseen: its message can hold a title, a token or a body. */
export function nameOf(cause: unknown): string {
  return cause instanceof Error ? cause.name : typeof cause;
}

// ── Exchange ───────────────────────────────────────────────────────────────────────────────────────────────────────

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

/** Letters in the service user's name. */
export type Mail = {
  /** One letter to all of them. @throws CalendarUnavailable */
  send(letter: Letter): Promise<void>;
};

/** Plain text: it may hold what people typed. */
export type Letter = { readonly to: readonly string[]; readonly subject: string; readonly text: string };

/** A program elsewhere that wants to hear of alarms. */
export type Webhook = {
  /** Signed with `secret`, where there is one. @throws WebhookRefused where it was not taken */
  post(address: string, post: AlertPost, secret: string | null): Promise<void>;
};

/** In words fit for whoever set it up. */
export class WebhookRefused extends Error {
  override readonly name = 'WebhookRefused';
}

/** Change notifications on a room's calendar. */
export type Subscriptions = {
  /**
   * Creates it, or takes up the one of ours that stands in the way: `clientState` of the answer is what its
   * notifications will bear, which is then not the one given.
   *
   * @throws SubscribedElsewhere where what stands in the way calls somebody else
   * @throws CalendarUnavailable
   */
  create(room: Room, clientState: string, until: Instant): Promise<StandingSubscription>;
  /** Renews and reauthorizes in one; null where Graph no longer knows it. @throws CalendarUnavailable */
  renew(id: string, until: Instant): Promise<Subscription | null>;
  /** Fine where it is gone already. @throws CalendarUnavailable */
  remove(id: string): Promise<void>;
  /** Every one that this app has and that calls this proxy's address. @throws CalendarUnavailable */
  list(): Promise<{ readonly id: string; readonly mailbox: string; readonly expiresAt: Instant }[]>;
};

export type Subscription = { readonly id: string; readonly expiresAt: Instant };

export type StandingSubscription = Subscription & { readonly clientState: string };

/**
 * Graph lets an app have one such subscription on a mailbox, and another deployment under the same app registration has
 * it. Taking it away would make that one blind, and it would take it back: so the room is polled, and somebody told.
 */
export class SubscribedElsewhere extends Error {
  override readonly name = 'SubscribedElsewhere';
}

/** Whether the app can read a mailbox that it must not (design, 4.10). */
export type ScopeProbe = {
  /** Never throws: what was no clear answer is `unknown`, with the cause in words, and proves nothing. */
  tryMailbox(address: string): Promise<'denied' | 'readable' | { readonly unknown: string }>;
};

// ── The check ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** Why a try of the check came to nothing: our word for it, and Graph's own status and code where Graph answered. */
export type ProbeFault = {
  readonly reason: UnavailableReason;
  readonly status: number | null;
  readonly code: string | null;
};

/** Nobody answered: no such name, nobody listening, a certificate that is not trusted, too slow, or cut off. */
export type ReachFault = 'no-name' | 'refused' | 'untrusted' | 'too-slow' | 'cut-off';

/** What the check tries out on Entra and Graph (design, 5.8). Nothing throws: what failed is the answer. */
export type CheckProbe = {
  /** Asks Graph for nothing, without a token. `time`: its clock, to the second; null where it told none. */
  reachGraph(): Promise<Result<{ readonly status: number; readonly time: Instant | null }, ReachFault>>;
  /** A new token. `roles`: the permissions consented to in Entra; null where the token cannot be read. */
  signIn(): Promise<Result<SignedIn, SignInFault>>;
  /** Whether the console's sign-in stands: its metadata, and whether the tenant knows its app. */
  tryOperatorSignIn(): Promise<'ready' | 'app-unknown' | { readonly unreachable: ReachFault | number }>;
  /** Every room of the tenant. */
  listRooms(): Promise<Result<readonly ProbedRoom[], ProbeFault>>;
  /** The rooms of one list. */
  listRoomsOf(roomList: string): Promise<Result<readonly ProbedRoom[], ProbeFault>>;
  /** The mailbox's zone, null where it has none that is known. */
  readZone(address: string): Promise<Result<Zone | null, ProbeFault>>;
  /** What stands in a calendar around now, a page at the most, by its marks alone. */
  readMeetings(address: string, window: Interval): Promise<Result<readonly ProbedMeeting[], ProbeFault>>;
  /** Makes a marked meeting without guests at `start` and takes it away again. `left`: it could not be taken away. */
  tryWriting(address: string, start: Instant): Promise<Result<'done' | 'left', ProbeFault>>;
  /** Asks to send a letter without recipients from a mailbox: fine where that is all that is wrong with it. */
  tryMailing(address: string): Promise<Result<'may', ProbeFault>>;
  /** Subscribes to a room beside whatever stands already, and ends that again. */
  trySubscribing(address: string, publicUrl: string): Promise<Result<'done', SubscribeFault>>;
  /** Plays Graph's handshake on our own webhook, from here. */
  tryWebhook(publicUrl: string): Promise<'echo' | { readonly other: number } | { readonly unreachable: ReachFault }>;
};

export type SignedIn = {
  readonly roles: readonly string[] | null;
  /** Of the enterprise application, which Exchange's commands ask for. */
  readonly objectId: string | null;
  readonly tookMs: number;
};

export type SignInFault = {
  readonly reason: UnavailableReason;
  /** What Entra said, if it was a no. */
  readonly refusal: { readonly code: string; readonly meaning: string; readonly remedy: string } | null;
};

export type ProbedRoom = { readonly address: string; readonly displayName: string };

export type ProbedMeeting = {
  readonly start: Instant;
  /** Another's than the mailbox's own. */
  readonly isInvitation: boolean;
  readonly isAnswered: boolean;
  readonly isPrivate: boolean;
  /** What stands where the title belongs. */
  readonly title: 'own' | 'organizer' | 'empty';
};

export type SubscribeFault =
  /** Graph called our address: nobody answered, something else did, or it took longer than ten seconds. */
  | { readonly kind: 'address'; readonly why: 'unreachable' | 'wrong-answer' | 'too-slow' }
  | {
      readonly kind: 'other';
      readonly fault: ProbeFault;
    };

// ── What goes wrong ────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * Told by the engines as it happens, each time anew, and when it is over; whoever listens decides what is worth an alarm.
 * Must not throw. `failures` in a row, `since` the first of them.
 */
export type OnTrouble = (trouble: Trouble) => void;

export type Trouble =
  | ({ readonly kind: 'room-not-read'; readonly roomId: RoomId; readonly cause: UnavailableReason } & Failing)
  | { readonly kind: 'room-read'; readonly roomId: RoomId }
  | ({ readonly kind: 'subscription-failing'; readonly roomId: RoomId; readonly cause: string } & Failing)
  | { readonly kind: 'subscription-kept'; readonly roomId: RoomId }
  /** It has left the catalogue: whatever was wrong with it is nobody's trouble any more. */
  | { readonly kind: 'room-left'; readonly roomId: RoomId }
  | ({ readonly kind: 'catalogue-not-read'; readonly cause: string } & Failing)
  | { readonly kind: 'catalogue-read' }
  /** Notifications of one request that did not know our secret. */
  | { readonly kind: 'hints-refused'; readonly count: number };

type Failing = { readonly failures: number; readonly since: Instant };

/** How the app's own credential fares. Must not throw. */
export type OnCredentialNews = (news: CredentialNews) => void;

export type CredentialNews =
  /** Entra said no: by which code, what that means, what to do. */
  | { readonly kind: 'refused'; readonly code: string; readonly meaning: string; readonly remedy: string }
  | { readonly kind: 'issued' }
  /** Graph refuses what Entra issues. */
  | { readonly kind: 'not-accepted' }
  | { readonly kind: 'accepted' };

// ── What outlives a restart ────────────────────────────────────────────────────────────────────────────────────────

export type StoredSubscription = StandingSubscription & { readonly roomId: RoomId };

/** A room that left the catalogue. */
export type GoneRoom = { readonly room: Room; readonly goneSince: Instant };

/** What operators decided about a room itself: its zone where the mailbox has a wrong one, and that it is not read. */
export type RoomSetting = { readonly timeZone: Zone | null; readonly pausedSince: Instant | null };

/** The proxy's own: nobody came to the meeting, so its room is given back. `version`: what it was when that was decided. */
export type Release = Interval & {
  readonly kind: 'release';
  readonly key: IntentKey;
  readonly notAfter: Instant;
  readonly occurrence: OccurrenceId;
  readonly seriesId: string | null;
  readonly version: string | null;
};

/** Whether anybody came to a meeting: one row for each occurrence and start, so that a moved one is asked for anew. */
export type Attendance = Interval & {
  readonly roomId: RoomId;
  readonly occurrence: OccurrenceId;
  readonly seriesId: string | null;
  /**
   * present: somebody checked in. no-show: nobody did, and the room was not given back; released: and it was. exempt: we
   * could not be sure, and leave it alone for good. vanished: gone from the calendar before its time, by no doing of ours.
   */
  readonly state: 'present' | 'no-show' | 'released' | 'exempt' | 'vanished';
  /** Why it is exempt. */
  readonly cause: string | null;
  readonly at: Instant;
};

/** A series whose room nobody came to, since somebody last did; of single meetings (null) all that are remembered. */
export type NoShows = {
  readonly roomId: RoomId;
  readonly seriesId: string | null;
  readonly count: number;
  /** Between a release and the meeting's end, all together. */
  readonly minutesGivenBack: number;
  readonly lastAt: Instant;
};

/** Something wrong with a room, as somebody at its door said. */
export type FaultReport = {
  /** The intent's own key. */
  readonly id: IntentKey;
  readonly roomId: RoomId;
  readonly deviceId: DeviceId;
  readonly what: RoomFault;
  readonly words: string | null;
  readonly reportedAt: Instant;
  readonly doneAt: Instant | null;
  readonly doneBy: string | null;
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

/** A picture in a notice, under the SHA-256 of its bytes in hex. */
export type NoticePictureFile = {
  readonly hash: string;
  readonly mediaType: PictureType;
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
};

/** The drawing of a floor, under the SHA-256 of its bytes in hex. */
export type PlanPictureFile = {
  readonly hash: string;
  readonly mediaType: PlanPictureType;
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
};

/** As somebody sent it to a release that kept pictures so. */
export type OldPicture = { readonly kind: 'notice' | 'plan'; readonly hash: string; readonly bytes: Uint8Array };

export type Device = {
  readonly id: DeviceId;
  /** Null for a screen that is a board. */
  readonly roomId: RoomId | null;
  /** Null for one that hangs at a door. Exactly one of the two is set. */
  readonly boardId: BoardId | null;
  /** As whoever manages the tablets calls it; null where nobody does. */
  readonly name: string | null;
  /** SHA-256 of the credential, in hex. The credential itself is only in the tablet's cookie. */
  readonly credentialHash: string;
  readonly particulars: Particulars | null;
  readonly pairedAt: Instant;
  readonly pairedBy: string;
  readonly lastSeenAt: Instant | null;
  readonly revokedAt: Instant | null;
};

/** A tablet at the door of a room. */
export type Door = Device & { readonly roomId: RoomId };

export type Pairing = {
  readonly code: string;
  /** SHA-256 of the secret that binds the request to the tablet that made it, in hex. */
  readonly requestHash: string;
  /** As the tablet was told that it is called. Its own word, and no proof. */
  readonly name: string | null;
  readonly particulars: Particulars | null;
  readonly address: string;
  readonly askedAt: Instant;
  readonly expiresAt: Instant;
  readonly status: 'waiting' | 'confirmed' | 'spent' | 'refused';
  readonly deviceId: DeviceId | null;
};

/** What a screen last said of itself. `batch`: the key of what said it. */
export type DeviceState = {
  readonly deviceId: DeviceId;
  readonly batch: string;
  readonly receivedAt: Instant;
  readonly shown: Shown | null;
  readonly release: string | null;
  readonly vitals: Vitals;
  readonly lastTouchAt: Instant | null;
};

/** What a batch of evidence adds to what is kept. */
export type TakenEvidence = {
  readonly state: DeviceState;
  readonly shown: readonly Shown[];
  readonly tallies: readonly { readonly what: string; readonly count: number }[];
};

/** How often something happened at one screen in one day of UTC, which `day` is the first moment of. */
export type DeviceTally = {
  readonly deviceId: DeviceId;
  readonly day: Instant;
  readonly what: string;
  readonly count: number;
};

/** A time during which a screen was connected. */
export type DeviceLink = Interval & { readonly deviceId: DeviceId; readonly endedBy: LinkEnd };

/**
 * What a room was, from when until when; `to` is null while it still is. free; booked: taken, and nobody is known to have
 * come; used: somebody did; no-show: nobody came; released: given back, for what was left of it; unknown: we could not
 * see. `origin`: booked in a calendar, or at a door; null where nothing is booked.
 */
export type RoomUse = {
  readonly roomId: RoomId;
  readonly from: Instant;
  readonly to: Instant | null;
  readonly state: RoomUseState;
  readonly origin: 'planned' | 'door' | null;
};
export const roomUseStates = ['free', 'booked', 'used', 'no-show', 'released', 'unknown'] as const;
export type RoomUseState = (typeof roomUseStates)[number];

/** A link that pairs one tablet by itself, once. Of `roomId`, `boardId` and `replaces` exactly one is set. */
export type Enrolment = {
  readonly id: EnrolmentId;
  /** SHA-256 of what stands in the link, in hex. */
  readonly linkHash: string;
  readonly roomId: RoomId | null;
  readonly boardId: BoardId | null;
  /** The device whose place, name and history the tablet takes over. */
  readonly replaces: DeviceId | null;
  /** What the tablet is to be called; null where it may say so itself. */
  readonly name: string | null;
  readonly madeAt: Instant;
  readonly madeBy: string;
  readonly expiresAt: Instant;
  readonly withdrawnAt: Instant | null;
  readonly usedAt: Instant | null;
  readonly deviceId: DeviceId | null;
};

export type Redemption =
  /** `replaced`: under the id of a tablet that is to stop now. */
  | { readonly kind: 'redeemed'; readonly device: Device; readonly replaced: boolean }
  /** No such link; used or withdrawn; its time is over. */
  | { readonly kind: 'unknown' | 'spent' | 'expired' };

/** Where a tablet of this name hangs unless somebody says otherwise; a star in it stands for any letters. */
export type DevicePlace = { readonly name: string; readonly roomId: RoomId | null; readonly boardId: BoardId | null };

/** Who did what, without titles or secrets. */
export type AuditEntry = {
  readonly at: Instant;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  /** The room that it is about; null where it is about none, or more than one. */
  readonly roomId: RoomId | null;
};

/** Which entries of the trail. `actor`: a part of theirs, in any case; null and left out: any. */
export type AuditQuery = {
  readonly actor?: string | null;
  /** A part of the action or of what it was about. */
  readonly what?: string | null;
  readonly roomId?: RoomId | null;
  readonly from?: Instant | null;
  /** Not included. */
  readonly to?: Instant | null;
  /** Only entries older than this one. */
  readonly before?: number | null;
  readonly limit: number;
};

/** Who is mailed about the use of rooms, and up to which day they have been told. */
export type StoredReportMail = ReportMail & { readonly toldUntil: LocalDate | null };

/** Whom alarms are told, what webhooks are signed with, and which incidents have been told. */
export type StoredAlerting = {
  readonly settings: AlertSettings;
  readonly secret: string | null;
  readonly told: readonly string[];
};

/** The last clear answer of the canary mailbox: `readable` seals the site until a later one says `denied`. */
export type ScopeVerdict = {
  readonly verdict: 'denied' | 'readable';
  readonly since: Instant;
  readonly triedAt: Instant;
};

/** The service account that is signed in, where the app acts in its name. */
export type StoredServiceAccount = {
  /** As it signed in: its user name. */
  readonly account: string;
  /** What renews its sign-in, sealed by the Vault. */
  readonly sealedToken: string;
  readonly signedInAt: Instant;
};

/** Seals secrets before they are stored. */
export type Vault = {
  /** @throws VaultUnusable */
  seal(secret: string): string;
  /** @throws VaultUnusable, with what was sealed left as it is */
  open(sealed: string): string;
};

/** The key is gone, is no key, or is another than the one that sealed. In words, for whoever put it there. */
export class VaultUnusable extends Error {
  override readonly name = 'VaultUnusable';
  readonly remedy: string;

  constructor(meaning: string, remedy: string, cause?: unknown) {
    super(meaning, { cause });
    this.remedy = remedy;
  }
}

/**
 * What is kept cannot be reached or written just now: a full or broken disk, or somebody who holds the file. Thrown, since
 * every call can meet it. Nothing of what was to be written is there.
 */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
  constructor(cause?: unknown) {
    super('the store cannot be used just now', { cause });
  }
}

export type ChangedPolicy = {
  readonly scope: PolicyScope;
  readonly before: PolicyOverride;
  readonly after: PolicyOverride;
};

/** Where a write succeeds it is durable. Each function is one transaction, and can throw StoreUnavailable. */
export type Store = {
  /** Whether an older state was put back since the last life: what was written after it is not known any more. */
  restored(): Promise<boolean>;
  /** This life of the store: never one that was before a backup was restored, since that has given out other revisions. */
  generation(): Promise<string>;

  /** The catalogue as it is at `at`: a room that is not named left it then, or earlier, and is kept with all it had. */
  saveRooms(rooms: readonly Room[], at: Instant): Promise<void>;
  /** Those of the catalogue. One that cannot be read any more is left out, as Exchange tells it again. */
  listRooms(): Promise<Room[]>;
  listGoneRooms(): Promise<GoneRoom[]>;
  saveRoomSetting(roomId: RoomId, setting: RoomSetting): Promise<void>;
  listRoomSettings(): Promise<(RoomSetting & { readonly roomId: RoomId })[]>;
  saveRoomDay(day: RoomDay): Promise<void>;
  /** Those that can still be read; what a later release cannot is not worth a start that fails. */
  listRoomDays(): Promise<RoomDay[]>;
  /** The last revision of every room, of those too whose day cannot be read any more. */
  listRoomRevisions(): Promise<{ readonly roomId: RoomId; readonly revision: number }[]>;

  markDirty(roomIds: readonly RoomId[]): Promise<void>;
  clearDirty(roomId: RoomId): Promise<void>;
  listDirty(): Promise<RoomId[]>;

  saveSubscription(subscription: StoredSubscription): Promise<void>;
  removeSubscription(id: string): Promise<void>;
  listSubscriptions(): Promise<StoredSubscription[]>;

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

  /** Over whatever was known of that occurrence and start. */
  saveAttendance(attendance: Attendance): Promise<void>;
  findAttendance(roomId: RoomId, occurrence: OccurrenceId, start: Instant): Promise<Attendance | null>;
  /** Those of the room that touch `window`, earliest first. */
  listAttendance(roomId: RoomId, window: Interval): Promise<Attendance[]>;
  /** Where most were missed first; of one series, where that is named. */
  listNoShows(of?: { readonly roomId: RoomId; readonly seriesId: string }): Promise<NoShows[]>;

  /** Once for each id, whatever comes under it later; and once while the same from the same door is still open. */
  saveFaultReport(report: FaultReport): Promise<void>;
  /** Open ones first, then those that are done; latest first of each. */
  listFaultReports(limit: number): Promise<FaultReport[]>;
  /** Null where there is none; one that is done stays so, with its first time. */
  closeFaultReport(id: string, by: string, at: Instant): Promise<FaultReport | null>;

  savePairing(pairing: Pairing): Promise<void>;
  findPairingByCode(code: string): Promise<Pairing | null>;
  findPairingByRequest(requestHash: string): Promise<Pairing | null>;
  /** Those whose code is still good at `now`, the longest waiting first. */
  listWaitingPairings(now: Instant): Promise<Pairing[]>;
  /** Confirms it and stores the device in one step; null where it was no longer waiting. */
  confirmPairing(code: string, device: Device): Promise<Device | null>;
  /**
   * Confirms it as another tablet under the id `of`, whose place, name and history it takes over while the credential of the
   * one before ends; null where it was no longer waiting, or that device is gone.
   */
  confirmSwap(code: string, of: DeviceId, by: Device): Promise<Device | null>;
  /** Its code counts no more, and it is forgotten with those of `expiresAt`. False where it was no longer waiting. */
  spendPairing(requestHash: string, expiresAt: Instant): Promise<boolean>;
  /** Hands the device over, setting the hash of its credential; null once that credential has been used. */
  claimPairing(requestHash: string, credentialHash: string): Promise<Device | null>;
  dropPairings(expiredBefore: Instant): Promise<void>;

  saveEnrolments(enrolments: readonly Enrolment[]): Promise<void>;
  findEnrolment(linkHash: string): Promise<Enrolment | null>;
  /** Latest first. */
  listEnrolments(): Promise<Enrolment[]>;
  /** Which of them were still open. */
  withdrawEnrolments(ids: readonly EnrolmentId[], at: Instant): Promise<EnrolmentId[]>;
  /**
   * Uses the link and stores the device in one step, at `device.pairedAt`; its place, its name and by whom are those of the
   * link. The same attempt may ask again until the credential was used; any other finds it spent.
   */
  redeemEnrolment(
    linkHash: string,
    by: { readonly attemptHash: string | null; readonly device: Device },
  ): Promise<Redemption>;
  dropEnrolments(expiredBefore: Instant): Promise<void>;
  /** Over what was decided for the same name. */
  saveDevicePlaces(places: readonly DevicePlace[]): Promise<void>;
  dropDevicePlaces(names: readonly string[]): Promise<string[]>;
  /** By name. */
  listDevicePlaces(): Promise<DevicePlace[]>;

  findDeviceByCredential(credentialHash: string): Promise<Device | null>;
  findDevice(id: DeviceId): Promise<Device | null>;
  listDevices(): Promise<Device[]>;
  touchDevice(id: DeviceId, at: Instant): Promise<void>;
  /**
   * The same for many in one step, where that is news: one that was never seen stays so, since by now another tablet may
   * live under its id, whose own first sign of life ends its pairing.
   */
  touchDevices(seen: readonly { readonly id: DeviceId; readonly at: Instant }[]): Promise<void>;
  /** Null where there is no such device, or it was revoked. */
  nameDevice(id: DeviceId, name: string | null): Promise<Device | null>;
  /** Null where there is no such device; a revoked one stays revoked with its first time. */
  revokeDevice(id: DeviceId, at: Instant): Promise<Device | null>;

  /** Hangs it elsewhere: exactly one of the two. Null where there is no such device, or it was revoked. */
  moveDevice(id: DeviceId, place: Pick<Device, 'roomId' | 'boardId'>): Promise<Device | null>;

  /** Each once: of those whose batch is the last one that is known of its device nothing is counted again. */
  takeEvidence(taken: readonly TakenEvidence[]): Promise<void>;
  listDeviceStates(): Promise<DeviceState[]>;
  /** What the screen showed in that time, earliest first; the first may have begun before it. */
  listShown(deviceId: DeviceId, window: Interval): Promise<Shown[]>;
  /** Of the days that touch the window. */
  listTallies(window: Interval): Promise<DeviceTally[]>;
  saveLinks(links: readonly DeviceLink[]): Promise<void>;
  /** Those that touch the window, earliest first. */
  listLinks(window: Interval): Promise<DeviceLink[]>;
  /** Over what was kept of the same room from the same moment on. */
  saveRoomUse(uses: readonly RoomUse[]): Promise<void>;
  /** Those that touch the window, by room and time; of one room, where it is named. */
  listRoomUse(window: Interval, roomId?: RoomId): Promise<RoomUse[]>;
  /** The one of each room that has no end yet. */
  listOpenRoomUse(): Promise<RoomUse[]>;

  /** Under their ids, whether they are new or were there. */
  saveCommands(commands: readonly CommandReport[]): Promise<void>;
  /** The latest sent first. */
  listCommands(limit: number): Promise<CommandReport[]>;

  /** Under its id, whether it is new or was there. */
  saveBoard(board: Board): Promise<void>;
  /** By name. One that cannot be read any more throws: its screens hang somewhere. */
  listBoards(): Promise<Board[]>;

  /** Under its id, whether it is new or was there. */
  saveClosure(closure: RoomClosure): Promise<void>;
  /** One that cannot be read any more throws: a closed room must not open by itself. */
  listClosures(): Promise<RoomClosure[]>;
  dropClosures(overBefore: Instant): Promise<void>;

  /** Under its id, whether it is new or was there. */
  saveNotice(notice: PlacedNotice): Promise<void>;
  /** Those that can still be read. */
  listNotices(): Promise<PlacedNotice[]>;
  dropNotices(overBefore: Instant): Promise<void>;
  /** Once for each hash. */
  saveNoticePicture(picture: NoticePictureFile, at: Instant): Promise<void>;
  findNoticePicture(hash: string): Promise<NoticePictureFile | null>;
  /** All but those, as far as they were kept before then. */
  dropNoticePictures(used: readonly string[], keptBefore: Instant): Promise<void>;

  /** Null for the tenant's own. */
  savePolicy(roomId: RoomId | null, override: PolicyOverride): Promise<void>;
  listPolicies(): Promise<{ readonly roomId: RoomId | null; readonly override: PolicyOverride }[]>;
  /**
   * What each of the scopes decides becomes what `change` makes of it, all or none and with nothing in between; an empty
   * override decides nothing any more. Answers what each decided before and after, in the order asked; null, with nothing
   * changed, where `mayChange` says no to what all of them decide at that moment.
   */
  changePolicies(
    scopes: readonly PolicyScope[],
    change: (present: PolicyOverride, scope: PolicyScope) => PolicyOverride,
    mayChange?: (present: readonly PolicyDecision[]) => boolean,
  ): Promise<ChangedPolicy[] | null>;
  /** Every scope that decides anything: the tenant, then buildings and floors, then rooms, then devices. */
  listPolicyDecisions(): Promise<PolicyDecision[]>;
  /** Those that this release cannot read whole, with the names of what it cannot; `*` for all of it. */
  listUnreadPolicies(): Promise<{ readonly scope: PolicyScope; readonly unread: readonly string[] }[]>;

  appendAudit(entry: AuditEntry): Promise<void>;
  /** Latest first. `id` grows with each entry and is never given again. */
  listAudit(query: AuditQuery): Promise<(AuditEntry & { readonly id: number })[]>;
  /**
   * Forgets the oldest entries, those from before `before` and those beyond the latest `keep`, and appends `entry` about
   * it in the same step: `entry` is told how many, and of when the last of them was. At most `atMost`; answers how many.
   */
  forgetAudit(
    rule: { readonly before: Instant; readonly keep: number; readonly atMost: number },
    entry: (gone: { readonly entries: number; readonly until: Instant }) => AuditEntry,
  ): Promise<number>;

  /** As it now stands, under its id. */
  saveAlarm(alarm: Alarm): Promise<void>;
  dropAlarm(id: string): Promise<void>;
  listAlarms(): Promise<Alarm[]>;

  /** Under which short name people's own phones find the room. */
  saveRoomLink(roomId: RoomId, shortId: string): Promise<void>;
  listRoomLinks(): Promise<{ readonly roomId: RoomId; readonly shortId: string }[]>;

  /** Kept from `at` on, also where it was there. */
  savePlanPicture(picture: PlanPictureFile, at: Instant): Promise<void>;
  findPlanPicture(hash: string): Promise<PlanPictureFile | null>;
  /** Those that are not used and were last sent before. */
  dropPlanPictures(used: readonly string[], before: Instant): Promise<void>;

  /** Any one that is kept as it was sent; null once there is none. */
  findOldPicture(): Promise<OldPicture | null>;
  /** Keeps these bytes instead, under the same hash, by which doors ask for it. Null: drops it. */
  replaceOldPicture(picture: OldPicture, bytes: Uint8Array | null): Promise<void>;

  /** Instead of what was decided before. */
  saveAlerting(alerting: StoredAlerting): Promise<void>;
  findAlerting(): Promise<StoredAlerting | null>;
  saveReportMail(mail: StoredReportMail): Promise<void>;
  findReportMail(): Promise<StoredReportMail | null>;

  saveScopeVerdict(verdict: ScopeVerdict): Promise<void>;
  findScopeVerdict(): Promise<ScopeVerdict | null>;

  /** Instead of whichever was signed in before. */
  saveServiceAccount(account: StoredServiceAccount): Promise<void>;
  /** In place of `sealedToken`, if that is still the one that is kept: somebody may have signed out or in meanwhile. */
  renewServiceAccount(sealedToken: string, renewed: string): Promise<void>;
  findServiceAccount(): Promise<StoredServiceAccount | null>;
  /** Wipes it from the disk too. */
  dropServiceAccount(): Promise<void>;

  close(): Promise<void>;
};

// ── Between replicas ───────────────────────────────────────────────────────────────────────────────────────────────

/** Tells every listener of this site that a room day has changed or a device has been told something. */
export type FanOut = {
  publish(message: SiteMessage): void;
  subscribe(listener: (message: SiteMessage) => void): Cancel;
};

export type SiteMessage =
  | { readonly kind: 'room-day'; readonly day: RoomDay }
  /** Read again, nothing changed: only the age is new. */
  | { readonly kind: 'read-again'; readonly roomId: RoomId; readonly readAt: Instant }
  | { readonly kind: 'device-revoked'; readonly deviceId: DeviceId }
  /** Another tablet lives under this id since then: the streams of the one before are to end, and no others. */
  | { readonly kind: 'device-replaced'; readonly deviceId: DeviceId; readonly at: Instant }
  /** How it looks by itself was decided anew. */
  | { readonly kind: 'device-look'; readonly deviceId: DeviceId }
  /** It hangs elsewhere now: its streams are to show that. */
  | {
      readonly kind: 'device-moved';
      readonly deviceId: DeviceId;
      readonly roomId: RoomId | null;
      readonly boardId: BoardId | null;
    }
  /** It is called otherwise now, which only operators see. */
  | { readonly kind: 'device-named'; readonly deviceId: DeviceId }
  | { readonly kind: 'device-command'; readonly deviceId: DeviceId; readonly command: Command }
  /** What it shows was decided anew. */
  | { readonly kind: 'board-changed'; readonly boardId: BoardId }
  /** What facilities have put on screens: each is told of those that concern it. */
  | { readonly kind: 'notices-changed' };
