/**
 * Whether people could check in to a meeting all the while, and we could see it. Only then is nobody's coming a no-show:
 * a room that is given back for a fault of ours has people in it.
 */

import type { DeviceId, OccurrenceId } from '../../shared/basics/ids.ts';
import { type Instant, latest, MINUTE_MS } from '../../shared/basics/instant.ts';
import type { Interval } from '../../shared/basics/interval.ts';
import type { RoomDay } from '../../shared/room/room-day.ts';
import { freshness } from '../../shared/rules/freshness.ts';

/** A tablet that changes its access point, or one reading that fails, stops nobody from checking in. */
export const TOLERATED_MS = MINUTE_MS;

/** Why a meeting is left alone for good, in a word for whoever asks why a room stood empty. */
export type Exemption =
  /** We were not there, or not told, when it began. */
  | 'known-too-late'
  | 'proxy-away'
  | 'calendar-away'
  | 'no-screen'
  /** A screen that was there has gone dark, and may hold somebody's check-in. */
  | 'screen-lost'
  /** Somebody has touched it in Outlook since. */
  | 'changed'
  | 'policy-changed'
  /** Exchange seems to release this room itself. */
  | 'exchange-releases';

/** One meeting while people are asked to check in to it. */
export type Watch = Interval & {
  readonly occurrence: OccurrenceId;
  readonly seriesId: string | null;
  readonly version: string | null;
  readonly opensAt: Instant;
  readonly until: Instant;
  lookedAt: Instant;
  /** When each was last as it has to be. */
  sightedAt: Instant;
  screenAt: Instant;
  readonly screens: Map<DeviceId, Instant>;
};

export function beginWatch(
  meeting: Omit<Watch, 'lookedAt' | 'sightedAt' | 'screenAt' | 'screens'>,
  now: Instant,
): Watch {
  return { ...meeting, lookedAt: now, sightedAt: now, screenAt: now, screens: new Map() };
}

/** Looks once more, and says what is wrong for too long by now. */
export function lookAgain(
  watch: Watch,
  { day, screens }: { readonly day: RoomDay; readonly screens: readonly DeviceId[] },
  now: Instant,
): Exemption | null {
  const isOver = (since: Instant) => now - since > TOLERATED_MS;
  const age = freshness(day, now);
  const isSighted = day.health === null && (age === 'fresh' || age === 'late');
  // What was wrong before the start takes nothing from the grace; a screen that was there then is still waited for.
  const isBefore = now < watch.start;
  // A machine that slept saw nothing meanwhile, however well all looks now.
  if (!isBefore && isOver(latest(watch.lookedAt, watch.start))) return 'proxy-away';
  watch.lookedAt = now;
  if (isBefore || isSighted) watch.sightedAt = now;
  if (isBefore || screens.length > 0) watch.screenAt = now;
  for (const screen of screens) watch.screens.set(screen, now);
  if (isBefore) return null;

  if (isOver(watch.sightedAt)) return 'calendar-away';
  if (isOver(watch.screenAt)) return 'no-screen';
  return [...watch.screens.values()].some(isOver) ? 'screen-lost' : null;
}
