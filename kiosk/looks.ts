/**
 * Dresses the page as facilities decided and has it speak as they want. A chunk of its own with the styles of all looks:
 * most doors look as they come and speak the tablet's own language, and need none of it.
 */

import './styles/looks.css';
import { computed, effect, signal } from '@preact/signals-core';
import { defaultLook, type Look } from '../shared/room/look.ts';
import type { Display, Spoken, Worn } from './display.ts';
import type { TabletClock } from './ports.ts';
import { createLanguageModel } from './state/language-model.ts';
import { outfitOf } from './state/outfit.ts';
import { languageName } from './text/language-name.ts';

type Parts = {
  readonly root: HTMLElement;
  /** Whether the tablet's own settings ask for more of it. */
  readonly contrast: MediaQueryList;
  readonly clock: Pick<TabletClock, 'after'>;
  readonly display: Pick<Display, 'clock' | 'look' | 'hours'>;
  /** As the tablet prefers them. */
  readonly own: readonly string[];
  /** What those come to. */
  readonly first: Spoken;
  readonly load: (tags: readonly string[], clock: Look['clock']) => Promise<Spoken>;
};

export function wearLook({ root, contrast, clock, display, own, first, load }: Parts): Worn {
  const language = createLanguageModel({ clock, look: display.look, own, first, load });
  const moreContrast = signal(contrast.matches);
  contrast.addEventListener('change', () => {
    moreContrast.value = contrast.matches;
  });
  const outfit = computed(() =>
    outfitOf(display.look.value ?? defaultLook, display.clock.now.value, {
      ...display.hours(),
      moreContrast: moreContrast.value,
    }),
  );
  effect(() => {
    for (const [name, value] of Object.entries(outfit.value)) {
      if (value === null) delete root.dataset[name];
      else root.dataset[name] = value;
    }
  });
  effect(() => {
    const { words } = language.spoken.value;
    root.lang = words.language;
    root.dir = words.direction;
  });
  return {
    spoken: language.spoken,
    languages: computed(() => {
      const [ownTongue] = language.offered.value;
      const speaks = language.chosen.value ?? ownTongue;
      return language.offered.value.map((tag) => ({
        name: languageName(tag),
        chosen: tag === speaks,
        onPress: () => language.choose(tag),
      }));
    }),
    touched: language.touched,
  };
}
