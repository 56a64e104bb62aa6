/** What the screen needs of the outside: time, chance, the proxy, the store on the tablet. main.tsx gives the real ones. */

import type { Codec } from '../shared/basics/codec.ts';
import type { IntentKey } from '../shared/basics/ids.ts';
import type { Instant } from '../shared/basics/instant.ts';
import type { Result } from '../shared/basics/result.ts';
import type { Booking } from '../shared/room/booking-status.ts';
import type { RoomDay } from '../shared/room/room-day.ts';
import type { Redeeming } from '../shared/wire/enrolment.ts';
import type { Vitals } from '../shared/wire/evidence.ts';
import type { Intent, IntentAnswer } from '../shared/wire/intent-request.ts';
import type { PairingCode, PairingStatus, Particulars } from '../shared/wire/pairing.ts';
import type { Problem } from '../shared/wire/problem.ts';

export type TabletClock = {
  /** The tablet's own wall clock, which may be an hour or a decade off. */
  wallClock(): Instant;
  /** Milliseconds since some moment of this page's life; never goes back. It may stand still while the tablet sleeps. */
  monotonicMs(): number;
  /** Runs once, `delayMs` from now or later; the answer calls it off. */
  after(delayMs: number, run: () => void): () => void;
};

export type TabletChance = {
  /** [0, 1), for jitter. */
  fraction(): number;
};

/** A new one for each tap. */
export type MintKey = () => IntentKey;

/** No answer that can be believed: no network, a deadline, a captive portal's page. Whatever was asked may have happened. */
export type NoAnswer = { readonly kind: 'no-answer' };

export type ProxyClient = {
  /** Whether this tablet still has its room: asked when the stream fails, since EventSource never says why. */
  askWhetherPaired(): Promise<Pairedness>;
};

/** For a door that somebody has touched. */
export type IntentClient = {
  postIntent(intent: Intent): Promise<Result<IntentAnswer, Problem | NoAnswer>>;
};

/** What the address says that a tablet was started with. */
export type Arrival = {
  /** A link that pairs it by itself. */
  readonly link: string | null;
  /** What this tablet calls its use of the link: with it, and it alone, it may ask again when no answer came. */
  readonly attempt: string;
  /** What it is called by whoever manages it. */
  readonly name: string | null;
};

/** For a tablet without a room. */
export type PairingClient = {
  /** `name`: as whoever manages the tablets calls this one. */
  startPairing(particulars: Particulars, name: string | null): Promise<Result<PairingCode, Problem | NoAnswer>>;
  /** Uses a link that pairs once; with the same attempt it may be asked again. */
  useLink(redeeming: Redeeming): Promise<Result<unknown, Problem | NoAnswer>>;
  /** Waits for news up to half a minute. */
  awaitPairing(): Promise<Result<PairingStatus, Problem | NoAnswer>>;
};

/** `unpaired` only on the proxy's own word; whoever else answers 401 on the way changes nothing. */
export type Pairedness = 'paired' | 'unpaired' | 'no-answer';

/** Takes an intent from a tap and sees it through: kept before it is sent, repeated with its key until there is an answer. */
export type Outbox = {
  hand(intent: Intent): void;
  /** The same for a tap whose proxy is away: kept, and not sent before the proxy is known to be there. */
  hold(intent: Intent): void;
  /** Forgets a held one that was certainly never sent; false where there is none. */
  takeBack(key: IntentKey): boolean;
  /** Told at each step of each intent, also of those that an earlier life of this page left behind. */
  onNews(listener: (intent: Intent, news: OutboxNews) => void): () => void;
};

export type OutboxNews =
  | { readonly kind: 'answered'; readonly booking: Booking }
  | { readonly kind: 'turned-down'; readonly problem: Problem }
  /** Kept here, and nobody else knows of it. */
  | { readonly kind: 'held'; readonly since: Instant }
  /** By whoever held it. */
  | { readonly kind: 'taken-back' }
  /** Asked, and nothing came back; asked again soon. */
  | { readonly kind: 'no-answer' }
  /** `notAfter` has passed without an answer. It is not sent any more. */
  | { readonly kind: 'too-late' };

/** What outlives a reload. Every function may be lost to a broken disk without harm to the screen: none of them throws. */
export type TabletStore = {
  loadDay(): Promise<KeptDay | null>;
  saveDay(kept: KeptDay): Promise<void>;
  /** The codec is brought along by whoever asks, as it weighs, and a door shows its day without it. */
  loadOutbox(codec: Codec<KeptIntent>): Promise<readonly KeptIntent[]>;
  putInOutbox(kept: KeptIntent, codec: Codec<KeptIntent>): Promise<void>;
  takeFromOutbox(key: Intent['key']): Promise<void>;
  wipe(): Promise<void>;
};

/**
 * What the page is shown by: a plain browser, or an app that gives it more of the tablet. None of it throws; what a host
 * cannot do it leaves undone, and tells so by `can`.
 */
export type Host = {
  readonly kind: Vitals['host'];
  readonly can: {
    readonly brightness: boolean;
    readonly screen: boolean;
    readonly motion: boolean;
    readonly restart: boolean;
  };
  /** A share of the brightest, up to 1; null: as the tablet had it before. */
  setBrightness(share: number | null): void;
  setScreen(on: boolean): void;
  /** Somebody moves in front of it. The answer stops listening. */
  onMotion(run: () => void): () => void;
  /** Starts the app anew, and with it the page. False where it cannot. */
  restart(): boolean;
  /** What of the tablet's health the browser itself does not tell. */
  readVitals(): Promise<Partial<Omit<Vitals, 'host' | 'light' | 'lightFailingSince'>>>;
  /** What the tablet is called by whoever looks after it; null where it has no name. */
  name(): string | null;
};

export type Rgb = readonly [red: number, green: number, blue: number];

/** A light beside the screen. Null: dark. Rejects where it did not take it; within its own deadline, either way. */
export type Led = { show(colour: Rgb | null): Promise<void> };

/** One thing under a name, as JSON; whoever kept it reads it as if a stranger had written it. None of it throws. */
export type Recollection = {
  recall(name: string): Promise<unknown>;
  retain(name: string, what: unknown): Promise<void>;
};

/** `heldSince`: when it was asked for, where it was never sent. */
export type KeptIntent = { readonly intent: Intent; readonly heldSince: Instant | null };

/** `clockOffsetMs`: the proxy's time less the tablet's wall clock when this was kept. */
export type KeptDay = { readonly day: RoomDay; readonly clockOffsetMs: number };
