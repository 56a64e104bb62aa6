/** The room day in, the room state out. */

import { batch, computed, type ReadonlySignal, signal } from '@preact/signals-core';
import type { Instant } from '../../shared/basics/instant.ts';
import type { RoomDay } from '../../shared/room/room-day.ts';
import { nextBoundary, type RoomState, roomState } from '../../shared/rules/room-state.ts';
import type { ClockModel } from './clock-model.ts';

/** `lost` since when the stream was last heard, by the proxy's clock; null where it never was since this page began. */
export type Connection = { readonly kind: 'live' } | { readonly kind: 'lost'; readonly since: Instant | null };

export type RoomModel = {
  readonly day: ReadonlySignal<RoomDay | null>;
  /** Null until a day is known, from the cache or the stream. */
  readonly state: ReadonlySignal<RoomState | null>;
  readonly connection: ReadonlySignal<Connection>;
  close(): void;
};

/** The side on which the news comes in. */
export type RoomNews = {
  /** Null when this tablet has no room any more. */
  show(day: RoomDay | null): void;
  /** The calendar was read again and the day still stands. */
  readAgain(readAt: Instant): void;
  connected(): void;
  /** `since`: when the stream was last heard. */
  lost(since: Instant | null): void;
};

export function createRoomModel(clock: ClockModel): RoomModel & RoomNews {
  const day = signal<RoomDay | null>(null);
  const connection = signal<Connection>({ kind: 'lost', since: null });
  const state = computed(() => (day.value === null ? null : roomState(day.value, clock.now.value)));

  const unwatch = clock.watch((now) => {
    const held = day.peek();
    return held === null ? null : nextBoundary(held, now);
  });

  /** Together with the present: between ticks the clock's signal is up to a minute behind, and the day may begin in it. */
  function hold(news: RoomDay | null): void {
    batch(() => {
      day.value = news;
      clock.look();
    });
  }

  return {
    day,
    state,
    connection,
    show: hold,
    readAgain(readAt) {
      const held = day.peek();
      if (held !== null && (held.readAt === null || readAt > held.readAt)) hold({ ...held, readAt });
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
