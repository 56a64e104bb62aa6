/**
 * What a room is now: a pure function of its day and the instant. The tablet computes it at every boundary, online or
 * off; the proxy computes the same to tell operators what a door shows.
 */

import { addMinutes, earliest, type Instant, latest } from '../basics/instant.ts';
import { contains, overlaps } from '../basics/interval.ts';
import { dayOf } from '../basics/zone.ts';
import type { Closure } from '../room/closure.ts';
import { type Occurrence, occupies } from '../room/occurrence.ts';
import type { HealthCause, RoomDay } from '../room/room-day.ts';
import { closureAt, nextClosing, opensAgain } from './closures.ts';
import { freshness, freshnessLimits } from './freshness.ts';

/** `until` is when the room's next stretch begins; null where nothing is known to follow in the window. */
export type RoomState =
  | { readonly kind: 'available'; readonly until: Instant | null; readonly next: Occurrence | null }
  | { readonly kind: 'starting-soon'; readonly from: Instant; readonly next: Occurrence }
  | { readonly kind: 'awaiting-check-in'; readonly by: Instant; readonly until: Instant; readonly current: Occurrence }
  | InUse<'in-use'>
  | InUse<'ending-soon'>
  /** Asked for at a door and not yet confirmed. */
  | {
      readonly kind: 'booking';
      readonly status: 'pending' | 'held' | 'checking';
      readonly until: Instant;
      readonly current: Occurrence;
    }
  /** What it was when the calendar was last read. It may have changed, and the screen says so. */
  | { readonly kind: 'stale'; readonly was: BaseState; readonly readAt: Instant; readonly cause: DoubtCause | null }
  | { readonly kind: 'unknown'; readonly since: Instant | null; readonly cause: DoubtCause | null }
  /** Facilities have closed the room, `until` null where they have not said; or Doorlight may say nothing about it at all. */
  | {
      readonly kind: 'out-of-service';
      readonly since: Instant;
      readonly until: Instant | null;
      readonly closure: Closure | null;
    };

/** Why a reading is old, where that is all that is wrong. */
export type DoubtCause = Exclude<HealthCause, 'scope-not-proven'>;

type InUse<K> = {
  readonly kind: K;
  readonly until: Instant;
  readonly current: Occurrence;
  /** What begins the moment this ends, if anything does. */
  readonly next: Occurrence | null;
  /** When the room is taken or closed again after `until`, maybe at once; null where nothing is known to follow in the window. */
  readonly freeUntil: Instant | null;
};

export type BaseState = Exclude<RoomState, { kind: 'stale' | 'out-of-service' }>;

export function roomState(day: RoomDay, now: Instant): RoomState {
  const { health } = day;
  const cause = health?.cause ?? null;
  if (cause === 'scope-not-proven') {
    return { kind: 'out-of-service', since: health?.since ?? now, until: null, closure: null };
  }
  // Facilities say so, not the calendar: it holds however old that is, and whoever sits in the room.
  const closure = closureAt(day, now);
  if (closure !== null) {
    return { kind: 'out-of-service', since: closure.from, until: opensAgain(day, closure), closure };
  }
  const present = stateByCalendar(day, now);
  // Asked for at a door: that we know by ourselves, however old the calendar is, and it promises nothing.
  if (present.kind === 'booking') return present;
  switch (freshness(day, now)) {
    case 'forgotten':
      return { kind: 'unknown', since: day.readAt, cause };
    case 'stale':
      // Freshness calls nothing stale that was never read.
      return day.readAt === null
        ? { kind: 'unknown', since: null, cause }
        : { kind: 'stale', was: stateByCalendar(day, day.readAt), readAt: day.readAt, cause };
    default:
      return present;
  }
}

/** What the day says of that instant, however old the day is. */
export function stateByCalendar(day: RoomDay, now: Instant): BaseState {
  const taken = day.occurrences.filter(occupies);
  const current = currentOccurrence(taken, now);
  const next = taken.find((one) => one.start > now) ?? null;
  if (current === null) return stateWhenFree(day, next, now);
  if (current.unreadable) return { kind: 'unknown', since: day.readAt, cause: 'bad-answer' };

  const until = endOfOverlap(taken, current);
  const status = current.booking?.status;
  if (status === 'pending' || status === 'held' || status === 'checking') {
    return { kind: 'booking', status, until, current };
  }
  if (current.checkIn.kind === 'needed' && now >= current.checkIn.opensAt && now < current.checkIn.until) {
    return { kind: 'awaiting-check-in', by: current.checkIn.until, until, current };
  }
  const follows = taken.find((one) => one.start >= until) ?? null;
  const kind = now >= addMinutes(until, -day.policy.endingSoonMinutes) ? 'ending-soon' : 'in-use';
  const backToBack = follows?.start === until ? follows : null;
  return { kind, until, current, next: backToBack, freeUntil: beforeClosing(day, until, follows?.start ?? null) };
}

/** When the state may next change without any news: the moment to look again. The next local midnight at the latest. */
export function nextBoundary(day: RoomDay, now: Instant): Instant {
  const { startingSoonMinutes, endingSoonMinutes } = day.policy;
  const moments: Instant[] = [day.window.end];
  for (const { start, end, checkIn } of day.occurrences) {
    moments.push(start, end, addMinutes(start, -startingSoonMinutes), addMinutes(end, -endingSoonMinutes));
    if (checkIn.kind === 'needed') moments.push(checkIn.opensAt, checkIn.until);
  }
  for (const { from, until } of day.closures ?? []) moments.push(from, until ?? from);
  if (day.readAt !== null) {
    const { late, stale, forgotten } = freshnessLimits(day.readAt, day.policy, day.room.timeZone);
    moments.push(late, stale, forgotten);
  }
  const midnight = dayOf(now, day.room.timeZone).end;
  return earliest(midnight, ...moments.filter((moment) => moment > now));
}

function stateWhenFree(day: RoomDay, next: Occurrence | null, now: Instant): BaseState {
  if (next !== null && now >= addMinutes(next.start, -day.policy.startingSoonMinutes)) {
    return { kind: 'starting-soon', from: next.start, next };
  }
  const until = beforeClosing(day, now, next?.start ?? null);
  return { kind: 'available', until, next: until === next?.start ? next : null };
}

/** Free from `from` on, until `until` or until facilities close the room, whichever comes first. */
function beforeClosing(day: RoomDay, from: Instant, until: Instant | null): Instant | null {
  const closing = nextClosing(day, from);
  return closing === null || (until !== null && until <= closing) ? until : closing;
}

/** Where several overlap, the one that began last is the one people came for; unreadable ones outrank none. */
function currentOccurrence(taken: readonly Occurrence[], now: Instant): Occurrence | null {
  const running = taken.filter((one) => contains(one, now));
  const readable = running.filter((one) => !one.unreadable);
  return [...(readable.length > 0 ? readable : running)].sort((a, b) => b.start - a.start)[0] ?? null;
}

/** The end of `current` and of all that overlaps it, one reaching over the other; not of what merely follows it. */
function endOfOverlap(taken: readonly Occurrence[], current: Occurrence): Instant {
  let end = current.end;
  for (let grown = true; grown; ) {
    grown = false;
    for (const other of taken) {
      if (other.end > end && overlaps(other, { start: current.start, end })) {
        end = latest(end, other.end);
        grown = true;
      }
    }
  }
  return end;
}
