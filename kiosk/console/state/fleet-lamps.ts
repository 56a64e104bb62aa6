/** The fleet as a wall of lamps: its doors floor by floor, and what each of them is. Pure. */

import type { FleetDevice } from '../../../shared/wire/fleet.ts';
import { type FleetWish, fleetRows } from './fleet-rows.ts';
import { moodOf, type PlanMood } from './plan-words.ts';

/** A door's own mood; or it needs somebody, whatever it shows. */
export type LampMood = PlanMood | 'needs';

export type LampFloor = {
  readonly name: string;
  readonly doors: readonly { readonly device: FleetDevice; readonly mood: LampMood }[];
};

/** Those that are looked for, by name, whichever way the list below is sorted. */
export function lampFloors(devices: Iterable<FleetDevice>, { search, band }: FleetWish): readonly LampFloor[] {
  return fleetRows(devices, { search, band, sorting: 'name', byFloor: true }).flatMap((row) =>
    row.kind === 'floor'
      ? { name: row.name, doors: row.devices.map((device) => ({ device, mood: lampMood(device) })) }
      : [],
  );
}

export function countMoods(floors: readonly LampFloor[]): Readonly<Record<LampMood, number>> {
  const counts = { free: 0, expected: 0, used: 0, none: 0, needs: 0 };
  for (const { doors } of floors) for (const { mood } of doors) counts[mood] += 1;
  return counts;
}

/** The same doors as the page's title counts: one that is not green is not well. */
function lampMood({ band, shown }: FleetDevice): LampMood {
  return band === 'green' ? moodOf(shown?.state) : 'needs';
}
