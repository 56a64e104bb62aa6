/**
 * Keeps the light beside the screen saying what the screen says: it follows what is drawn, never what is known. A light
 * that fails is tried again, ever more slowly, and never in the screen's way; one that may still be green while the screen
 * is not is told to be dark first.
 */

import { type Instant, MINUTE_MS, SECOND_MS } from '../../shared/basics/instant.ts';
import type { LightColour } from '../../shared/wire/evidence.ts';
import type { Led, Rgb, TabletClock } from '../ports.ts';

/** As screens say it (`data-mood`), and which of the two inks the policy chose for them (`data-palette`). */
export type Drawn = { readonly mood: string | undefined; readonly palette: string | undefined };

type Parts = {
  readonly clock: Pick<TabletClock, 'after' | 'monotonicMs'>;
  /** By the proxy's clock. */
  readonly now: () => Instant;
  /** It began to fail, or it is well again. */
  readonly onHealth: (isWell: boolean) => void;
};

export type Light = {
  /** Another light from now on; null: none. The one before is told to be dark. */
  use(led: Led | null): void;
  follow(drawn: Drawn): void;
  colour(): LightColour | null;
  failingSince(): Instant | null;
  close(): void;
};

const FIRST_RETRY_MS = 5 * SECOND_MS;
const LAST_RETRY_MS = 5 * MINUTE_MS;
/** Somebody pulled its plug, or another program has set it: told again though nothing has changed. */
const AGAIN_MS = 10 * MINUTE_MS;

/** Saturated, as a light has no paper: by the policy's palette. */
const COLOURS: { readonly [palette: string]: { readonly [C in Exclude<LightColour, 'unlit'>]: Rgb } } = {
  red: { green: [0, 255, 0], amber: [255, 140, 0], red: [255, 0, 0] },
  blue: { green: [0, 90, 255], amber: [255, 140, 0], red: [255, 60, 0] },
  violet: { green: [0, 255, 0], amber: [255, 140, 0], red: [170, 0, 255] },
};

export function lightColour({ mood }: Drawn): LightColour {
  switch (mood) {
    case 'free':
      return 'green';
    case 'expected':
      return 'amber';
    case 'used':
      return 'red';
    default:
      // Not sure, out of service, or no door at all: a light that says nothing says nothing wrong.
      return 'unlit';
  }
}

export function createLight({ clock, now, onHealth }: Parts): Light {
  let led: Led | null = null;
  let drawn: Drawn = { mood: undefined, palette: undefined };
  /** What it was last told and took. Null: not known, so it may show anything. */
  let taken: string | null = null;
  let failingSince: Instant | null = null;
  let retryMs = FIRST_RETRY_MS;
  let telling = false;
  let cancelNext = () => {};

  const wanted = () => `${lightColour(drawn)} ${drawn.palette ?? 'red'}`;

  async function tell(): Promise<void> {
    if (telling || led === null) return;
    cancelNext();
    telling = true;
    const mine = led;
    const asked = wanted();
    try {
      await mine.show(rgbOf(drawn));
      if (mine === led) well(asked);
    } catch {
      if (mine === led) failed();
    }
    telling = false;
    // The screen went on meanwhile, or another light is in use.
    if (mine !== led || (taken !== null && taken !== wanted())) void tell();
  }

  function well(asked: string): void {
    taken = asked;
    retryMs = FIRST_RETRY_MS;
    if (failingSince !== null) onHealth(true);
    failingSince = null;
    cancelNext = clock.after(AGAIN_MS, () => void tell());
  }

  function failed(): void {
    taken = null;
    if (failingSince === null) onHealth(false);
    failingSince ??= now();
    cancelNext = clock.after(retryMs, () => void tell());
    retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
  }

  return {
    use(next) {
      cancelNext();
      led?.show(null).catch(() => {});
      led = next;
      taken = null;
      failingSince = null;
      retryMs = FIRST_RETRY_MS;
      void tell();
    },
    follow(next) {
      drawn = next;
      // While it fails the next try is planned, and tells whatever is drawn by then; a green that must go is tried at once.
      if (led === null || taken === wanted()) return;
      if (failingSince === null || lightColour(next) !== 'green') void tell();
    },
    colour: () => (led === null ? null : lightColour(drawn)),
    failingSince: () => failingSince,
    close() {
      cancelNext();
      led?.show(null).catch(() => {});
      led = null;
    },
  };
}

function rgbOf(drawn: Drawn): Rgb | null {
  const colour = lightColour(drawn);
  const inks = COLOURS[drawn.palette ?? 'red'] ?? COLOURS['red'];
  return colour === 'unlit' || inks === undefined ? null : inks[colour];
}
