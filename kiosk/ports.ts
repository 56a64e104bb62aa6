/** What the screen needs of the outside: time, the proxy, the store on the tablet. main.tsx gives the real ones. */

import type { Instant } from '../shared/basics/instant.ts';
import type { Result } from '../shared/basics/result.ts';
import type { RoomDay } from '../shared/room/room-day.ts';
import type { Intent, IntentAnswer } from '../shared/wire/intent-request.ts';
import type { PairingCode, PairingStatus, Particulars } from '../shared/wire/pairing.ts';
import type { Problem } from '../shared/wire/problem.ts';

export type TabletClock = {
  /** The tablet's own wall clock, which may be an hour or a decade off. */
  wallClock(): Instant;
  /** Milliseconds since some moment of this page's life; never goes back. */
  monotonicMs(): number;
  after(delayMs: number, run: () => void): () => void;
};

/** No answer that can be believed: no network, a deadline, a captive portal's page. Whatever was asked may have happened. */
export type NoAnswer = { readonly kind: 'no-answer' };

export type ProxyClient = {
  postIntent(intent: Intent): Promise<Result<IntentAnswer, Problem | NoAnswer>>;
  startPairing(particulars: Particulars): Promise<Result<PairingCode, Problem | NoAnswer>>;
  /** Waits for news up to half a minute. */
  awaitPairing(): Promise<Result<PairingStatus, Problem | NoAnswer>>;
};

/** What outlives a reload. Every function may be lost to a broken disk without harm to the screen: none of them throws. */
export type TabletStore = {
  loadDay(): Promise<KeptDay | null>;
  saveDay(kept: KeptDay): Promise<void>;
  loadOutbox(): Promise<readonly Intent[]>;
  putInOutbox(intent: Intent): Promise<void>;
  takeFromOutbox(key: Intent['key']): Promise<void>;
  wipe(): Promise<void>;
};

/** `clockOffsetMs`: the proxy's time less the tablet's wall clock when this was kept. */
export type KeptDay = { readonly day: RoomDay; readonly clockOffsetMs: number };
