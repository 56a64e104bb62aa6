/** Where settings can be decided: everywhere, each building, its floors, their rooms and their tablets, as on a walk. */

import type { DeviceId, RoomId } from '../../../shared/basics/ids.ts';
import { type PolicyScope, scopeKey, scopesOf } from '../../../shared/rules/policy-levels.ts';
import type { DeviceSummary } from '../../../shared/wire/pairing.ts';
import type { RoomChoice } from '../console-client.ts';
import { sayFloor } from '../text/policy-words.ts';
import { wordsOf } from './find-rooms.ts';

export type PolicyPlace = {
  readonly scope: PolicyScope;
  /** Another for each scope. */
  readonly key: string;
  readonly name: string;
  /** Every scope that has a say here, the widest first, its own last. */
  readonly chain: readonly PolicyScope[];
  /** Ids of the rooms that what is decided here can reach. */
  readonly rooms: readonly string[];
  /** What one can search it by. */
  readonly words: string;
};

export function policyPlaces(rooms: readonly RoomChoice[], devices: readonly DeviceSummary[]): readonly PolicyPlace[] {
  const inOrder = [...rooms].sort(byPlace);
  const places = new Map<string, PolicyPlace>();
  const reached = roomsByScope(inOrder);

  function add(name: string, chain: readonly PolicyScope[], words: string): void {
    const scope = chain[chain.length - 1] as PolicyScope;
    const key = scopeKey(scope);
    if (!places.has(key)) places.set(key, { scope, key, name, chain, rooms: reached.get(key) ?? [], words });
  }

  add('Everywhere', [{ kind: 'tenant' }], '');
  for (const room of inOrder) {
    const chain = scopesOf(placed(room));
    for (const [index, scope] of chain.entries()) {
      const where = [room.building, room.floor === null ? null : sayFloor(room.floor)].filter(Boolean).join(' ');
      if (scope.kind === 'building') add(scope.building, chain.slice(0, index + 1), '');
      if (scope.kind === 'floor') add(sayFloor(scope.floor), chain.slice(0, index + 1), where);
      if (scope.kind === 'room') add(room.displayName, chain, `${where} ${room.address}`);
    }
    const here = devices.filter((device) => device.room?.id === room.id);
    for (const device of here) add(tabletName(device), [...chain, deviceScope(device)], room.displayName);
  }
  for (const device of devices) {
    if (device.room === null) add(tabletName(device), [{ kind: 'tenant' }, deviceScope(device)], 'board');
  }
  return [...places.values()];
}

function roomsByScope(rooms: readonly RoomChoice[]): ReadonlyMap<string, readonly string[]> {
  const reached = new Map<string, string[]>();
  for (const room of rooms) {
    for (const key of scopesOf(placed(room)).map(scopeKey)) {
      const ids = reached.get(key) ?? [];
      ids.push(room.id);
      reached.set(key, ids);
    }
  }
  return reached;
}

/** Every word typed begins a word of the name or of where it is. */
export function findPlaces(places: readonly PolicyPlace[], typed: string): readonly PolicyPlace[] {
  const wanted = wordsOf(typed);
  return places.filter(({ name, words }) => {
    const own = wordsOf(`${name} ${words}`);
    return wanted.every((word) => own.some((one) => one.startsWith(word)));
  });
}

/** Of what a place is within, without itself: "Hafen, Floor 3". Empty for what is everywhere. */
export function within(place: PolicyPlace, places: readonly PolicyPlace[]): readonly PolicyPlace[] {
  const above = place.chain.slice(1, -1).map(scopeKey);
  return above.flatMap((key) => places.find((one) => one.key === key) ?? []);
}

function tabletName({ board, particulars }: DeviceSummary): string {
  const what = particulars?.model ?? 'Tablet';
  return board === null ? what : `${board.name} (${what})`;
}

function deviceScope({ id }: DeviceSummary): PolicyScope {
  return { kind: 'device', device: id as DeviceId };
}

function placed({ id, building, floor }: RoomChoice) {
  return { id: id as RoomId, building: building ?? null, floor: floor ?? null };
}

/** Rooms of no known building come last. */
function byPlace(a: RoomChoice, b: RoomChoice): number {
  return (
    Number(!a.building) - Number(!b.building) ||
    collator.compare(a.building ?? '', b.building ?? '') ||
    collator.compare(a.floor ?? '', b.floor ?? '') ||
    collator.compare(a.displayName, b.displayName)
  );
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
