/**
 * Random handles to something that soon ends: authorization codes, refresh tokens, sign-in sessions. Bounded in number
 * as well as in time, so that nobody fills the memory by starting sign-ins.
 */

type Entry<T> = { value: T; endsAt: number };

export type Found<T> = { kind: 'live'; value: T } | { kind: 'expired' } | { kind: 'unknown' };

export type ShortLived<T> = {
  /** Keeps `value` under a new random handle. */
  add(value: T): string;
  find(handle: string): Found<T>;
  remove(handle: string): void;
};

type Bounds = { lifetimeMs: number; most: number; now: () => number; randomText: () => string };

/** An expired entry is still known as such for one more lifetime, so that the answer can say "expired". */
export function createShortLived<T>({ lifetimeMs, most, now, randomText }: Bounds): ShortLived<T> {
  const entries = new Map<string, Entry<T>>();

  function makeRoom(): void {
    for (const [handle, { endsAt }] of entries) {
      // A Map remembers the order of insertion, and all live equally long: the first live one ends the search.
      if (endsAt + lifetimeMs > now() && entries.size < most) return;
      entries.delete(handle);
    }
  }

  return {
    add(value) {
      makeRoom();
      const handle = randomText();
      entries.set(handle, { value, endsAt: now() + lifetimeMs });
      return handle;
    },
    find(handle) {
      const entry = entries.get(handle);
      if (entry === undefined) return { kind: 'unknown' };
      return entry.endsAt <= now() ? { kind: 'expired' } : { kind: 'live', value: entry.value };
    },
    remove(handle) {
      entries.delete(handle);
    },
  };
}
