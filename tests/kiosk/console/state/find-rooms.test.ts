import { expect, test } from 'vitest';
import { findRooms, placeOf } from '../../../../kiosk/console/state/find-rooms.ts';
import { aRoomChoice } from '../fixtures.ts';

const rooms = [
  aRoomChoice('Porto', { building: 'Spreeufer', floor: '10' }),
  aRoomChoice('Lisbon', { building: 'Spreeufer', floor: '3' }),
  aRoomChoice('Lisboa Norte', { building: 'Hafen', floor: '1' }),
  aRoomChoice('São Paulo', { building: 'Kontor', floor: '9' }),
  aRoomChoice('Great Lisbon', { building: null, floor: null, address: 'hall@northwind.example' }),
];
const names = (typed: string) => findRooms(rooms, typed).rooms.map(({ displayName }) => displayName);

test.for([
  { typed: 'lis', found: ['Lisboa Norte', 'Lisbon', 'Great Lisbon'], because: 'names that begin so come first' },
  { typed: 'sao', found: ['São Paulo'], because: 'nobody types a tilde in a corridor' },
  { typed: 'SPREE', found: ['Lisbon', 'Porto'], because: 'a building is a way to find its rooms' },
  { typed: 'spreeufer 3', found: ['Lisbon'], because: 'every word must fit' },
  { typed: 'norte lis', found: ['Lisboa Norte'], because: 'in any order' },
  { typed: 'hall@north', found: ['Great Lisbon'], because: 'the mailbox’s address finds its room' },
  { typed: 'isbon', found: [], because: 'words are found by how they begin' },
])('“$typed” finds $found, because $because', ({ typed, found }) => {
  expect(names(typed)).toEqual(found);
});

test('while nothing is typed, rooms stand as on a walk through the buildings, floor 9 before floor 10', () => {
  expect(names('')).toEqual(['Great Lisbon', 'Lisboa Norte', 'São Paulo', 'Lisbon', 'Porto']);
});

test('of very many rooms the first fifty are shown and the rest are counted', () => {
  const many = Array.from({ length: 312 }, (_, index) => aRoomChoice(`Room ${index}`));

  expect(findRooms(many, 'room')).toMatchObject({ more: 262, rooms: { length: 50 } });
});

test.for([
  { building: 'Hafen', floor: '2', place: 'Hafen 2' },
  { building: 'Cais, Lisbon', floor: 'Floor 1', place: 'Cais, Lisbon, Floor 1' },
  { building: 'Hafen', floor: null, place: 'Hafen' },
  { building: null, floor: 'Mezzanine', place: 'Mezzanine' },
  { building: null, floor: '', place: null },
])('building $building and floor $floor are said as $place', ({ building, floor, place }) => {
  expect(placeOf({ building, floor })).toBe(place);
});
