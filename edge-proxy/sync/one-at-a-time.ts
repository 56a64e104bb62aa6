/** The one shape in which work on a room is asked for here: however often it is wanted, it is done once more, not once each. */

/**
 * At most one run under way and one waiting. The answer is that of a run that began after the asking, so whoever asks
 * sees what was true then, and ten thousand who ask at once share two runs.
 */
export function oneAtATime<T>(run: () => Promise<T>): () => Promise<T> {
  let underWay: Promise<void> = Promise.resolve();
  let waiting: Promise<T> | null = null;

  async function begin(): Promise<T> {
    waiting = null;
    // Set before `run`, which may ask again before it first waits.
    const { promise, resolve } = Promise.withResolvers<void>();
    underWay = promise;
    try {
      return await run();
    } finally {
      resolve();
    }
  }

  return () => {
    waiting ??= underWay.then(begin);
    return waiting;
  };
}
