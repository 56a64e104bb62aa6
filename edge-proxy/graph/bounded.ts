/** One deadline over a whole exchange, body included, and a cap on what is read: a slow drip must not hold a lane. */

import { type Instant, instant } from '../../shared/basics/instant.ts';
import type { Clock } from '../ports/runtime.ts';

export class DeadlinePassed extends Error {
  override readonly name = 'DeadlinePassed';
}

export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
}

export async function withDeadline<T>(
  clock: Clock,
  deadlineMs: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const callOff = clock.after(deadlineMs, () => controller.abort(new DeadlinePassed(`nothing after ${deadlineMs} ms`)));
  try {
    return await work(controller.signal);
  } finally {
    callOff();
    // Whatever is still open of this exchange is of no use to anybody.
    controller.abort();
  }
}

/** The whole body as text. @throws BodyTooLarge past `maxBytes`, having read no more than that */
export async function readBounded(response: Response, maxBytes: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  if (response.body === null) return text;
  for await (const chunk of response.body) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new BodyTooLarge(`more than ${maxBytes} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** Undefined where it is no JSON: an answer of another kind than asked, or one that was cut short. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Milliseconds to wait by a Retry-After header: seconds, with or without a fraction, or an HTTP date. That is by the
 * sender's clock, which its own Date header tells; by ours, an hour off, we would wait for an hour or not at all. A header
 * that a gateway sent twice counts by the longest wait; one that says nothing we know of is as none.
 */
export function readRetryAfter(headers: Headers, now: number): number | null {
  const value = headers.get('retry-after')?.trim() ?? '';
  // fetch joins headers of one name by commas, and a date has a comma of its own.
  const waits = HTTP_DATE.test(value)
    ? [Date.parse(value) - (readDate(headers) ?? now)]
    : value.split(',').flatMap((one) => (SECONDS.test(one.trim()) ? [Number(one) * 1_000] : []));
  const waitMs = Math.max(...waits);
  return Number.isFinite(waitMs) ? Math.min(Math.max(0, Math.ceil(waitMs)), LONGEST_WAIT_MS) : null;
}

const SECONDS = /^(\d+\.?\d*|\.\d+)$/;
/** Date.parse would make a date of nearly anything, such as of "-1" one long past. */
const HTTP_DATE = /^[a-z]{3,9},? .*\d/i;

/** When the answer was sent, by its sender's clock, to the second; null where it does not tell. */
export function readDate(headers: Headers): Instant | null {
  const sentAt = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(sentAt) ? null : instant(sentAt);
}

/** No server's word keeps us away for longer than this. */
const LONGEST_WAIT_MS = 3_600_000;
