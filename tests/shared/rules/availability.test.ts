import { expect, test } from 'vitest';
import type { RoomId } from '../../../shared/basics/ids.ts';
import type { Room } from '../../../shared/room/room.ts';
import { asAlternative, freeRooms, isNearby } from '../../../shared/rules/availability.ts';
import { aMeeting, aPolicy, aRoom, aRoomDay, at } from '../../support/builders.ts';

const room = (displayName: string, change: Partial<Room> = {}) =>
  aRoom({ id: displayName as RoomId, address: `${displayName}@northwind.example`, displayName, ...change });
const now = at('10:00');
const names = (days: Parameters<typeof freeRooms>[0], minutes?: number) =>
  freeRooms(days, room('Lisbon'), now, minutes === undefined ? {} : { minutes }).map(
    ({ room: { displayName } }) => displayName,
  );

test('the nearest comes first: this floor, then this building, then the smallest', () => {
  const days = [
    aRoomDay(now, [], { room: room('Bergen', { building: 'Annex' }) }),
    aRoomDay(now, [], { room: room('Oslo', { floor: '4' }) }),
    aRoomDay(now, [], { room: room('Porto', { capacity: 12 }) }),
    aRoomDay(now, [], { room: room('Faro', { capacity: 4 }) }),
  ];

  expect(names(days)).toEqual(['Faro', 'Porto', 'Oslo', 'Bergen']);
});

test('a room is offered only where it is free for long enough, and the offer says until when', () => {
  const soon = aRoomDay(now, [aMeeting('10:20', '11:00')], { room: room('Porto') });

  expect(names([soon], 20)).toEqual(['Porto']);
  expect(names([soon], 21)).toEqual([]);
  expect(freeRooms([soon], room('Lisbon'), now).map(asAlternative)).toEqual([
    { room: 'Porto@northwind.example', displayName: 'Porto', floor: '3', until: at('10:20') },
  ]);
});

test.for([
  { start: '12:00', minutes: 60, free: true, until: '13:00', because: 'it is free from then' },
  { start: '12:00', minutes: 61, free: false, until: null, because: 'a meeting follows' },
  { start: '11:30', minutes: 15, free: false, until: null, because: 'it has a meeting then' },
  { start: '14:00', minutes: 60, free: true, until: null, because: 'nothing is known to follow' },
  { start: '2026-11-26T09:00:00Z', minutes: 15, free: false, until: null, because: 'that day was not read' },
])('from $start a room is offered for $minutes minutes: $free, because $because', ({ start, minutes, free, until }) => {
  const day = aRoomDay(now, [aMeeting('11:00', '12:00'), aMeeting('13:00', '14:00')], { room: room('Porto') });
  const found = freeRooms([day], room('Lisbon'), now, { start: at(start), minutes });

  expect(found.map((one) => one.until)).toEqual(free ? [until === null ? null : at(until)] : []);
});

test('nothing is offered for later by a day that is old, or that may show nothing', () => {
  const later = { start: at('12:00') };
  const old = aRoomDay(at('09:50'), [], { room: room('Porto') });
  const health = { cause: 'scope-not-proven', since: now } as const;
  const sealed = aRoomDay(now, [], { room: room('Porto'), health });

  expect(freeRooms([old, sealed], room('Lisbon'), now, later)).toEqual([]);
});

test('a door may look into its own building alone, and everywhere where no building is known', () => {
  const annex = room('Bergen', { building: 'Annex' });

  expect(isNearby(room('Lisbon'), annex)).toBe(false);
  expect(isNearby(room('Lisbon'), room('Porto'))).toBe(true);
  expect(isNearby(room('Lisbon', { building: null }), annex)).toBe(true);
});

test('no room is offered that is in use, old news, not to be booked, or the one we stand at', () => {
  const days = [
    aRoomDay(now, [aMeeting('09:30', '10:30')], { room: room('Porto') }),
    aRoomDay(at('09:50'), [], { room: room('Faro') }),
    aRoomDay(now, [], { room: room('Oslo'), policy: aPolicy({ mayBook: false }) }),
    aRoomDay(now, [], { room: room('Lisbon') }),
  ];

  expect(names(days)).toEqual([]);
});
