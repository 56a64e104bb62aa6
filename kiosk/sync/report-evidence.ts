/**
 * Tells the proxy what this screen shows and how it fares, when there is something to tell: an idle hour costs nothing. A
 * batch keeps its key until somebody has taken it, over reloads too, so that what is told twice is counted once.
 */

import { type Codec, encodeText, nullable, object } from '../../shared/basics/codec.ts';
import { HOUR_MS, type Instant, MINUTE_MS, SECOND_MS } from '../../shared/basics/instant.ts';
import {
  type EvidenceBatch,
  evidenceBatchCodec,
  evidenceTakenCodec,
  type InteractionKind,
  type TabletErrorKind,
  type Vitals,
} from '../../shared/wire/evidence.ts';
import type { Recollection, TabletChance, TabletClock } from '../ports.ts';
import { createEvidenceModel, type Glance } from '../state/evidence-model.ts';
import { type AskProxy, isProblem } from './ask-proxy.ts';
import { isNotPaired, isPassing } from './proxy-client.ts';

type Parts = {
  readonly clock: TabletClock;
  readonly chance: TabletChance;
  /** Another with each batch. */
  readonly newKey: () => string;
  readonly ask: AskProxy;
  readonly store: Recollection;
  /** By the proxy's clock. */
  readonly now: () => Instant;
  readonly readVitals: () => Promise<Vitals>;
  readonly release: string | null;
};

export type EvidenceReports = {
  show(glance: Glance): void;
  did(kind: InteractionKind): void;
  failed(kind: TabletErrorKind): void;
  /** The tablet itself has changed: its battery, its light. */
  changed(): void;
  /** The proxy is there again. */
  nudge(): void;
  /** This tablet has no room: nothing of what was gathered is anybody's business any more. */
  forget(): void;
  close(): void;
};

/** A face that has changed: soon, and not in step with every other door at nine o'clock. */
const SOON = { fromMs: SECOND_MS, spreadMs: 4 * SECOND_MS };
/** Touches and troubles can wait for each other. */
const LATER = { fromMs: MINUTE_MS, spreadMs: 30 * SECOND_MS };
/** Though nothing changes: so that memory and signal are never older than this. */
const ANYWAY = { fromMs: 12 * HOUR_MS, spreadMs: HOUR_MS };
const FIRST_RETRY_MS = 30 * SECOND_MS;
const LAST_RETRY_MS = 30 * MINUTE_MS;
/** After the proxy came back: the doors want their days first. */
const NUDGED = { fromMs: SECOND_MS, spreadMs: 20 * SECOND_MS };
/** A disk is not to be written for each touch. */
const KEEP_AFTER_MS = 10 * SECOND_MS;

const KEPT_AS = 'evidence';
type Kept = { readonly flight: EvidenceBatch | null; readonly gathered: EvidenceBatch };
const keptCodec: Codec<Kept> = object({ flight: nullable(evidenceBatchCodec), gathered: evidenceBatchCodec });

/** Of a tablet that tells nothing of itself. */
export const untoldVitals: Vitals = {
  host: 'browser',
  batteryPercent: null,
  charging: null,
  wifiDbm: null,
  linkMbit: null,
  memoryMb: null,
  memoryLimitMb: null,
  storageKept: null,
  screenOn: null,
  light: null,
  lightFailingSince: null,
};

export function createEvidenceReports(parts: Parts): EvidenceReports {
  const { clock, chance, newKey, ask, store, now, readVitals, release } = parts;
  const model = createEvidenceModel(now);
  let flight: EvidenceBatch | null = null;
  let sending = false;
  let over = false;
  let retryMs = FIRST_RETRY_MS;
  let dueMs = Number.POSITIVE_INFINITY;
  let cancelSend = () => {};
  let cancelKeep: (() => void) | null = null;

  function sendWithin({ fromMs, spreadMs }: { fromMs: number; spreadMs: number }): void {
    if (over) return;
    const due = clock.monotonicMs() + fromMs + chance.fraction() * spreadMs;
    if (due >= dueMs) return;
    dueMs = due;
    cancelSend();
    cancelSend = clock.after(due - clock.monotonicMs(), () => {
      dueMs = Number.POSITIVE_INFINITY;
      void send();
    });
  }

  async function send(): Promise<void> {
    // What came to be told while the last was on its way goes with the next, right after it.
    if (sending || over) return;
    sending = true;
    const vitals = await readVitals().catch(() => untoldVitals);
    // The same to the letter as when it was first told: whoever took it then knows it by its key.
    flight ??= { key: newKey(), at: now(), release, ...model.take(), vitals };
    await keep();
    const answer = await ask({
      path: '/api/evidence',
      body: encodeText(evidenceBatchCodec, flight),
      codec: evidenceTakenCodec,
    });
    sending = false;
    if (over) return;
    if (!answer.ok && isNotPaired(answer.error)) {
      forget();
    } else if (answer.ok || (isProblem(answer.error) && !isPassing(answer.error))) {
      // What is refused for good would be refused for ever.
      if (!answer.ok) model.failed('evidence-dropped');
      flight = null;
      retryMs = FIRST_RETRY_MS;
      keepSoon();
      sendWithin(model.hasNews() ? SOON : ANYWAY);
    } else {
      keepSoon();
      sendWithin({ fromMs: retryMs / 2, spreadMs: retryMs / 2 });
      retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
    }
  }

  function keepSoon(): void {
    cancelKeep ??= clock.after(KEEP_AFTER_MS, () => {
      cancelKeep = null;
      void keep();
    });
  }

  function keep(): Promise<void> {
    const gathered = { key: 'gathered', at: now(), release, ...model.gathered(), vitals: untoldVitals };
    return store.retain(KEPT_AS, keptCodec.encode({ flight, gathered }));
  }

  async function resume(): Promise<void> {
    const kept = keptCodec.decode(await store.recall(KEPT_AS));
    if (!kept.ok || over) return;
    model.recall(kept.value.gathered);
    flight ??= kept.value.flight;
    if (flight !== null || model.hasNews()) sendWithin(LATER);
  }

  function forget(): void {
    model.take();
    flight = null;
    cancelSend();
    dueMs = Number.POSITIVE_INFINITY;
    keepSoon();
  }

  void resume();
  return {
    show(glance) {
      if (!model.show(glance)) return;
      keepSoon();
      sendWithin(SOON);
    },
    did(kind) {
      model.did(kind);
      keepSoon();
      sendWithin(LATER);
    },
    failed(kind) {
      model.failed(kind);
      keepSoon();
      sendWithin(LATER);
    },
    changed: () => sendWithin(LATER),
    nudge() {
      // What nobody took need not wait for the half hour that it may be by now.
      if (flight !== null) sendWithin(NUDGED);
    },
    forget,
    close() {
      over = true;
      cancelSend();
      cancelKeep?.();
    },
  };
}
