/** Green, amber or red: what an operator is to think of a screen at a glance. The meanings are fixed, whatever the policy. */

import { addMs, type Instant, MINUTE_MS } from '../basics/instant.ts';

export type Reach = {
  readonly connected: boolean;
  /** Since when it is not; null where it was never seen to be. */
  readonly awaySince: Instant | null;
  /** Whether its screen says that it does not know, or is not sure. Null before it has said anything. */
  readonly unsure: boolean | null;
};

/** A reload, an update or a walk past another access point is over by then; and an alarm is raised after it. */
export const AWAY_MS = 3 * MINUTE_MS;

/**
 * green: connected, and the screen is sure. amber: connected and not sure, or away for less than three minutes. red: away
 * for longer, or never seen.
 */
export function onlineBand({ connected, awaySince, unsure }: Reach, now: Instant): 'green' | 'amber' | 'red' {
  if (connected) return unsure === true ? 'amber' : 'green';
  return awaySince !== null && now < addMs(awaySince, AWAY_MS) ? 'amber' : 'red';
}
