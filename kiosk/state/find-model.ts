/** The rooms that are free near this one: asked for when somebody looks, and never shown from an earlier look. */

import { type ReadonlySignal, signal } from '@preact/signals-core';
import type { Result } from '../../shared/basics/result.ts';
import type { FreeRoomNearby, FreeRooms } from '../../shared/wire/free-rooms.ts';

export type Found =
  | { readonly kind: 'looking' }
  | { readonly kind: 'rooms'; readonly rooms: readonly FreeRoomNearby[] }
  | { readonly kind: 'no-answer' };

export type FindModel = {
  readonly found: ReadonlySignal<Found>;
  /** Free from now, for so long at least. */
  look(minutes: number): void;
};

/** `ask`: the rooms that are free for so many minutes from now. */
export function createFindModel(ask: (minutes: number) => Promise<Result<FreeRooms, unknown>>): FindModel {
  const found = signal<Found>({ kind: 'looking' });
  let looks = 0;

  return {
    found,
    look(minutes) {
      looks += 1;
      const mine = looks;
      found.value = { kind: 'looking' };
      void ask(minutes).then((answer) => {
        // An answer to an earlier question would tell of other lengths.
        if (mine !== looks) return;
        found.value = answer.ok ? { kind: 'rooms', rooms: answer.value.rooms } : { kind: 'no-answer' };
      });
    },
  };
}
