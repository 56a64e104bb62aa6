import { expect, test } from 'vitest';
import type { RoomId } from '../../../shared/basics/ids.ts';
import type { Room } from '../../../shared/room/room.ts';
import { freeRooms } from '../../../shared/rules/availability.ts';
import { aMeeting, aPolicy, aRoom, aRoomDay, at } from '../../support/builders.ts';

const room = (displayName: string, change: Partial<Room> = {}) =>
  aRoom({ id: displayName as RoomId, address: `${displayName}@northwind.example`, displayName, ...change });
const now = at('10:00');
const names = (days: Parameters<typeof freeRooms>[0], minutes?: number) =>
  freeRooms(days, room('Lisbon'), now, minutes).map(({ displayName }) => displayName);

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
  expect(freeRooms([soon], room('Lisbon'), now)[0]).toMatchObject({
    room: 'Porto@northwind.example',
    until: at('10:20'),
  });
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
