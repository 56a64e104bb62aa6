/** The last resort: what nobody foresaw becomes a 500 with a number that finds it in the log, and nothing more. */

import type { ErrorHandler } from 'hono';
import { CalendarUnavailable } from '../ports/calendar.ts';
import type { Chance, Log } from '../ports/runtime.ts';
import { StoreUnavailable } from '../ports/store.ts';
import { problemResponse } from './problem-response.ts';

export function answerUnforeseen({ log, chance }: { log: Log; chance: Pick<Chance, 'uuid'> }): ErrorHandler {
  return (error, c) => {
    const requestId = chance.uuid();
    if (error instanceof CalendarUnavailable) {
      log.warn('http.calendar-unavailable', { requestId, path: c.req.routePath, reason: error.reason });
      return problemResponse({ kind: 'calendar-away' });
    }
    if (error instanceof StoreUnavailable) {
      log.error('http.store-unavailable', { requestId, path: c.req.routePath });
      return problemResponse({ kind: 'not-ready', detail: NOTHING_KEPT, retryAfterMs: STORE_RETRY_MS });
    }
    // Where it broke, but not its message: that may hold what somebody sent.
    log.error('http.unforeseen', { requestId, path: c.req.routePath, error: error.name, at: frames(error) });
    return problemResponse({ kind: 'our-mistake', requestId });
  };
}

const NOTHING_KEPT = 'Nothing can be written down just now, so nothing was done.';
/** A backup's lock is gone by then; a full disk costs a tablet one more try. */
const STORE_RETRY_MS = 5_000;
const FRAMES_KEPT = 4;

function frames(error: Error): string {
  const lines = (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '));
  return lines
    .slice(0, FRAMES_KEPT)
    .map((line) => line.trim())
    .join(' < ');
}
