/**
 * One call to Graph, as everything in this folder makes it: with our token, in a lane, under a deadline, its answer
 * checked. On Microsoft's client for the request itself; its own authentication, retries and redirects are left out,
 * because they send no token over http, send a POST twice and ignore deadlines (docs/decisions/0003).
 */

import { Client, HTTPMessageHandler, ResponseType } from '@microsoft/microsoft-graph-client';
import { addMs, type Instant } from '../../shared/basics/instant.ts';
import { CalendarUnavailable, type Chance, type Clock } from '../ports.ts';
import type { AppCredential } from './app-credential.ts';
import { BodyTooLarge, parseJson, readBounded, readRetryAfter, withDeadline } from './bounded.ts';
import { cutNextLink } from './graph-path.ts';
import { judgeAnswer } from './judge-answer.ts';
import { type Lanes, LanesFull, type Urgency } from './lanes.ts';
import { Attempt, createTokenMiddleware } from './token-middleware.ts';

export type GraphCall = {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below the version, by graphPath and graphQuery. */
  readonly path: string;
  /** Whose four lanes it takes and whose pauses it heeds; null for what belongs to no mailbox. */
  readonly mailbox: string | null;
  readonly urgency: Urgency;
  readonly body?: object;
  readonly ifMatch?: string;
  readonly pageSize?: number;
  /** Statuses beside 2xx that the caller knows what to make of. A mailbox that is gone is never among them. */
  readonly accept?: readonly number[];
  /** Doing it twice is as good as once, so a lost answer is no reason to stop. Reads always are. */
  readonly repeatable?: boolean;
};

/** `body` is the JSON, or undefined where there was none. */
export type GraphAnswer = { readonly status: number; readonly code: string | null; readonly body: unknown };

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
};

const VERSION = 'v1.0';
const READ_DEADLINE_MS = 15_000;
/** A subscription is answered only after Graph has called us back twice, with 10 s for each (graph-facts, section 1). */
const WRITE_DEADLINE_MS = 30_000;
/** A page of a hundred events measures about 200 kB. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;
/** All tries together. After that the caller knows better what to do than to wait here. */
const PATIENCE_MS = 30_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8_000;

type Outcome =
  | {
      readonly kind: 'answer';
      readonly answer: GraphAnswer;
      readonly isHtml: boolean;
      readonly isJson: boolean;
      readonly retryAfterMs: number | null;
      readonly token: string;
    }
  | { readonly kind: 'lost'; readonly sent: boolean; readonly cause: unknown };

export function createGraphClient({ endpoint, credential, lanes, clock, chance }: Needs): GraphClient {
  const tokenMiddleware = createTokenMiddleware(endpoint);
  tokenMiddleware.setNext(new HTTPMessageHandler());
  const sdk = Client.initWithMiddleware({
    baseUrl: `${endpoint}/`,
    defaultVersion: VERSION,
    middleware: tokenMiddleware,
  });
  const pausedUntil = new Map<string | null, Instant>();

  async function call(call: GraphCall): Promise<GraphAnswer> {
    const isRead = (call.method ?? 'GET') === 'GET';
    const giveUpAt = addMs(clock.now(), PATIENCE_MS);
    let mayHaveHappened = false;
    let renewed: string | null = null;

    for (let tries = 1; ; tries += 1) {
      await waitOutPause(call, giveUpAt, mayHaveHappened);
      const outcome = await inLane(call, () => attempt(call, renewed));
      let fault: {
        reason: CalendarUnavailable['reason'];
        undone: boolean;
        retryAfterMs: number | null;
        cause: unknown;
      };

      if (outcome.kind === 'lost') {
        fault = { reason: 'graph-unreachable', undone: !outcome.sent, retryAfterMs: null, cause: outcome.cause };
      } else {
        const { answer, retryAfterMs } = outcome;
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

  async function inLane<T>(call: GraphCall, task: () => Promise<T>): Promise<T> {
    try {
      return await lanes.run(call, task);
    } catch (cause) {
      throw cause instanceof LanesFull ? new CalendarUnavailable('throttled', { cause }) : cause;
    }
  }

  async function attempt(call: GraphCall, renewed: string | null): Promise<Outcome> {
    const method = call.method ?? 'GET';
    const token = renewed ?? (await credential.token());
    const attempted = new Attempt(token);
    try {
      return await withDeadline(clock, method === 'GET' ? READ_DEADLINE_MS : WRITE_DEADLINE_MS, async (signal) => {
        const request = sdk
          .api(call.path)
          .headers(headersOf(call))
          // A redirect would be followed with our token on it, and Graph has none to offer.
          .options({ signal, redirect: 'manual' })
          .middlewareOptions([attempted])
          .responseType(ResponseType.RAW);
        const response: Response = await send(request, method, call.body);
        const text = await readBounded(response, MAX_BODY_BYTES);
        const body = parseJson(text);
        const isEmpty = text.trim() === '';
        return {
          kind: 'answer',
          answer: { status: response.status, code: errorCode(body), body },
          isHtml: /html/i.test(response.headers.get('content-type') ?? '') || /^\s*</.test(text),
          isJson: isEmpty ? method !== 'GET' : typeof body === 'object' && body !== null,
          retryAfterMs: readRetryAfter(response.headers.get('retry-after'), clock.now()),
          token,
        };
      });
    } catch (thrown) {
      const cause = attempted.failure ?? thrown;
      if (cause instanceof BodyTooLarge)
        throw new CalendarUnavailable('bad-answer', { mayHaveHappened: method !== 'GET', cause });
      return { kind: 'lost', sent: !neverSent(cause), cause };
    }
  }

  /** What Graph asked of one call holds for all of the mailbox: those that go on asking are counted against it too. */
  function pause(mailbox: string | null, waitMs: number): void {
    const until = addMs(clock.now(), waitMs);
    if (until > (pausedUntil.get(mailbox) ?? 0)) pausedUntil.set(mailbox, until);
  }

  async function waitOutPause({ mailbox }: GraphCall, giveUpAt: Instant, mayHaveHappened: boolean): Promise<void> {
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
      let path = first.path;
      for (let page = 1; page <= maxPages; page += 1) {
        seen.add(path);
        const { body } = await call({ ...first, path });
        const { value, '@odata.nextLink': next } = body as { value?: unknown; '@odata.nextLink'?: unknown };
        if (!Array.isArray(value))
          throw new CalendarUnavailable('bad-answer', { cause: new Error('a page without value') });
        entries.push(...value);
        if (next === undefined || next === null) return entries;
        path = cutNextLink(next, `${endpoint}/${VERSION}`);
        if (seen.has(path))
          throw new CalendarUnavailable('bad-answer', { cause: new Error('the pages go round in a circle') });
      }
      throw new CalendarUnavailable('bad-answer', { cause: new Error(`more than ${maxPages} pages`) });
    },
  };
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

type SdkRequest = ReturnType<Client['api']>;

function send(
  request: SdkRequest,
  method: NonNullable<GraphCall['method']>,
  body: object | undefined,
): Promise<Response> {
  switch (method) {
    case 'GET':
      return request.get();
    case 'POST':
      return request.post(body ?? {});
    case 'PATCH':
      return request.patch(body ?? {});
    case 'DELETE':
      return request.delete();
    default:
      return method satisfies never;
  }
}

/** One Prefer header with all in it: a second one would drop the first. */
function headersOf({ pageSize, ifMatch }: GraphCall): Record<string, string> {
  const preferences = ['IdType="ImmutableId"', 'outlook.timezone="UTC"'];
  if (pageSize !== undefined) preferences.push(`odata.maxpagesize=${pageSize}`);
  return {
    Accept: 'application/json',
    Prefer: preferences.join(', '),
    ...(ifMatch !== undefined && { 'If-Match': ifMatch }),
  };
}

function errorCode(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || !('error' in body)) return null;
  const { error } = body;
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code.slice(0, 100) : null;
}

/** Nobody was there to take the request, so it cannot have been carried out. */
const NEVER_SENT: readonly unknown[] = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'];

function neverSent(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  if ('code' in cause && NEVER_SENT.includes(cause.code)) return true;
  if (cause instanceof AggregateError && cause.errors.length > 0) return cause.errors.every(neverSent);
  return cause.cause !== undefined && neverSent(cause.cause);
}

function withDoubt(fault: CalendarUnavailable, mayHaveHappened: boolean): CalendarUnavailable {
  const wait = fault.retryAfterMs === null ? {} : { retryAfterMs: fault.retryAfterMs };
  return new CalendarUnavailable(fault.reason, { ...wait, mayHaveHappened, cause: fault.cause });
}
