/**
 * An intent survives a reload, is done once, and dies when too old. It is kept before it is sent, and repeated with the
 * same key for as long as no answer can be believed; the proxy gives the same key the same answer, so that a repeat
 * never does it twice.
 */

import type { Instant } from '../../shared/basics/instant.ts';
import type { Intent } from '../../shared/wire/intent-request.ts';
import type { Outbox, OutboxNews, ProxyClient, TabletChance, TabletClock, TabletStore } from '../ports.ts';
import { isProblem } from './ask-proxy.ts';
import { createBackOff } from './back-off.ts';
import { isPassing } from './proxy-client.ts';

export type OutboxParts = {
  readonly clock: TabletClock;
  readonly chance: Pick<TabletChance, 'fraction'>;
  readonly proxy: Pick<ProxyClient, 'postIntent'>;
  readonly store: Pick<TabletStore, 'loadOutbox' | 'putInOutbox' | 'takeFromOutbox'>;
  /** By the proxy's clock. */
  readonly now: () => Instant;
};

export type OutboxControl = Outbox & {
  /** Takes up what an earlier life of this page left unanswered. */
  resume(): Promise<void>;
  /** The network may be back: asks again at once. */
  nudge(): void;
  /** This tablet lost its room: what it still wanted is off. */
  drop(): void;
  close(): void;
};

export function createOutbox({ clock, chance, proxy, store, now }: OutboxParts): OutboxControl {
  const listeners = new Set<(intent: Intent, news: OutboxNews) => void>();
  const underWay = new Map<Intent['key'], { askNow(): void; callOff(): void }>();

  function tell(intent: Intent, news: OutboxNews): void {
    for (const listener of listeners) listener(intent, news);
  }

  function settle(intent: Intent, news: OutboxNews): void {
    underWay.get(intent.key)?.callOff();
    underWay.delete(intent.key);
    void store.takeFromOutbox(intent.key);
    tell(intent, news);
  }

  function see(intent: Intent): void {
    if (underWay.has(intent.key)) return;
    const backOff = createBackOff(chance);
    let cancelNext = () => {};
    /** Also while it is being kept: nothing is sent before that. */
    let asking = true;
    let over = false;
    const cancelEnd = clock.after(Math.max(0, intent.notAfter - now()), () => settle(intent, { kind: 'too-late' }));

    async function ask(): Promise<void> {
      if (asking || over) return;
      cancelNext();
      asking = true;
      const answer = await proxy.postIntent(intent);
      asking = false;
      if (over) return;
      if (answer.ok) {
        settle(intent, { kind: 'answered', booking: answer.value });
      } else if (isProblem(answer.error) && !isPassing(answer.error)) {
        settle(intent, { kind: 'turned-down', problem: answer.error });
      } else {
        cancelNext = clock.after(backOff.nextMs(), () => void ask());
        tell(intent, { kind: 'no-answer' });
      }
    }

    underWay.set(intent.key, {
      askNow: () => void ask(),
      callOff() {
        over = true;
        cancelNext();
        cancelEnd();
      },
    });
    // A slow disk must not hold up a person: what is lost by a power cut in these milliseconds was never promised.
    void Promise.race([store.putInOutbox(intent), waited(KEEP_WITHIN_MS)]).then(() => {
      asking = false;
      return ask();
    });
  }

  function waited(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      clock.after(delayMs, resolve);
    });
  }

  function callAllOff(): void {
    for (const one of underWay.values()) one.callOff();
    underWay.clear();
  }

  return {
    hand: see,
    onNews(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async resume() {
      for (const intent of await store.loadOutbox()) {
        if (intent.notAfter > now()) {
          see(intent);
          tell(intent, { kind: 'no-answer' });
        } else {
          void store.takeFromOutbox(intent.key);
        }
      }
    },
    nudge() {
      for (const one of underWay.values()) one.askNow();
    },
    drop() {
      for (const key of underWay.keys()) void store.takeFromOutbox(key);
      callAllOff();
    },
    close() {
      callAllOff();
      listeners.clear();
    },
  };
}

/** IndexedDB commits in a few milliseconds; on a worn tablet in some hundred. */
const KEEP_WITHIN_MS = 500;
