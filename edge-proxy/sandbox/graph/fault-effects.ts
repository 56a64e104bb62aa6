/** What planned faults do to an answer. */

import type { RequestFault, RetryAfter } from './faults.ts';
import { type GraphAnswer, problem } from './graph-answer.ts';

/** What goes out: an answer; text that is none; or nothing at all. */
export type Outcome = GraphAnswer | { text: string; contentType: string } | 'hang-up';

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

/** What is done to an answer that was already given. */
export function spoil(outcome: Outcome, fault: RequestFault): Outcome {
  switch (fault.kind) {
    case 'status-after':
      return problem(fault.status, fault.code ?? codeOf(fault.status), fault.message ?? '');
    case 'truncated': {
      if (outcome === 'hang-up' || 'text' in outcome) return outcome;
      const text = JSON.stringify(outcome.body ?? {});
      return { text: text.slice(0, Math.max(1, Math.floor(text.length / 2))), contentType: JSON_TYPE };
    }
    case 'drop':
      return 'hang-up';
    default:
      return outcome;
  }
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
