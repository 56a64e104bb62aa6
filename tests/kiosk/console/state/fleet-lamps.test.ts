import { expect, test } from 'vitest';
import { countMoods, lampFloors } from '../../../../kiosk/console/state/fleet-lamps.ts';
import type { FleetWish } from '../../../../kiosk/console/state/fleet-rows.ts';
import type { ShownState } from '../../../../shared/wire/evidence.ts';
import type { FleetDevice } from '../../../../shared/wire/fleet.ts';
import { at } from '../../../support/builders.ts';
import { aFleetDevice } from '../fixtures.ts';

const wish: FleetWish = { search: '', band: null, sorting: 'battery', byFloor: false };

function aDoor(name: string, floor: string, state: ShownState, change: Partial<FleetDevice> = {}): FleetDevice {
  const shown = { state, since: at('09:00'), revision: null };
  return { ...aFleetDevice(name, { building: 'Hafen', floor }, change), shown } as FleetDevice;
}

const all = [
  aDoor('Porto', '10', 'in-use'),
  aDoor('Lisbon', '2', 'available'),
  aDoor('Faro', '2', 'starting-soon'),
  aDoor('Kyoto', '2', 'available', { band: 'red', connectedSince: null }),
  aDoor('Bergen', '10', 'out-of-service'),
];
const wallOf = (change: Partial<FleetWish> = {}) =>
  lampFloors(all, { ...wish, ...change }).map(
    ({ name, doors }) =>
      `${name}: ${doors.map(({ device, mood }) => `${device.room?.displayName} ${mood}`).join(', ')}`,
  );

test('the wall has each floor in order, its doors by name, and whoever is not well needs somebody whatever it shows', () => {
  expect(wallOf()).toEqual(['Hafen 2: Faro expected, Kyoto needs, Lisbon free', 'Hafen 10: Bergen none, Porto used']);
});

test('it has the doors that are looked for, as the list below it', () => {
  expect(wallOf({ search: 'lis' })).toEqual(['Hafen 2: Lisbon free']);
  expect(wallOf({ band: 'red' })).toEqual(['Hafen 2: Kyoto needs']);
});

test('what there is of each is counted', () => {
  expect(countMoods(lampFloors(all, wish))).toEqual({ free: 1, expected: 1, used: 1, none: 1, needs: 1 });
});
