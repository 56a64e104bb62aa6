/**
 * One exchange with Graph: a request by Microsoft's client with our token, under a deadline, its answer read to the end
 * and taken for no more than it is. The client's own authentication, retries and redirects are left out, because they
 * send no token over http, send a POST twice and ignore deadlines.
 */

import { Client, type Middleware, ResponseType } from '@microsoft/microsoft-graph-client';
import type { Instant } from '../../shared/basics/instant.ts';
import { CalendarUnavailable } from '../ports/calendar.ts';
import type { Clock } from '../ports/runtime.ts';
import { BodyTooLarge, parseJson, readBounded, readDate, readRetryAfter, withDeadline } from './bounded.ts';
import type { Urgency } from './lanes.ts';
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
  /** Nothing is sent after this, not even once: somebody's wish that has run out (design, 11). */
  readonly notAfter?: Instant;
};

/** `body` is the JSON, or undefined where there was none. */
export type GraphAnswer = { readonly status: number; readonly code: string | null; readonly body: unknown };

export const VERSION = 'v1.0';
const READ_DEADLINE_MS = 15_000;
/** A subscription is answered only after Graph has called us back twice, with 10 s for each (graph-facts, section 1). */
const WRITE_DEADLINE_MS = 30_000;
/** A page of a hundred events measures about 200 kB. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;

export type Outcome =
  | {
      readonly kind: 'answer';
      readonly answer: GraphAnswer;
      readonly isHtml: boolean;
      readonly isJson: boolean;
      readonly retryAfterMs: number | null;
      /** By Graph's clock, where it tells. */
      readonly sentAt: Instant | null;
      readonly token: string;
    }
  | { readonly kind: 'lost'; readonly sent: boolean; readonly cause: unknown };

/** `lost`: no answer, and `sent` says whether Graph may have got the request all the same. */
export type SendToGraph = (call: GraphCall, token: string) => Promise<Outcome>;

/** `endpoint` without a closing slash and without the version. */
export function createGraphRequests(endpoint: string, clock: Clock, fetch = globalThis.fetch): SendToGraph {
  const tokenMiddleware = createTokenMiddleware(endpoint);
  tokenMiddleware.setNext(networkMiddleware(fetch));
  const sdk = Client.initWithMiddleware({
    baseUrl: `${endpoint}/`,
    defaultVersion: VERSION,
    middleware: tokenMiddleware,
  });

  return async (call, token) => {
    const method = call.method ?? 'GET';
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
          retryAfterMs: readRetryAfter(response.headers, clock.now()),
          sentAt: readDate(response.headers),
          token,
        };
      });
    } catch (thrown) {
      const cause = attempted.failure ?? thrown;
      if (cause instanceof BodyTooLarge)
        throw new CalendarUnavailable('bad-answer', { mayHaveHappened: method !== 'GET', cause });
      return { kind: 'lost', sent: !neverSent(cause), cause };
    }
  };
}

/** The SDK's own would call the global `fetch`, and a simulation has a network of its own. */
function networkMiddleware(fetch: typeof globalThis.fetch): Middleware {
  return {
    async execute(context) {
      context.response = await fetch(context.request, context.options);
    },
  };
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
