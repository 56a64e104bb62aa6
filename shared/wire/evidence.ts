/**
 * What a screen tells of itself (design, 5.7): what it showed since when, by what it knew, how often it was touched, what
 * went wrong, how its tablet fares. Words of closed lists, moments and counts: there is no member that a title or a name
 * could be put into.
 */

import { type Codec, flag, integer, isoInstant, listOf, nullable, object, oneOf, text } from '../basics/codec.ts';
import type { Instant } from '../basics/instant.ts';

/** What a screen has on, in a word. `starting`: nothing yet; `board`: many rooms. The rest are a room's states. */
export const shownStates = [
  'starting',
  'available',
  'starting-soon',
  'awaiting-check-in',
  'in-use',
  'ending-soon',
  'booking',
  'stale',
  'unknown',
  'out-of-service',
  'board',
] as const;
export type ShownState = (typeof shownStates)[number];

/** One stretch of showing the same. It lasts until the next one's `since`. */
export type Shown = {
  readonly state: ShownState;
  readonly since: Instant;
  /** Of the day that it was made from; null without one. */
  readonly revision: number | null;
  /** When that day was read from the calendar: how old it was. */
  readonly readAt: Instant | null;
};

/** What people do at a screen. `touch`: any, however many; the others are what came of them. */
export const interactionKinds = ['touch', 'sheet', 'intent'] as const;
export type InteractionKind = (typeof interactionKinds)[number];

/** What goes wrong on a tablet. */
export const tabletErrorKinds = [
  'script',
  'promise',
  'chunk',
  'stream-lost',
  'store',
  'led',
  'led-refused',
  'host',
  'wake-lock',
  'evidence-dropped',
] as const;
export type TabletErrorKind = (typeof tabletErrorKinds)[number];

export type Tally<K extends string> = { readonly kind: K; readonly count: number };

/** How the light beside the screen fares. `unlit`: told to be dark, as the screen has no answer to show. */
export const lightColours = ['green', 'amber', 'red', 'unlit'] as const;
export type LightColour = (typeof lightColours)[number];

/** What the tablet is found to be and how it fares; null for each where the browser does not tell. */
export type Vitals = {
  /** What hosts the page. */
  readonly host: 'browser' | 'fully';
  readonly batteryPercent: number | null;
  readonly charging: boolean | null;
  /** Received signal strength in dBm: -50 is near, -80 is far. */
  readonly wifiDbm: number | null;
  /** What the browser takes the link for, in Mbit/s, where it tells no signal. */
  readonly linkMbit: number | null;
  readonly memoryMb: number | null;
  readonly memoryLimitMb: number | null;
  /** Whether what the tablet keeps is safe from the browser's tidying. */
  readonly storageKept: boolean | null;
  readonly screenOn: boolean | null;
  /** What the light is told to show; null where there is none. */
  readonly light: LightColour | null;
  /** Since when the light takes nothing; null where it does. */
  readonly lightFailingSince: Instant | null;
};

/**
 * POST /api/evidence. `key` names the batch, and the same again is counted once; `shown` are the stretches since the last
 * batch that was taken, earliest first, the last of them being the present.
 */
export type EvidenceBatch = {
  readonly key: string;
  readonly at: Instant;
  readonly release: string | null;
  readonly shown: readonly Shown[];
  readonly interactions: readonly Tally<InteractionKind>[];
  readonly errors: readonly Tally<TabletErrorKind>[];
  readonly lastTouchAt: Instant | null;
  readonly vitals: Vitals;
};

/** A day of a busy door has some sixty stretches; a week without network is folded into this many. */
export const MOST_SHOWN = 500;
const MOST_COUNT = 1_000_000;

export const shownCodec: Codec<Shown> = object({
  state: oneOf(...shownStates),
  since: isoInstant,
  revision: nullable(integer({ min: 0, max: Number.MAX_SAFE_INTEGER })),
  readAt: nullable(isoInstant),
});

const count = integer({ min: 1, max: MOST_COUNT });
const interactionTally: Codec<Tally<InteractionKind>> = object({ kind: oneOf(...interactionKinds), count });
export const errorTallyCodec: Codec<Tally<TabletErrorKind>> = object({ kind: oneOf(...tabletErrorKinds), count });

const megabytes = nullable(integer({ min: 0, max: 10_000_000 }));

export const vitalsCodec: Codec<Vitals> = object({
  host: oneOf('browser', 'fully'),
  batteryPercent: nullable(integer({ min: 0, max: 100 })),
  charging: nullable(flag),
  wifiDbm: nullable(integer({ min: -200, max: 0 })),
  linkMbit: nullable(integer({ min: 0, max: 1_000_000 })),
  memoryMb: megabytes,
  memoryLimitMb: megabytes,
  storageKept: nullable(flag),
  screenOn: nullable(flag),
  light: nullable(oneOf(...lightColours)),
  lightFailingSince: nullable(isoInstant),
});

export const evidenceBatchCodec: Codec<EvidenceBatch> = object({
  key: text({ min: 8, max: 64 }),
  at: isoInstant,
  release: nullable(text({ min: 1, max: 64 })),
  shown: listOf(shownCodec, { max: MOST_SHOWN }),
  interactions: listOf(interactionTally, { max: interactionKinds.length }),
  errors: listOf(errorTallyCodec, { max: tabletErrorKinds.length }),
  lastTouchAt: nullable(isoInstant),
  vitals: vitalsCodec,
});

/** The answer: taken. Nothing of it is told back. */
export const evidenceTakenCodec = object({});
