/** What an organizer writes, checked as Exchange checks it. */

import { ok, type Result } from '../../../shared/basics/result.ts';
import type { Attendee, AttendeeType, Content, Place, Span } from './calendar-item.ts';
import { NO_RESPONSE } from './calendar-item.ts';
import { type ExchangeFault, faults } from './exchange-fault.ts';
import type { Mailbox } from './mailbox.ts';
import { spanOnDay } from './occurrences.ts';
import { daysBetween, lastDayOf, type Pattern, type Range, type Recurrence } from './recurrence.ts';
import { momentOf, parseWall, type WallMoment, wallReading } from './wall-time.ts';
import { readZone } from './zones.ts';

/** A wall clock reading in a named zone, or UTC epoch milliseconds, which are then taken in the organizer's zone. */
export type Moment = WallMoment | number;

export type RecurrenceDraft = { pattern: Pattern; range: Range; zoneName?: string };

export type EventDraft = {
  subject?: string;
  body?: Content['body'];
  start: Moment;
  end: Moment;
  isAllDay?: boolean;
  sensitivity?: Content['sensitivity'];
  showAs?: Content['showAs'];
  importance?: Content['importance'];
  categories?: readonly string[];
  attendees?: readonly Invitee[];
  locations?: readonly Place[];
  recurrence?: RecurrenceDraft | null;
  isOnlineMeeting?: boolean;
  allowNewTimeProposals?: boolean;
  responseRequested?: boolean;
  hideAttendees?: boolean;
  isReminderOn?: boolean;
  reminderMinutesBeforeStart?: number;
  transactionId?: string | null;
  extendedProperties?: readonly { id: string; value: string }[];
};

/** Without a name, the address book's; without a type, `resource` for a room and `required` for anybody else. */
export type Invitee = { address: string; name?: string; type?: AttendeeType };

export type EventChange = Partial<Omit<EventDraft, 'transactionId'>>;

export type Timing = { span: Span; startZoneName: string; endZoneName: string };

/** The documented most. */
const MOST_ATTENDEES = 500;

export function readTiming(
  start: Moment,
  end: Moment,
  isAllDay: boolean,
  mailbox: Mailbox,
): Result<Timing, ExchangeFault> {
  const from = readMoment(start, mailbox);
  if (!from.ok) return from;
  const to = readMoment(end, mailbox);
  if (!to.ok) return to;
  const zoneNames = { startZoneName: from.value.zoneName, endZoneName: to.value.zoneName };
  if (!isAllDay) {
    if (to.value.moment < from.value.moment) return faults.endsBeforeStart();
    return ok({ span: { kind: 'timed', start: from.value.moment, end: to.value.moment }, ...zoneNames });
  }
  const [first, last] = [from.value.wall, to.value.wall];
  if (first.ms !== 0 || last.ms !== 0) {
    const [member, bound] = first.ms === 0 ? ['End', 'end'] : ['Start', 'start'];
    return faults.invalid(`The Event.${member} property for an all-day event needs to be set to midnight (${bound}).`);
  }
  if (last.day <= first.day)
    return faults.invalid('The duration of an event marked as All day must be at least 24 hours.');
  return ok({ span: { kind: 'all-day', firstDay: first.day, endDay: last.day }, ...zoneNames });
}

/** Checks the pattern and moves the first occurrence to the first day on which the pattern really meets. */
export function readRecurrence(
  draft: RecurrenceDraft,
  timing: Timing,
): Result<{ recurrence: Recurrence; span: Span }, ExchangeFault> {
  const zoneName = draft.zoneName ?? timing.startZoneName;
  const zone = readZone(zoneName);
  if (zone === null) return faults.zoneNotSupported(zoneName);
  const { pattern, range } = draft;
  if (pattern.interval < 1) return faults.invalid('The recurrence pattern interval must be at least 1.');
  if ('weekdays' in pattern && pattern.weekdays.length === 0) {
    return faults.invalid('The recurrence pattern must name at least one day of the week.');
  }
  const recurrence = { pattern, range, zone, zoneName, lastDay: lastDayOf(pattern, range) };
  const first = daysBetween(recurrence, range.firstDay, recurrence.lastDay ?? range.firstDay + SEARCHED_DAYS)[0];
  if (first === undefined) return faults.invalid('The recurrence has no occurrence inside its range.');
  return ok({ recurrence, span: spanOnDay(timing.span, first, zone) });
}

/** Enough to find the first day of any pattern, leap days in every fourth year among them. */
const SEARCHED_DAYS = 366 * 9;

export function readAttendees(
  invitees: readonly Invitee[],
  find: (address: string) => Mailbox | null,
): Result<Attendee[], ExchangeFault> {
  if (invitees.length > MOST_ATTENDEES) return faults.invalid(`An event can have at most ${MOST_ATTENDEES} attendees.`);
  return ok(
    invitees.map(({ address, name, type }) => {
      const known = find(address);
      return {
        address,
        name: name ?? known?.displayName ?? address,
        type: type ?? (known?.kind === 'room' ? 'resource' : 'required'),
        status: NO_RESPONSE,
      };
    }),
  );
}

/** What a draft or a change says of the content; the rest is as `before`. */
export function readContent(draft: EventChange, before: Content, newJoinUrl: () => string): Content {
  return {
    subject: draft.subject ?? before.subject,
    body: draft.body ?? before.body,
    sensitivity: draft.sensitivity ?? before.sensitivity,
    showAs: draft.showAs ?? before.showAs,
    importance: draft.importance ?? before.importance,
    categories: draft.categories ?? before.categories,
    locations: draft.locations ?? before.locations,
    // An online meeting stays one: the service ignores a later `false`.
    joinUrl: before.joinUrl ?? (draft.isOnlineMeeting === true ? newJoinUrl() : null),
    allowNewTimeProposals: draft.allowNewTimeProposals ?? before.allowNewTimeProposals,
    responseRequested: draft.responseRequested ?? before.responseRequested,
    hideAttendees: draft.hideAttendees ?? before.hideAttendees,
    isReminderOn: draft.isReminderOn ?? before.isReminderOn,
    reminderMinutesBeforeStart: draft.reminderMinutesBeforeStart ?? before.reminderMinutesBeforeStart,
  };
}

/** What the service fills in; all-day events are busy too, unless their organizer says otherwise. */
export function emptyContent(): Content {
  return {
    subject: '',
    body: { contentType: 'html', content: '' },
    sensitivity: 'normal',
    showAs: 'busy',
    importance: 'normal',
    categories: [],
    locations: [],
    joinUrl: null,
    allowNewTimeProposals: true,
    responseRequested: true,
    hideAttendees: false,
    isReminderOn: true,
    reminderMinutesBeforeStart: 15,
  };
}

function readMoment(moment: Moment, mailbox: Mailbox) {
  if (typeof moment === 'number') {
    return ok({ moment, wall: wallReading(moment, mailbox.zone), zoneName: mailbox.windowsZone });
  }
  const zone = readZone(moment.timeZone);
  if (zone === null) return faults.zoneNotSupported(moment.timeZone);
  const wall = parseWall(moment.dateTime);
  if (wall === null) return faults.invalid(`'${moment.dateTime}' is not a valid dateTime.`);
  return ok({ moment: momentOf(wall, zone), wall, zoneName: moment.timeZone });
}
