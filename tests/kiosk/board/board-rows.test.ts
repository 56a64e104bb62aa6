import { describe, expect, test } from 'vitest';
import { type BoardFloor, boardFloors, boardPages } from '../../../kiosk/board/board-rows.ts';
import type { RoomId } from '../../../shared/basics/ids.ts';
import { defaultLook } from '../../../shared/room/look.ts';
import type { Occurrence } from '../../../shared/room/occurrence.ts';
import type { RoomDay } from '../../../shared/room/room-day.ts';
import type { BoardView } from '../../../shared/wire/board.ts';
import { aBoard, aBooking, aClosure, aMeeting, aRoom, aRoomDay, at, hidden } from '../../support/builders.ts';

const now = at('10:24');

/** A board of these days, in their order. */
function floorsOf(days: readonly RoomDay[], board: Partial<BoardView['board']> = {}, moment = now): BoardFloor[] {
  const view: BoardView = { board: aBoard(board), look: defaultLook, rooms: days.map(({ room }) => room.id) };
  return boardFloors(view, new Map(days.map((day) => [day.room.id, day])), moment);
}

function rowOf(day: RoomDay, moment = now) {
  return floorsOf([day], {}, moment)[0]?.rows[0];
}

const running = aMeeting('10:00', '11:00');
const needed = { kind: 'needed', opensAt: at('10:20'), until: at('10:40') } as const;

test.for([
  { what: 'nothing today', meetings: [], mood: 'free', says: { kind: 'all-day' } },
  { what: 'a meeting later', meetings: [aMeeting('13:00', '14:00')], mood: 'free', says: { kind: 'until' } },
  { what: 'a meeting soon', meetings: [aMeeting('10:30', '11:00')], mood: 'expected', says: { kind: 'booked-at' } },
  { what: 'a meeting', meetings: [running], mood: 'used', says: { kind: 'in-use-to', moment: at('11:00') } },
  { what: 'one that ends', meetings: [aMeeting('10:00', '10:30')], mood: 'used', says: { kind: 'free-at' } },
  {
    what: 'one that ends, with another behind it',
    meetings: [aMeeting('10:00', '10:30'), aMeeting('10:30', '11:00')],
    mood: 'used',
    says: { kind: 'in-use-to', moment: at('10:30') },
  },
  {
    what: 'one that nobody has come to yet',
    meetings: [aMeeting('10:20', '11:00', { checkIn: needed })],
    mood: 'expected',
    says: { kind: 'check-in-by', moment: at('10:40') },
  },
  {
    what: 'a booking on its way',
    meetings: [aMeeting('10:20', '11:00', { booking: aBooking({ status: 'pending' }) })],
    mood: 'expected',
    says: { kind: 'being-booked' },
  },
  {
    what: 'a hold',
    meetings: [aMeeting('10:20', '11:00', { booking: aBooking({ status: 'held' }) })],
    mood: 'expected',
    says: { kind: 'is-held', moment: at('11:00') },
  },
  {
    what: 'something that we cannot read',
    meetings: [aMeeting('10:00', '11:00', { unreadable: true })],
    mood: 'none',
    says: { kind: 'not-sure' },
  },
] as const)('a room with $what is $mood and says so', ({ meetings, mood, says }) => {
  expect(rowOf(aRoomDay(now, meetings))).toMatchObject({ mood, says });
});

describe('a room of which there is no news', () => {
  test.for([
    { readAt: at('10:09'), says: { kind: 'no-news-since', moment: at('10:09') }, because: 'it is stale' },
    { readAt: at('08:00'), says: { kind: 'no-news-since', moment: at('08:00') }, because: 'it is forgotten' },
    { readAt: null, says: { kind: 'no-news-yet' }, because: 'it was never read' },
  ])('says $says.kind, because $because, and shines in no colour', ({ readAt, says }) => {
    expect(rowOf(aRoomDay(now, [], { readAt }))).toMatchObject({ mood: 'none', says });
  });

  test('counts as free nowhere', () => {
    expect(floorsOf([aRoomDay(now, [], { readAt: at('10:09') })])[0]?.free).toBe(0);
  });

  test('is closed where the app may not show anything', () => {
    const day = aRoomDay(now, [], { readAt: null, health: { cause: 'scope-not-proven', since: at('10:00') } });

    expect(rowOf(day)).toMatchObject({ mood: 'none', says: { kind: 'is-closed' } });
  });
});

test.for([
  { until: '15:00', says: { kind: 'is-closed-until', moment: at('15:00') }, because: 'it opens today' },
  {
    until: '2026-11-26T08:00:00Z',
    says: { kind: 'is-closed-until', moment: at('2026-11-26T00:00:00Z') },
    because: 'of a far day the hour is for the door to say',
  },
  { until: null, says: { kind: 'is-closed' }, because: 'facilities have not said until when' },
])('a room that facilities have closed until $until says so, because $because', ({ until, says }) => {
  const row = rowOf(aRoomDay(now, [], { closures: [aClosure('08:00', until)] }));

  expect(row).toMatchObject({ mood: 'none', says });
});

test('a title is said where the proxy has left it in, and nothing instead where it has not', () => {
  expect(rowOf(aRoomDay(now, [running]))?.title).toBe('Weekly design review');
  expect(rowOf(aRoomDay(now, [{ ...running, title: hidden }]))?.title).toBeNull();
});

test('floors keep the order of the rooms, say where the board hangs and how many are free', () => {
  const day = (id: string, floor: string | null, busy = false) =>
    aRoomDay(now, busy ? [running] : [], { room: aRoom({ id: id as RoomId, floor }) });
  const arrows = [{ room: 'b' as RoomId, way: 'left' as const }];

  const floors = floorsOf([day('a', '2'), day('b', '3'), day('c', '3', true), day('d', null)], { here: '3', arrows });

  expect(floors.map(({ floor, here, free }) => ({ floor, here, free }))).toEqual([
    { floor: '2', here: false, free: 1 },
    { floor: '3', here: true, free: 1 },
    { floor: null, here: false, free: 1 },
  ]);
  expect(floors[1]?.rows.map(({ id, way }) => `${id} ${way}`)).toEqual(['b left', 'c null']);
});

test('on each floor the free rooms stand first, and rooms of a kind keep their order', () => {
  const day = (id: string, floor: string, ...meetings: Occurrence[]) =>
    aRoomDay(now, meetings, { room: aRoom({ id: id as RoomId, floor }) });
  const soon = aMeeting('10:30', '11:00');

  const floors = floorsOf([
    ...[day('a', '2', running), day('b', '2'), day('c', '2', soon), day('d', '2', running), day('e', '2')],
    ...[day('f', '3', running), day('g', '3')],
  ]);

  expect(floors.map(({ rows }) => rows.map(({ id }) => id).join(''))).toEqual(['beacd', 'gf']);
});

test('a building is named only where there are several', () => {
  const day = (id: string, building: string) => aRoomDay(now, [], { room: aRoom({ id: id as RoomId, building }) });

  expect(floorsOf([day('a', 'Annex'), day('b', 'Annex')]).map(({ building }) => building)).toEqual([null]);
  expect(floorsOf([day('a', 'Annex'), day('b', 'Main')]).map(({ building }) => building)).toEqual(['Annex', 'Main']);
});

test('with titles a column holds fewer rooms', () => {
  const days = Array.from({ length: 8 }, (_, n) => aRoomDay(now, [], { room: aRoom({ id: `${n}` as RoomId }) }));

  const [[first, second] = []] = boardPages(
    floorsOf(days),
    { columns: 3, rows: 8, titledRows: 6 },
    { showTitles: true },
  );

  expect([first, second].map((column) => column?.[0]?.rows.length)).toEqual([6, 2]);
});

test.for([
  { floors: [8, 8, 8], pages: ['8 | 8 | 8'], because: 'a floor is a column' },
  { floors: [3], pages: ['3'], because: 'one floor needs one column' },
  { floors: [20], pages: ['8 | 8 | 4'], because: 'a long floor goes on beside' },
  { floors: [2, 2, 2, 2, 2], pages: ['2+2+2 | 2+2'], because: 'short floors stand below each other' },
  { floors: [8, 8, 8, 8], pages: ['8 | 8 | 8', '8'], because: 'what does not fit is on another page' },
  { floors: [], pages: [''], because: 'there is a page even of nothing' },
])('floors of $floors rooms fill $pages, because $because', ({ floors, pages }) => {
  const row = rowOf(aRoomDay(now));
  if (row === undefined) throw new Error('no row');
  const given = floors.map(
    (count): BoardFloor => ({ building: null, floor: null, here: false, free: 0, rows: Array(count).fill(row) }),
  );

  const laid = boardPages(given, { columns: 3, rows: 8, titledRows: 6 }, { showTitles: false });

  expect(laid.map((page) => page.map((column) => column.map(({ rows }) => rows.length).join('+')).join(' | '))).toEqual(
    pages,
  );
});
