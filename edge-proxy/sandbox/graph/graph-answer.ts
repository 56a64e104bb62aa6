/** A request to Graph and its answer, free of HTTP: one inside a `$batch` is the same thing as one by itself. */

import type { ExchangeFault } from '../exchange/exchange-fault.ts';

export type GraphRequest = {
  method: string;
  /** Behind `/v1.0/`, decoded. */
  segments: readonly string[];
  /** Behind `/v1.0`, as it came, query and all. */
  target: string;
  query: Query;
  header(name: string): string | null;
  bodyText: string;
};

/** Query options by their lower-case name: Graph takes `startdatetime` as well as `startDateTime`. */
export type Query = ReadonlyMap<string, string>;

export type GraphAnswer = { status: number; headers?: Readonly<Record<string, string>>; body?: unknown };

export const CONTEXT = 'https://graph.microsoft.com/v1.0/$metadata';

export function problem(
  status: number,
  code: string,
  message: string,
  headers: Record<string, string> = {},
): GraphAnswer {
  return { status, headers, body: { error: { code, message } } };
}

export function refused({ status, code, message }: ExchangeFault): GraphAnswer {
  return problem(status, code, message);
}

export const problems = {
  badRequest: (message: string) => problem(400, 'BadRequest', message),
  unauthenticated: (message: string) =>
    problem(401, 'InvalidAuthenticationToken', message, {
      'WWW-Authenticate':
        'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000"',
    }),
  accessDenied: () => problem(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.'),
  outsidePolicy: () => problem(403, 'ErrorAccessDenied', 'Access to OData is disabled.'),
  notEnabled: () =>
    problem(
      404,
      'MailboxNotEnabledForRESTAPI',
      'The mailbox is either inactive, soft-deleted, or is hosted on-premise.',
    ),
  noSuchSegment: (segment: string) => problem(400, 'BadRequest', `Resource not found for the segment '${segment}'.`),
  notJson: () =>
    problem(
      400,
      'BadRequest',
      'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
    ),
};

/** The body as a JSON object; null for anything else. */
export function jsonBody({ bodyText }: GraphRequest): Record<string, unknown> | null {
  try {
    const body: unknown = JSON.parse(bodyText);
    return isObject(body) ? body : null;
  } catch {
    return null;
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function readTarget(target: string): { segments: string[]; query: Query } | null {
  const [path = '', queryText = ''] = split(target, '?');
  try {
    const segments = path
      .split('/')
      .filter((segment) => segment !== '')
      .map(decodeURIComponent);
    const query = new Map<string, string>();
    for (const [name, value] of new URLSearchParams(queryText)) query.set(name.toLowerCase(), value);
    return { segments, query };
  } catch {
    // A lone percent sign: no such URL.
    return null;
  }
}

function split(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
