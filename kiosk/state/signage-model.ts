/**
 * When a quiet notice may have the whole screen: by policy, in opening hours, where the room is free for longer than a
 * passer-by takes to read it, nothing is open, and nobody has touched the screen for a while.
 */

import { computed, type ReadonlySignal, signal } from '@preact/signals-core';
import { addMinutes, type Instant } from '../../shared/basics/instant.ts';
import { atLocal, localDate } from '../../shared/basics/zone.ts';
import type { RoomDay } from '../../shared/room/room-day.ts';
import type { ClockModel } from './clock-model.ts';
import type { NoticesModel } from './notices-model.ts';
import type { RoomModel } from './room-model.ts';

export type SignageModel = {
  readonly showing: ReadonlySignal<boolean>;
  /** Somebody is here. While it fills the screen only `wake` takes it down: the touch must not press what lies behind. */
  touched(): void;
  wake(): void;
  close(): void;
};

type Parts = {
  readonly clock: Pick<ClockModel, 'now' | 'present' | 'watch' | 'look'>;
  readonly room: Pick<RoomModel, 'day' | 'state'>;
  readonly notices: Pick<NoticesModel, 'hanging'>;
  /** Nothing is open and nothing under way. */
  readonly idle: ReadonlySignal<boolean>;
};

export function createSignageModel({ clock, room, notices, idle }: Parts): SignageModel {
  const touchedAt = signal(clock.present());

  const due = computed((): Instant | null => {
    const minutes = room.day.value?.policy.signageAfterMinutes ?? 0;
    return minutes === 0 ? null : addMinutes(touchedAt.value, minutes);
  });
  const showing = computed(() => {
    const now = clock.now.value;
    const day = room.day.value;
    if (day === null || due.value === null || now < due.value || !idle.value) return false;
    return room.state.value?.kind === 'available' && notices.hanging.value.length > 0 && isOpen(day, now);
  });
  const unwatch = clock.watch((now) => {
    const moment = due.peek();
    return moment !== null && moment > now ? moment : null;
  });

  function wake(): void {
    touchedAt.value = clock.present();
    // The wait for it is counted from now.
    clock.look();
  }

  return {
    showing,
    touched() {
      if (!showing.peek()) wake();
    },
    wake,
    close: unwatch,
  };
}

function isOpen({ policy, room }: RoomDay, now: Instant): boolean {
  const { from, to } = policy.openingHours;
  const today = localDate(now, room.timeZone);
  return atLocal(today, from, room.timeZone) <= now && now < atLocal(today, to, room.timeZone);
}
