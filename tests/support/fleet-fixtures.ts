/** Devices as the fleet's stream tells of them. */

import type { DeviceId } from '../../shared/basics/ids.ts';
import type { FleetDevice } from '../../shared/wire/fleet.ts';
import { at } from './builders.ts';
import { noVitals } from './evidence-fixtures.ts';

/** Connected at Lisbon's door, free since nine. */
export function aFleetDevice(n: number, change: Partial<FleetDevice> = {}): FleetDevice {
  return {
    id: `device-${n}` as DeviceId,
    name: null,
    room: {
      id: `room-${n}`,
      address: `room-${n}@northwind.example`,
      displayName: `Room ${n}`,
      building: 'Head office',
      floor: String(n % 10),
    },
    board: null,
    particulars: { model: 'Tab A8', browser: 'Chrome 138', screen: '1280 × 800' },
    pairedAt: at('08:00'),
    pairedBy: 'ada@northwind.example',
    band: 'green',
    connectedSince: at('08:00'),
    awaySince: null,
    lastSeenAt: at('09:59'),
    brokenLinks: [],
    shown: { state: 'available', since: at('09:00'), revision: 7, readAt: at('09:59') },
    reportedAt: at('09:00'),
    release: 'abcd',
    vitals: { ...noVitals, batteryPercent: 80, charging: true },
    lastTouchAt: null,
    errors: [],
    ...change,
  };
}
