/** What the proxy has noticed about itself, as the console shows it: open alarms, and whether the app's scope is proven. */

import { type Codec, integer, isoInstant, listOf, nullable, object, oneOf, text } from '../basics/codec.ts';
import type { Instant } from '../basics/instant.ts';

export const alarmKinds = [
  'room-not-read',
  'subscription-failing',
  'catalogue-not-read',
  'credential-refused',
  'credential-expiring',
  'token-401-circuit',
  'canary-readable',
  'scope-not-proven',
  'hints-forged',
  'codes-guessed',
  'clock-wrong',
  'store-failing',
  'store-restored',
  'policy-unread',
  'series-no-show',
  'fault-reported',
  'auto-release-suspected',
  'room-may-not-decline',
  'device-silent',
] as const;
export type AlarmKind = (typeof alarmKinds)[number];

/** Least first. Critical: doors are dark or lie open until somebody acts. */
export const severities = ['notice', 'warning', 'critical'] as const;
export type Severity = (typeof severities)[number];

/** One for each kind and subject, however often it is seen. */
export type Alarm = {
  readonly id: string;
  readonly kind: AlarmKind;
  /** What it is about: a room's id, or a word such as `app`. Never a title or a secret. */
  readonly subject: string;
  readonly severity: Severity;
  /** In words, for whoever is to mend it. */
  readonly cause: string;
  /** What to do; null where it passes by itself or nothing better is known. */
  readonly remedy: string | null;
  readonly firstSeenAt: Instant;
  readonly lastSeenAt: Instant;
  readonly count: number;
  readonly acknowledgedBy: string | null;
  /** Left out where nobody did, and where a release before this one kept no time. */
  readonly acknowledgedAt?: Instant;
  /** Null while it lasts. Kept for a while after that, so that a night's trouble is still there in the morning. */
  readonly clearedAt: Instant | null;
};

export const alarmCodec: Codec<Alarm> = object(
  {
    id: text({ min: 1, max: 300 }),
    kind: oneOf(...alarmKinds),
    subject: text({ min: 1, max: 200 }),
    severity: oneOf(...severities),
    cause: text({ max: 500 }),
    remedy: nullable(text({ max: 1_000 })),
    firstSeenAt: isoInstant,
    lastSeenAt: isoInstant,
    count: integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
    acknowledgedBy: nullable(text({ max: 300 })),
    clearedAt: nullable(isoInstant),
  },
  { acknowledgedAt: isoInstant },
);

/** As many as the proxy keeps. */
export const MOST_ALARMS = 1_000;

/** GET /api/console/alarms: open ones first, the worst of them on top, then those that are over, latest first. */
export type AlarmList = { readonly alarms: readonly Alarm[] };
export const alarmListCodec: Codec<AlarmList> = object({ alarms: listOf(alarmCodec, { max: MOST_ALARMS }) });

/**
 * GET /api/console/canary: whether a mailbox outside the app's scope was refused to it. `proven` and `readable` are the
 * last clear answer, however old; `not-proven` where there was none, or nothing to try.
 */
export type ScopeReport = {
  readonly verdict: 'proven' | 'readable' | 'not-proven';
  /** Since when the verdict stands; null before the first. */
  readonly since: Instant | null;
  /** The last try, clear or not. */
  readonly triedAt: Instant | null;
  /** Why the last try told nothing, in words; null where it did. */
  readonly doubt: string | null;
};

export const scopeReportCodec: Codec<ScopeReport> = object({
  verdict: oneOf('proven', 'readable', 'not-proven'),
  since: nullable(isoInstant),
  triedAt: nullable(isoInstant),
  doubt: nullable(text({ max: 500 })),
});
