/**
 * The free room to name at a door that is taken or closed, so that whoever stands there need not search. What is free is
 * counted once a second for all doors: a thousand of them asking each for itself would be a million looks.
 */

import type { RoomId } from '../../shared/basics/ids.ts';
import { addMinutes, addMs, type Instant, SECOND_MS } from '../../shared/basics/instant.ts';
import type { RoomDay } from '../../shared/room/room-day.ts';
import {
  asAlternative,
  compareNearness,
  type FreeRoom,
  freeRoomsNow,
  isNearby,
} from '../../shared/rules/availability.ts';
import { type RoomState, roomState } from '../../shared/rules/room-state.ts';
import type { FreeRoomNearby } from '../../shared/wire/free-rooms.ts';
import type { Clock } from '../ports/runtime.ts';

type Needs = {
  readonly currentDays: () => readonly RoomDay[];
  readonly currentDay: (roomId: RoomId) => RoomDay | null;
  readonly clock: Pick<Clock, 'now'>;
};

/** Shorter is not worth the way. */
const WORTH_THE_WAY_MINUTES = 15;
const COUNTED_FOR_MS = SECOND_MS;

export function createNearestRoom({ currentDays, currentDay, clock }: Needs) {
  let counted: { readonly at: Instant; readonly free: readonly FreeRoom[] } | null = null;

  function freeNow(now: Instant): readonly FreeRoom[] {
    if (counted === null || now >= addMs(counted.at, COUNTED_FOR_MS) || now < counted.at) {
      counted = { at: now, free: freeRoomsNow(currentDays(), now) };
    }
    return counted.free;
  }

  /** Null where the door needs none, or none is free near it. Where facilities have named a room instead, that one first. */
  return function nearestRoom(roomId: RoomId): FreeRoomNearby | null {
    const now = clock.now();
    const day = currentDay(roomId);
    if (day === null || !day.policy.mayBook) return null;
    const state = roomState(day, now);
    if (!sendsAway(state)) return null;
    const { room } = day;
    const longEnough = ({ until }: FreeRoom) => until === null || until >= addMinutes(now, WORTH_THE_WAY_MINUTES);
    const near = freeNow(now).filter((one) => one.room.id !== room.id && isNearby(room, one.room) && longEnough(one));
    const instead = state.kind === 'out-of-service' ? state.closure?.instead?.room : undefined;
    const named = near.find((one) => one.room.address === instead);
    const [nearest] = named === undefined ? near.sort((a, b) => compareNearness(room, a, b)) : [named];
    return nearest === undefined ? null : withParticulars(nearest);
  };
}

function sendsAway(state: RoomState): boolean {
  if (state.kind === 'out-of-service') return state.closure !== null;
  return state.kind === 'in-use' || state.kind === 'ending-soon';
}

/** As a screen tells of it. */
export function withParticulars(free: FreeRoom): FreeRoomNearby {
  const { capacity, features, wheelchairAccessible } = free.room;
  return { ...asAlternative(free), capacity, features, wheelchairAccessible };
}
