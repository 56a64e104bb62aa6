/** Free and busy, and what a mailbox says of itself. */

import { DAY_MS, MINUTE_MS } from '../../../shared/basics/instant.ts';
import { contentOf, type Instance, isCancelled, responseOf, type ShowAs } from '../exchange/calendar-item.ts';
import type { Mailbox } from '../exchange/mailbox.ts';
import { type Bounds, boundsOf, touches } from '../exchange/occurrences.ts';
import { momentOf, parseWall } from '../exchange/wall-time.ts';
import { readZone } from '../exchange/zones.ts';
import { boundJson } from './event-json.ts';
import { CONTEXT, type GraphAnswer, isObject, jsonBody, problem, problems } from './graph-answer.ts';
import { type MailboxAsked, type Operation, READ_CALENDARS, type Site } from './operation.ts';
import { type Preferences, readPreferences, zoneNotSupported } from './query-options.ts';

const MOST_SCHEDULES = 20;
const LONGEST_SPAN_DAYS = 62;
const DEFAULT_INTERVAL_MINUTES = 30;
const SHORTEST_INTERVAL_MINUTES = 5;
const LONGEST_INTERVAL_MINUTES = 1_440;

/** The digits of `availabilityView`; the higher one wins where events overlap. */
const DIGITS: Readonly<Record<ShowAs, number>> = {
  free: 0,
  tentative: 1,
  busy: 2,
  oof: 3,
  workingElsewhere: 4,
  unknown: 0,
};

export function scheduleOperations({ exchange, clock }: Site): Operation[] {
  function getSchedule({ request }: MailboxAsked): GraphAnswer {
    const preferences = readPreferences(request);
    if (!preferences.ok) return preferences.error;
    const body = jsonBody(request);
    if (body === null) return problems.notJson();
    const schedules = member(body, 'schedules');
    if (!Array.isArray(schedules) || schedules.length === 0 || !schedules.every((one) => typeof one === 'string')) {
      return problem(400, 'ErrorInvalidParameter', 'The parameter Schedules must name at least one address.');
    }
    if (schedules.length > MOST_SCHEDULES) {
      return problem(400, 'ErrorInvalidParameter', `At most ${MOST_SCHEDULES} schedules can be asked for at once.`);
    }
    const [start, end] = [readMoment(member(body, 'startTime')), readMoment(member(body, 'endTime'))];
    if (typeof start === 'object') return start;
    if (typeof end === 'object') return end;
    if (end <= start || end - start > LONGEST_SPAN_DAYS * DAY_MS) {
      return problem(400, 'ErrorInvalidTimeInterval', `The span must be positive and under ${LONGEST_SPAN_DAYS} days.`);
    }
    const interval = Number(member(body, 'availabilityViewInterval') ?? DEFAULT_INTERVAL_MINUTES);
    if (!Number.isInteger(interval) || interval < SHORTEST_INTERVAL_MINUTES || interval > LONGEST_INTERVAL_MINUTES) {
      return problem(400, 'ErrorInvalidMergedFreeBusyInterval', 'The interval must be from 5 to 1440 minutes.');
    }
    const value = schedules.map((address) => schedule(address, { start, end }, interval, preferences.value));
    return {
      status: 200,
      body: { '@odata.context': `${CONTEXT}#Collection(microsoft.graph.scheduleInformation)`, value },
    };
  }

  function schedule(address: string, window: Bounds, intervalMinutes: number, preferences: Preferences) {
    const mailbox = exchange.mailbox(address);
    if (mailbox === null) {
      const message = `Unable to resolve e-mail address ${address} to an Active Directory object.`;
      const error = { message, responseCode: 'ErrorMailRecipientNotFound' };
      return { scheduleId: address, availabilityView: '', scheduleItems: [], error };
    }
    const instances = exchange
      .calendar(mailbox.id)
      .view(window.start, window.end)
      .filter((one) => !isCancelled(one) && responseOf(one).response !== 'declined');
    return {
      scheduleId: address,
      availabilityView: availability(instances, window, intervalMinutes * MINUTE_MS, mailbox),
      scheduleItems: instances.map((one) => scheduleItem(one, preferences)),
      workingHours: workingHoursJson(mailbox),
    };
  }

  function mailboxSettings({ mailbox, param }: MailboxAsked): GraphAnswer {
    const midnight = {
      dateTime: `${new Date(clock.now()).toISOString().slice(0, 10)}T00:00:00.0000000`,
      timeZone: 'UTC',
    };
    const body = {
      '@odata.context': `${CONTEXT}#users('${encodeURIComponent(param('user'))}')/mailboxSettings`,
      archiveFolder: null,
      timeZone: mailbox.windowsZone,
      delegateMeetingMessageDeliveryOptions: 'sendToDelegateOnly',
      dateFormat: 'dd.MM.yyyy',
      timeFormat: 'HH:mm',
      userPurpose: mailbox.kind,
      automaticRepliesSetting: {
        status: 'disabled',
        externalAudience: 'all',
        internalReplyMessage: '',
        externalReplyMessage: '',
        scheduledStartDateTime: midnight,
        scheduledEndDateTime: midnight,
      },
      language: mailbox.locale,
      workingHours: workingHoursJson(mailbox),
    };
    return { status: 200, body };
  }

  return [
    {
      name: 'get-schedule',
      method: 'POST',
      path: 'users/:user/calendar/getSchedule',
      roles: READ_CALENDARS,
      of: 'mailbox',
      answer: getSchedule,
    },
    {
      name: 'get-mailbox-settings',
      method: 'GET',
      path: 'users/:user/mailboxSettings',
      roles: ['MailboxSettings.Read', 'MailboxSettings.ReadWrite'],
      of: 'mailbox',
      answer: mailboxSettings,
    },
  ];
}

/** The documentation writes action parameters in camel case, the service's own metadata in Pascal case; both are taken. */
function member(body: Record<string, unknown>, name: string): unknown {
  return body[name] ?? body[name.charAt(0).toUpperCase() + name.slice(1)];
}

function readMoment(value: unknown): number | GraphAnswer {
  const dateTime = isObject(value) ? parseWall(String(value['dateTime'])) : null;
  if (!isObject(value) || dateTime === null) {
    return problem(400, 'ErrorInvalidParameter', 'StartTime and EndTime must be given with dateTime and timeZone.');
  }
  const name = typeof value['timeZone'] === 'string' ? value['timeZone'] : 'UTC';
  const zone = readZone(name);
  return zone === null ? zoneNotSupported(name) : momentOf(dateTime, zone);
}

function availability(instances: readonly Instance[], window: Bounds, stepMs: number, { zone }: Mailbox): string {
  let digits = '';
  for (let start = window.start; start < window.end; start += stepMs) {
    const slot = { start, end: Math.min(start + stepMs, window.end) };
    const taken = instances.filter(({ span }) => touches(boundsOf(span, zone), slot));
    digits += Math.max(0, ...taken.map((one) => DIGITS[contentOf(one).showAs]));
  }
  return digits;
}

/** A private meeting shows that it is, and nothing else. */
function scheduleItem(instance: Instance, preferences: Preferences) {
  const { sensitivity, showAs, subject, locations } = contentOf(instance);
  const isPrivate = sensitivity === 'private';
  return {
    isPrivate,
    status: showAs,
    ...(isPrivate ? {} : { subject, location: locations.map(({ displayName }) => displayName).join('; ') }),
    start: boundJson(instance.span, 'start', preferences),
    end: boundJson(instance.span, 'end', preferences),
  };
}

function workingHoursJson({ workingHours, windowsZone }: Mailbox) {
  return {
    daysOfWeek: workingHours.daysOfWeek,
    startTime: timeOfDay(workingHours.startMinutes),
    endTime: timeOfDay(workingHours.endMinutes),
    timeZone: { name: windowsZone },
  };
}

function timeOfDay(minutes: number): string {
  return `${new Date(minutes * MINUTE_MS).toISOString().slice(11, 19)}.0000000`;
}
