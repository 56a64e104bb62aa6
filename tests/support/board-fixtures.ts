/** A board in each of its states: three floors of eight rooms at 10:24, as the look draws them; and harder ones. */

import type { Hanging } from '../../kiosk/state/notices-model.ts';
import type { Connection } from '../../kiosk/state/room-model.ts';
import type { RoomId } from '../../shared/basics/ids.ts';
import type { Instant } from '../../shared/basics/instant.ts';
import { defaultLook } from '../../shared/room/look.ts';
import type { Occurrence } from '../../shared/room/occurrence.ts';
import type { RoomDay } from '../../shared/room/room-day.ts';
import type { BoardView } from '../../shared/wire/board.ts';
import { aBoard, aClosure, aMeeting, aRoom, aRoomDay, at, hidden } from './builders.ts';

export type BoardFixture = {
  readonly view: BoardView;
  readonly days: ReadonlyMap<string, RoomDay>;
  readonly now: Instant;
  readonly connection: Connection;
  readonly hanging?: readonly Hanging[];
};

export const boardStates = [
  'board',
  'board-titles',
  'board-pages',
  'board-lost',
  'board-empty',
  'board-notice',
] as const;
export type BoardState = (typeof boardStates)[number];

const now = at('10:24');

export function boardFixture(state: BoardState): BoardFixture {
  switch (state) {
    case 'board':
      return board(threeFloors(), {
        here: '3',
        arrows: [
          { room: roomId('Aarhus'), way: 'up' },
          { room: roomId('Porto'), way: 'ahead-left' },
          { room: roomId('Zagreb'), way: 'right' },
        ],
      });
    case 'board-titles':
      return board(threeFloors(), { showTitles: true });
    case 'board-pages':
      return board([...threeFloors(), ...['5', '6', '7'].flatMap((floor) => aFloor(floor, manyNames(floor)))]);
    case 'board-lost':
      return {
        ...board(threeFloors().map((day) => ({ ...day, readAt: at('10:09') }))),
        connection: { kind: 'lost', since: at('10:10') },
      };
    case 'board-notice': {
      const stretch = { from: at('09:00'), until: at('15:00') };
      const text = 'Fire drill today at 14:00. Please leave by staircase B and leave your things behind.';
      return { ...board(threeFloors()), hanging: [{ id: 'n1', ...stretch, text, picture: null, src: null }] };
    }
    case 'board-empty':
      return board([]);
  }
}

function board(days: readonly RoomDay[], change: Parameters<typeof aBoard>[0] = {}): BoardFixture {
  const shown = change.showTitles === true ? days : days.map(untitled);
  return {
    view: { board: aBoard(change), look: defaultLook, rooms: shown.map(({ room }) => room.id) },
    days: new Map(shown.map((day) => [day.room.id, day])),
    now,
    connection: { kind: 'live' },
  };
}

function untitled(day: RoomDay): RoomDay {
  return { ...day, occurrences: day.occurrences.map((one) => ({ ...one, title: hidden, organizer: hidden })) };
}

type Plan = readonly (readonly [name: string, ...meetings: Occurrence[]])[];

const until = (end: string) => aMeeting('10:00', end);
const from = (start: string) => aMeeting(start, '18:00');

function threeFloors(): RoomDay[] {
  const floor2 = aFloor('2', [
    ['Aarhus', from('13:00')],
    ['Dakar', until('11:00')],
    ['Hanoi', until('12:30')],
    ['Kyoto', until('12:30')],
    ['Perth', from('18:00')],
    ['Seville', until('10:30')],
    ['Turin', from('11:15')],
    ['Valletta', until('11:00')],
  ]).map((day) => (day.room.displayName === 'Kyoto' ? { ...day, readAt: at('10:09') } : day));
  const checkIn = { kind: 'needed', opensAt: at('10:20'), until: at('10:30') } as const;
  const floor3 = aFloor('3', [
    ['Bergen', from('11:15')],
    ['Friedrichshain-Kreuzberg', until('11:00')],
    ['Lisbon', until('11:00')],
    ['Marrakesh', from('10:30')],
    ['قاعة الأندلس', until('17:00')],
    ['Porto', from('12:00')],
    ['Tallinn', aMeeting('10:20', '11:00', { checkIn })],
    ['Zagreb', from('14:00')],
  ]);
  const floor4 = aFloor('4', [
    ['Bogotá', until('17:00')],
    ['Cork', until('11:30')],
    ['Ghent', until('10:45')],
    ['Lyon', until('10:30')],
    ['Oslo'],
    ['Quito', from('13:30')],
    ['Riga', until('12:00')],
    ['Town hall', until('12:00')],
  ]).map((day) =>
    day.room.displayName === 'Town hall' ? { ...day, closures: [aClosure('08:00', '2026-11-26T08:00:00Z')] } : day,
  );
  return [...floor2, ...floor3, ...floor4];
}

function aFloor(floor: string, plan: Plan): RoomDay[] {
  return plan.map(([displayName, ...meetings]) =>
    aRoomDay(now, meetings, { room: aRoom({ id: roomId(displayName), displayName, floor }) }),
  );
}

function manyNames(floor: string): Plan {
  return Array.from({ length: 9 }, (_, n) =>
    n % 2 === 0 ? [`Raum ${floor}.${n}`] : [`Raum ${floor}.${n}`, until('11:00')],
  );
}

function roomId(displayName: string): RoomId {
  return `room-${displayName}` as RoomId;
}
