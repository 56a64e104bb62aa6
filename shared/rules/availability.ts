/** Which rooms are free, and for how long: the offer inside a refusal, and the list of rooms nearby. */

import { addMinutes, type Instant } from '../basics/instant.ts';
import type { Alternative } from '../room/booking-status.ts';
import type { Room } from '../room/room.ts';
import type { RoomDay } from '../room/room-day.ts';
import { SHORTEST_BOOKING_MINUTES } from './booking.ts';
import { roomState } from './room-state.ts';

/**
 * The rooms that are free at `now` and stay so for `minutes`, nearest to `from` first: its own floor, then its building,
 * then the smallest that seats as many. Never one whose day is old: an offer that fails is worse than none.
 */
export function freeRooms(
  days: readonly RoomDay[],
  from: Room,
  now: Instant,
  minutes: number = SHORTEST_BOOKING_MINUTES,
): Alternative[] {
  return days
    .filter((day) => day.room.id !== from.id && day.policy.mayBook)
    .flatMap((day) => {
      const state = roomState(day, now);
      const free = state.kind === 'available' || state.kind === 'starting-soon';
      if (!free) return [];
      const until = state.kind === 'available' ? state.until : state.from;
      const longEnough = until === null || until >= addMinutes(now, minutes);
      return longEnough ? [{ room: day.room, until }] : [];
    })
    .sort((a, b) => distance(from, a.room) - distance(from, b.room) || seats(a.room) - seats(b.room))
    .map(({ room, until }) => ({ room: room.address, displayName: room.displayName, floor: room.floor, until }));
}

function distance(from: Room, to: Room): number {
  if (to.building !== from.building) return 2;
  return to.floor === from.floor ? 0 : 1;
}

function seats(room: Room): number {
  return room.capacity ?? Number.MAX_SAFE_INTEGER;
}
