/** The fleet as the proxy tells it, for as long as somebody watches: opened again after whatever ended it. */

import { decodeText } from '../../../shared/basics/codec.ts';
import { SECOND_MS } from '../../../shared/basics/instant.ts';
import { type FleetNews, fleetNewsCodec } from '../../../shared/wire/fleet.ts';
import { SILENCE_MS } from '../../../shared/wire/stream-message.ts';
import type { ConsoleClient, Failure } from '../console-client.ts';
import { readEvents } from './read-events.ts';

type Needs = {
  client: Pick<ConsoleClient, 'open'>;
  after(delayMs: number, run: () => void): () => void;
  isWatched(): boolean;
  onNews(news: FleetNews): void;
  /** Null while the line is good. */
  onFailure(failure: Failure | null): void;
};

const SHORTEST_PAUSE_MS = SECOND_MS;
const LONGEST_PAUSE_MS = 30 * SECOND_MS;
/** How soon a tab that is looked at again is told anew. */
const UNWATCHED_PAUSE_MS = 2 * SECOND_MS;

export function followFleet({ client, after, isWatched, onNews, onFailure }: Needs): { close(): void } {
  let closed = false;
  let line = new AbortController();
  let pauseMs = SHORTEST_PAUSE_MS;
  let callOffSilence = () => {};

  /** A line that says nothing, not even its heartbeat, is dead whatever the browser thinks. */
  function heard(): void {
    callOffSilence();
    callOffSilence = after(SILENCE_MS, () => line.abort());
  }

  async function once(): Promise<void> {
    line = new AbortController();
    heard();
    const opened = await client.open('/stream', { headers: { Accept: 'text/event-stream' }, signal: line.signal });
    if (!opened.ok) return onFailure(opened.error);
    const { body } = opened.value;
    if (body === null) return onFailure({ kind: 'no-answer' });
    for await (const { name, data } of readEvents(body)) {
      heard();
      pauseMs = SHORTEST_PAUSE_MS;
      if (closed) return;
      if (name === 'fleet') {
        const news = decodeText(fleetNewsCodec, data);
        // Of a newer proxy than this page: what it means is not guessed at.
        if (!news.ok) return onFailure({ kind: 'no-answer' });
        onFailure(null);
        onNews(news.value);
      }
      if (!isWatched()) return;
    }
  }

  async function follow(): Promise<void> {
    while (!closed) {
      if (!isWatched()) {
        await pause(UNWATCHED_PAUSE_MS);
        continue;
      }
      // The proxy ends a stream that has lasted its time or is to be stopped; the next one says what holds.
      await once().catch(() => onFailure({ kind: 'no-answer' }));
      callOffSilence();
      line.abort();
      if (closed) return;
      await pause(pauseMs);
      pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
    }
  }

  const pause = (ms: number) => new Promise<void>((resolve) => void after(ms, resolve));

  void follow();
  return {
    close() {
      closed = true;
      callOffSilence();
      line.abort();
    },
  };
}
