/** The events of a calendar, and what one can do to them. */

import { UTC } from '../../../shared/basics/zone.ts';
import type { Instance } from '../exchange/calendar-item.ts';
import type { Answer } from '../exchange/meetings.ts';
import { wholeOf } from '../exchange/occurrences.ts';
import { readChange, readDraft } from './event-body.ts';
import { readFilter } from './event-filter.ts';
import { cancelledOccurrences, type EventJson, etagOf, eventJson } from './event-json.ts';
import type { OperationName } from './faults.ts';
import { CONTEXT, type GraphAnswer, type GraphRequest, jsonBody, problem, problems, refused } from './graph-answer.ts';
import { type MailboxAsked, type Operation, READ_CALENDARS, type Site, WRITE_CALENDARS } from './operation.ts';
import {
  appliedHeader,
  EVENTS_PAGE,
  ordered,
  type Preferences,
  paged,
  readPage,
  readPreferences,
  readSelect,
  selected,
} from './query-options.ts';

export function eventOperations({ exchange, baseUrl }: Site): Operation[] {
  function list({ request, mailbox, param }: MailboxAsked): GraphAnswer {
    const preferences = readPreferences(request);
    if (!preferences.ok) return preferences.error;
    const page = readPage(request, preferences.value.maxPageSize ?? EVENTS_PAGE);
    if (!page.ok) return page.error;
    const filterText = request.query.get('$filter');
    const test = filterText === undefined ? () => true : readFilter(filterText);
    if (test === null)
      return problem(400, 'ErrorInvalidUrlQueryFilter', 'The query filter contains one or more invalid nodes.');
    const select = readSelect(request);
    const printed = exchange
      .calendar(mailbox.id)
      .items()
      .map(wholeOf)
      .filter(test)
      .map((instance) => withExpanded(eventJson(instance, preferences.value), instance, request));
    const context = `${CONTEXT}#users('${encodeURIComponent(param('user'))}')/events`;
    const expanded = isExpanded(request) && select !== null ? new Set([...select, EXTENDED]) : select;
    const body = paged(ordered(printed, request), (event) => selected(event, expanded), {
      request,
      page: page.value,
      baseUrl: baseUrl(),
      context,
    });
    return { status: 200, headers: appliedHeader(preferences.value), body };
  }

  function create({ request, mailbox, param }: MailboxAsked): GraphAnswer {
    const preferences = readPreferences(request);
    if (!preferences.ok) return preferences.error;
    const body = jsonBody(request);
    if (body === null) return problems.notJson();
    const draft = readDraft(body);
    if (!draft.ok) return refused(draft.error);
    const created = exchange.organize(mailbox.id, draft.value);
    if (!created.ok) return refused(created.error);
    return entity(201, created.value, param('user'), preferences.value);
  }

  function get({ request, mailbox, param }: MailboxAsked): GraphAnswer {
    const preferences = readPreferences(request);
    if (!preferences.ok) return preferences.error;
    const found = exchange.event(mailbox.id, param('event'));
    if (!found.ok) return refused(found.error);
    const select = readSelect(request);
    const event = withExpanded(eventJson(found.value, preferences.value), found.value, request);
    if (select?.has('cancelledOccurrences')) {
      event['cancelledOccurrences'] = cancelledOccurrences(found.value, preferences.value);
    }
    const visible = isExpanded(request) && select !== null ? new Set([...select, EXTENDED]) : select;
    const body = { '@odata.context': entityContext(param('user')), ...selected(event, visible) };
    return { status: 200, headers: appliedHeader(preferences.value), body };
  }

  function update({ request, mailbox, param }: MailboxAsked): GraphAnswer {
    const preferences = readPreferences(request);
    if (!preferences.ok) return preferences.error;
    const body = jsonBody(request);
    if (body === null) return problems.notJson();
    const found = exchange.event(mailbox.id, param('event'));
    if (!found.ok) return refused(found.error);
    if (isStale(request, found.value)) return staleChangeKey();
    const change = readChange(body);
    if (!change.ok) return refused(change.error);
    const updated = exchange.update(mailbox.id, param('event'), change.value);
    if (!updated.ok) return refused(updated.error);
    // The answer to a PATCH is in UTC, whatever zone was preferred.
    return entity(200, updated.value, param('user'), { ...preferences.value, zone: UTC, zoneName: 'UTC', applied: '' });
  }

  function remove({ request, mailbox, param }: MailboxAsked): GraphAnswer {
    const found = exchange.event(mailbox.id, param('event'));
    if (!found.ok) return refused(found.error);
    if (isStale(request, found.value)) return staleChangeKey();
    const removed = exchange.remove(mailbox.id, param('event'));
    return removed.ok ? { status: 204 } : refused(removed.error);
  }

  function cancel({ mailbox, param }: MailboxAsked): GraphAnswer {
    const done = exchange.cancel(mailbox.id, param('event'));
    return done.ok ? { status: 202 } : refused(done.error);
  }

  const respond =
    (answer: Answer) =>
    ({ request, mailbox, param }: MailboxAsked): GraphAnswer => {
      const body = request.bodyText === '' ? {} : jsonBody(request);
      if (body === null) return problems.notJson();
      const sendResponse = (body['sendResponse'] ?? body['SendResponse']) !== false;
      const done = exchange.respond(mailbox.id, param('event'), answer, { sendResponse });
      return done.ok ? { status: 202 } : refused(done.error);
    };

  const reading = (name: OperationName, path: string, answer: (asked: MailboxAsked) => GraphAnswer): Operation => ({
    name,
    method: 'GET',
    path,
    roles: READ_CALENDARS,
    of: 'mailbox',
    answer,
  });
  const writing = (
    name: OperationName,
    method: string,
    path: string,
    answer: (asked: MailboxAsked) => GraphAnswer,
  ): Operation => ({
    name,
    method,
    path,
    roles: WRITE_CALENDARS,
    of: 'mailbox',
    answer,
  });

  return [
    reading('list-events', 'users/:user/events', list),
    reading('list-events', 'users/:user/calendar/events', list),
    writing('create-event', 'POST', 'users/:user/events', create),
    writing('create-event', 'POST', 'users/:user/calendar/events', create),
    reading('get-event', 'users/:user/events/:event', get),
    writing('update-event', 'PATCH', 'users/:user/events/:event', update),
    writing('delete-event', 'DELETE', 'users/:user/events/:event', remove),
    writing('cancel-event', 'POST', 'users/:user/events/:event/cancel', cancel),
    writing('decline-event', 'POST', 'users/:user/events/:event/decline', respond('declined')),
    writing('accept-event', 'POST', 'users/:user/events/:event/accept', respond('accepted')),
    writing(
      'tentatively-accept-event',
      'POST',
      'users/:user/events/:event/tentativelyAccept',
      respond('tentativelyAccepted'),
    ),
  ];
}

function entity(status: number, instance: Instance, user: string, preferences: Preferences): GraphAnswer {
  const body = { '@odata.context': entityContext(user), ...eventJson(instance, preferences) };
  return { status, headers: appliedHeader(preferences), body };
}

function entityContext(user: string): string {
  return `${CONTEXT}#users('${encodeURIComponent(user)}')/events/$entity`;
}

const EXTENDED = 'singleValueExtendedProperties';
const EXPAND = /^singleValueExtendedProperties(?:\(\$filter=(.*)\))?$/i;

function isExpanded(request: GraphRequest): boolean {
  return EXPAND.test(request.query.get('$expand') ?? '');
}

/** Extended properties are never echoed; only `$expand` brings them, and only those whose ids its filter names. */
function withExpanded(event: EventJson, { item }: Instance, request: GraphRequest): EventJson {
  const match = EXPAND.exec(request.query.get('$expand') ?? '');
  if (match === null) return event;
  const ids = [...(match[1] ?? '').matchAll(/id eq '((?:[^']|'')*)'/gi)].map(([, id = '']) => id.toLowerCase());
  const properties = [...item.extendedProperties].filter(([id]) => ids.includes(id.toLowerCase()));
  return properties.length === 0 ? event : { ...event, [EXTENDED]: properties.map(([id, value]) => ({ id, value })) };
}

function isStale(request: GraphRequest, instance: Instance): boolean {
  const wanted = request.header('If-Match');
  if (wanted === null || wanted === '*') return false;
  return !wanted.split(',').some((etag) => bare(etag) === bare(etagOf(instance)));
}

function bare(etag: string): string {
  return etag.trim().replace(/^W\//, '');
}

function staleChangeKey(): GraphAnswer {
  return problem(
    412,
    'ErrorIrresolvableConflict',
    'The send or update operation could not be performed because the change key passed in the request does not match the current change key for the item.',
  );
}
