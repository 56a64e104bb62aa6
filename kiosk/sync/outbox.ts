/**
 * An intent survives a reload, is done once, and dies when too old. It is kept before it is sent, and repeated with the
 * same key for as long as no answer can be believed; the proxy gives the same key the same answer, so that a repeat
 * never does it twice. One that is held was never sent: the proxy is first asked whether it is there, which harms nothing,
 * so that it can be taken back without a trace for as long as nobody answers.
 */

import { type Codec, isoInstant, nullable, object } from '../../shared/basics/codec.ts';
import type { Instant } from '../../shared/basics/instant.ts';
import { err, type Result } from '../../shared/basics/result.ts';
import { type Intent, intentCodec } from '../../shared/wire/intent-request.ts';
import type {
  IntentClient,
  KeptIntent,
  NoAnswer,
  Outbox,
  OutboxNews,
  ProxyClient,
  TabletChance,
  TabletClock,
  TabletStore,
} from '../ports.ts';
import { isProblem } from './ask-proxy.ts';
import { createBackOff } from './back-off.ts';
import { isPassing } from './proxy-client.ts';

export type OutboxParts = {
  readonly clock: TabletClock;
  readonly chance: Pick<TabletChance, 'fraction'>;
  readonly proxy: IntentClient & Pick<ProxyClient, 'askWhetherPaired'>;
  readonly store: Pick<TabletStore, 'loadOutbox' | 'putInOutbox' | 'takeFromOutbox'>;
  /** By the proxy's clock. */
  readonly now: () => Instant;
};

/** As it lies on the disk. */
export const keptIntentCodec: Codec<KeptIntent> = object({ intent: intentCodec, heldSince: nullable(isoInstant) });

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
  /** What was read before the last of them is of another room. */
  let drops = 0;
  const underWay = new Map<Intent['key'], { askNow(): void; takeBack(): boolean; callOff(): void }>();

  function tell(intent: Intent, news: OutboxNews): void {
    for (const listener of listeners) listener(intent, news);
  }

  function settle(intent: Intent, news: OutboxNews): void {
    underWay.get(intent.key)?.callOff();
    underWay.delete(intent.key);
    void store.takeFromOutbox(intent.key);
    tell(intent, news);
  }

  function see(kept: KeptIntent): void {
    const { key, notAfter } = kept.intent;
    if (underWay.has(key)) return;
    let { intent, heldSince } = kept;
    const backOff = createBackOff(chance);
    let cancelNext = () => {};
    /** Also while it is being kept: nothing is sent before that. */
    let asking = true;
    let over = false;
    const cancelEnd = clock.after(Math.max(0, notAfter - now()), () => settle(intent, { kind: 'too-late' }));

    async function ask(): Promise<void> {
      if (asking || over) return;
      cancelNext();
      asking = true;
      if (heldSince !== null && (await proxy.askWhetherPaired()) === 'paired' && !over) {
        heldSince = null;
        intent = withoutPastStart(intent, now());
        await keep();
      }
      if (over) return;
      const answer = heldSince === null ? await proxy.postIntent(intent) : NOT_ASKED;
      asking = false;
      if (over) return;
      if (answer.ok) {
        settle(intent, { kind: 'answered', booking: answer.value });
      } else if (isProblem(answer.error) && !isPassing(answer.error)) {
        settle(intent, { kind: 'turned-down', problem: answer.error });
      } else {
        cancelNext = clock.after(backOff.nextMs(), () => void ask());
        if (heldSince === null) tell(intent, { kind: 'no-answer' });
      }
    }

    /** A slow disk must not hold up a person: what is lost by a power cut in these milliseconds was never promised. */
    function keep(): Promise<void> {
      return Promise.race([store.putInOutbox({ intent, heldSince }, keptIntentCodec), waited(KEEP_WITHIN_MS)]);
    }

    underWay.set(key, {
      askNow: () => void ask(),
      takeBack() {
        if (heldSince === null) return false;
        settle(intent, { kind: 'taken-back' });
        return true;
      },
      callOff() {
        over = true;
        cancelNext();
        cancelEnd();
      },
    });
    if (heldSince !== null) tell(intent, { kind: 'held', since: heldSince });
    void keep().then(() => {
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
    hand: (intent) => see({ intent, heldSince: null }),
    hold: (intent) => see({ intent, heldSince: now() }),
    takeBack: (key) => underWay.get(key)?.takeBack() ?? false,
    onNews(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async resume() {
      const life = drops;
      for (const kept of await store.loadOutbox(keptIntentCodec)) {
        const { intent, heldSince } = kept;
        if (life !== drops) {
          void store.takeFromOutbox(intent.key);
        } else if (intent.notAfter > now()) {
          see(kept);
          if (heldSince === null) tell(intent, { kind: 'no-answer' });
        } else {
          void store.takeFromOutbox(intent.key);
          if (heldSince === null) continue;
          // Whoever held it may still count on it.
          tell(intent, { kind: 'held', since: heldSince });
          tell(intent, { kind: 'too-late' });
        }
      }
    },
    nudge() {
      for (const one of underWay.values()) one.askNow();
    },
    drop() {
      drops += 1;
      // Told, since the screen shows them; a screen without a room shows nothing else of ours.
      for (const one of [...underWay.values()]) one.takeBack();
      for (const key of underWay.keys()) void store.takeFromOutbox(key);
      callAllOff();
    },
    close() {
      callAllOff();
      listeners.clear();
    },
  };
}

const NOT_ASKED: Result<never, NoAnswer> = err({ kind: 'no-answer' });

/** What was to begin while it was held begins when it is asked for: the proxy books nothing that lies behind it. */
function withoutPastStart(intent: Intent, now: Instant): Intent {
  if (intent.kind !== 'book' || intent.start === undefined || intent.start > now) return intent;
  const { start: _past, ...fromNow } = intent;
  return fromNow;
}

/** IndexedDB commits in a few milliseconds; on a worn tablet in some hundred. */
const KEEP_WITHIN_MS = 500;
