/**
 * An event as a client writes it. Enum values come in any letter case, since the service takes them so and its own
 * documentation writes them so; what an event has not is passed over.
 */

import { ok, type Result } from '../../../shared/basics/result.ts';
import { ATTENDEE_TYPES, type Place, SENSITIVITIES, SHOW_AS } from '../exchange/calendar-item.ts';
import type { EventChange, EventDraft, Invitee, RecurrenceDraft } from '../exchange/event-draft.ts';
import { type ExchangeFault, faults } from '../exchange/exchange-fault.ts';
import { WEEKDAYS } from '../exchange/mailbox.ts';
import { MOST_OCCURRENCES, type Pattern, type Range, WEEK_INDEXES } from '../exchange/recurrence.ts';
import { type Day, parseDay, parseWall, type WallMoment } from '../exchange/wall-time.ts';
import { isObject } from './graph-answer.ts';

type Json = Record<string, unknown>;
type Read<T> = Result<T, ExchangeFault>;

export function readDraft(body: Json): Read<EventDraft> {
  const change = readChange(body);
  if (!change.ok) return change;
  const { start, end } = change.value;
  if (start === undefined) return faults.invalid('The property Start is required when creating the entity.');
  if (end === undefined) return faults.invalid('The property End is required when creating the entity.');
  const transactionId = typeof body['transactionId'] === 'string' ? body['transactionId'] : null;
  return ok({ ...change.value, start, end, transactionId });
}

export function readChange(body: Json): Read<EventChange> {
  const change: EventChange = {};
  for (const [name, value] of Object.entries(body)) {
    // A client may name a member "constructor".
    const read = Object.hasOwn(READERS, name) ? READERS[name] : undefined;
    if (read === undefined || value === undefined) continue;
    const fault = read(value, change, body);
    if (fault !== null) return faults.invalid(`The value of the property '${name}' is invalid: ${fault}`);
  }
  return ok(change);
}

/** Puts its member down in the change; or says what was wrong with it. */
type Reader = (value: unknown, change: EventChange, body: Json) => string | null;

const READERS: Readonly<Record<string, Reader>> = {
  subject: (value, change) => textInto(value, (text) => Object.assign(change, { subject: text })),
  body: (value, change) => {
    if (!isObject(value) || typeof value['content'] !== 'string') return 'an itemBody was expected.';
    const contentType = oneOf(['text', 'html'] as const, value['contentType']) ?? 'text';
    change.body = { contentType, content: value['content'] };
    return null;
  },
  start: (value, change) => momentInto(value, (moment) => Object.assign(change, { start: moment })),
  end: (value, change) => momentInto(value, (moment) => Object.assign(change, { end: moment })),
  isAllDay: flagInto('isAllDay'),
  isOnlineMeeting: flagInto('isOnlineMeeting'),
  allowNewTimeProposals: flagInto('allowNewTimeProposals'),
  responseRequested: flagInto('responseRequested'),
  hideAttendees: flagInto('hideAttendees'),
  isReminderOn: flagInto('isReminderOn'),
  sensitivity: memberInto('sensitivity', SENSITIVITIES),
  showAs: memberInto('showAs', SHOW_AS),
  importance: memberInto('importance', ['low', 'normal', 'high']),
  reminderMinutesBeforeStart: (value, change) => {
    if (!Number.isInteger(value)) return 'a whole number was expected.';
    change.reminderMinutesBeforeStart = value as number;
    return null;
  },
  categories: (value, change) => {
    if (!Array.isArray(value)) return 'a list was expected.';
    change.categories = value.filter((entry) => typeof entry === 'string');
    return null;
  },
  attendees: (value, change) => {
    const invitees = Array.isArray(value) ? value.map(readInvitee) : [null];
    if (invitees.includes(null)) return 'a list of attendees with their e-mail addresses was expected.';
    change.attendees = invitees.filter((invitee) => invitee !== null);
    return null;
  },
  location: (value, change, body) => {
    if (body['locations'] !== undefined) return null;
    if (!isObject(value)) return 'a location was expected.';
    change.locations = isEmptyPlace(value) ? [] : [readPlace(value)];
    return null;
  },
  locations: (value, change) => {
    if (!Array.isArray(value) || !value.every(isObject)) return 'a list of locations was expected.';
    change.locations = value.map(readPlace);
    return null;
  },
  recurrence: (value, change, body) => {
    if (value === null) {
      change.recurrence = null;
      return null;
    }
    const recurrence = readRecurrence(value, body);
    if (recurrence === null) return 'a pattern and a range were expected.';
    change.recurrence = recurrence;
    return null;
  },
  singleValueExtendedProperties: (value, change) => {
    if (!Array.isArray(value) || !value.every(isProperty)) return 'a list of ids and values was expected.';
    change.extendedProperties = value.map(({ id, value: text }) => ({ id, value: text }));
    return null;
  },
};

function isProperty(entry: unknown): entry is { id: string; value: string } {
  return isObject(entry) && typeof entry['id'] === 'string' && typeof entry['value'] === 'string';
}

function textInto(value: unknown, put: (text: string) => void): string | null {
  if (typeof value !== 'string' && value !== null) return 'a string was expected.';
  put(value ?? '');
  return null;
}

function momentInto(value: unknown, put: (moment: WallMoment) => void): string | null {
  if (!isObject(value) || typeof value['dateTime'] !== 'string') return 'a dateTimeTimeZone was expected.';
  if (parseWall(value['dateTime']) === null) return `'${value['dateTime']}' is not a dateTime.`;
  put({ dateTime: value['dateTime'], timeZone: typeof value['timeZone'] === 'string' ? value['timeZone'] : 'UTC' });
  return null;
}

function flagInto(name: keyof EventChange): Reader {
  return (value, change) => {
    if (typeof value !== 'boolean') return 'true or false was expected.';
    Object.assign(change, { [name]: value });
    return null;
  };
}

function memberInto(name: keyof EventChange, members: readonly string[]): Reader {
  return (value, change) => {
    const member = oneOf(members, value);
    if (member === null) return `one of ${members.join(', ')} was expected.`;
    Object.assign(change, { [name]: member });
    return null;
  };
}

function readInvitee(value: unknown): Invitee | null {
  const mail = isObject(value) ? value['emailAddress'] : null;
  if (!isObject(value) || !isObject(mail) || typeof mail['address'] !== 'string') return null;
  const type = oneOf(ATTENDEE_TYPES, value['type']);
  return {
    address: mail['address'],
    ...(typeof mail['name'] === 'string' ? { name: mail['name'] } : {}),
    type: type ?? 'required',
  };
}

function readPlace(value: Json): Place {
  const address = value['locationEmailAddress'] ?? (value['uniqueIdType'] === 'directory' ? value['uniqueId'] : null);
  return {
    displayName: typeof value['displayName'] === 'string' ? value['displayName'] : '',
    address: typeof address === 'string' ? address : null,
    locationType:
      typeof address === 'string' || value['locationType'] === 'conferenceRoom' ? 'conferenceRoom' : 'default',
  };
}

function isEmptyPlace(value: Json): boolean {
  return (value['displayName'] ?? '') === '' && value['locationEmailAddress'] === undefined;
}

function readRecurrence(value: unknown, body: Json): RecurrenceDraft | null {
  if (!isObject(value) || !isObject(value['pattern']) || !isObject(value['range'])) return null;
  const start = isObject(body['start']) ? parseWall(String(body['start']['dateTime'])) : null;
  const pattern = readPattern(value['pattern']);
  const range = readRange(value['range'], start?.day ?? null);
  if (pattern === null || range === null) return null;
  const zoneName = value['range']['recurrenceTimeZone'];
  return { pattern, range, ...(typeof zoneName === 'string' && zoneName !== '' ? { zoneName } : {}) };
}

function readPattern(value: Json): Pattern | null {
  const interval = wholeNumber(value['interval'], 1, 999);
  const dayOfMonth = wholeNumber(value['dayOfMonth'], 1, 31);
  const month = wholeNumber(value['month'], 1, 12);
  const named = Array.isArray(value['daysOfWeek']) ? value['daysOfWeek'].map((day) => oneOf(WEEKDAYS, day)) : [];
  const weekdays = named.filter((day) => day !== null).map((day) => WEEKDAYS.indexOf(day));
  const index = oneOf(WEEK_INDEXES, value['index'] ?? 'first');
  if (interval === null || weekdays.length < named.length) return null;
  switch (String(value['type']).toLowerCase()) {
    case 'daily':
      return { type: 'daily', interval };
    case 'weekly': {
      const firstDayOfWeek = WEEKDAYS.indexOf(oneOf(WEEKDAYS, value['firstDayOfWeek']) ?? 'sunday');
      return { type: 'weekly', interval, weekdays, firstDayOfWeek };
    }
    case 'absolutemonthly':
      return dayOfMonth === null ? null : { type: 'absoluteMonthly', interval, dayOfMonth };
    case 'relativemonthly':
      return index === null ? null : { type: 'relativeMonthly', interval, weekdays, index };
    case 'absoluteyearly':
      return dayOfMonth === null || month === null ? null : { type: 'absoluteYearly', interval, dayOfMonth, month };
    case 'relativeyearly':
      return index === null || month === null ? null : { type: 'relativeYearly', interval, weekdays, index, month };
    default:
      return null;
  }
}

function readRange(value: Json, startDay: Day | null): Range | null {
  const firstDay = typeof value['startDate'] === 'string' ? parseDay(value['startDate']) : startDay;
  if (firstDay === null) return null;
  switch (String(value['type']).toLowerCase()) {
    case 'noend':
      return { type: 'noEnd', firstDay };
    case 'numbered': {
      const count = wholeNumber(value['numberOfOccurrences'], 1, MOST_OCCURRENCES);
      return count === null ? null : { type: 'numbered', firstDay, count };
    }
    case 'enddate': {
      const lastDay = parseDay(String(value['endDate']));
      return lastDay === null || lastDay < firstDay ? null : { type: 'endDate', firstDay, lastDay };
    }
    default:
      return null;
  }
}

function wholeNumber(value: unknown, least: number, most: number): number | null {
  return Number.isInteger(value) && (value as number) >= least && (value as number) <= most ? (value as number) : null;
}

function oneOf<const T extends string>(members: readonly T[], value: unknown): T | null {
  const wanted = typeof value === 'string' ? value.toLowerCase() : null;
  return members.find((member) => member.toLowerCase() === wanted) ?? null;
}
