/**
 * The network of a simulation: hands each request to whoever has the address, in this process and in no time, through
 * the same `fetch` that would go over a socket. Counts what real time alone brings to its end.
 */

export type Host = (request: Request, line: Line) => Response | Promise<Response>;

/** What a host may do beside answering. */
export type Line = { hangUp(): void };

export type Network = {
  readonly fetch: typeof fetch;
  /** Takes the place of an earlier one at that origin; null: nobody is there any more. */
  attach(origin: string, host: Host | null): void;
  /** Runs what other threads do for us, such as signatures: virtual time must wait for it. */
  outside<T>(work: () => Promise<T>): Promise<T>;
  isBusy(): boolean;
};

export function createNetwork(): Network {
  const hosts = new Map<string, Host>();
  let busy = 0;

  async function exchange(url: URL, init: RequestInit | undefined): Promise<Response> {
    const host = hosts.get(url.origin);
    if (host === undefined) throw lost('ECONNREFUSED');
    let hungUp = false;
    const { signal: _, redirect: __, ...rest } = init ?? {};
    const response = await host(new Request(url, rest), { hangUp: () => (hungUp = true) });
    if (hungUp) throw lost('ECONNRESET');
    return response;
  }

  return {
    async fetch(input, init) {
      const signal = init?.signal ?? null;
      const url = new URL(input instanceof Request ? input.url : input);
      if (signal === null) return exchange(url, init);
      signal.throwIfAborted();
      return await new Promise<Response>((resolve, reject) => {
        const onAbort = () => reject(signal.reason);
        signal.addEventListener('abort', onAbort, { once: true });
        exchange(url, init)
          .then(resolve, reject)
          .finally(() => signal.removeEventListener('abort', onAbort));
      });
    },
    attach(origin, host) {
      if (host === null) hosts.delete(origin);
      else hosts.set(origin, host);
    },
    async outside(work) {
      busy += 1;
      try {
        return await work();
      } finally {
        busy -= 1;
      }
    },
    isBusy: () => busy > 0,
  };
}

/** As Node's own `fetch` fails. */
function lost(code: 'ECONNREFUSED' | 'ECONNRESET'): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
}
