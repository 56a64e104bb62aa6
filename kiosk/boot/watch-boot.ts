/**
 * Whether the display lives. A release that does not come up, or one that stops drawing, must not need a ladder: the page
 * is loaded again, and where it never came up, without the worker and the caches that brought it. Apart from the
 * display's own script, so that it runs when that one cannot.
 */

const LOOK_EVERY_MS = 10_000;
/** No display has drawn anything within 30 s: its script is missing, or breaks. */
const LOOKS_TO_COME_UP = 3;
/** A living display draws once a minute at least. */
const LOOKS_WITHOUT_BEAT = 30;
/** The same cure once more would only make a broken door flicker. */
const CURE_AGAIN_MS = 60 * 60_000;

export type Cure = 'forget-and-reload' | 'reload';

export type BootParts = {
  /** Runs it for as long as the page lives. */
  readonly every: (ms: number, run: () => void) => void;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** What the display last wrote; undefined before its first picture. Another text with each one. */
  readonly beat: () => string | undefined;
  readonly lastCured: (cure: Cure) => number | null;
  readonly noteCured: (cure: Cure, at: number) => void;
  /** Whether the server can be reached: without it the cache is all that a door has. */
  readonly isServed: () => Promise<boolean>;
  /** Takes away the worker and all that it kept. */
  readonly forget: () => Promise<void>;
  readonly reload: () => void;
};

export function watchBoot(parts: BootParts): void {
  let [last, missed] = [parts.beat(), 0];
  let curing = false;

  // Counted in looks and not in time: a tablet that slept has missed none.
  parts.every(LOOK_EVERY_MS, () => {
    const beat = parts.beat();
    missed = beat === last ? missed + 1 : 0;
    last = beat;
    if (curing) return;
    if (beat === undefined && missed >= LOOKS_TO_COME_UP) void cure('forget-and-reload');
    else if (missed >= LOOKS_WITHOUT_BEAT) void cure('reload');
  });

  async function cure(kind: Cure): Promise<void> {
    const before = parts.lastCured(kind);
    // A clock that was set back since makes it no younger.
    if (before !== null && Math.abs(parts.now() - before) < CURE_AGAIN_MS) return;
    curing = true;
    try {
      if (kind === 'forget-and-reload') {
        if (!(await parts.isServed())) return;
        parts.noteCured(kind, parts.now());
        await parts.forget();
      } else {
        parts.noteCured(kind, parts.now());
      }
      parts.reload();
    } finally {
      curing = false;
    }
  }
}
