/** A report of a usual week, to be changed where a test cares. */

import type { Period } from '../../../edge-proxy/reports/mail-words.ts';
import type { RoomUseLine, UseReport } from '../../../shared/wire/reports.ts';
import { at } from '../../support/builders.ts';

const minutes = { open: 6_000, taken: 1_800, attended: 600, empty: 60, released: 120 };

export function aRoomLine(displayName: string, change: Partial<RoomUseLine> = {}): RoomUseLine {
  return {
    id: `room-${displayName.toLowerCase()}`,
    displayName,
    building: 'Head office',
    floor: '3',
    capacity: 8,
    minutes,
    counts: { planned: 20, door: 5, noShows: 2 },
    lastUsedAt: at('09:00'),
    ...change,
  };
}

export function aReport({ from, to }: Period, change: Partial<UseReport> = {}): UseReport {
  return {
    from,
    to,
    seenSince: at('08:00'),
    minutes,
    counts: { planned: 40, door: 10, noShows: 5 },
    cells: [{ weekday: 2, hour: 9, open: 600, taken: 300 }],
    rooms: [aRoomLine('Lisbon')],
    devices: [{ id: 'device-1', place: 'Lisbon', name: 'LIS-01', minutes: 10_000, connected: 9_900, breaks: 2 }],
    ...change,
  };
}
