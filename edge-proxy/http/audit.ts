/** Who did what, for the trail that outlives the log. No titles, no secrets, and never more than a bounded trickle. */

import type { RoomId } from '../../shared/basics/ids.ts';
import type { AuditEntry } from '../ports/audit.ts';
import { type Clock, type Log, nameOf } from '../ports/runtime.ts';
import type { Store } from '../ports/store.ts';

/** `action` dotted, past tense: `device.revoked`. A subject says `room` and its id, by which the trail is searched. */
export type Audit = (entry: Omit<AuditEntry, 'at' | 'roomId'>) => Promise<void>;

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
    const roomId = roomIn(subject);
    const entry = { actor: actor.slice(0, LONGEST_FIELD), action, subject: subject.slice(0, LONGEST_FIELD), roomId };
    try {
      await store.appendAudit({ at: clock.now(), ...entry });
    } catch (cause) {
      // It is done already, and undoing it for want of an entry would be the greater surprise.
      // The action alone: who did it is a name, and has no place in a log.
      log.error('audit.lost', { action, cause: nameOf(cause) });
    }
  };
}

/** Null where none is named, or where a change of many places names more than one. */
function roomIn(subject: string): RoomId | null {
  const [first, second] = [...subject.matchAll(/\broom ([^\s:,]+)/g)].map(([, id]) => id as RoomId);
  return first !== undefined && second === undefined ? first : null;
}
