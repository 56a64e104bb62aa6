/**
 * The delta of a calendar view, with its traps: the window is fixed by the first call, occurrences come bare beside their
 * master, and a token that has grown old sends the client back to the beginning.
 * @see https://learn.microsoft.com/graph/api/event-delta
 */

import type { Instance } from '../exchange/calendar-item.ts';
import { wholeOf } from '../exchange/occurrences.ts';
import { type EventJson, etagOf, eventJson } from './event-json.ts';
import { CONTEXT, type GraphAnswer, problem } from './graph-answer.ts';
import { type MailboxAsked, type Operation, READ_CALENDARS, type Site } from './operation.ts';
import {
  appliedHeader,
  EVENTS_PAGE,
  missingWindow,
  type Preferences,
  readPreferences,
  readQueryMoment,
} from './query-options.ts';

/** What is remembered of rounds; older tokens are as dead as they are in the service when they fall out of its cache. */
const MOST_ROUNDS_KEPT = 1_000;

const NOT_SUPPORTED = ['$select', '$expand', '$filter', '$orderby', '$search'];

type Window = { start: number; end: number };

/** `told`: the etag of each entity as the client knows it; `rest`: what is still to come of this round. */
type Round = { mailboxId: string; window: Window; told: ReadonlyMap<string, string>; rest: readonly EventJson[] };

export function deltaOperation({ exchange, chance, baseUrl }: Site): Operation {
  const rounds = new Map<string, Round>();

  function keep(round: Round): string {
    const oldest = rounds.size >= MOST_ROUNDS_KEPT ? rounds.keys().next().value : undefined;
    if (oldest !== undefined) rounds.delete(oldest);
    const token = `${chance.id()}.${round.window.start}.${round.window.end}`;
    rounds.set(token, round);
    return token;
  }

  function delta({ request, mailbox, param }: MailboxAsked): GraphAnswer {
    const preferences = readPreferences(request);
    if (!preferences.ok) return preferences.error;
    const unsupported = NOT_SUPPORTED.find((name) => request.query.has(name));
    if (unsupported !== undefined) {
      return problem(
        400,
        'ErrorInvalidUrlQuery',
        `The query option ${unsupported} is not supported on change tracking.`,
      );
    }
    const path = `${baseUrl()}/v1.0/users/${encodeURIComponent(param('user'))}/calendarView/delta`;
    const skipToken = request.query.get('$skiptoken');
    const token = skipToken ?? request.query.get('$deltatoken') ?? '';
    const held = rounds.get(token);
    if (token !== '' && held?.mailboxId !== mailbox.id) return startOver(path, token);
    const round = held === undefined ? firstRound(mailbox.id, request.query) : held;
    if (round === null) return missingWindow();

    const begun = skipToken === undefined ? begin(round, preferences.value) : round;
    const size = preferences.value.maxPageSize ?? EVENTS_PAGE;
    const next = keep({ ...begun, rest: begun.rest.slice(size) });
    const isLast = begun.rest.length <= size;
    const link = isLast
      ? { '@odata.deltaLink': `${path}?$deltatoken=${next}` }
      : { '@odata.nextLink': `${path}?$skiptoken=${next}` };
    const body = { '@odata.context': `${CONTEXT}#Collection(event)`, value: begun.rest.slice(0, size), ...link };
    return { status: 200, headers: appliedHeader(preferences.value), body };
  }

  /** What has changed since the last round, or everything where there was none. */
  function begin(round: Round, preferences: Preferences): Round {
    const present = new Map(entities(round, preferences).map((entity) => [String(entity['id']), entity]));
    const changed = [...present].filter(([id, entity]) => round.told.get(id) !== entity['@odata.etag']);
    const gone = [...round.told.keys()].filter((id) => !present.has(id));
    const told = new Map([...present].map(([id, entity]) => [id, String(entity['@odata.etag'])]));
    const removed = gone.map((id) => ({ '@removed': { reason: 'deleted' }, id }));
    return { ...round, told, rest: [...changed.map(([, entity]) => entity), ...removed] };
  }

  /** Each master is listed once, before its occurrences, whether it lies in the window or not. */
  function entities({ mailboxId, window }: Round, preferences: Preferences): EventJson[] {
    const listed = new Set<string>();
    return exchange
      .calendar(mailboxId)
      .view(window.start, window.end)
      .flatMap((instance) => {
        const event = entityOf(instance, preferences);
        if (instance.day === null || listed.has(instance.item.id)) return [event];
        listed.add(instance.item.id);
        return [eventJson(wholeOf(instance.item), preferences), event];
      });
  }

  return {
    name: 'delta',
    method: 'GET',
    path: 'users/:user/calendarView/delta',
    roles: READ_CALENDARS,
    of: 'mailbox',
    answer: delta,
  };
}

function firstRound(mailboxId: string, query: ReadonlyMap<string, string>): Round | null {
  const start = readQueryMoment(query.get('startdatetime'));
  const end = readQueryMoment(query.get('enddatetime'));
  return start === null || end === null ? null : { mailboxId, window: { start, end }, told: new Map(), rest: [] };
}

/** An occurrence says when it is and whose; the rest is on its master. An exception comes whole. */
function entityOf(instance: Instance, preferences: Preferences): EventJson {
  const event = eventJson(instance, preferences);
  if (instance.day === null || instance.change !== null) return event;
  const { id, type, seriesMasterId, start, end } = event;
  return {
    '@odata.type': '#microsoft.graph.event',
    '@odata.etag': etagOf(instance),
    seriesMasterId,
    type,
    id,
    start,
    end,
  };
}

function startOver(path: string, token: string): GraphAnswer {
  const [, start, end] = token.split('.').map(Number);
  const window = [start, end].map((moment) =>
    moment === undefined || Number.isNaN(moment) ? '' : new Date(moment).toISOString(),
  );
  return problem(410, 'SyncStateNotFound', 'The sync state generation is not found; a full read is required.', {
    Location: `${path}?startDateTime=${window[0]}&endDateTime=${window[1]}&$deltatoken=`,
  });
}
