/** Every kind of intent with its rules. A new kind is one more line here. */

import type { Instant } from '../../shared/basics/instant.ts';
import type { Interval } from '../../shared/basics/interval.ts';
import type { IntentKind } from '../../shared/room/booking-status.ts';
import type { Refusal } from '../../shared/room/refusal.ts';
import type { Intent } from '../../shared/wire/intent-request.ts';
import type { LedgerRow } from '../ports.ts';
import type { Desk } from './desk.ts';
import type { KindRules, Known } from './kind-rules.ts';
import { bookRules } from './settle-booking.ts';
import { endRules, extendRules } from './settle-change.ts';

const kinds: { readonly [K in IntentKind]: KindRules<Extract<Intent, { kind: K }>> } = {
  book: bookRules,
  extend: extendRules,
  end: endRules,
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
function rulesOf(intent: Intent): KindRules<Intent> {
  return kinds[intent.kind] as KindRules<Intent>;
}
