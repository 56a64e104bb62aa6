/**
 * One at a time for each key. Of a room, since two tablets may race for a slot, and between looking and writing nobody
 * else of us may write; of a booking, since whoever takes it back must not meet whoever is still asking for it. Others do
 * not wait.
 */

export type Turns<K> = ReturnType<typeof createTurns<K>>;

export function createTurns<K>() {
  const tails = new Map<K, Promise<unknown>>();

  return {
    /** Runs `work` once all that came before it for this key is over, however that ended. */
    run<T>(key: K, work: () => Promise<T>): Promise<T> {
      const before = tails.get(key) ?? Promise.resolve();
      const mine = before.then(work, work);
      tails.set(key, mine);
      const leave = (): void => {
        if (tails.get(key) === mine) tails.delete(key);
      };
      mine.then(leave, leave);
      return mine;
    },
  };
}
