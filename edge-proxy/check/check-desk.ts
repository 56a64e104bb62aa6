/** Runs the check for the console: one at a time, and the last result kept for whoever looks later. */

import type { CheckLine, CheckReport, CheckStatus } from '../../shared/wire/check.ts';
import { type Clock, type Log, nameOf } from '../ports/runtime.ts';
import { reportOn } from './check-report.ts';

export type CheckDesk = {
  status(): CheckStatus;
  /** Starts a run, or joins the one under way; resolves at its end, or sooner once `patienceMs` have passed. */
  run(patienceMs: number): Promise<CheckStatus>;
};

type Options = {
  /** One run, made anew each time. */
  readonly check: () => AsyncIterable<CheckLine>;
  readonly clock: Clock;
  readonly log: Log;
};

export function createCheckDesk({ check, clock, log }: Options): CheckDesk {
  let report: CheckReport | null = null;
  let running: Promise<void> | null = null;

  async function runOnce(): Promise<void> {
    const startedAt = clock.now();
    const lines: CheckLine[] = [];
    try {
      for await (const line of check()) lines.push(line);
      report = reportOn({ startedAt, finishedAt: clock.now(), lines });
      log.info('check.done', { ok: report.ok, warnings: report.warnings, failed: report.failed });
    } catch (cause) {
      log.error('check.broke-off', { cause: nameOf(cause) });
    }
  }

  const status = (): CheckStatus => ({ running: running !== null, report });

  return {
    status,
    async run(patienceMs) {
      running ??= runOnce().finally(() => {
        running = null;
      });
      const { promise: impatient, resolve } = Promise.withResolvers<void>();
      const callOff = clock.after(patienceMs, resolve);
      await Promise.race([running, impatient]);
      callOff();
      return status();
    },
  };
}
