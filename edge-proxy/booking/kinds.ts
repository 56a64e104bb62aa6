/** Every kind of intent with its rules. A new kind is one more line here. */

import type { Instant } from '../../shared/basics/instant.ts';
import type { Interval } from '../../shared/basics/interval.ts';
import type { IntentKind } from '../../shared/room/booking-status.ts';
import type { Refusal } from '../../shared/room/refusal.ts';
import type { Intent } from '../../shared/wire/intent-request.ts';
import type { LedgerRow, Release } from '../ports/ledger.ts';
import type { Desk } from './desk.ts';
import type { KindRules, Known } from './kind-rules.ts';
import { bookRules } from './settle-booking.ts';
import { checkInRules } from './settle-check-in.ts';
import { endAnyRules } from './settle-decline.ts';
import { extendRules } from './settle-extend.ts';
import { releaseRules } from './settle-release.ts';
import { reportRules } from './settle-report.ts';
import { cancelRules } from './settle-undo.ts';

const kinds: { readonly [K in IntentKind]: KindRules<Extract<Intent | Release, { kind: K }>> } = {
  book: bookRules,
  extend: extendRules,
  end: endAnyRules,
  cancel: cancelRules,
  'check-in': checkInRules,
  'report-fault': reportRules,
  release: releaseRules,
};

export function refuseNow(intent: Intent, known: Known, now: Instant): Refusal | null {
  return rulesOf(intent).refuseNow(intent, known, now);
}

export function firstStretch(intent: Intent, now: Instant): Interval {
  return rulesOf(intent).firstStretch(intent, now);
}

export function advance(desk: Desk, row: LedgerRow): Promise<LedgerRow> {
  return rulesOf(row.intent).advance(desk, row, row.intent);
}

/** The table pairs each intent with the rules of its own kind, which the compiler cannot see through the lookup. */
function rulesOf(intent: Intent | Release): KindRules<Intent | Release> {
  return kinds[intent.kind] as KindRules<Intent | Release>;
}
