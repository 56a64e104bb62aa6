/** What somebody at the door wants, from the tap to its end, wired: loaded right after the first picture. */

import { effect, type ReadonlySignal, untracked } from '@preact/signals-core';
import type { Occurrence } from '../shared/room/occurrence.ts';
import type { MintKey, ProxyClient, TabletChance, TabletClock, TabletStore } from './ports.ts';
import { type BookingControl, createBookingModel } from './state/booking-model.ts';
import type { ClockModel } from './state/clock-model.ts';
import { createOwnHolds } from './state/held-here.ts';
import type { RoomModel } from './state/room-model.ts';
import type { AskProxy } from './sync/ask-proxy.ts';
import { createIntentClient } from './sync/intent-client.ts';
import { createOutbox, type OutboxControl } from './sync/outbox.ts';

export type Booking = BookingControl &
  Pick<OutboxControl, 'resume' | 'nudge' | 'drop'> & {
    /** What this tablet holds all by itself, in the day's own terms. */
    readonly held: ReadonlySignal<readonly Occurrence[]>;
  };

export type BookingParts = {
  readonly clock: TabletClock;
  readonly clockModel: ClockModel;
  readonly chance: TabletChance;
  readonly ask: AskProxy;
  readonly proxy: Pick<ProxyClient, 'askWhetherPaired'>;
  readonly store: TabletStore;
  readonly room: RoomModel;
};

export function createBooking(
  mintKey: MintKey,
  { clock, clockModel, chance, ask, proxy, store, room }: BookingParts,
): Booking {
  const intents = { ...proxy, ...createIntentClient(ask) };
  const outbox = createOutbox({ clock, chance, proxy: intents, store, now: clockModel.present });
  const ownHolds = createOwnHolds(outbox);
  const model = createBookingModel({ clock: clockModel, mintKey, outbox, room });
  /** The proxy is there again: what was kept for it need not wait for its own next try. */
  const stopNudging = effect(() => {
    if (room.connection.value.kind === 'live') untracked(outbox.nudge);
  });
  const { resume, nudge, drop } = outbox;
  return {
    ...model,
    held: ownHolds.occurrences,
    resume,
    nudge,
    drop,
    close() {
      stopNudging();
      outbox.close();
      ownHolds.close();
      model.close();
    },
  };
}
