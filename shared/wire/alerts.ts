/** Whom facilities want to hear of a door or a room that goes quiet, how, and at which hours not. */

import {
  type Codec,
  flag,
  integer,
  isoInstant,
  listOf,
  nullable,
  object,
  oneOf,
  parsed,
  text,
} from '../basics/codec.ts';
import type { Instant } from '../basics/instant.ts';
import { parseZone, type Zone } from '../basics/zone.ts';

/** GET /api/console/alerts */
export type AlertSettings = {
  readonly to: readonly string[];
  /** https, or http on this very machine; null for none. */
  readonly webhook: string | null;
  /** Minutes of the day in `zone` between which nobody is told; over midnight where `from` is later. Null: never quiet. */
  readonly quiet: { readonly from: number; readonly to: number } | null;
  readonly zone: Zone;
};

const minutes = integer({ min: 0, max: 1_440 });
const address = parsed(
  (given) => (given.length <= 320 && /^[^\s@<>",;]+@[^\s@<>",;]+$/.test(given) ? given : null),
  (given) => given,
  'a mail address',
  { type: 'string', format: 'email' },
);
const zone = parsed(parseZone, String, 'a time zone such as Europe/Lisbon', { type: 'string' });

export const alertSettingsCodec: Codec<AlertSettings> = object({
  to: listOf(address, { max: 10 }),
  webhook: nullable(
    parsed(parseWebhook, String, 'an https address', { type: 'string', format: 'uri', maxLength: 2_000 }),
  ),
  quiet: nullable(object({ from: minutes, to: minutes })),
  zone,
});

/** Null for what must not be called: anything but https, unless it is this machine; and credentials in the address. */
export function parseWebhook(given: string): string | null {
  const [, scheme, host] = /^(https?):\/\/([^\s/?#@\\]+)(?:[/?#]\S*)?$/i.exec(given) ?? [];
  if (scheme === undefined || host === undefined || given.length > 2_000) return null;
  if (scheme.toLowerCase() === 'https') return given;
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i.test(host) ? given : null;
}

/** The answer to GET and PUT. `secret`: told once, when the webhook got a new one. */
export type AlertState = {
  readonly settings: AlertSettings;
  readonly isSigned: boolean;
  readonly secret: string | null;
};
export const alertStateCodec: Codec<AlertState> = object({
  settings: alertSettingsCodec,
  isSigned: flag,
  secret: nullable(text({ max: 200 })),
});

/** PUT /api/console/alerts. `newSecret`: another one than before, where there was one. */
export const alertChangeCodec = object({ settings: alertSettingsCodec }, { newSecret: flag });

/** POST /api/console/alerts/try: a message to all of them now. `off`: there is none of that kind. */
export const tryOutcomes = ['sent', 'failed', 'off'] as const;
export type TryOutcome = (typeof tryOutcomes)[number];
export const alertTryCodec = object({
  mail: oneOf(...tryOutcomes),
  webhook: oneOf(...tryOutcomes),
  /** Why, in words. */
  mailFault: nullable(text({ max: 500 })),
  webhookFault: nullable(text({ max: 500 })),
});
export type AlertTry = {
  readonly mail: TryOutcome;
  readonly webhook: TryOutcome;
  readonly mailFault: string | null;
  readonly webhookFault: string | null;
};

/** What is posted. `began` and `over` are the two messages of one incident; `test` is none. */
export const alertEvents = ['began', 'over', 'test'] as const;
export type AlertEvent = (typeof alertEvents)[number];
export type AlertPost = {
  readonly event: AlertEvent;
  readonly incidents: readonly {
    readonly id: string;
    readonly kind: string;
    readonly severity: string;
    /** What it is about, as people call it. */
    readonly about: string;
    readonly cause: string;
    readonly remedy: string | null;
    readonly since: Instant;
  }[];
};
export const alertPostCodec: Codec<AlertPost> = object({
  event: oneOf(...alertEvents),
  incidents: listOf(
    object({
      id: text(),
      kind: text(),
      severity: text(),
      about: text(),
      cause: text(),
      remedy: nullable(text()),
      since: isoInstant,
    }),
    { max: 1_000 },
  ),
});
