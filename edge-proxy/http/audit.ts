/** Who did what, for the trail that outlives the log. No titles, no secrets, and never more than a bounded trickle. */

import type { AuditEntry, Clock, Log, Store } from '../ports.ts';

/** Dotted, past tense: `device.revoked`. */
export type Audit = (entry: Omit<AuditEntry, 'at'>) => Promise<void>;

const LONGEST_FIELD = 300;

export function createAudit({
  store,
  clock,
  log,
}: {
  store: Pick<Store, 'appendAudit'>;
  clock: Clock;
  log: Log;
}): Audit {
  return async ({ actor, action, subject }) => {
    const entry = { actor: actor.slice(0, LONGEST_FIELD), action, subject: subject.slice(0, LONGEST_FIELD) };
    try {
      await store.appendAudit({ at: clock.now(), ...entry });
    } catch (cause) {
      // It is done already, and undoing it for want of an entry would be the greater surprise.
      // The action alone: who did it is a name, and has no place in a log.
      log.error('audit.lost', { action, cause: cause instanceof Error ? cause.name : typeof cause });
    }
  };
}
