/** The room day in, the room state out; between them, what this tablet holds by itself. */

import { batch, computed, type ReadonlySignal, signal } from '@preact/signals-core';
import type { Instant } from '../../shared/basics/instant.ts';
import type { Occurrence } from '../../shared/room/occurrence.ts';
import type { RoomDay } from '../../shared/room/room-day.ts';
import { nextBoundary, type RoomState, roomState } from '../../shared/rules/room-state.ts';
import type { ClockModel } from './clock-model.ts';
import { withOwnHolds } from './own-holds.ts';

/** `lost` since when the stream was last heard, by the proxy's clock; null where it never was since this page began. */
export type Connection = { readonly kind: 'live' } | { readonly kind: 'lost'; readonly since: Instant | null };

export type RoomModel = {
  /** As the proxy sent it. */
  readonly received: ReadonlySignal<RoomDay | null>;
  /** As this screen shows it, with what it holds by itself. */
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

type OwnOccurrences = ReadonlySignal<readonly Occurrence[]>;

export function createRoomModel(clock: ClockModel, own: OwnOccurrences = signal([])): RoomModel & RoomNews {
  const received = signal<RoomDay | null>(null);
  const day = computed(() => (received.value === null ? null : withOwnHolds(received.value, own.value)));
  const connection = signal<Connection>({ kind: 'lost', since: null });
  const state = computed(() => (day.value === null ? null : roomState(day.value, clock.now.value)));

  const unwatch = clock.watch((now) => {
    const held = day.peek();
    return held === null ? null : nextBoundary(held, now);
  });

  /** Together with the present: between ticks the clock's signal is up to a minute behind, and the day may begin in it. */
  function hold(news: RoomDay | null): void {
    batch(() => {
      received.value = news;
      clock.look();
    });
  }

  return {
    received,
    day,
    state,
    connection,
    show: hold,
    readAgain(readAt) {
      const held = received.peek();
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
