/** A door as main.tsx shows it: the tablet's models, the screens over them. */

import { computed, signal } from '@preact/signals-core';
import { UTC } from '../shared/basics/zone.ts';
import { defaultPolicy } from '../shared/room/policy.ts';
import { App } from './app.tsx';
import type { Display } from './display.ts';
import type { Recollection } from './ports.ts';
import type { Sheets } from './sheets.tsx';
import { createTablet, type TabletParts } from './tablet.ts';
import type { Waiting } from './waiting.tsx';

type Parts = Omit<TabletParts, 'loadPairing' | 'loadBooking'> & {
  readonly store: Recollection;
  readonly loadWaiting: () => Promise<Waiting>;
  /** Where this page came from. */
  readonly origin: string;
};

export function createDoorDisplay({ loadWaiting, ...parts }: Parts): Display {
  const waiting = signal<Waiting | null>(null);
  const sheets = signal<Sheets | null>(null);
  const { models, ask, start, fetchBooking, seen, online, whenIdle } = createTablet({
    ...parts,
    loadBooking: async () => (await import('./touched.ts')).prepareBooking,
    async loadPairing() {
      waiting.value = await loadWaiting();
      return waiting.value.createPairing;
    },
  });
  const { clock, room, view } = models;
  return {
    clock,
    models,
    ask,
    look: computed(() => room.day.value?.policy.look ?? null),
    hours() {
      const day = room.day.value;
      return { ...(day?.policy ?? defaultPolicy), zone: day?.room.timeZone ?? UTC };
    },
    start,
    draw: (spoken, languages) => (
      <App models={models} {...spoken} languages={languages} waiting={waiting} sheets={sheets} />
    ),
    starting: computed(() => view.screen.value.kind === 'starting'),
    fetchTouch: fetchBooking,
    async fetchRest() {
      sheets.value = (await import('./sheets.tsx')).prepareSheets(ask, parts, models);
    },
    touched() {
      view.touched();
      sheets.peek()?.asides.touched();
    },
    moved: () => sheets.peek()?.asides.moved() === true,
    seen,
    online,
    whenIdle,
  };
}
