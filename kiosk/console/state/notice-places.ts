/** Where a notice can hang, as a list to choose from: everywhere, then each building with its floors, then each room. */

import type { RoomId } from '../../../shared/basics/ids.ts';
import { type PolicyScope, scopeKey } from '../../../shared/rules/policy-levels.ts';
import type { RoomChoice } from '../console-client.ts';

export type HangingPlace = { readonly key: string; readonly scope: PolicyScope; readonly name: string };

export function hangingPlaces(rooms: readonly RoomChoice[]): readonly HangingPlace[] {
  const places = new Map<string, HangingPlace>();
  const add = (scope: PolicyScope, name: string) => {
    const key = scopeKey(scope);
    if (!places.has(key)) places.set(key, { key, scope, name });
  };
  add({ kind: 'tenant' }, 'Everywhere');
  const inOrder = [...rooms].sort(
    (a, b) => compare(a.building ?? '', b.building ?? '') || compare(a.floor ?? '', b.floor ?? ''),
  );
  for (const { building, floor } of inOrder) {
    if (building) add({ kind: 'building', building }, building);
    if (floor) add({ kind: 'floor', building: building || null, floor }, floorName(building, floor));
  }
  for (const { id, displayName } of [...rooms].sort((a, b) => compare(a.displayName, b.displayName))) {
    add({ kind: 'room', room: id as RoomId }, displayName);
  }
  return [...places.values()];
}

/** In words, also of places that the catalogue does not know any more. */
export function placeName(scope: PolicyScope, rooms: readonly RoomChoice[]): string {
  switch (scope.kind) {
    case 'tenant':
      return 'Everywhere';
    case 'building':
      return scope.building;
    case 'floor':
      return floorName(scope.building, scope.floor);
    case 'room':
      return rooms.find(({ id }) => id === scope.room)?.displayName ?? 'a room that is gone';
    case 'device':
      return 'a single tablet';
  }
}

function floorName(building: string | null, floor: string): string {
  const name = /^\d+$/.test(floor) ? `floor ${floor}` : floor;
  return building ? `${building}, ${name}` : name;
}

const { compare } = new Intl.Collator('en', { numeric: true });
