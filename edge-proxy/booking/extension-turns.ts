/**
 * Extensions of one meeting follow each other. The second counts from an end that the room has not agreed to yet: decided
 * at once, it would find the first in its way and be refused for it, or change what the first is still being asked for.
 */

import type { IntentKey, OccurrenceId } from '../../shared/basics/ids.ts';
import type { LedgerRow } from '../ports/ledger.ts';

export type ExtensionTurns = ReturnType<typeof createExtensionTurns>;

export function createExtensionTurns() {
  const byOccurrence = new Map<OccurrenceId, Set<IntentKey>>();

  return {
    /** Takes its place behind those under way, or keeps the one it has. */
    enter({ key, intent }: Pick<LedgerRow, 'key' | 'intent'>): void {
      if (intent.kind !== 'extend') return;
      const waiting = byOccurrence.get(intent.occurrence) ?? new Set();
      byOccurrence.set(intent.occurrence, waiting.add(key));
    },

    leave({ key, intent }: Pick<LedgerRow, 'key' | 'intent'>): void {
      if (intent.kind !== 'extend') return;
      const waiting = byOccurrence.get(intent.occurrence);
      waiting?.delete(key);
      if (waiting?.size === 0) byOccurrence.delete(intent.occurrence);
    },

    /** Whether none that came before it is under way. */
    isFirst({ key, intent }: Pick<LedgerRow, 'key' | 'intent'>): boolean {
      const [first] = (intent.kind === 'extend' ? byOccurrence.get(intent.occurrence) : undefined) ?? [];
      return first === undefined || first === key;
    },
  };
}
