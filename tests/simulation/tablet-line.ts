/**
 * What lies between a tablet and the proxy: Wi-Fi that goes away, and requests of which the one or the other half is
 * lost, doubled or late. Whoever looks on sees every byte that reaches the tablet.
 */

import type { Clock } from '../../edge-proxy/ports/runtime.ts';
import { SECOND_MS } from '../../shared/basics/instant.ts';
import { openStreamSource, type StreamSource } from './stream-source.ts';

export type Ask = (request: Request, env: unknown) => Promise<Response>;

/** What becomes of one request, drawn as it is sent. */
export type Fate =
  | { readonly kind: 'fine' | 'request-lost' | 'answer-lost' | 'doubled' }
  | { readonly kind: 'request-late' | 'answer-late'; readonly ms: number };

export type LineOnlooker = {
  readonly drawFate?: (path: string) => Fate;
  readonly onSent?: (path: string, body: string | null) => void;
  readonly onReceived?: (bytes: string) => void;
};

export type TabletLine = {
  readonly fetch: typeof fetch;
  openEventSource(path: string): StreamSource;
  isAway(): boolean;
  /** The Wi-Fi goes; with `silently` nobody says so, and what is asked simply gets no answer. */
  leave(how: 'noticed' | 'silently'): void;
  comeBack(): void;
  /** The stream breaks for a moment. */
  cut(): void;
};

type Options = LineOnlooker & {
  readonly origin: string;
  readonly cookie: string;
  readonly clock: Clock;
  readonly ask: Ask;
};

/** As long as a lost answer takes to be noticed by whoever does not look at the time. */
const BROKEN_AFTER_MS = 2 * SECOND_MS;

export function createTabletLine({ origin, cookie, clock, ask, ...onlooker }: Options): TabletLine {
  const { drawFate = () => ({ kind: 'fine' }), onSent = () => undefined, onReceived = () => undefined } = onlooker;
  let away: 'noticed' | 'silently' | null = null;
  let source: StreamSource | null = null;

  async function arrive(path: string, init: RequestInit): Promise<Response> {
    onSent(path, typeof init.body === 'string' ? init.body : null);
    const answer = await ask(new Request(`${origin}${path}`, init), { incoming: {} });
    const text = await answer.text();
    onReceived(text);
    return new Response(text === '' ? null : text, { status: answer.status, headers: answer.headers });
  }

  function later<T>(ms: number, work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      clock.after(ms, () => void work().then(resolve, reject));
    });
  }

  async function travel(path: string, init: RequestInit): Promise<Response> {
    if (away === 'noticed') throw new TypeError('fetch failed');
    if (away === 'silently') return await never();
    const fate = drawFate(path);
    switch (fate.kind) {
      case 'fine':
        return await arrive(path, init);
      case 'request-lost':
        return await never();
      case 'answer-lost':
        await arrive(path, init).catch(() => undefined);
        return await later(BROKEN_AFTER_MS, () => Promise.reject(new TypeError('fetch failed')));
      case 'doubled': {
        const [first] = await Promise.all([arrive(path, init), arrive(path, init).catch(() => undefined)]);
        return first;
      }
      case 'request-late':
        return await later(fate.ms, () => arrive(path, init));
      case 'answer-late': {
        const answer = await arrive(path, init);
        return await later(fate.ms, async () => answer);
      }
    }
  }

  return {
    fetch(path, init) {
      const { signal, credentials: _, cache: __, redirect: ___, ...rest } = init ?? {};
      const headers = { ...(rest.headers as Record<string, string> | undefined), cookie };
      return new Promise((resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
        travel(String(path), { ...rest, headers }).then(resolve, reject);
      });
    },
    openEventSource(path) {
      const reach: Ask = async (request, env) => {
        if (away === 'noticed') throw new TypeError('fetch failed');
        return away === 'silently' ? await never() : await ask(request, env);
      };
      source = openStreamSource(reach, new Request(`${origin}${path}`, { headers: { cookie } }), onReceived);
      return source;
    },
    isAway: () => away !== null,
    leave(how) {
      away = how;
      if (how === 'noticed') source?.cut();
      else source?.freeze();
    },
    comeBack() {
      away = null;
    },
    cut: () => source?.cut(),
  };
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}
