/** The calendar view: what happens in a stretch of time, series expanded. What every door is painted from. */

import { DAY_MS } from '../../../shared/basics/instant.ts';
import type { Instance } from '../exchange/calendar-item.ts';
import { eventJson } from './event-json.ts';
import { CONTEXT, type GraphAnswer, type GraphRequest, problem } from './graph-answer.ts';
import { type MailboxAsked, type Operation, READ_CALENDARS, type Site } from './operation.ts';
import {
  appliedHeader,
  EVENTS_PAGE,
  missingWindow,
  ordered,
  paged,
  readPage,
  readPreferences,
  readQueryMoment,
  readSelect,
  selected,
} from './query-options.ts';

/** Exchange refuses longer views. */
const LONGEST_VIEW_DAYS = 1_825;
/** `$select` gives neither of them in a calendar view: so the documentation says, and so clients find. */
const NOT_SELECTABLE_IN_VIEW: readonly string[] = ['createdDateTime', 'lastModifiedDateTime'];

export function viewOperations({ exchange, baseUrl }: Site): Operation[] {
  function view({ request, mailbox, param }: MailboxAsked): GraphAnswer {
    const preferences = readPreferences(request);
    if (!preferences.ok) return preferences.error;
    const page = readPage(request, preferences.value.maxPageSize ?? EVENTS_PAGE);
    if (!page.ok) return page.error;
    const [startText, endText] = [request.query.get('startdatetime'), request.query.get('enddatetime')];
    if (startText === undefined || endText === undefined) return missingWindow();
    const [start, end] = [readQueryMoment(startText), readQueryMoment(endText)];
    if (start === null || end === null) {
      return problem(
        400,
        'ErrorInvalidParameter',
        `The value '${start === null ? startText : endText}' is not a valid date and time.`,
      );
    }
    if (end < start) return problem(400, 'ErrorInvalidParameter', 'The EndDateTime must be after the StartDateTime.');
    if (end - start > LONGEST_VIEW_DAYS * DAY_MS) {
      return problem(400, 'ErrorCalendarViewRangeTooBig', 'The specified view range exceeds the maximum range.');
    }
    const select = readSelect(request);
    const visible =
      select === null ? null : new Set([...select].filter((name) => !NOT_SELECTABLE_IN_VIEW.includes(name)));
    const instances = exchange.calendar(mailbox.id).view(start, end);
    const context = `${CONTEXT}#users('${encodeURIComponent(param('user'))}')/calendarView`;
    const print = (instance: Instance) => selected(eventJson(instance, preferences.value), visible);
    const listing = { request, page: page.value, baseUrl: baseUrl(), context };
    // The view is already in the order of its starts; only another order has to see every event as it is printed.
    const body = isOrderOfStarts(request)
      ? paged(instances, print, listing)
      : paged(
          ordered(
            instances.map((one) => eventJson(one, preferences.value)),
            request,
          ),
          (event) => selected(event, visible),
          listing,
        );
    return { status: 200, headers: appliedHeader(preferences.value), body };
  }

  const reading = {
    name: 'list-calendar-view',
    method: 'GET',
    roles: READ_CALENDARS,
    of: 'mailbox',
    answer: view,
  } as const;
  return [
    { ...reading, path: 'users/:user/calendarView' },
    { ...reading, path: 'users/:user/calendar/calendarView' },
  ];
}

function isOrderOfStarts(request: GraphRequest): boolean {
  const order = request.query.get('$orderby');
  return order === undefined || /^start\/dateTime( asc)?$/i.test(order.trim());
}
