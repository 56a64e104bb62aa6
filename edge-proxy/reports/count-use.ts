/**
 * Counts what one room was used for. By these rules, which the page states in the same words:
 * - a minute counts where the room was open and we could see; others are in no figure;
 * - taken is a minute that was booked and not known to be empty; attended, where somebody booked at the door or checked in;
 * - empty is a minute of a meeting that nobody came to; released is one that was given back for that and nobody else took;
 * - a meeting is counted where it began, once, over a restart or an outage in its middle too.
 */

import { type Instant, MINUTE_MS } from '../../shared/basics/instant.ts';
import { contains, type Interval } from '../../shared/basics/interval.ts';
import type { UseCell, UseCounts, UseMinutes } from '../../shared/wire/reports.ts';
import type { RoomUse } from '../ports/evidence.ts';
import type { Hour } from './hour-grid.ts';

export type RoomCount = {
  readonly minutes: UseMinutes;
  readonly counts: UseCounts;
  readonly cells: readonly UseCell[];
  readonly lastUsedAt: Instant | null;
  readonly seenSince: Instant | null;
};

type Sums = { open: number; taken: number; attended: number; empty: number; released: number };

/** `uses`: of one room, earliest first, none overlapping another. `hours`: of the same time, earliest first. */
export function countUse(uses: readonly RoomUse[], hours: readonly Hour[], within: Interval, now: Instant): RoomCount {
  const sums: Sums = { open: 0, taken: 0, attended: 0, empty: 0, released: 0 };
  const cells = new Map<number, { open: number; taken: number }>();
  let at = 0;
  for (const use of uses) {
    const end = use.to ?? now;
    // Hours that ended before this stretch began are done with; the one that it begins in may serve the next as well.
    while (at < hours.length && (hours[at]?.end ?? 0) <= use.from) at += 1;
    for (let place = at; place < hours.length; place += 1) {
      const hour = hours[place];
      if (hour === undefined || hour.start >= end) break;
      add(sums, cells, hour, use.state, Math.max(0, Math.min(end, hour.end) - Math.max(use.from, hour.start)));
    }
  }
  const seen = uses.find(({ state }) => state !== 'unknown');
  return {
    minutes: {
      open: minutesOf(sums.open),
      taken: minutesOf(sums.taken),
      attended: minutesOf(sums.attended),
      empty: minutesOf(sums.empty),
      released: minutesOf(sums.released),
    },
    counts: countMeetings(uses, within),
    cells: [...cells].map(([key, { open, taken }]) => ({
      weekday: Math.floor(key / 24),
      hour: key % 24,
      open: minutesOf(open),
      taken: minutesOf(taken),
    })),
    lastUsedAt: lastUse(uses),
    seenSince: seen === undefined ? null : seen.from,
  };
}

function add(
  sums: Sums,
  cells: Map<number, { open: number; taken: number }>,
  { weekday, hour }: Hour,
  state: RoomUse['state'],
  ms: number,
): void {
  if (state === 'unknown' || ms === 0) return;
  const key = weekday * 24 + hour;
  const cell = cells.get(key) ?? { open: 0, taken: 0 };
  cells.set(key, cell);
  sums.open += ms;
  cell.open += ms;
  if (isTaken(state)) {
    sums.taken += ms;
    cell.taken += ms;
  }
  if (state === 'used') sums.attended += ms;
  if (state === 'no-show') sums.empty += ms;
  if (state === 'released') sums.released += ms;
}

const isTaken = (state: RoomUse['state']): boolean => state === 'booked' || state === 'used';
const isMeeting = (state: RoomUse['state']): boolean => isTaken(state) || state === 'no-show';

function countMeetings(uses: readonly RoomUse[], within: Interval): UseCounts {
  const counts = { planned: 0, door: 0, noShows: 0 };
  for (const [place, use] of uses.entries()) {
    if (!isMeeting(use.state) || !contains(within, use.from) || goesOn(uses, place)) continue;
    if (use.origin === 'door') counts.door += 1;
    else counts.planned += 1;
    if (use.state === 'no-show') counts.noShows += 1;
  }
  return counts;
}

/** The same meeting as before a time in which we could not see. */
function goesOn(uses: readonly RoomUse[], place: number): boolean {
  const [use, gap, before] = [uses[place], uses[place - 1], uses[place - 2]];
  if (use === undefined || gap?.state !== 'unknown' || before === undefined) return false;
  return isMeeting(before.state) && before.origin === use.origin && gap.from === before.to && gap.to === use.from;
}

/** The end of the last use; null where it goes on, or where there was none. */
function lastUse(uses: readonly RoomUse[]): Instant | null {
  return uses.findLast(({ state }) => isTaken(state))?.to ?? null;
}

const minutesOf = (ms: number): number => Math.round(ms / MINUTE_MS);
