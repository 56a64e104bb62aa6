/**
 * Between the word to stop and the end. Whatever is asked now belongs to the next life: a tablet keeps its tap and sends it
 * again with the same key, where a tap that was still taken would wait, recorded and untouched, for a start.
 */

import type { MiddlewareHandler } from 'hono';
import { problemResponse } from './problem-response.ts';

/** A restart takes a few seconds; tablets spread their own return. */
const BACK_IN_MS = 2_000;

export function refuseWhileDraining(isDraining: () => boolean): MiddlewareHandler {
  return async (_c, next) => {
    if (!isDraining()) {
      await next();
      return undefined;
    }
    const refused = problemResponse({ kind: 'not-ready', detail: 'Restarting.', retryAfterMs: BACK_IN_MS });
    // Or the next try would come by a connection that is about to be cut.
    refused.headers.set('Connection', 'close');
    return refused;
  };
}
