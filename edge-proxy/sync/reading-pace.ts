/**
 * When a room's calendar is read again although nothing called for it. The numbers stand between two promises: a lost
 * hint costs about a minute, and an idle room at most 60 readings an hour in opening hours and 4 outside (design, 12).
 */

import { addMs, earliest, type Instant, MINUTE_MS, SECOND_MS } from '../../shared/basics/instant.ts';
import { dayOf, type Zone } from '../../shared/basics/zone.ts';
import type { Policy } from '../../shared/room/policy.ts';
import { isOpen, nextOpening } from '../../shared/rules/freshness.ts';
import type { UnavailableReason } from '../ports/calendar.ts';

type Span = { readonly fromMs: number; readonly toMs: number };

const OPEN: Span = { fromMs: 60 * SECOND_MS, toMs: 80 * SECOND_MS };
/** Three an hour, and one more for midnight. Two of them fit into the 40 minutes after which a closed room is stale. */
const CLOSED: Span = { fromMs: 20.5 * MINUTE_MS, toMs: 26 * MINUTE_MS };
/** Without a live subscription the reading is all we have. */
const OPEN_ALONE: Span = { fromMs: 25 * SECOND_MS, toMs: 35 * SECOND_MS };
const CLOSED_ALONE: Span = { fromMs: 4 * MINUTE_MS, toMs: 6 * MINUTE_MS };
/** All rooms of a building open at the same minute and meet midnight at the same one: they are spread over this. */
const AFTER_BOUNDARY: Span = { fromMs: 0, toMs: 45 * SECOND_MS };

type Circumstances = {
  readonly zone: Zone;
  readonly policy: Pick<Policy, 'openingHours'>;
  readonly isSubscribed: boolean;
  /** [0, 1), drawn anew each time. */
  readonly fraction: number;
};

/** Midnight and opening are never slept through: one moves the window, the other the limit of what is fresh. */
export function nextReadAt(now: Instant, { zone, policy, isSubscribed, fraction }: Circumstances): Instant {
  const midnight = within(dayOf(now, zone).end, AFTER_BOUNDARY, fraction);
  if (isOpen(now, policy.openingHours, zone)) {
    return earliest(within(now, isSubscribed ? OPEN : OPEN_ALONE, fraction), midnight);
  }
  const opening = within(nextOpening(now, policy.openingHours, zone), AFTER_BOUNDARY, fraction);
  return earliest(within(now, isSubscribed ? CLOSED : CLOSED_ALONE, fraction), midnight, opening);
}

/** What time may mend, and what an admin must: a room that we may not read is not read every minute. */
const RETRIES: { readonly [K in UnavailableReason]: { readonly firstMs: number; readonly mostMs: number } } = {
  'graph-unreachable': { firstMs: 2 * SECOND_MS, mostMs: 45 * SECOND_MS },
  throttled: { firstMs: 10 * SECOND_MS, mostMs: 2 * MINUTE_MS },
  'credential-refused': { firstMs: 15 * SECOND_MS, mostMs: 2 * MINUTE_MS },
  'bad-answer': { firstMs: 5 * SECOND_MS, mostMs: MINUTE_MS },
  'access-denied': { firstMs: 5 * MINUTE_MS, mostMs: 15 * MINUTE_MS },
  'room-gone': { firstMs: 5 * MINUTE_MS, mostMs: 15 * MINUTE_MS },
  // Never waited out: whoever lets the readings go on has the room read at once.
  paused: { firstMs: 5 * MINUTE_MS, mostMs: 15 * MINUTE_MS },
};

/** How long after the `failures`th failure in a row to try again, at least as long as Graph asked for. */
export function retryDelayMs(
  cause: UnavailableReason,
  { failures, retryAfterMs, fraction }: { failures: number; retryAfterMs: number | null; fraction: number },
): number {
  const { firstMs, mostMs } = RETRIES[cause];
  const doubled = Math.min(mostMs, firstMs * 2 ** Math.min(failures - 1, 16));
  // Half of it by chance, so that a thousand rooms that failed together do not come back together.
  const jittered = doubled * (0.5 + fraction / 2);
  return retryAfterMs === null ? jittered : Math.max(jittered, retryAfterMs * (1 + fraction / 10));
}

function within(from: Instant, { fromMs, toMs }: Span, fraction: number): Instant {
  return addMs(from, Math.round(fromMs + (toMs - fromMs) * fraction));
}
