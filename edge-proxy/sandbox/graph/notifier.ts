/**
 * Delivery: late, in bursts, several items to a POST, and again when nobody has answered well. A receiver that can live
 * with this can live with the service.
 */

import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../shared/basics/instant.ts';
import type { SandboxClock } from '../sandbox-clock.ts';
import type { Post } from './post.ts';

const FIRST_PATIENCE_MS = 3 * SECOND_MS;
const RETRY_PATIENCE_MS = 10 * SECOND_MS;
const FIRST_RETRY_AFTER_MS = 5 * SECOND_MS;
const LONGEST_RETRY_AFTER_MS = 10 * MINUTE_MS;
const GIVES_UP_AFTER_MS = 4 * HOUR_MS;

/** Nobody documents how many items go together; enough to see more than one. */
const MOST_ITEMS_IN_POST = 20;
/** What waits for one address that never answers well; the oldest are given up for the newest. */
const MOST_ITEMS_WAITING = 5_000;

export type Delivery = {
  url: string;
  subscriptionId: string;
  item: Readonly<Record<string, unknown>>;
};

type Needs = {
  clock: SandboxClock;
  post: Post;
  /** Whether its subscription is still there; what is not wanted any more is not delivered. */
  isWanted(delivery: Delivery): boolean;
  /** Told of each delivery that was given up. */
  onLost(delivery: Delivery): void;
};

type Attempt = { deliveries: readonly Delivery[]; since: number; number: number };

export function createNotifier({ clock, post, isWanted, onLost }: Needs) {
  const waiting = new Map<string, Delivery[]>();
  const timers = new Set<() => void>();
  const calls = new Set<AbortController>();
  let closed = false;

  function later(ms: number, run: () => void): void {
    const callOff = clock.after(ms, () => {
      timers.delete(callOff);
      run();
    });
    timers.add(callOff);
  }

  function flush(url: string): void {
    const ready = waiting.get(url) ?? [];
    waiting.delete(url);
    for (let from = 0; from < ready.length; from += MOST_ITEMS_IN_POST) {
      void attempt(url, { deliveries: ready.slice(from, from + MOST_ITEMS_IN_POST), since: clock.now(), number: 0 });
    }
  }

  /** Never rejects: whatever goes wrong on the way is a reason to try again. */
  async function attempt(url: string, { deliveries, since, number }: Attempt): Promise<void> {
    const wanted = deliveries.filter(isWanted);
    if (wanted.length === 0 || closed) return;
    const call = new AbortController();
    calls.add(call);
    const callOff = clock.after(number === 0 ? FIRST_PATIENCE_MS : RETRY_PATIENCE_MS, () => call.abort());
    const body = JSON.stringify({ value: wanted.map(({ item }) => item) });
    const isTaken = await post(url, { headers: { 'Content-Type': 'application/json' }, body }, call.signal)
      .then(({ status }) => status >= 200 && status < 300)
      // Unreachable or too slow.
      .catch(() => false);
    callOff();
    calls.delete(call);
    if (isTaken || closed) return;
    const waitMs = Math.min(FIRST_RETRY_AFTER_MS * 2 ** number, LONGEST_RETRY_AFTER_MS);
    if (clock.now() + waitMs - since > GIVES_UP_AFTER_MS) {
      for (const delivery of wanted) onLost(delivery);
      return;
    }
    later(waitMs, () => void attempt(url, { deliveries: wanted, since, number: number + 1 }));
  }

  return {
    /** Delivers after `ms`, together with whatever else is due for that address at the same moment. */
    deliver(delivery: Delivery, ms: number): void {
      later(ms, () => {
        const ready = waiting.get(delivery.url);
        if (ready === undefined) {
          waiting.set(delivery.url, [delivery]);
          later(0, () => flush(delivery.url));
          return;
        }
        ready.push(delivery);
        const oldest = ready.length > MOST_ITEMS_WAITING ? ready.shift() : undefined;
        if (oldest !== undefined) onLost(oldest);
      });
    },
    close(): void {
      closed = true;
      for (const callOff of timers) callOff();
      for (const call of calls) call.abort();
      timers.clear();
      calls.clear();
    },
  };
}
