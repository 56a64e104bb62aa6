/**
 * How much one app may ask of one mailbox: four requests at once, ten thousand in ten minutes. A refused request counts
 * too, so whoever keeps on asking stays refused.
 * @see https://learn.microsoft.com/graph/throttling-limits
 */

import { MINUTE_MS } from '../../../shared/basics/instant.ts';
import type { SandboxClock } from '../sandbox-clock.ts';
import { type GraphAnswer, problem } from './graph-answer.ts';

const MOST_AT_ONCE = 4;
const MOST_PER_PERIOD = 10_000;
const PERIOD_MS = 10 * MINUTE_MS;
/** Undocumented; one request of the four will be done by then. */
const CONCURRENCY_RETRY_AFTER_S = 1;

type Count = { atOnce: number; inPeriod: number; periodStart: number };

export function createMailboxLimits(clock: SandboxClock) {
  const counts = new Map<string, Count>();

  function countOf(key: string): Count {
    const now = clock.now();
    const known = counts.get(key);
    if (known === undefined) {
      const fresh = { atOnce: 0, inPeriod: 0, periodStart: now };
      counts.set(key, fresh);
      return fresh;
    }
    if (now - known.periodStart >= PERIOD_MS) Object.assign(known, { inPeriod: 0, periodStart: now });
    return known;
  }

  return {
    /** The answer that refuses, or null and the place is taken: give it back by `leave`. */
    enter(appId: string, mailboxId: string): GraphAnswer | null {
      const count = countOf(`${appId}/${mailboxId}`);
      count.inPeriod += 1;
      if (count.inPeriod > MOST_PER_PERIOD) {
        const waitS = Math.ceil((count.periodStart + PERIOD_MS - clock.now()) / 1000);
        return throttled('Application is over its MailboxRequestRate limit.', waitS);
      }
      if (count.atOnce >= MOST_AT_ONCE) {
        return throttled('Application is over its MailboxConcurrency limit.', CONCURRENCY_RETRY_AFTER_S);
      }
      count.atOnce += 1;
      return null;
    },
    leave(appId: string, mailboxId: string): void {
      countOf(`${appId}/${mailboxId}`).atOnce -= 1;
    },
  };
}

function throttled(message: string, waitS: number): GraphAnswer {
  return problem(429, 'ApplicationThrottled', message, { 'Retry-After': String(waitS) });
}
