/** What a mailbox keeps of a meeting. Each invited mailbox has a copy of its own; only `iCalUId` ties them together. */

import type { Recurrence } from './recurrence.ts';
import type { Day } from './wall-time.ts';

/** When it is. An all-day event is calendar days and has no moments until a mailbox looks at it from its own zone. */
export type Span =
  | { kind: 'timed'; start: number; end: number }
  /** `endDay` is the day after the last. */
  | { kind: 'all-day'; firstDay: Day; endDay: Day };

export const SENSITIVITIES = ['normal', 'personal', 'private', 'confidential'] as const;
export type Sensitivity = (typeof SENSITIVITIES)[number];

export const SHOW_AS = ['unknown', 'free', 'tentative', 'busy', 'oof', 'workingElsewhere'] as const;
export type ShowAs = (typeof SHOW_AS)[number];

export type ResponseType = 'none' | 'organizer' | 'tentativelyAccepted' | 'accepted' | 'declined' | 'notResponded';

/** `time` is null where nobody has answered yet. */
export type Response = { response: ResponseType; time: number | null };

export const NO_RESPONSE: Response = { response: 'none', time: null };

export type Correspondent = { name: string; address: string };

export const ATTENDEE_TYPES = ['required', 'optional', 'resource'] as const;
export type AttendeeType = (typeof ATTENDEE_TYPES)[number];
export type Attendee = Correspondent & { type: AttendeeType; status: Response };

export type Place = { displayName: string; address: string | null; locationType: 'default' | 'conferenceRoom' };

/** What an organizer writes and an attendee's copy repeats. */
export type Content = {
  subject: string;
  body: { contentType: 'text' | 'html'; content: string };
  sensitivity: Sensitivity;
  showAs: ShowAs;
  importance: 'low' | 'normal' | 'high';
  categories: readonly string[];
  locations: readonly Place[];
  /** The link to join by, where it is an online meeting. */
  joinUrl: string | null;
  allowNewTimeProposals: boolean;
  responseRequested: boolean;
  hideAttendees: boolean;
  isReminderOn: boolean;
  reminderMinutesBeforeStart: number;
};

/** One occurrence that is unlike its series. What is left out is as in the series. */
export type OccurrenceChange = {
  content: Partial<Content>;
  span: Span;
  attendees: readonly Attendee[] | null;
  response: Response | null;
  isCancelled: boolean;
  changeKey: string;
  modifiedAt: number;
};

export type CalendarItem = {
  id: string;
  /** The mailbox's object id. */
  mailboxId: string;
  iCalUId: string;
  changeKey: string;
  createdAt: number;
  modifiedAt: number;
  organizer: Correspondent;
  /** The organizer's own copy, or an event that was written straight into this calendar. */
  isOrganizer: boolean;
  /** This mailbox's own answer. */
  response: Response;
  attendees: readonly Attendee[];
  isCancelled: boolean;
  /** Rises with each message that the organizer sends about it; an older message changes nothing. */
  sequence: number;
  transactionId: string | null;
  extendedProperties: ReadonlyMap<string, string>;
  content: Content;
  /** What the organizer wants it to show as; a copy shows `tentative` until it is accepted. */
  intendedShowAs: ShowAs;
  /** Of a series: its first occurrence. */
  span: Span;
  startZoneName: string;
  endZoneName: string;
  recurrence: Recurrence | null;
  /** By the day on which the pattern wanted them. */
  changes: ReadonlyMap<Day, OccurrenceChange>;
  removed: ReadonlySet<Day>;
};

/** One entry of a calendar view. `day` is null for a single event, and for a series taken as a whole. */
export type Instance = { item: CalendarItem; day: Day | null; change: OccurrenceChange | null; span: Span };

export function contentOf({ item, change }: Instance): Content {
  return change === null ? item.content : { ...item.content, ...change.content };
}

export function attendeesOf({ item, change }: Instance): readonly Attendee[] {
  return change?.attendees ?? item.attendees;
}

export function responseOf({ item, change }: Instance): Response {
  return change?.response ?? item.response;
}

export function isCancelled({ item, change }: Instance): boolean {
  return item.isCancelled || (change?.isCancelled ?? false);
}
