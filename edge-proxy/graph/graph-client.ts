/**
 * Every call to Graph that this folder makes: in a lane, with a token that is renewed once where it is refused, tried
 * again where that is safe, and honest about a write whose answer was lost.
 */

import { addMs, earliest, type Instant, SECOND_MS } from '../../shared/basics/instant.ts';
import { CalendarUnavailable } from '../ports/calendar.ts';
import type { Chance, Clock, Meter } from '../ports/runtime.ts';
import type { AppCredential } from './app-credential.ts';
import { countRequests } from './counted-requests.ts';
import { cutNextLink } from './graph-path.ts';
import { createGraphRequests, type GraphAnswer, type GraphCall, type Outcome, VERSION } from './graph-request.ts';
import { judgeAnswer } from './judge-answer.ts';
import { type Lanes, LanesFull } from './lanes.ts';

export type GraphClient = {
  /** @throws CalendarUnavailable, with `mayHaveHappened` where the answer to a write was lost */
  call(call: GraphCall): Promise<GraphAnswer>;
  /** The entries of all pages, or none. @throws CalendarUnavailable; past `maxPages` too, as a part would pass for all */
  callAllPages(call: GraphCall, maxPages: number): Promise<unknown[]>;
};

type Needs = {
  /** No closing slash, no version. */
  readonly endpoint: string;
  readonly credential: AppCredential;
  readonly lanes: Lanes;
  readonly clock: Clock;
  readonly chance: Pick<Chance, 'fraction'>;
  readonly meter?: Meter;
  readonly fetch?: typeof fetch;
  /** Told the time by Graph's clock, to the second, with each of its answers. Must not throw. */
  readonly onGraphTime?: (time: Instant) => void;
};

/** All tries together. After that the caller knows better what to do than to wait here. */
const PATIENCE_MS = 30_000;
/** Pages that never end cost a minute at the most, and no more memory than this many entries. */
const ALL_PAGES_MS = 60_000;
const MOST_ENTRIES = 20_000;
/** In a row, with nothing on them that was not on one before: Graph may send an empty page now and then, not ten. */
const MOST_BARREN_PAGES = 10;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8_000;

/** Worth another try, or the end. `undone`: certainly nothing has happened. */
type Fault = {
  readonly reason: CalendarUnavailable['reason'];
  readonly undone: boolean;
  readonly retryAfterMs: number | null;
  readonly cause: unknown;
};

export function createGraphClient(needs: Needs): GraphClient {
  const { endpoint, credential, lanes, clock, chance, meter } = needs;
  const requests = createGraphRequests(endpoint, clock, needs.fetch);
  const sendToGraph = meter === undefined ? requests : countRequests(requests, meter);
  const pausedUntil = new Map<string | null, Instant>();

  async function call(call: GraphCall): Promise<GraphAnswer> {
    const isRead = (call.method ?? 'GET') === 'GET';
    const patient = addMs(clock.now(), PATIENCE_MS);
    const giveUpAt = call.notAfter === undefined ? patient : earliest(patient, call.notAfter);
    let mayHaveHappened = false;
    let renewed: string | null = null;

    for (let tries = 1; ; tries += 1) {
      await waitOutPause(call, giveUpAt, mayHaveHappened);
      if (tries > 1) meter?.count('graph_retries_total', {});
      const outcome = await inLane(call, renewed, mayHaveHappened);
      let fault: Fault;

      if (outcome.kind === 'lost') {
        fault = { reason: 'graph-unreachable', undone: !outcome.sent, retryAfterMs: null, cause: outcome.cause };
      } else {
        const { answer, retryAfterMs, sentAt } = outcome;
        // A page for people is from some box on the way, with a clock of its own.
        if (sentAt !== null && !outcome.isHtml) needs.onGraphTime?.(sentAt);
        // A gateway that fails, or a page for people, has not looked at the token.
        const hasLooked = answer.status < 500 && answer.status !== 429 && !outcome.isHtml;
        if (hasLooked) credential.judged?.(outcome.token, answer.status !== 401, call.mailbox);
        const asked = { ofMailbox: call.mailbox !== null, accept: call.accept };
        const verdict = judgeAnswer({ ...answer, isHtml: outcome.isHtml }, asked);
        if (verdict.kind === 'known') return answer;
        if (verdict.kind === 'good') {
          if (outcome.isJson) return answer;
          throw new CalendarUnavailable('bad-answer', { mayHaveHappened: !isRead, cause: new GraphRefused(answer) });
        }
        const cause = new GraphRefused(answer);
        if (verdict.kind === 'renew-token') {
          if (renewed !== null) throw new CalendarUnavailable('credential-refused', { mayHaveHappened, cause });
          renewed = await renewToken(outcome.token, mayHaveHappened);
          continue;
        }
        if (verdict.kind === 'final') {
          throw new CalendarUnavailable(verdict.reason, { mayHaveHappened, cause });
        }
        if (retryAfterMs !== null) pause(call.mailbox, retryAfterMs);
        fault = { ...verdict, retryAfterMs, cause };
      }

      if (!isRead && !fault.undone) mayHaveHappened = true;
      const waitMs = waitBefore(tries, fault.retryAfterMs);
      const mayRepeat = isRead || fault.undone || call.repeatable === true;
      if (!mayRepeat || addMs(clock.now(), waitMs) > giveUpAt) {
        const wait = fault.retryAfterMs === null ? {} : { retryAfterMs: fault.retryAfterMs };
        throw new CalendarUnavailable(fault.reason, { ...wait, mayHaveHappened, cause: fault.cause });
      }
      await sleep(waitMs);
    }
  }

  async function renewToken(refused: string, mayHaveHappened: boolean): Promise<string> {
    try {
      return await credential.renew(refused);
    } catch (cause) {
      throw cause instanceof CalendarUnavailable ? withDoubt(cause, mayHaveHappened) : cause;
    }
  }

  async function inLane(call: GraphCall, renewed: string | null, mayHaveHappened: boolean): Promise<Outcome> {
    const askedAt = clock.now();
    try {
      return await lanes.run(call, async () => {
        meter?.count('graph_lane_wait_seconds_total', { urgency: call.urgency }, (clock.now() - askedAt) / SECOND_MS);
        const token = renewed ?? (await credential.token());
        // Looked at last, since the pause, the lane and the token may each have taken their time.
        if (call.notAfter !== undefined && clock.now() > call.notAfter) {
          throw new CalendarUnavailable('throttled', {
            cause: new Error('its time had passed before it could be sent'),
          });
        }
        return sendToGraph(call, token);
      });
    } catch (cause) {
      if (cause instanceof LanesFull) throw new CalendarUnavailable('throttled', { mayHaveHappened, cause });
      throw cause instanceof CalendarUnavailable ? withDoubt(cause, mayHaveHappened) : cause;
    }
  }

  /** What Graph asked of one call holds for all of the mailbox: those that go on asking are counted against it too. */
  function pause(address: string | null, waitMs: number): void {
    const mailbox = address?.toLowerCase() ?? null;
    const until = addMs(clock.now(), waitMs);
    if (until > (pausedUntil.get(mailbox) ?? 0)) pausedUntil.set(mailbox, until);
  }

  async function waitOutPause(call: GraphCall, giveUpAt: Instant, mayHaveHappened: boolean): Promise<void> {
    const mailbox = call.mailbox?.toLowerCase() ?? null;
    for (;;) {
      const until = pausedUntil.get(mailbox);
      if (until === undefined) return;
      const leftMs = until - clock.now();
      if (leftMs <= 0) {
        pausedUntil.delete(mailbox);
        return;
      }
      if (until > giveUpAt) throw new CalendarUnavailable('throttled', { retryAfterMs: leftMs, mayHaveHappened });
      await sleep(leftMs);
    }
  }

  function waitBefore(tries: number, retryAfterMs: number | null): number {
    const jitter = chance.fraction();
    // Never earlier than asked, and not all at the same moment either.
    if (retryAfterMs !== null) return retryAfterMs + jitter * FIRST_WAIT_MS;
    return jitter * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (tries - 1));
  }

  function sleep(ms: number): Promise<void> {
    return new Promise((resolve) => void clock.after(ms, resolve));
  }

  return {
    call,
    async callAllPages(first, maxPages) {
      const entries: unknown[] = [];
      const seen = new Set<string>();
      const ids = new Set<unknown>();
      let barren = 0;
      let path = first.path;
      const giveUpAt = addMs(clock.now(), ALL_PAGES_MS);
      for (let page = 1; page <= maxPages && entries.length <= MOST_ENTRIES && clock.now() < giveUpAt; page += 1) {
        seen.add(path);
        const { body } = await call({ ...first, path });
        const { value, '@odata.nextLink': next } = body as { value?: unknown; '@odata.nextLink'?: unknown };
        if (!Array.isArray(value))
          throw new CalendarUnavailable('bad-answer', { cause: new Error('a page without value') });
        entries.push(...value);
        if (next === undefined || next === null) return entries;
        barren = bringsNew(value, ids) ? 0 : barren + 1;
        if (barren >= MOST_BARREN_PAGES)
          throw new CalendarUnavailable('bad-answer', { cause: new Error('the pages bring nothing new') });
        path = cutNextLink(next, `${endpoint}/${VERSION}`);
        if (seen.has(path))
          throw new CalendarUnavailable('bad-answer', { cause: new Error('the pages go round in a circle') });
      }
      throw new CalendarUnavailable('bad-answer', { cause: new Error('the pages do not end') });
    },
  };
}

/** Notes the ids on this page. What has none is new each time: nobody can tell. */
function bringsNew(page: readonly unknown[], ids: Set<unknown>): boolean {
  let isNew = false;
  for (const entry of page) {
    const id = typeof entry === 'object' && entry !== null && 'id' in entry ? entry.id : null;
    isNew ||= id === null || !ids.has(id);
    ids.add(id);
  }
  return isNew;
}

/** Graph's own no, for whoever looks into a cause: status and code, never its message, which names people. */
export class GraphRefused extends Error {
  override readonly name = 'GraphRefused';
  readonly status: number;
  readonly code: string | null;

  constructor({ status, code }: GraphAnswer) {
    super(`Graph answered ${status} ${code ?? ''}`.trim());
    this.status = status;
    this.code = code;
  }
}

function withDoubt(fault: CalendarUnavailable, mayHaveHappened: boolean): CalendarUnavailable {
  const wait = fault.retryAfterMs === null ? {} : { retryAfterMs: fault.retryAfterMs };
  const doubt = fault.mayHaveHappened || mayHaveHappened;
  return new CalendarUnavailable(fault.reason, { ...wait, mayHaveHappened: doubt, cause: fault.cause });
}
