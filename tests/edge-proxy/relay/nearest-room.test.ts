import { expect, test } from 'vitest';
import { createNearestRoom } from '../../../edge-proxy/relay/nearest-room.ts';
import type { RoomId } from '../../../shared/basics/ids.ts';
import { SECOND_MS } from '../../../shared/basics/instant.ts';
import type { Room } from '../../../shared/room/room.ts';
import type { RoomDay } from '../../../shared/room/room-day.ts';
import { aClosure, aMeeting, aPolicy, aRoom, aRoomDay, at } from '../../support/builders.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const now = at('10:00');
const other = (name: string, change: Partial<Room> = {}) =>
  aRoom({ id: `room-${name}` as RoomId, address: `${name}@northwind.example`, displayName: name, ...change });
const free = (name: string, change: Partial<Room> = {}) => aRoomDay(now, [], { room: other(name, change) });
const meeting = aMeeting('09:30', '11:00');
const lisbon = (change: Partial<RoomDay> = {}) => aRoomDay(now, [meeting], change);

function open(days: RoomDay[]) {
  const clock = createVirtualClock(now);
  const nearest = createNearestRoom({
    clock,
    currentDays: () => days,
    currentDay: (id) => days.find(({ room }) => room.id === id) ?? null,
  });
  return { clock, days, nearest: () => nearest(aRoom().id)?.displayName ?? null };
}

test.for([
  { named: 'porto', others: [free('oslo', { floor: '4' }), free('porto')], because: 'its own floor is nearer' },
  {
    named: 'small',
    others: [free('large', { capacity: 20 }), free('small', { capacity: 4 })],
    because: 'a large room is for many',
  },
  { named: null, others: [free('kyiv', { building: 'Elsewhere' })], because: 'another building is no help' },
  {
    named: null,
    others: [aRoomDay(now, [aMeeting('10:10', '11:00')], { room: other('soon') })],
    because: 'ten minutes are not worth the way',
  },
  {
    named: null,
    others: [aRoomDay(now, [], { room: other('shut'), closures: [aClosure('09:00', null)] })],
    because: 'it is closed',
  },
  {
    named: null,
    others: [aRoomDay(at('09:00'), [], { room: other('old') })],
    because: 'nobody knows how it is by now',
  },
])('a busy door names $named, because $because', ({ named, others }) => {
  expect(open([lisbon(), ...others]).nearest()).toBe(named);
});

test.for([
  { day: aRoomDay(now), because: 'it is free itself' },
  { day: lisbon({ policy: aPolicy({ mayBook: false }) }), because: 'nothing can be booked at it' },
  { day: aRoomDay(at('08:00'), [meeting]), because: 'it does not know how it is' },
])('a door names none where $because', ({ day }) => {
  expect(open([day, free('porto')]).nearest()).toBeNull();
});

test('a closed door names the room that facilities have named, as long as that is free', () => {
  const instead = { room: 'oslo@northwind.example', displayName: 'oslo' };
  const closed = aRoomDay(now, [], { closures: [aClosure('09:00', null, { instead })] });

  expect(open([closed, free('porto'), free('oslo', { floor: '4' })]).nearest()).toBe('oslo');
  expect(open([closed, free('porto')]).nearest()).toBe('porto');
});

test('what is free is counted once a second, and then anew', async () => {
  const site = open([lisbon(), free('porto')]);
  expect(site.nearest()).toBe('porto');

  site.days[1] = aRoomDay(now, [aMeeting('09:00', '11:00')], { room: other('porto') });
  expect(site.nearest()).toBe('porto');
  await site.clock.advance(SECOND_MS);

  expect(site.nearest()).toBeNull();
});
