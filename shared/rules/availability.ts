/** Which rooms are free, and for how long: the offer inside a refusal, and the list of rooms nearby. */

import { addMinutes, type Instant } from '../basics/instant.ts';
import type { Alternative } from '../room/booking-status.ts';
import type { Room } from '../room/room.ts';
import { freeGaps, type RoomDay } from '../room/room-day.ts';
import { SHORTEST_BOOKING_MINUTES } from './booking.ts';
import { freshness } from './freshness.ts';
import { roomState } from './room-state.ts';

/** `until` is when its next meeting begins; null where none is known. */
export type FreeRoom = { readonly room: Room; readonly until: Instant | null };

/** `start` left out or null: now. */
type Wanted = { readonly start?: Instant | null; readonly minutes?: number };

/**
 * The rooms that are free at `start` and stay so for `minutes`, nearest to `from` first: its own floor, then its building,
 * then the smallest that seats as many. Never one whose day is old: an offer that fails is worse than none.
 */
export function freeRooms(
  days: readonly RoomDay[],
  from: Room,
  now: Instant,
  { start = null, minutes = SHORTEST_BOOKING_MINUTES }: Wanted = {},
): FreeRoom[] {
  return days
    .filter((day) => day.room.id !== from.id && day.policy.mayBook)
    .flatMap((day) => {
      const free = start === null || start <= now ? freeNow(day, now) : freeLater(day, start, now);
      if (free === null) return [];
      const longEnough = addMinutes(start ?? now, minutes) <= (free.until ?? day.window.end);
      return longEnough ? [{ room: day.room, until: free.until }] : [];
    })
    .sort((a, b) => compareNearness(from, a, b));
}

/** All that are free now, however far from each other. */
export function freeRoomsNow(days: readonly RoomDay[], now: Instant): FreeRoom[] {
  return days.flatMap((day) => {
    const free = day.policy.mayBook ? freeNow(day, now) : null;
    return free === null ? [] : [{ room: day.room, until: free.until }];
  });
}

/** Its own floor, then its building, then the smallest. */
export function compareNearness(from: Room, a: FreeRoom, b: FreeRoom): number {
  return distance(from, a.room) - distance(from, b.room) || seats(a.room) - seats(b.room);
}

/**
 * Whether a door of `from` may show and book `to`: another building is no help to people who stand here, nor anybody's
 * business. Where nobody says which is which, all are one.
 */
export function isNearby(from: Room, to: Room): boolean {
  return from.building === null || to.building === from.building;
}

export function asAlternative({ room, until }: FreeRoom): Alternative {
  return { room: room.address, displayName: room.displayName, floor: room.floor, until };
}

type Free = { readonly until: Instant | null };

function freeNow(day: RoomDay, now: Instant): Free | null {
  const state = roomState(day, now);
  if (state.kind === 'available') return { until: state.until };
  return state.kind === 'starting-soon' ? { until: state.from } : null;
}

function freeLater(day: RoomDay, start: Instant, now: Instant): Free | null {
  const isKnown = freshness(day, now) === 'fresh' || freshness(day, now) === 'late';
  if (!isKnown || day.health?.cause === 'scope-not-proven') return null;
  const [gap] = freeGaps(day, { start, end: day.window.end });
  if (gap === undefined || gap.start !== start) return null;
  return { until: gap.end === day.window.end ? null : gap.end };
}

function distance(from: Room, to: Room): number {
  if (to.building !== from.building) return 2;
  return to.floor === from.floor ? 0 : 1;
}

function seats(room: Room): number {
  return room.capacity ?? Number.MAX_SAFE_INTEGER;
}
