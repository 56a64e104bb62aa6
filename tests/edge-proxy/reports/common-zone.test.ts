import { expect, test } from 'vitest';
import { commonZone } from '../../../edge-proxy/reports/common-zone.ts';
import type { Zone } from '../../../shared/basics/zone.ts';

const roomsIn = (...zones: string[]) => zones.map((zone) => ({ timeZone: zone as Zone }));

test.for([
  { rooms: roomsIn('Europe/Lisbon', 'America/Chicago', 'America/Chicago'), zone: 'America/Chicago' },
  { rooms: roomsIn('Europe/Lisbon', 'America/Chicago'), zone: 'America/Chicago' },
  { rooms: roomsIn(), zone: null },
])('of $rooms.length rooms it is morning where it is in $zone', ({ rooms, zone }) => {
  expect(commonZone(rooms)).toBe(zone);
});
