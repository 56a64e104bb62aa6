/** Many rooms, a few at a time: a start with a thousand rooms must not be a thousand calls at once. */

/** Runs `work` on each item, `lanes` at a time, in order. `work` answers for its own failures. */
export async function inLanes<T>(items: readonly T[], lanes: number, work: (item: T) => Promise<void>): Promise<void> {
  // One iterator for all lanes: each takes the next item that none has taken.
  const queue = items.values();
  const lane = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(lanes, items.length) }, lane));
}
