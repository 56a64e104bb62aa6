/**
 * Many rooms at once: a line for each, floor by floor, laid out in columns and pages. Pure, and in keys instead of
 * sentences. On each floor what is free stands first, as that is what people come for; among their like rooms keep their
 * order, so that nothing moves but what has changed.
 */

import type { Instant } from '../../shared/basics/instant.ts';
import type { RoomDay } from '../../shared/room/room-day.ts';
import { type RoomState, roomState } from '../../shared/rules/room-state.ts';
import type { BoardSettings, BoardView, Way } from '../../shared/wire/board.ts';
import { doorFace, type FaceLamp, type FacePhrase, type Mood } from '../state/door-face.ts';

export type BoardSays =
  | {
      readonly kind: 'until' | 'booked-at' | 'check-in-by' | 'in-use-to' | 'free-at' | 'is-held' | 'is-closed-until';
      readonly moment: Instant;
    }
  /** Gone by, and maybe yesterday. */
  | { readonly kind: 'no-news-since'; readonly moment: Instant }
  | { readonly kind: 'all-day' | 'being-booked' | 'no-news-yet' | 'not-sure' | 'is-closed' };

export type BoardRow = {
  readonly id: string;
  readonly name: string;
  readonly mood: Mood;
  readonly lamp: FaceLamp;
  readonly says: BoardSays;
  /** What goes on, where board and room may both say it. */
  readonly title: string | null;
  readonly way: Way | null;
};

export type BoardFloor = {
  /** Null where the catalogue names none, or where one building needs no name. */
  readonly building: string | null;
  readonly floor: string | null;
  /** The board hangs here. */
  readonly here: boolean;
  readonly free: number;
  readonly rows: readonly BoardRow[];
};

export type BoardColumn = readonly BoardFloor[];

/** How much a page holds: columns, and rows in each; fewer of them where each has a title below its name. */
export type PageSize = { readonly columns: number; readonly rows: number; readonly titledRows: number };

/** A floor's name takes about as much height as a row. */
const HEADING_ROWS = 1;

/** Rooms in the view's order, on each floor the free ones first. One whose day has not come is there all the same, and nothing is known about it. */
export function boardFloors(view: BoardView, days: ReadonlyMap<string, RoomDay>, now: Instant): BoardFloor[] {
  const { here, arrows } = view.board;
  const known = view.rooms.flatMap((id) => days.get(id) ?? []);
  const severalBuildings = new Set(known.map(({ room }) => room.building)).size > 1;
  const floors = new Map<string, { building: string | null; floor: string | null; rows: BoardRow[] }>();
  for (const day of known) {
    const building = severalBuildings ? day.room.building : null;
    const { floor } = day.room;
    const place = JSON.stringify([building, floor]);
    const one = floors.get(place) ?? { building, floor, rows: [] };
    const way = arrows.find(({ room }) => room === day.room.id)?.way ?? null;
    one.rows.push(boardRow(day, roomState(day, now), way, now));
    floors.set(place, one);
  }
  return [...floors.values()].map(({ building, floor, rows }) => ({
    building,
    floor,
    here: here !== null && floor === here,
    free: rows.filter(({ mood }) => mood === 'free').length,
    rows: [...rows.filter(({ mood }) => mood === 'free'), ...rows.filter(({ mood }) => mood !== 'free')],
  }));
}

/** A floor to a column, as long as they fit on one page; else floors stand below each other, and long ones go on beside. */
export function boardPages(
  floors: readonly BoardFloor[],
  { columns: most, ...size }: PageSize,
  { showTitles }: Pick<BoardSettings, 'showTitles'>,
): BoardColumn[][] {
  const rows = showTitles ? size.titledRows : size.rows;
  const apart = floors.flatMap((floor) => split(floor, rows)).map((floor) => [floor]);
  const columns = apart.length <= most ? apart : stack(apart.flat(), rows);
  const pages = Math.max(1, Math.ceil(columns.length / most));
  return Array.from({ length: pages }, (_, page) => columns.slice(page * most, (page + 1) * most));
}

function split(floor: BoardFloor, most: number): BoardFloor[] {
  const parts = Math.max(1, Math.ceil(floor.rows.length / most));
  return Array.from({ length: parts }, (_, part) => ({
    ...floor,
    rows: floor.rows.slice(part * most, (part + 1) * most),
  }));
}

function stack(floors: readonly BoardFloor[], most: number): BoardColumn[] {
  const columns: BoardFloor[][] = [];
  let used = 0;
  for (const floor of floors) {
    const last = columns[columns.length - 1];
    const needed = HEADING_ROWS + floor.rows.length;
    if (last !== undefined && used + needed <= most) {
      last.push(floor);
      used += needed;
    } else {
      columns.push([floor]);
      // The first heading of a column is above its rows.
      used = floor.rows.length;
    }
  }
  return columns;
}

function boardRow(day: RoomDay, state: RoomState, way: Way | null, now: Instant): BoardRow {
  // What the board itself can say of its connection is said once, below all of them.
  const { mood, lamp, phrase } = doorFace(day, state, { kind: 'live' }, null, now);
  const { id, displayName } = day.room;
  return { id, name: displayName, mood, lamp, says: saysOf(day, state, phrase), title: titleOf(state), way };
}

function saysOf(day: RoomDay, state: RoomState, phrase: FacePhrase): BoardSays {
  switch (state.kind) {
    case 'available':
      return state.until === null ? { kind: 'all-day' } : { kind: 'until', moment: state.until };
    case 'starting-soon':
      return { kind: 'booked-at', moment: state.from };
    case 'awaiting-check-in':
      return { kind: 'check-in-by', moment: state.by };
    case 'booking':
      return state.status === 'held' ? { kind: 'is-held', moment: state.until } : { kind: 'being-booked' };
    case 'in-use':
      return { kind: 'in-use-to', moment: state.until };
    case 'ending-soon':
      return { kind: state.next === null ? 'free-at' : 'in-use-to', moment: state.until };
    case 'stale':
      return { kind: 'no-news-since', moment: state.readAt };
    case 'unknown':
      if (state.cause === 'bad-answer') return { kind: 'not-sure' };
      return day.readAt === null ? { kind: 'no-news-yet' } : { kind: 'no-news-since', moment: day.readAt };
    case 'out-of-service':
      // From afar the door names the day alone, and so does the board.
      return phrase.kind === 'until' ? { kind: 'is-closed-until', moment: phrase.moment } : { kind: 'is-closed' };
    default:
      return state satisfies never;
  }
}

/** The proxy has taken out what may not be said. */
function titleOf(state: RoomState): string | null {
  if (!('current' in state)) return null;
  return state.current.title.kind === 'shown' ? state.current.title.text : null;
}
