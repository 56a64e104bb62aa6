/**
 * One life of the proxy, which can be ended between any two of its deeds. From that moment nothing that it does has any
 * effect and nothing that it waits for comes, as after a kill -9: its store is written no more, no request of its leaves,
 * its timers never run. What it had done before that stays done, whether or not it learnt of it.
 */

import type { Clock } from '../../edge-proxy/ports/runtime.ts';
import type { Store } from '../../edge-proxy/ports/store.ts';
import { createOwnTimers } from './own-timers.ts';

export type When = 'before' | 'after';

/** A deed is a write to the store or to Graph, by a name fit for the trace. */
export type OnDeed = (deed: string, when: When) => void;

export type ProxyLife = {
  isOver(): boolean;
  /** Every promise that the life gave to others is broken at once. */
  end(): void;
  /** Rejects when the life ends; never resolves. */
  readonly over: Promise<never>;
  readonly clock: Clock;
  readonly fetch: typeof fetch;
  store(store: Store): Store;
};

type Options = {
  readonly clock: Clock;
  readonly fetch: typeof fetch;
  readonly onDeed: OnDeed;
  /** May throw, as a disk does. */
  readonly strikeStore: (name: string) => void;
  /** What the store answered to a write. */
  readonly onKept: (answer: unknown) => void;
};

/** What the store is only asked. Everything else of it writes. */
const ASKING = /^(find|list|close)/;

export function createProxyLife({ clock, fetch, onDeed, strikeStore, onKept }: Options): ProxyLife {
  let isOver = false;
  let fail: (cause: Error) => void = () => undefined;
  const over = new Promise<never>((_, reject) => {
    fail = reject;
  });
  over.catch(() => undefined);
  const forEver = new Promise<never>(() => undefined);
  const timers = createOwnTimers(clock);

  /** `onDeed` may end this life at either moment. */
  async function through<T>(deed: string | null, work: () => Promise<T>): Promise<T> {
    if (isOver) return forEver;
    if (deed !== null) onDeed(deed, 'before');
    if (isOver) return forEver;
    const result = await work();
    if (isOver) return forEver;
    if (deed !== null) onDeed(deed, 'after');
    return isOver ? forEver : result;
  }

  const liveFetch: typeof globalThis.fetch = (input, init) => {
    const method = (init?.method ?? (input instanceof Request ? input.method : 'GET')).toUpperCase();
    const { pathname } = new URL(input instanceof Request ? input.url : input);
    const isDeed = method !== 'GET' && pathname.startsWith('/graph/');
    return through(isDeed ? `${method} ${route(pathname)}` : null, () => fetch(input, init));
  };

  return {
    isOver: () => isOver,
    end() {
      isOver = true;
      timers.end();
      fail(new TypeError('fetch failed'));
    },
    over,
    clock: {
      now: clock.now,
      after: (delayMs, run) => (isOver ? () => undefined : timers.after(delayMs, run)),
    },
    fetch: liveFetch,
    store: (store) =>
      new Proxy(store, {
        get(target, name: keyof Store & string) {
          const asked = target[name] as (...given: unknown[]) => Promise<unknown>;
          if (typeof asked !== 'function') return asked;
          const deed = ASKING.test(name) ? null : name;
          return (...given: unknown[]) =>
            through(deed, async () => {
              strikeStore(name);
              const answer = await asked.apply(target, given);
              if (deed !== null) onKept(answer);
              return answer;
            });
        },
      }),
  };
}

/** Ids would make every line of a trace its own. */
function route(pathname: string): string {
  return pathname
    .replace(/^\/graph\/v1\.0/, '')
    .split('/')
    .map((part) => (part.length > 40 ? '…' : decodeURIComponent(part)))
    .join('/');
}
