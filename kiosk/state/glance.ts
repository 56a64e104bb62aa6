/** What a screen shows, in the words that are told upward. */

import type { ReadonlySignal } from '@preact/signals-core';
import type { RoomDay } from '../../shared/room/room-day.ts';
import type { RoomState } from '../../shared/rules/room-state.ts';
import type { ShownState } from '../../shared/wire/evidence.ts';
import type { Glance } from './evidence-model.ts';
import type { Screen } from './view-model.ts';

type Models = {
  readonly room: { readonly day: ReadonlySignal<RoomDay | null>; readonly state: ReadonlySignal<RoomState | null> };
  readonly view: { readonly screen: ReadonlySignal<Screen> };
};

/** `models` is null for a board, which `isKnown` once it has been told what to show. Null: it is nobody's screen. */
export function glanceOf(models: Models | null, isKnown: boolean): Glance | null {
  if (models === null) return { state: isKnown ? 'board' : 'starting', revision: null, readAt: null };
  const screen = models.view.screen.value;
  if (screen.kind === 'pairing') return null;
  const [day, state] = [models.room.day.value, models.room.state.value];
  if (screen.kind === 'starting' || day === null || state === null) {
    return { state: 'starting', revision: null, readAt: null };
  }
  return { state: state.kind satisfies ShownState, revision: day.revision, readAt: day.readAt };
}
