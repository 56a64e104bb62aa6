/**
 * The sheet's code and its many words of refusal come right after the first picture: a door has to be read before
 * anything on it can be asked or refused.
 */

import { useEffect, useState } from 'preact/hooks';
import type { Words } from '../text/messages.ts';

type RoomSheet = typeof import('./room-sheet.tsx').RoomSheet;

/** Null until it has come. Asked for at once, and again whenever one is `wanted` and it could not be fetched before. */
export function useRoomSheet(words: Words, wanted: boolean): RoomSheet | null {
  const [loaded, setLoaded] = useState<{ readonly RoomSheet: RoomSheet } | null>(null);
  useEffect(() => {
    if (loaded !== null) return;
    let mounted = true;
    Promise.all([import('./room-sheet.tsx'), words.loadSheets()]).then(
      ([{ RoomSheet }]) => mounted && setLoaded({ RoomSheet }),
      () => undefined, // No network yet: the door itself goes on without it.
    );
    return () => {
      mounted = false;
    };
  }, [loaded, words, wanted]);
  return loaded?.RoomSheet ?? null;
}
