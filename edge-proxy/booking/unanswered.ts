/**
 * Meetings whose making was asked for and never answered. Such a write may still take effect, and Exchange makes no second
 * one of its transactionId only for as long as the first is there: until then nothing of ours is taken away.
 */

import type { IntentKey } from '../../shared/basics/ids.ts';
import { addMs, type Instant } from '../../shared/basics/instant.ts';

/** Far longer than a request that we have given up goes on by itself. */
const MAY_COME_MS = 60_000;
/** More than a night of outages leaves behind; the oldest have long come, or never will. */
const MOST_REMEMBERED = 1_000;

export type Unanswered = ReturnType<typeof createUnanswered>;

export function createUnanswered() {
  /** By the key that was asked with, and by the event that was made of it in the end. */
  const since = new Map<string, Instant>();

  function note(what: string, at: Instant): void {
    since.delete(what);
    since.set(what, at);
    const [oldest] = since.keys();
    if (since.size > MOST_REMEMBERED && oldest !== undefined) since.delete(oldest);
  }

  return {
    note: (key: IntentKey, at: Instant): void => note(key, at),

    /** One of the tries has made this event. */
    became(key: IntentKey, eventId: string): void {
      const at = since.get(key);
      if (at !== undefined) note(eventId, at);
    },

    mayComeYet(keyOrEvent: string, now: Instant): boolean {
      const at = since.get(keyOrEvent);
      return at !== undefined && now < addMs(at, MAY_COME_MS);
    },
  };
}
