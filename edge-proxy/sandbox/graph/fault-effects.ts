/** What planned faults do to an answer. */

import type { SandboxClock } from '../sandbox-clock.ts';
import type { RequestFault, RetryAfter } from './faults.ts';
import { type GraphAnswer, isObject, problem } from './graph-answer.ts';

/** What goes out: an answer; text that is none, or only in drops; or nothing at all. */
export type Outcome = GraphAnswer | { text: string; contentType: string; dripMs?: number } | 'hang-up';

export const JSON_TYPE = 'application/json; odata.metadata=minimal; charset=utf-8';
const CAPTIVE_PORTAL =
  '<!doctype html><html><head><title>Sign in</title></head><body>Please sign in to the network.</body></html>';

/** What strikes before anything is done; null where nothing does. */
export function refusedBy(fault: RequestFault, now: number): Outcome | null {
  switch (fault.kind) {
    case 'status':
      return problem(
        fault.status,
        fault.code ?? codeOf(fault.status),
        fault.message ?? '',
        retryAfter(fault.retryAfter, now),
      );
    case 'html':
      return { text: CAPTIVE_PORTAL, contentType: 'text/html; charset=utf-8' };
    case 'drop':
      return fault.when === 'after' ? null : 'hang-up';
    default:
      return null;
  }
}

/** What is done to an answer that was already given; `nextPage` gives the address of a page that nobody has named yet. */
export function spoil(outcome: Outcome, fault: RequestFault, nextPage: () => string): Outcome {
  switch (fault.kind) {
    case 'status-after':
      return problem(fault.status, fault.code ?? codeOf(fault.status), fault.message ?? '');
    case 'truncated': {
      if (outcome === 'hang-up' || 'text' in outcome) return outcome;
      const text = JSON.stringify(outcome.body ?? {});
      return { text: text.slice(0, Math.max(1, Math.floor(text.length / 2))), contentType: JSON_TYPE };
    }
    case 'drip':
      if (outcome === 'hang-up' || 'text' in outcome) return outcome;
      return { text: JSON.stringify(outcome.body ?? {}), contentType: JSON_TYPE, dripMs: fault.everyMs };
    case 'endless':
      if (outcome === 'hang-up' || 'text' in outcome || !isObject(outcome.body)) return outcome;
      if (!('value' in outcome.body)) return outcome;
      return { ...outcome, body: { ...outcome.body, '@odata.nextLink': nextPage() } };
    case 'drop':
      return 'hang-up';
    default:
      return outcome;
  }
}

/** Ends only when whoever reads it has had enough. */
export function dripping(text: string, everyMs: number, clock: SandboxClock): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  const blank = new TextEncoder().encode(' ');
  let sent = 0;
  let callOff = (): void => undefined;
  return new ReadableStream({
    pull: (controller) =>
      new Promise((resolve) => {
        callOff = clock.after(everyMs, () => {
          controller.enqueue(sent < bytes.length ? bytes.slice(sent, sent + 1) : blank);
          sent += 1;
          resolve();
        });
      }),
    cancel: () => callOff(),
  });
}

/** In a batch there is no connection to hang up on, and no body but JSON. */
export function answerOf(outcome: Outcome): GraphAnswer {
  return outcome === 'hang-up' || 'text' in outcome ? problem(502, 'BadGateway', '') : outcome;
}

const CODES: Readonly<Record<number, string>> = {
  401: 'InvalidAuthenticationToken',
  403: 'ErrorAccessDenied',
  404: 'ErrorItemNotFound',
  410: 'SyncStateNotFound',
  412: 'ErrorIrresolvableConflict',
  429: 'TooManyRequests',
  500: 'InternalServerError',
  502: 'BadGateway',
  503: 'serviceNotAvailable',
};

function codeOf(status: number): string {
  return CODES[status] ?? 'UnknownError';
}

function retryAfter(wait: RetryAfter | undefined, now: number): Record<string, string> {
  if (wait === undefined) return {};
  const { seconds, form = 'seconds' } = wait;
  return { 'Retry-After': form === 'date' ? new Date(now + seconds * 1000).toUTCString() : String(seconds) };
}
