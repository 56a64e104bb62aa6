/** A door as main.tsx shows it: the tablet's models, the screens over them. */

import { computed, signal } from '@preact/signals-core';
import { App } from './app.tsx';
import type { Display } from './display.ts';
import { outfitOf } from './state/outfit.ts';
import { createTablet, type TabletParts } from './tablet.ts';
import type { Waiting } from './waiting.tsx';

type Parts = Omit<TabletParts, 'loadPairing'> & { readonly loadWaiting: () => Promise<Waiting> };

export function createDoorDisplay({ loadWaiting, ...parts }: Parts): Display {
  const waiting = signal<Waiting | null>(null);
  const { models, start, seen, online, whenIdle } = createTablet({
    ...parts,
    async loadPairing() {
      waiting.value = await loadWaiting();
      return waiting.value.createPairing;
    },
  });
  const { clock, room, view } = models;
  return {
    clock,
    look: computed(() => room.day.value?.policy.look ?? null),
    outfit: computed(() => {
      const day = room.day.value;
      if (day === null) return null;
      return outfitOf(day.policy.look, clock.now.value, day.policy.openingHours, day.room.timeZone);
    }),
    start,
    draw: (language) => <App models={models} language={language} waiting={waiting} />,
    touched: view.touched,
    seen,
    online,
    whenIdle,
  };
}
