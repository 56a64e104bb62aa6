/**
 * When a quiet notice may have the whole screen: by policy, in opening hours, where the room is free for longer than a
 * passer-by takes to read it, nothing is open, and nobody has touched the screen for a while.
 */

import { computed, effect, type ReadonlySignal, signal } from '@preact/signals-core';
import { type Instant, MINUTE_MS } from '../../shared/basics/instant.ts';
import { atLocal, localDate } from '../../shared/basics/zone.ts';
import type { RoomDay } from '../../shared/room/room-day.ts';
import type { TabletClock } from '../ports.ts';
import type { ClockModel } from './clock-model.ts';
import type { NoticesModel } from './notices-model.ts';
import type { RoomModel } from './room-model.ts';

export type SignageModel = {
  readonly showing: ReadonlySignal<boolean>;
  /** Somebody is here. While it fills the screen only `wake` takes it down: the touch must not press what lies behind. */
  touched(): void;
  /** It was pressed, or somebody has come near without a touch, which presses nothing. */
  wake(): void;
  close(): void;
};

type Parts = {
  /** Of the tablet: how long nobody was here is no matter of what the proxy's clock says. */
  readonly after: TabletClock['after'];
  readonly clock: Pick<ClockModel, 'now'>;
  readonly room: Pick<RoomModel, 'day' | 'state'>;
  readonly notices: Pick<NoticesModel, 'hanging'>;
  /** Nothing is open and nothing under way. */
  readonly idle: ReadonlySignal<boolean>;
};

export function createSignageModel({ after, clock, room, notices, idle }: Parts): SignageModel {
  const wakes = signal(0);
  const isLeftAlone = signal(false);
  let cancelWait = () => {};

  const minutes = computed(() => room.day.value?.policy.signageAfterMinutes ?? 0);
  const stopWaiting = effect(() => {
    void wakes.value;
    cancelWait();
    isLeftAlone.value = false;
    if (minutes.value === 0) return;
    cancelWait = after(minutes.value * MINUTE_MS, () => {
      isLeftAlone.value = true;
    });
  });
  const showing = computed(() => {
    const now = clock.now.value;
    const day = room.day.value;
    if (day === null || !isLeftAlone.value || !idle.value) return false;
    return room.state.value?.kind === 'available' && notices.hanging.value.length > 0 && isOpen(day, now);
  });

  function wake(): void {
    wakes.value += 1;
  }

  return {
    showing,
    touched() {
      if (!showing.peek()) wake();
    },
    wake,
    close() {
      stopWaiting();
      cancelWait();
    },
  };
}

function isOpen({ policy, room }: RoomDay, now: Instant): boolean {
  const { from, to } = policy.openingHours;
  const today = localDate(now, room.timeZone);
  return atLocal(today, from, room.timeZone) <= now && now < atLocal(today, to, room.timeZone);
}
