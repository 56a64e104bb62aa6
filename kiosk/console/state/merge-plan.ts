/** What two people have arranged on the same drawing at once: each room stands where whoever moved it has put it. */

import type { Board, PlanPlace } from '../../../shared/wire/board.ts';

/** `base`: as it was when `ours` was begun from it. `present`: as others have left it meanwhile. */
export function mergePlan(base: Board | null, ours: Board, present: Board): Board {
  if (ours.plan === undefined) return present;
  const mine = ours.plan.picture === base?.plan?.picture ? (present.plan ?? ours.plan) : ours.plan;
  const before = placesOf(base);
  const wanted = placesOf(ours);
  const places = placesOf(present);
  for (const room of new Set([...before.keys(), ...wanted.keys()])) {
    const place = wanted.get(room);
    if (isSame(before.get(room), place)) continue;
    if (place === undefined) places.delete(room);
    else places.set(room, place);
  }
  const { picture, width, height } = mine;
  return { ...present, plan: { picture, width, height, places: [...places.values()] } };
}

function placesOf(board: Board | null): Map<string, PlanPlace> {
  return new Map((board?.plan?.places ?? []).map((place) => [place.room, place]));
}

function isSame(a: PlanPlace | undefined, b: PlanPlace | undefined): boolean {
  return a?.x === b?.x && a?.y === b?.y;
}
