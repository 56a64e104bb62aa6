/** When the meeting takes place that is made to find out whether the app may write. */

import { addMs, DAY_MS, HOUR_MS, type Instant, instant } from '../../shared/basics/instant.ts';

/** Where nobody looks, at a quiet hour, and within what Exchange keeps. */
const AHEAD_MS = 360 * DAY_MS;
const QUIET_HOUR_MS = 3 * HOUR_MS;

export function trialStart(now: Instant): Instant {
  return instant(Math.floor(addMs(now, AHEAD_MS) / DAY_MS) * DAY_MS + QUIET_HOUR_MS);
}
