/**
 * Fetch to the proxy. An answer counts only if status, media type and shape are the proxy's: a captive portal says 200
 * with a page of its own to whatever it is asked, and a tablet that believed it would show a booking nobody made.
 */

import { type Codec, encodeText, object } from '../../shared/basics/codec.ts';
import { type Instant, instant, SECOND_MS } from '../../shared/basics/instant.ts';
import { err, mapOk, type Result } from '../../shared/basics/result.ts';
import { intentAnswerCodec, intentCodec } from '../../shared/wire/intent-request.ts';
import { pairingCodeCodec, pairingRequestCodec, pairingStatusCodec } from '../../shared/wire/pairing.ts';
import { PROBLEM_TYPE_BASE, type Problem, problemCodec } from '../../shared/wire/problem.ts';
import type { NoAnswer, Pairedness, ProxyClient, TabletClock } from '../ports.ts';

/** The proxy answers in milliseconds or not at all; a person at the door waits no longer than this. */
const DEADLINE_MS = 8 * SECOND_MS;
/** The proxy holds a pairing tablet's question for up to 25 s. */
const LONG_POLL_DEADLINE_MS = 40 * SECOND_MS;
/** Far above any answer of the proxy's; what is longer is somebody else's page. */
const LONGEST_ANSWER = 100_000;

export type ProxyClientParts = {
  readonly fetch: typeof fetch;
  readonly clock: TabletClock;
  /** Told the proxy's time by each answer that can be believed, to the second. */
  readonly onProxyTime?: (time: Instant) => void;
};

export function createProxyClient({ fetch, clock, onProxyTime = () => {} }: ProxyClientParts): ProxyClient {
  async function ask<T>(request: Ask<T>): Promise<Result<T, Problem | NoAnswer>> {
    const abort = new AbortController();
    const cancelDeadline = clock.after(request.deadlineMs ?? DEADLINE_MS, () => abort.abort());
    try {
      const response = await fetch(request.path, {
        method: request.body === undefined ? 'GET' : 'POST',
        ...(request.body !== undefined && {
          body: request.body,
          headers: { 'content-type': 'application/json' },
        }),
        credentials: 'same-origin',
        cache: 'no-store',
        // The proxy never redirects; captive portals do.
        redirect: 'error',
        signal: abort.signal,
      });
      const answer = readAnswer(response, await response.text(), request.codec);
      const sentAt = Date.parse(response.headers.get('date') ?? '');
      if (!Number.isNaN(sentAt) && (answer.ok || isProblem(answer.error))) onProxyTime(instant(sentAt));
      return answer;
    } catch {
      // No network, a redirect, the deadline: fetch says only that it failed.
      return err({ kind: 'no-answer' });
    } finally {
      cancelDeadline();
    }
  }

  return {
    postIntent: (intent) =>
      ask({ path: '/api/intents', body: encodeText(intentCodec, intent), codec: intentAnswerCodec }),
    startPairing: (particulars) =>
      ask({ path: '/api/pairings', body: encodeText(pairingRequestCodec, { particulars }), codec: pairingCodeCodec }),
    async awaitPairing() {
      const answer = await ask({
        path: '/api/pairings/current',
        codec: pairingStatusCodec,
        deadlineMs: LONG_POLL_DEADLINE_MS,
      });
      return mapOk(answer, ({ status }) => status);
    },
    async askWhetherPaired(): Promise<Pairedness> {
      const answer = await ask({ path: '/api/device', codec: ownDeviceCodec });
      if (answer.ok) return 'paired';
      if (isNotPaired(answer.error)) return 'unpaired';
      // Any other refusal that is not the proxy's passing trouble leaves the stream itself to be tried.
      return isProblem(answer.error) && !isPassing(answer.error) ? 'paired' : 'no-answer';
    },
  };
}

export function isProblem(error: Problem | NoAnswer): error is Problem {
  return 'type' in error;
}

/** The proxy is overrun, starting or unwell: the same request may fare better soon. A refusal is final, whatever its status. */
export function isPassing({ status, refusal }: Problem): boolean {
  return refusal === undefined && (status === 429 || status >= 500);
}

/** The proxy's own word that this tablet has no room. */
export function isNotPaired(error: Problem | NoAnswer): boolean {
  return isProblem(error) && error.status === 401 && error.type === `${PROBLEM_TYPE_BASE}not-paired`;
}

type Ask<T> = {
  readonly path: string;
  /** JSON; left out: GET. */
  readonly body?: string;
  readonly codec: Codec<T>;
  readonly deadlineMs?: number;
};

/** The device's own particulars do not matter here, only that it has some. */
const ownDeviceCodec = object({});

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
