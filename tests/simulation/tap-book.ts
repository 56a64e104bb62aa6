/** What each tap at each door came to, as its own screen told it. */

import type { Tap } from '../../kiosk/state/tap.ts';
import { count, type Story } from './story.ts';

export type TapBook = ReturnType<typeof createTapBook>;

export function createTapBook(story: Story) {
  const latest = new Map<string, { readonly nth: number; readonly tap: Tap }>();

  return {
    /** Each step that the door with this number shows. */
    note(nth: number, tap: Tap): void {
      const before = latest.get(tap.key)?.tap;
      latest.set(tap.key, { nth, tap });
      if (before?.status === tap.status) return;
      story.tell(`door ${nth}`, `shows ${tap.kind} ${tap.key.slice(-4)} ${ending(tap)}`);
    },
    of: (key: string): Tap | null => latest.get(key)?.tap ?? null,
    /** How many taps were last seen as what. */
    outcomes(): ReadonlyMap<string, number> {
      const counts = new Map<string, number>();
      for (const { tap } of latest.values()) count(counts, `${tap.kind} ${ending(tap)}`);
      return counts;
    },
  };
}

function ending({ status, refusal }: Tap): string {
  return refusal === null ? status : `${status}: ${refusal.kind}`;
}
