/** Looks at something again and again while somebody watches; a page that nobody sees asks nobody. */

type Needs = {
  look(): Promise<void>;
  after(delayMs: number, run: () => void): () => void;
  isWatched(): boolean;
  everyMs: number;
};

export type LookAgain = {
  /** Now, and from then on at the pace. */
  now(): Promise<void>;
  close(): void;
};

export function createLookAgain({ look, after, isWatched, everyMs }: Needs): LookAgain {
  let closed = false;
  let callOff = () => {};

  async function now(): Promise<void> {
    callOff();
    await look();
    if (closed) return;
    callOff();
    callOff = after(everyMs, ifWatched);
  }

  function ifWatched(): void {
    if (isWatched()) void now();
    else callOff = after(everyMs, ifWatched);
  }

  return {
    now,
    close() {
      closed = true;
      callOff();
    },
  };
}

/** A tab behind another, or a phone in a pocket, is not watched. */
export const isTabSeen = (): boolean => document.visibilityState === 'visible';
