/**
 * A clock for parts that talk over real sockets: a wait passes at once, taking the time with it, so that a minute of
 * retries costs no minute. What waits as long as a deadline stays pending until the test lets it pass.
 */

import type { Clock } from '../../edge-proxy/ports/runtime.ts';
import { addMs, type Instant } from '../../shared/basics/instant.ts';

export type LeapingClock = Clock & {
  /** The waits that were leapt over, in milliseconds, in their order. */
  readonly waits: number[];
  /** Moves the time without running anything. */
  pass(ms: number): void;
  /** Resolves when a deadline is set, and lets it pass. */
  passNextDeadline(): Promise<void>;
};

/** Exchanges with Graph and Entra have one of these (graph-client.ts, token-endpoint.ts). */
const DEADLINES: readonly number[] = [15_000, 30_000];

export function createLeapingClock(start: Instant): LeapingClock {
  let now = start;
  const waits: number[] = [];
  const deadlines = new Set<() => void>();
  let awaitedDeadline: (() => void) | null = null;

  return {
    waits,
    now: () => now,
    after(delayMs, run) {
      if (DEADLINES.includes(delayMs)) {
        const pass = () => {
          now = addMs(now, delayMs);
          run();
        };
        deadlines.add(pass);
        awaitedDeadline?.();
        return () => void deadlines.delete(pass);
      }
      let calledOff = false;
      waits.push(delayMs);
      setImmediate(() => {
        if (calledOff) return;
        now = addMs(now, delayMs);
        run();
      });
      return () => {
        calledOff = true;
      };
    },
    pass(ms) {
      now = addMs(now, ms);
    },
    async passNextDeadline() {
      if (deadlines.size === 0) {
        await new Promise<void>((resolve) => {
          awaitedDeadline = resolve;
        });
        awaitedDeadline = null;
      }
      for (const pass of [...deadlines]) pass();
    },
  };
}
