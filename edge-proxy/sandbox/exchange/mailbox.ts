/** The mailboxes of the tenant: people, and rooms with the rules by which Exchange answers for them. */

import type { Zone } from '../../../shared/basics/zone.ts';

export const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export type WorkingHours = {
  daysOfWeek: readonly Weekday[];
  /** Minutes since midnight of the mailbox's own zone. */
  startMinutes: number;
  endMinutes: number;
};

/**
 * What `Set-CalendarProcessing` sets on a room; the names are Exchange's.
 * @see https://learn.microsoft.com/powershell/module/exchange/set-calendarprocessing
 */
export type CalendarProcessing = {
  /** `None`: requests stay in the inbox. `AutoUpdate`: they are put down as tentative and nobody answers. */
  automateProcessing: 'None' | 'AutoUpdate' | 'AutoAccept';
  allowConflicts: boolean;
  allowRecurringMeetings: boolean;
  bookingWindowInDays: number;
  /** 0 for no limit; so is the least. */
  maximumDurationInMinutes: number;
  minimumDurationInMinutes: number;
  /** A series that goes on past the booking window is declined whole; otherwise it is accepted up to there. */
  enforceSchedulingHorizon: boolean;
  scheduleOnlyDuringWorkHours: boolean;
  /** How many conflicts a series may have and still be accepted, without the occurrences in conflict. Both must hold. */
  conflictPercentageAllowed: number;
  maximumConflictInstances: number;
  deleteSubject: boolean;
  addOrganizerToSubject: boolean;
  deleteComments: boolean;
  removePrivateProperty: boolean;
  allBookInPolicy: boolean;
  /** Addresses that may book without asking where `allBookInPolicy` is off. */
  bookInPolicy: readonly string[];
  /** Whether all others may ask a delegate; if not, they are declined. */
  allRequestInPolicy: boolean;
  tentativePendingApproval: boolean;
  removeCanceledMeetings: boolean;
};

export const EXCHANGE_DEFAULTS: CalendarProcessing = {
  automateProcessing: 'AutoAccept',
  allowConflicts: false,
  allowRecurringMeetings: true,
  bookingWindowInDays: 180,
  maximumDurationInMinutes: 1440,
  minimumDurationInMinutes: 0,
  enforceSchedulingHorizon: true,
  scheduleOnlyDuringWorkHours: false,
  conflictPercentageAllowed: 0,
  maximumConflictInstances: 0,
  deleteSubject: true,
  addOrganizerToSubject: true,
  deleteComments: true,
  removePrivateProperty: true,
  allBookInPolicy: true,
  bookInPolicy: [],
  allRequestInPolicy: false,
  tentativePendingApproval: true,
  removeCanceledMeetings: false,
};

/** Undocumented by Microsoft; what a person at the door would call "a moment". */
export const DEFAULT_ANSWER_DELAY_MS = 1_500;

export const OFFICE_HOURS: WorkingHours = {
  daysOfWeek: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
  startMinutes: 8 * 60,
  endMinutes: 17 * 60,
};

export type Mailbox = {
  /** The directory's object id, a GUID. */
  id: string;
  address: string;
  displayName: string;
  kind: 'user' | 'room';
  zone: Zone;
  /** The zone as Outlook names it, such as `W. Europe Standard Time`. */
  windowsZone: string;
  locale: { locale: string; displayName: string };
  workingHours: WorkingHours;
  processing: CalendarProcessing;
  /** From sending a request to the room's answer. */
  answerDelayMs: number;
  /** False for one without a licence, soft-deleted or on-premises: Graph refuses it as not enabled. */
  enabled: boolean;
};

/** What must be said of a mailbox; the rest has Exchange's defaults. */
export type MailboxParticulars = Pick<Mailbox, 'id' | 'address' | 'displayName' | 'kind'> & {
  /** Windows or IANA name. */
  timeZone: string;
  locale?: Mailbox['locale'];
  workingHours?: WorkingHours;
  processing?: Partial<CalendarProcessing>;
  answerDelayMs?: number;
  enabled?: boolean;
};

/** Addresses are the same in whatever letter case. */
export function isSameAddress(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
