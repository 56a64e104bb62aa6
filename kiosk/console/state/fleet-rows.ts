/** Which rows of the fleet are shown and in which order: found by a few letters, by band, sorted, by floor. Pure. */

import type { FleetDevice, OnlineBand } from '../../../shared/wire/fleet.ts';
import { wordsOf } from './find-rooms.ts';
import { nameOf, SHOWN_WORDS, whereOf } from './fleet-words.ts';

export const sortings = ['need', 'name', 'shows', 'battery', 'wifi', 'touch', 'version'] as const;
export type Sorting = (typeof sortings)[number];

export type FleetWish = {
  readonly search: string;
  readonly band: OnlineBand | null;
  readonly sorting: Sorting;
  readonly byFloor: boolean;
};

export type FleetRow =
  | { readonly kind: 'floor'; readonly key: string; readonly name: string; readonly devices: readonly FleetDevice[] }
  | { readonly kind: 'device'; readonly key: string; readonly device: FleetDevice };

export function fleetRows(devices: Iterable<FleetDevice>, wish: FleetWish): readonly FleetRow[] {
  const words = wordsOf(wish.search);
  const found = [...devices].filter(
    (device) => (wish.band === null || device.band === wish.band) && (words.length === 0 || isFound(device, words)),
  );
  const order = ORDERS[wish.sorting];
  found.sort((a, b) => order(a, b) || byName(a, b) || (a.id < b.id ? -1 : 1));
  if (!wish.byFloor) return found.map(deviceRow);
  const floors = new Map<string, FleetDevice[]>();
  for (const device of found) {
    const where = whereOf(device);
    const there = floors.get(where);
    if (there === undefined) floors.set(where, [device]);
    else there.push(device);
  }
  return [...floors]
    .sort(([a], [b]) => inOrder(a, b))
    .flatMap(([name, those]): FleetRow[] => [
      { kind: 'floor', key: `floor ${name}`, name: name === '' ? 'Elsewhere' : name, devices: those },
      ...those.map(deviceRow),
    ]);
}

export function countBands(devices: Iterable<FleetDevice>): Readonly<Record<OnlineBand, number>> {
  const counts = { green: 0, amber: 0, red: 0 };
  for (const { band } of devices) counts[band] += 1;
  return counts;
}

type Order = (a: FleetDevice, b: FleetDevice) => number;

const NEEDS: Readonly<Record<OnlineBand, number>> = { red: 0, amber: 1, green: 2 };

/** What somebody looks for is first: the weakest battery, the oldest touch. What is not known comes last. */
const ORDERS: Readonly<Record<Sorting, Order>> = {
  need: (a, b) => NEEDS[a.band] - NEEDS[b.band],
  name: () => 0,
  shows: (a, b) => inOrder(shownOf(a), shownOf(b)),
  battery: (a, b) => (a.vitals?.batteryPercent ?? 1_000) - (b.vitals?.batteryPercent ?? 1_000),
  wifi: (a, b) => (a.vitals?.wifiDbm ?? 1_000) - (b.vitals?.wifiDbm ?? 1_000),
  touch: (a, b) => (a.lastTouchAt ?? 0) - (b.lastTouchAt ?? 0),
  version: (a, b) => inOrder(a.release ?? '', b.release ?? ''),
};

function shownOf({ shown }: FleetDevice): string {
  return shown === null ? '' : SHOWN_WORDS[shown.state];
}

function deviceRow(device: FleetDevice): FleetRow {
  return { kind: 'device', key: device.id, device };
}

/** By the names that they are sorted by, made once for each: two thousand are compared with each other at every news. */
const names = new WeakMap<FleetDevice, string>();

function byName(a: FleetDevice, b: FleetDevice): number {
  return inOrder(cached(a), cached(b));
}

function cached(device: FleetDevice): string {
  const known = names.get(device);
  if (known !== undefined) return known;
  const name = `${nameOf(device)} ${device.name ?? ''}`;
  names.set(device, name);
  return name;
}

/** Every word typed must begin a word of what is known of it. */
function isFound(device: FleetDevice, wanted: readonly string[]): boolean {
  const { room, particulars, name, release } = device;
  const all = [nameOf(device), name, whereOf(device), room?.address, particulars?.model, particulars?.browser, release];
  const own = wordsOf(`${all.join(' ')} ${shownOf(device)}`);
  return wanted.every((word) => own.some((one) => one.startsWith(word)));
}

/** Floor 10 after floor 9. */
const { compare: inOrder } = new Intl.Collator('en', { numeric: true });
