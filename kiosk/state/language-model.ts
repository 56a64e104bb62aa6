/**
 * What the screen speaks: the policy's first language, or the tablet's own where the policy names none; and for as long
 * as somebody stands there, the one that they chose.
 */

import { computed, effect, type ReadonlySignal, signal } from '@preact/signals-core';
import { SECOND_MS } from '../../shared/basics/instant.ts';
import { defaultLook, type Look } from '../../shared/room/look.ts';
import type { TabletClock } from '../ports.ts';

export type LanguageModel<Spoken> = {
  readonly spoken: ReadonlySignal<Spoken>;
  /** Tags to choose among, what the screen speaks by itself first; empty where there is nothing to choose. */
  readonly offered: ReadonlySignal<readonly string[]>;
  /** The tag that was chosen; null while it speaks its own. */
  readonly chosen: ReadonlySignal<string | null>;
  choose(tag: string): void;
  /** Somebody is here: the wait begins anew. */
  touched(): void;
  /** Back to its own, as when the screen goes home. */
  home(): void;
  close(): void;
};

type Parts<Spoken> = {
  readonly clock: Pick<TabletClock, 'after'>;
  /** Null until a room day is known. */
  readonly look: ReadonlySignal<Look | null>;
  /** As the tablet prefers them. */
  readonly own: readonly string[];
  /** What `own` comes to. Spoken until anything else has been fetched: never nothing. */
  readonly first: Spoken;
  /** The words of the first of these that we speak, and the times that go with them. */
  readonly load: (tags: readonly string[], clock: Look['clock']) => Promise<Spoken>;
};

/** The look, section 6: what is left alone goes back by itself after half a minute. */
const KEPT_FOR_MS = 30 * SECOND_MS;

export function createLanguageModel<Spoken>({ clock, look, own, first, load }: Parts<Spoken>): LanguageModel<Spoken> {
  const spoken = signal(first);
  const chosen = signal<string | null>(null);
  let cancelWait = () => {};
  let wish = 0;

  /** As text, so that a new day with the same look is no change. */
  const wanted = computed(() => {
    const { languages, clock: hours } = look.value ?? defaultLook;
    const tags = languages.length === 0 ? own : languages;
    return [hours, ...(chosen.value === null ? tags : [chosen.value, ...tags])].join(' ');
  });
  const ofItself = [defaultLook.clock, ...own].join(' ');
  const stop = effect(() => {
    const [hours, ...tags] = wanted.value.split(' ');
    wish += 1;
    const mine = wish;
    if (wanted.value === ofItself) {
      // At hand already, and making words anew keeps a slow tablet busy.
      spoken.value = first;
      return;
    }
    void load(tags, hours as Look['clock']).then((loaded) => {
      if (mine === wish) spoken.value = loaded;
    });
  });

  function home(): void {
    cancelWait();
    chosen.value = null;
  }

  function touched(): void {
    cancelWait();
    if (chosen.peek() !== null) cancelWait = clock.after(KEPT_FOR_MS, home);
  }

  return {
    spoken,
    offered: computed(() => {
      const { languages } = look.value ?? defaultLook;
      return languages.length > 1 ? languages : [];
    }),
    chosen,
    choose(tag) {
      const [ownTongue] = look.peek()?.languages ?? [];
      chosen.value = tag === ownTongue ? null : tag;
      touched();
    },
    touched,
    home,
    close() {
      cancelWait();
      stop();
    },
  };
}
