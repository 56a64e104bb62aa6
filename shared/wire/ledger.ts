/** GET /api/console/intents: what became of each tap, step by step. No title and no name: the ledger keeps neither. */

import { type Codec, isoInstant, listOf, nullable, object, oneOf, text } from '../basics/codec.ts';
import type { IntentKey } from '../basics/ids.ts';
import type { Instant } from '../basics/instant.ts';
import {
  type BookingStatus,
  bookingStatuses,
  type IntentKind,
  intentKeyCodec,
  intentKinds,
} from '../room/booking-status.ts';
import { type Refusal, refusalCodec } from '../room/refusal.ts';

export type LedgerReport = {
  readonly key: IntentKey;
  /** The tablet that asked, and the id of the room it was for. */
  readonly device: string;
  readonly room: string;
  readonly kind: IntentKind;
  /** What was asked: the instant past which it must not happen, and, as far as the kind has them, when and which meeting. */
  readonly notAfter: Instant;
  readonly askedStart: Instant | null;
  readonly askedEnd: Instant | null;
  readonly occurrence: string | null;
  readonly status: BookingStatus;
  readonly reason: Refusal | null;
  /** The stretch that it takes, or took. */
  readonly start: Instant;
  readonly end: Instant;
  /** The meeting's id in every mailbox; null where none was made. Exchange's own tools find it by this. */
  readonly iCalUId: string | null;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  /** In order. `what` is a status that it came to, or what happened in between. */
  readonly steps: readonly { readonly at: Instant; readonly what: string; readonly reason: string | null }[];
};

/** As many as one answer carries. */
export const MOST_REPORTED = 500;

/** The latest moved first. */
export type LedgerReports = { readonly intents: readonly LedgerReport[] };

const id = text({ max: 500 });

export const ledgerReportCodec: Codec<LedgerReport> = object({
  key: intentKeyCodec,
  device: id,
  room: id,
  kind: oneOf(...intentKinds),
  notAfter: isoInstant,
  askedStart: nullable(isoInstant),
  askedEnd: nullable(isoInstant),
  occurrence: nullable(id),
  status: oneOf(...bookingStatuses),
  reason: nullable(refusalCodec),
  start: isoInstant,
  end: isoInstant,
  iCalUId: nullable(id),
  createdAt: isoInstant,
  updatedAt: isoInstant,
  steps: listOf(object({ at: isoInstant, what: text({ max: 100 }), reason: nullable(text({ max: 100 })) }), {
    max: 200,
  }),
});

export const ledgerReportsCodec: Codec<LedgerReports> = object({
  intents: listOf(ledgerReportCodec, { max: MOST_REPORTED }),
});
