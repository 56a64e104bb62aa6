/** Keeps `<html>` as the models want it: language and direction, and what the page wears. */

import { effect, type ReadonlySignal } from '@preact/signals-core';
import type { Outfit } from '../state/outfit.ts';
import type { Words } from '../text/messages.ts';

type Parts = {
  readonly root: HTMLElement;
  readonly words: () => Words;
  /** Null where it wears what every page does as it comes. */
  readonly outfit: ReadonlySignal<Outfit | null>;
  /** Asked for by the first outfit, and by the pages that wear none never. */
  readonly loadLooks: () => Promise<{ wear(root: HTMLElement, outfit: Outfit | null): void }>;
};

/** The answer lets go of it. */
export function keepPageLook({ root, words, outfit, loadLooks }: Parts): () => void {
  let looks: ReturnType<Parts['loadLooks']> | null = null;
  const stopSpeaking = effect(() => {
    const { language, direction } = words();
    root.lang = language;
    root.dir = direction;
  });
  const stopDressing = effect(() => {
    if (outfit.value === null && looks === null) return;
    looks ??= loadLooks();
    // A chunk that cannot be had leaves the page as it is: readable, in its first colours.
    looks.then(
      ({ wear }) => wear(root, outfit.peek()),
      () => {
        looks = null;
      },
    );
  });
  return () => {
    stopSpeaking();
    stopDressing();
  };
}
