/**
 * Proof of scope (design, 4.10): a mailbox that the app must not be able to read is tried at start, daily and on demand.
 * Refused, the scope is proven. Readable, the site is sealed: nothing of any calendar leaves the proxy until a later try
 * is refused. An unclear answer proves nothing and changes nothing.
 */

import { HOUR_MS, type Instant, MINUTE_MS, SECOND_MS } from '../../shared/basics/instant.ts';
import type { ScopeReport } from '../../shared/wire/watch.ts';
import type { ScopeProbe } from '../ports/check-probe.ts';
import { type Cancel, type Chance, type Clock, type Log, nameOf } from '../ports/runtime.ts';
import type { Store } from '../ports/store.ts';
import type { ScopeVerdict } from '../ports/watch.ts';
import type { Alarms } from './alarms.ts';

const DAILY_MS = 24 * HOUR_MS;
/** An admin mends the scope and waits for the doors to come back; Exchange takes longer than this to carry it out. */
const WHILE_READABLE_MS = 5 * MINUTE_MS;
const FIRST_RETRY_MS = 30 * SECOND_MS;
const MOST_RETRY_MS = 15 * MINUTE_MS;
/** How long a first start waits for the answer before it shows any calendar. */
const START_PATIENCE_MS = 10 * SECOND_MS;

export type Canary = {
  /** The first try. Where no clear answer was ever had, resolves with it or after a short patience; else at once. */
  start(): Promise<void>;
  /** A try that began after this call. */
  tryNow(): Promise<ScopeReport>;
  report(): ScopeReport;
  close(): void;
};

type Options = {
  /** Null where none is configured: then the scope stays unproven, and that is said. */
  readonly mailbox: string | null;
  readonly last: ScopeVerdict | null;
  readonly probe: ScopeProbe;
  readonly store: Pick<Store, 'saveScopeVerdict'>;
  readonly alarms: Alarms;
  /** Takes every day off the doors, since then; null gives them back. */
  readonly seal: (since: Instant | null) => Promise<void>;
  readonly clock: Clock;
  readonly chance: Pick<Chance, 'fraction'>;
  readonly log: Log;
};

/** Since when the site is sealed by what the last life found out; null where it is not. */
export function sealedSince(mailbox: string | null, last: ScopeVerdict | null): Instant | null {
  return mailbox !== null && last?.verdict === 'readable' ? last.since : null;
}

export function createCanary({ mailbox, last, probe, store, alarms, seal, clock, chance, log }: Options): Canary {
  let verdict = mailbox === null ? null : last;
  let triedAt = verdict?.triedAt ?? null;
  let doubt: string | null = null;
  let failures = 0;
  let isClosed = false;
  let cancelNext: Cancel = () => undefined;
  let running: Promise<unknown> = Promise.resolve();
  let waiting: Promise<ScopeReport> | null = null;

  function tryNow(): Promise<ScopeReport> {
    // One under way may have begun before what was just mended.
    waiting ??= running.then(() => {
      waiting = null;
      const attempt = tryOnce();
      running = attempt.catch(() => undefined);
      return attempt;
    });
    return waiting;
  }

  async function tryOnce(): Promise<ScopeReport> {
    cancelNext();
    if (mailbox === null) return report();
    const answer = await probe.tryMailbox(mailbox);
    if (isClosed) return report();
    triedAt = clock.now();
    if (typeof answer === 'string') await settle(answer, triedAt);
    else wonder(answer.unknown);
    log.info('canary.tried', { answer: typeof answer === 'string' ? answer : 'unknown', failures });
    cancelNext = clock.after(nextTryMs(), () => void tryNow());
    return report();
  }

  async function settle(answer: ScopeVerdict['verdict'], now: Instant): Promise<void> {
    failures = 0;
    doubt = null;
    verdict = { verdict: answer, since: verdict?.verdict === answer ? verdict.since : now, triedAt: now };
    alarms.clear('scope-not-proven', 'canary');
    if (answer === 'readable') {
      alarms.raise('canary-readable', 'canary', {
        severity: 'critical',
        cause: 'the app can read the canary mailbox, so it can read more than rooms; every door is out of service',
        remedy:
          "Narrow the app's scope in Exchange to the rooms and the service user, take unscoped Calendars consent away in Entra, then try the canary again. A changed scope takes 30 minutes to 2 hours to hold.",
      });
    } else {
      alarms.clear('canary-readable', 'canary');
    }
    // Shut first and kept second; opened only once it is kept.
    if (answer === 'readable') await sealUntil(verdict.since);
    await store.saveScopeVerdict(verdict).catch((fault: unknown) => {
      log.error('canary.verdict-not-kept', { fault: nameOf(fault) });
    });
    if (answer === 'denied') await sealUntil(null);
  }

  async function sealUntil(since: Instant | null): Promise<void> {
    try {
      await seal(since);
    } catch (fault) {
      log.error('canary.seal-failed', { fault: nameOf(fault) });
    }
  }

  function wonder(cause: string): void {
    failures += 1;
    doubt = cause;
    alarms.raise('scope-not-proven', 'canary', {
      severity: 'warning',
      cause: `the canary mailbox could not be tried: ${cause}`,
      remedy: 'CANARY_MAILBOX must name a mailbox that exists and that the app must not be able to read.',
    });
  }

  function nextTryMs(): number {
    const jitter = 0.9 + chance.fraction() / 10;
    if (failures > 0) return Math.min(MOST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(failures - 1, 16)) * jitter;
    return (verdict?.verdict === 'readable' ? WHILE_READABLE_MS : DAILY_MS) * jitter;
  }

  function report(): ScopeReport {
    const said = verdict === null ? 'not-proven' : verdict.verdict === 'denied' ? 'proven' : 'readable';
    const why = mailbox === null ? 'CANARY_MAILBOX is not set' : doubt;
    return { verdict: said, since: verdict?.since ?? null, triedAt, doubt: why };
  }

  return {
    async start() {
      if (mailbox === null) {
        alarms.clear('canary-readable', 'canary');
        alarms.raise('scope-not-proven', 'canary', {
          severity: 'warning',
          cause: 'nobody has shown that the app reads rooms alone, as no canary mailbox is set',
          remedy:
            'Set CANARY_MAILBOX to a mailbox that the app must not be able to read, such as that of an executive.',
        });
        return;
      }
      const first = tryNow();
      if (verdict !== null) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      const callOff = clock.after(START_PATIENCE_MS, resolve);
      await Promise.race([first, promise]);
      callOff();
    },
    tryNow,
    report,
    close() {
      isClosed = true;
      cancelNext();
    },
  };
}
