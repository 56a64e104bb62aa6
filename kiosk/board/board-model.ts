/** The board's news in; its pages out, and which of them is up. */

import { batch, computed, type ReadonlySignal, signal } from '@preact/signals-core';
import { earliest, type Instant, instant, SECOND_MS } from '../../shared/basics/instant.ts';
import type { RoomDay } from '../../shared/room/room-day.ts';
import { nextBoundary } from '../../shared/rules/room-state.ts';
import type { BoardView, RoomsRead } from '../../shared/wire/board.ts';
import type { ClockModel } from '../state/clock-model.ts';
import type { Connection } from '../state/room-model.ts';
import { type BoardColumn, boardFloors, boardPages, type PageSize } from './board-rows.ts';

export type BoardModel = {
  /** Null until the board is known, from the cache or the stream. */
  readonly view: ReadonlySignal<BoardView | null>;
  readonly days: ReadonlySignal<ReadonlyMap<string, RoomDay>>;
  readonly pages: ReadonlySignal<readonly (readonly BoardColumn[])[]>;
  /** Which of them is up, from 0. */
  readonly page: ReadonlySignal<number>;
  readonly connection: ReadonlySignal<Connection>;
  /** Somebody wants the next one now, and time to read it. */
  turn(): void;
  close(): void;
};

/** The side on which the news comes in. */
export type BoardNews = {
  /** What it shows was told anew; the days of its rooms follow. */
  showBoard(view: BoardView): void;
  showDay(day: RoomDay): void;
  readAgain(news: RoomsRead): void;
  connected(): void;
  lost(since: Instant | null): void;
};

/** Two dozen rooms are looked through in that time. */
const PAGE_STAYS_MS = 12 * SECOND_MS;
const TURNED_STAYS_MS = 30 * SECOND_MS;

type Parts = { readonly clock: ClockModel; readonly size: ReadonlySignal<PageSize> };

export function createBoardModel({ clock, size }: Parts): BoardModel & BoardNews {
  const view = signal<BoardView | null>(null);
  const days = signal<ReadonlyMap<string, RoomDay>>(new Map());
  const connection = signal<Connection>({ kind: 'lost', since: null });
  /** Where somebody turned to, and until when it stays. */
  const turned = signal<{ readonly page: number; readonly until: Instant } | null>(null);
  const pages = computed(() => {
    const shown = view.value;
    return shown === null ? [] : boardPages(boardFloors(shown, days.value, clock.now.value), size.value, shown.board);
  });
  const page = computed(() => {
    const count = pages.value.length;
    const now = clock.now.value;
    const held = turned.value;
    if (held !== null && now < held.until) return held.page % Math.max(1, count);
    // By the clock, so that two screens of one board turn together.
    return Math.floor(now / PAGE_STAYS_MS) % Math.max(1, count);
  });

  const unwatch = clock.watch((now) => {
    const moments = [...days.peek().values()].map((day) => nextBoundary(day, now));
    if (pages.peek().length > 1) moments.push(instant((Math.floor(now / PAGE_STAYS_MS) + 1) * PAGE_STAYS_MS));
    const held = turned.peek();
    if (held !== null && held.until > now) moments.push(held.until);
    const [first, ...others] = moments;
    return first === undefined ? null : earliest(first, ...others);
  });

  function change(run: () => void): void {
    batch(() => {
      run();
      clock.look();
    });
  }

  return {
    view,
    days,
    pages,
    page,
    connection,
    turn() {
      const next = (page.peek() + 1) % Math.max(1, pages.peek().length);
      change(() => {
        turned.value = { page: next, until: instant(clock.present() + TURNED_STAYS_MS) };
      });
    },
    showBoard(told) {
      change(() => {
        view.value = told;
        // A room that is shown no more is not kept either.
        const wanted = new Set<string>(told.rooms);
        days.value = new Map([...days.peek()].filter(([id]) => wanted.has(id)));
      });
    },
    showDay(day) {
      change(() => {
        days.value = new Map([...days.peek(), [day.room.id, day]]);
      });
    },
    readAgain({ rooms }) {
      const held = days.peek();
      const news = rooms.flatMap(({ room, readAt }): [string, RoomDay][] => {
        const day = held.get(room);
        return day !== undefined && (day.readAt === null || readAt > day.readAt) ? [[room, { ...day, readAt }]] : [];
      });
      if (news.length === 0) return;
      change(() => {
        days.value = new Map([...held, ...news]);
      });
    },
    connected() {
      if (connection.peek().kind === 'lost') connection.value = { kind: 'live' };
    },
    lost(since) {
      if (connection.peek().kind === 'live' || since !== null) connection.value = { kind: 'lost', since };
    },
    close: unwatch,
  };
}
