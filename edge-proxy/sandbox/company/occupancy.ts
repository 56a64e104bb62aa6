/**
 * Which rooms are taken when, over all of the company. Every new, longer or moved meeting asks here first, so that at
 * any hour somebody who comes to a door finds rooms that are free and rooms that are not.
 */

import { addMinutes, type Instant } from '../../../shared/basics/instant.ts';
import { type Interval, overlaps } from '../../../shared/basics/interval.ts';

/** "Free for a while": what a demo needs to book a room at its door. */
export const FREE_FOR_MINUTES = 45;
/** So many rooms are free for a while at any time. */
export const FREE_ROOMS_PROMISED = 3;
/** One more than is promised, as people at doors book too, and as between two marks one room can pass for taken. */
export const ROOMS_KEPT_FREE = FREE_ROOMS_PROMISED + 1;
/** So many rooms are in use at any time. */
export const ROOMS_KEPT_BUSY = 3;
/** Meetings begin and end on these marks, so it is enough to look there. */
const STEP_MINUTES = 5;

/** Taken stretches by room address. */
export type Occupancy = Map<string, Interval[]>;

/** Whether nobody has any part of `wanted` in this room. `except` is the meeting that is being changed. */
export function isOpen(occupancy: Occupancy, room: string, wanted: Interval, except?: Interval): boolean {
  return takenIn(occupancy, room, except).every((taken) => !overlaps(taken, wanted));
}

/** Whether enough rooms stay free for a while, all through `wanted` and just before it, once this room is taken. */
export function leavesEnoughFree(
  occupancy: Occupancy,
  room: string,
  wanted: Interval,
  least = ROOMS_KEPT_FREE,
): boolean {
  const first = addMinutes(wanted.start, -FREE_FOR_MINUTES);
  const whole = { start: first, end: addMinutes(wanted.end, FREE_FOR_MINUTES) };
  // Only what is near counts, and most of a week's calendar is not.
  const others = [...occupancy]
    .filter(([address]) => address !== room)
    .map(([, all]) => all.filter((taken) => overlaps(taken, whole)));
  for (let moment = first; moment < wanted.end; moment = addMinutes(moment, STEP_MINUTES)) {
    const while_ = { start: moment, end: addMinutes(moment, FREE_FOR_MINUTES) };
    if (others.filter((near) => near.every((taken) => !overlaps(taken, while_))).length < least) return false;
  }
  return true;
}

/** Rooms that are free from `moment` on for at least `minutes`. */
export function openRooms(occupancy: Occupancy, moment: Instant, minutes = FREE_FOR_MINUTES): string[] {
  const wanted = { start: moment, end: addMinutes(moment, minutes) };
  return [...occupancy.keys()].filter((address) => isOpen(occupancy, address, wanted));
}

export function roomsInUse(occupancy: Occupancy, moment: Instant): number {
  const glance = { start: moment, end: addMinutes(moment, 1) };
  return [...occupancy.keys()].filter((address) => !isOpen(occupancy, address, glance)).length;
}

/** Whether enough rooms are in use all through `stretch` even without `meeting` in `room`. */
export function staysLively(occupancy: Occupancy, room: string, meeting: Interval, stretch: Interval): boolean {
  const without = new Map(occupancy);
  without.set(room, takenIn(occupancy, room, meeting));
  for (let moment = stretch.start; moment < stretch.end; moment = addMinutes(moment, STEP_MINUTES)) {
    if (roomsInUse(without, moment) < ROOMS_KEPT_BUSY) return false;
  }
  return true;
}

export function take(occupancy: Occupancy, room: string, taken: Interval): void {
  occupancy.set(room, [...(occupancy.get(room) ?? []), taken]);
}

function takenIn(occupancy: Occupancy, room: string, except?: Interval): Interval[] {
  const all = occupancy.get(room) ?? [];
  return except === undefined ? all : all.filter(({ start, end }) => start !== except.start || end !== except.end);
}
