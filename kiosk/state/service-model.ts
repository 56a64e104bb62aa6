/**
 * What a screen tells of itself to whoever holds a finger on its room's name, and the code by which an operator moves it or
 * takes it off. Nothing is decided here: the code goes to the proxy's console, where somebody who is signed in says so.
 */

import { effect, type ReadonlySignal, signal, untracked } from '@preact/signals-core';
import { MINUTE_MS, SECOND_MS } from '../../shared/basics/instant.ts';
import type { DeviceSummary, PairingCode } from '../../shared/wire/pairing.ts';
import type { TabletClock } from '../ports.ts';
import type { RoomModel } from './room-model.ts';
import type { ViewModel } from './view-model.ts';

export type ServiceView =
  | { readonly kind: 'about' }
  | { readonly kind: 'asking' }
  | { readonly kind: 'code'; readonly code: PairingCode }
  | { readonly kind: 'no-answer' };

export type ServiceModel = {
  readonly view: ReadonlySignal<ServiceView>;
  /** What the proxy has this screen down as; null until it has said so. */
  readonly device: ReadonlySignal<DeviceSummary | null>;
  open(): void;
  askForCode(): Promise<void>;
};

type Parts = {
  /** Each null where no answer came. */
  readonly readDevice: () => Promise<DeviceSummary | null>;
  readonly fetchCode: () => Promise<PairingCode | null>;
  readonly after: TabletClock['after'];
  readonly room: Pick<RoomModel, 'day'>;
  readonly view: Pick<ViewModel, 'sheet' | 'openSheet' | 'closeSheet' | 'touched'>;
};

/** The look, section 6: facilities, who look at their phones meanwhile, have up to five minutes. */
const STAYS_MS = 5 * MINUTE_MS;
/** Well before a sheet says that it is about to close. */
const STAY_EVERY_MS = 15 * SECOND_MS;

export function createServiceModel({ readDevice, fetchCode, after, room, view }: Parts): ServiceModel {
  const shown = signal<ServiceView>({ kind: 'about' });
  const device = signal<DeviceSummary | null>(null);
  let opened = 0;

  function stay(leftMs: number, ofOpening: number): void {
    if (leftMs <= 0) return;
    after(STAY_EVERY_MS, () => {
      if (ofOpening !== opened || view.sheet.peek()?.kind !== 'service') return;
      view.touched();
      stay(leftMs - STAY_EVERY_MS, ofOpening);
    });
  }

  /** With its room the reason to look here is gone: somebody has moved this screen. */
  function closeWhenMoved(): void {
    const from = room.day.peek()?.room.id;
    let stop = () => {};
    stop = effect(() => {
      const isOpen = view.sheet.value?.kind === 'service';
      if (isOpen && room.day.value?.room.id === from) return;
      untracked(() => {
        if (isOpen) view.closeSheet();
        stop();
      });
    });
  }

  return {
    view: shown,
    device,
    open() {
      opened += 1;
      shown.value = { kind: 'about' };
      view.openSheet({ kind: 'service' });
      closeWhenMoved();
      void readDevice().then((read) => {
        device.value = read ?? device.peek();
      });
    },
    async askForCode() {
      if (shown.peek().kind === 'asking') return;
      const ofOpening = opened;
      shown.value = { kind: 'asking' };
      const code = await fetchCode();
      // Closed and opened again meanwhile: somebody else stands here.
      if (ofOpening !== opened) return;
      shown.value = code === null ? { kind: 'no-answer' } : { kind: 'code', code };
      if (code !== null) stay(STAYS_MS, ofOpening);
    },
  };
}
