/** An event as Graph writes it. The members stand in the order in which the service sends them. */

import type { Zone } from '../../../shared/basics/zone.ts';
import {
  type Attendee,
  attendeesOf,
  type Content,
  contentOf,
  type Instance,
  isCancelled,
  type Place,
  type Response,
  responseOf,
  type Span,
} from '../exchange/calendar-item.ts';
import { instanceICalUId, instanceId, mutableId } from '../exchange/item-ids.ts';
import { WEEKDAYS } from '../exchange/mailbox.ts';
import { spanOnDay } from '../exchange/occurrences.ts';
import type { Recurrence } from '../exchange/recurrence.ts';
import { printDay, printWall, wallReading } from '../exchange/wall-time.ts';
import type { Preferences } from './query-options.ts';

export type EventJson = Record<string, unknown>;

type View = Pick<Preferences, 'zone' | 'zoneName' | 'immutableIds'>;

/** How Graph writes "never": the first moment that .NET can think of. */
const NEVER = '0001-01-01T00:00:00Z';

/** As long as the service makes previews. */
const PREVIEW_LENGTH = 255;

export function eventJson(instance: Instance, view: View): EventJson {
  const { item, day, change } = instance;
  const content = contentOf(instance);
  const id = printId(instanceId(item.id, day), view);
  const changeKey = changeKeyOf(instance);
  return {
    '@odata.etag': etagOf(instance),
    id,
    createdDateTime: printMoment(item.createdAt),
    lastModifiedDateTime: printMoment(change?.modifiedAt ?? item.modifiedAt),
    changeKey,
    categories: content.categories,
    transactionId: item.transactionId,
    originalStartTimeZone: item.startZoneName,
    originalEndTimeZone: item.endZoneName,
    iCalUId: instanceICalUId(item.iCalUId, day),
    reminderMinutesBeforeStart: content.reminderMinutesBeforeStart,
    isReminderOn: content.isReminderOn,
    hasAttachments: false,
    subject: content.subject,
    bodyPreview: preview(content.body),
    importance: content.importance,
    sensitivity: content.sensitivity,
    isAllDay: instance.span.kind === 'all-day',
    isCancelled: isCancelled(instance),
    isOrganizer: item.isOrganizer,
    responseRequested: content.responseRequested,
    seriesMasterId: day === null ? null : printId(item.id, view),
    showAs: content.showAs,
    type: typeOf(instance),
    webLink: `https://outlook.office365.com/owa/?itemid=${encodeURIComponent(id)}&exvsurl=1&path=/calendar/item`,
    onlineMeetingUrl: null,
    isOnlineMeeting: content.joinUrl !== null,
    onlineMeetingProvider: content.joinUrl === null ? 'unknown' : 'teamsForBusiness',
    allowNewTimeProposals: content.allowNewTimeProposals,
    isDraft: false,
    hideAttendees: content.hideAttendees,
    recurrence: day === null && item.recurrence !== null ? recurrenceJson(item.recurrence) : null,
    responseStatus: responseJson(responseOf(instance)),
    body: content.body,
    start: boundJson(instance.span, 'start', view),
    end: boundJson(instance.span, 'end', view),
    location: locationJson(content.locations[0]),
    locations: content.locations.map(locationJson),
    attendees: attendeesOf(instance).map(attendeeJson),
    organizer: { emailAddress: item.organizer },
    onlineMeeting: content.joinUrl === null ? null : { joinUrl: content.joinUrl },
    ...(day === null ? {} : { originalStart: originalStart(instance) }),
  };
}

export function etagOf(instance: Instance): string {
  return `W/"${changeKeyOf(instance)}"`;
}

/** Comes only when it is asked for, and only of a series. */
export function cancelledOccurrences({ item, day }: Instance, view: View): string[] {
  return day === null ? [...item.removed].map((gone) => `OID.${printId(item.id, view)}.${printDay(gone)}`) : [];
}

export function boundJson(span: Span, bound: 'start' | 'end', { zone, zoneName }: Pick<View, 'zone' | 'zoneName'>) {
  return { dateTime: printBound(span, bound, zone), timeZone: zoneName };
}

/** ISO 8601 with seven decimals, as .NET prints it. */
export function printMoment(moment: number): string {
  return new Date(moment).toISOString().replace('Z', '0000Z');
}

/** All-day events are dates: midnight in whatever zone was asked for. */
function printBound(span: Span, bound: 'start' | 'end', zone: Zone): string {
  if (span.kind === 'timed') return printWall(wallReading(span[bound], zone));
  return printWall({ day: bound === 'start' ? span.firstDay : span.endDay, ms: 0 });
}

function changeKeyOf({ item, change }: Instance): string {
  return change?.changeKey ?? item.changeKey;
}

function printId(id: string, { immutableIds }: Pick<View, 'immutableIds'>): string {
  return immutableIds ? id : mutableId(id);
}

function typeOf({ item, day, change }: Instance): string {
  if (item.recurrence === null) return 'singleInstance';
  if (day === null) return 'seriesMaster';
  return change === null ? 'occurrence' : 'exception';
}

function originalStart({ item, day }: Instance): string {
  if (item.recurrence === null || day === null) return NEVER;
  const span = spanOnDay(item.span, day, item.recurrence.zone);
  const moment =
    span.kind === 'timed' ? new Date(span.start).toISOString() : `${printDay(span.firstDay)}T00:00:00.000Z`;
  return moment.replace('.000', '');
}

function preview({ contentType, content }: Content['body']): string {
  const text = contentType === 'html' ? content.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ') : content;
  return text.trim().slice(0, PREVIEW_LENGTH);
}

function responseJson({ response, time }: Response) {
  return { response, time: time === null ? NEVER : new Date(time).toISOString() };
}

function attendeeJson({ type, status, name, address }: Attendee) {
  return { type, status: responseJson(status), emailAddress: { name, address } };
}

function locationJson(place: Place | undefined) {
  if (place === undefined) return { displayName: '', locationType: 'default', uniqueIdType: 'unknown' };
  const { displayName, address, locationType } = place;
  return address === null
    ? { displayName, locationType, uniqueId: displayName, uniqueIdType: 'private' }
    : { displayName, locationType, uniqueId: address, uniqueIdType: 'directory' };
}

function recurrenceJson({ pattern, range, zoneName }: Recurrence) {
  const weekdays = 'weekdays' in pattern ? pattern.weekdays.map((day) => WEEKDAYS[day]) : null;
  return {
    pattern: {
      type: pattern.type,
      interval: pattern.interval,
      month: 'month' in pattern ? pattern.month : 0,
      dayOfMonth: 'dayOfMonth' in pattern ? pattern.dayOfMonth : 0,
      ...(weekdays === null ? {} : { daysOfWeek: weekdays }),
      firstDayOfWeek: pattern.type === 'weekly' ? WEEKDAYS[pattern.firstDayOfWeek] : 'sunday',
      index: 'index' in pattern ? pattern.index : 'first',
    },
    range: {
      type: range.type,
      startDate: printDay(range.firstDay),
      endDate: range.type === 'endDate' ? printDay(range.lastDay) : '0001-01-01',
      recurrenceTimeZone: zoneName,
      numberOfOccurrences: range.type === 'numbered' ? range.count : 0,
    },
  };
}
