/**
 * Fetch to the proxy. An answer counts only if status, media type and shape are the proxy's: a captive portal says 200
 * with a page of its own to whatever it is asked, and a tablet that believed it would show a booking nobody made.
 */

import type { Codec } from '../../shared/basics/codec.ts';
import { type Instant, instant, SECOND_MS } from '../../shared/basics/instant.ts';
import { err, type Result } from '../../shared/basics/result.ts';
import { type Problem, problemCodec } from '../../shared/wire/problem.ts';
import type { NoAnswer, TabletClock } from '../ports.ts';

/** The proxy answers in milliseconds or not at all; a person at the door waits no longer than this. */
const DEADLINE_MS = 8 * SECOND_MS;
/** Far above any answer of the proxy's; what is longer is somebody else's page. */
const LONGEST_ANSWER = 100_000;

export type Question<T> = {
  readonly path: string;
  /** JSON; left out: GET. */
  readonly body?: string;
  readonly codec: Codec<T>;
  readonly deadlineMs?: number;
};

export type AskProxy = <T>(question: Question<T>) => Promise<Result<T, Problem | NoAnswer>>;

export type AskProxyParts = {
  readonly fetch: typeof fetch;
  readonly clock: TabletClock;
  /** Told the proxy's time by each answer that can be believed, to the second. */
  readonly onProxyTime?: (time: Instant) => void;
};

export function createAskProxy({ fetch, clock, onProxyTime = () => {} }: AskProxyParts): AskProxy {
  return async ({ path, body, codec, deadlineMs = DEADLINE_MS }) => {
    const abort = new AbortController();
    const cancelDeadline = clock.after(deadlineMs, () => abort.abort());
    try {
      const response = await fetch(path, {
        method: body === undefined ? 'GET' : 'POST',
        ...(body !== undefined && {
          body,
          headers: { 'content-type': 'application/json' },
        }),
        credentials: 'same-origin',
        cache: 'no-store',
        // The proxy never redirects; captive portals do.
        redirect: 'error',
        signal: abort.signal,
      });
      const answer = readAnswer(response, await response.text(), codec);
      const sentAt = Date.parse(response.headers.get('date') ?? '');
      if (!Number.isNaN(sentAt) && (answer.ok || isProblem(answer.error))) onProxyTime(instant(sentAt));
      return answer;
    } catch {
      // No network, a redirect, the deadline: fetch says only that it failed.
      return err({ kind: 'no-answer' });
    } finally {
      cancelDeadline();
    }
  };
}

export function isProblem(error: Problem | NoAnswer): error is Problem {
  return 'type' in error;
}

function readAnswer<T>(response: Response, body: string, codec: Codec<T>): Result<T, Problem | NoAnswer> {
  const mediaType = (response.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  const wanted = response.ok ? 'application/json' : 'application/problem+json';
  const input = mediaType === wanted && body.length <= LONGEST_ANSWER ? parseJson(body) : undefined;
  if (response.ok) {
    const answer = codec.decode(input);
    return answer.ok ? answer : err({ kind: 'no-answer' });
  }
  const problem = problemCodec.decode(input);
  return err(problem.ok ? problem.value : { kind: 'no-answer' });
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
