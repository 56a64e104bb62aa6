/** What facilities can have this tablet do, wired: each command to the part of the tablet that does it. */

import type { Command } from '../shared/wire/stream-message.ts';
import { createAnnouncer } from './announcer.tsx';
import type { UpdateFlow } from './device/update-flow.ts';
import type { Display } from './display.ts';
import type { TabletChance, TabletClock } from './ports.ts';
import type { GlassModel } from './state/glass-model.ts';
import { createObedience, type Deeds, NotDone } from './sync/obey-commands.ts';

type Parts = {
  readonly clock: TabletClock;
  readonly chance: TabletChance;
  readonly display: Display;
  readonly updates: UpdateFlow | null;
  readonly glass: GlassModel;
  readonly reload: () => void;
  /** The word on the button that puts a message away. */
  readonly closeWord: () => string;
};

const TOLD_TO_RELOAD = 'doorlight-told';

export function doAsTold(page: Window & typeof globalThis, parts: Parts): (command: Command) => void {
  const { clock, chance, display, updates, glass, reload, closeWord } = parts;
  const { whenIdle, ask } = display;
  const announcer = createAnnouncer({ page: page.document, glass: page, clock, closeWord });
  const deeds: Deeds = {
    // It ends the page, so what follows it is the next page's.
    reload: (leaving) =>
      new Promise(() => {
        whenIdle(() => {
          leaving();
          reload();
        });
      }),
    async update(leaving) {
      if (updates === null) await deeds.reload(leaving);
      else if ((await updates.updateNow(leaving)) === 'no-answer') throw new NotDone('The proxy did not answer.');
    },
    async identify(words, ms) {
      glass.touched();
      announcer.identify(words, ms);
    },
    async message(words, ms) {
      glass.touched();
      announcer.say(words, ms);
    },
    async dim(percent, ms) {
      glass.dim(percent / 100, ms);
    },
  };
  const memory = sessionMemory(page, TOLD_TO_RELOAD);
  return createObedience({ clock, chance, ask, now: display.clock.present, memory, deeds }).take;
}

/** Outlives a reload and not the tablet's next start. A browser may forbid it: then a reload is never said to be done. */
export function sessionMemory(page: Pick<Window, 'sessionStorage'>, name: string) {
  return {
    read(): string | null {
      try {
        return page.sessionStorage.getItem(name);
      } catch {
        return null;
      }
    },
    write(text: string): void {
      try {
        page.sessionStorage.setItem(name, text);
      } catch {
        // As above.
      }
    },
  };
}
