/**
 * Whether the clock of this machine is right: every door turns by it. Each answer of Graph bears the time by Microsoft's,
 * cut to the second and as old as the answer was long on its way; so of all that came within a span the one that differs
 * least is judged.
 */

import { addMs, type Instant, MINUTE_MS, SECOND_MS } from '../../shared/basics/instant.ts';
import type { Clock } from '../ports/runtime.ts';
import type { Alarms } from './alarms.ts';

/** What a door shows may be a second late. Past this people see the difference to their watches. */
const MOST_ERROR_MS = 5 * SECOND_MS;
const SPAN_MS = 5 * MINUTE_MS;

type Needs = { readonly alarms: Pick<Alarms, 'raise' | 'clear'>; readonly clock: Pick<Clock, 'now'> };

export type ClockWatch = { onGraphTime(time: Instant): void };

export function createClockWatch({ alarms, clock }: Needs): ClockWatch {
  let spanEnds = addMs(clock.now(), SPAN_MS);
  /** Of this span: how far Microsoft's clock was ahead of ours, where it differed least. */
  let aheadMs: number | null = null;

  function judge(ahead: number): void {
    if (Math.abs(ahead) <= MOST_ERROR_MS) {
      alarms.clear('clock-wrong', 'proxy');
      return;
    }
    const seconds = Math.round(Math.abs(ahead) / SECOND_MS);
    alarms.raise('clock-wrong', 'proxy', {
      severity: 'warning',
      cause: `the clock of this machine is ${seconds} seconds ${ahead > 0 ? 'behind' : 'ahead of'} Microsoft's`,
      remedy: 'Let this machine set its clock by NTP. In a virtual machine, see that its host does.',
    });
  }

  return {
    onGraphTime(time) {
      const now = clock.now();
      const ahead = time - now;
      if (aheadMs === null || Math.abs(ahead) < Math.abs(aheadMs)) aheadMs = ahead;
      // Also where our own clock was set back, and the span would not end.
      if (now < spanEnds && now > addMs(spanEnds, -2 * SPAN_MS)) return;
      judge(aheadMs);
      aheadMs = null;
      spanEnds = addMs(now, SPAN_MS);
    },
  };
}
