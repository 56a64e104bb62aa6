/** Keeps the screen on. The browser takes the lock away whenever the page is hidden, so it is taken again on return. */

/** As much of the browser as it takes. */
export type WakeLockParts = {
  /** Undefined where the browser has none (before Chrome 84 and iPadOS 16.4): there the tablet's own settings must do. */
  readonly wakeLock: Pick<WakeLock, 'request'> | undefined;
  readonly page: Pick<Document, 'visibilityState' | 'addEventListener' | 'removeEventListener'>;
};

/** The answer lets go of it. */
export function keepScreenOn({ wakeLock, page }: WakeLockParts): () => void {
  if (wakeLock === undefined) return () => {};
  let held: WakeLockSentinel | null = null;
  let over = false;

  async function take(): Promise<void> {
    if (over || page.visibilityState !== 'visible' || (held !== null && !held.released)) return;
    try {
      held = (await wakeLock?.request('screen')) ?? null;
      if (over) await held?.release();
    } catch {
      // Low battery, or a policy: asked again when the page is next seen, or touched.
    }
  }

  const again = () => void take();
  page.addEventListener('visibilitychange', again);
  // iPadOS wanted a touch before it gave the lock again (WebKit 255363).
  page.addEventListener('pointerdown', again);
  again();
  return () => {
    over = true;
    page.removeEventListener('visibilitychange', again);
    page.removeEventListener('pointerdown', again);
    held?.release().catch(() => {});
  };
}
