/**
 * The audit is bounded by age and by entries, and by nothing else: what goes leaves an entry of its own, so that whoever
 * finds nothing of a year ago knows that it was forgotten, and by which rule.
 */

import { addMs, DAY_MS, MINUTE_MS, SECOND_MS, toIso } from '../../shared/basics/instant.ts';
import { type Cancel, type Clock, type Log, nameOf } from '../ports/runtime.ts';
import type { Store } from '../ports/store.ts';

/** docs/configuration.md names both. A year, and time to export it. */
export const AUDIT_KEPT_DAYS = 400;
/** Some 200 bytes each: a tenth of a gigabyte. */
export const MOST_AUDIT_ENTRIES = 500_000;

/** Once a day, since each time leaves an entry. */
const EVERY_MS = DAY_MS;
/** Some milliseconds on a slow card. */
const BITE = 2_000;
const BETWEEN_BITES_MS = SECOND_MS;

type Needs = { readonly store: Pick<Store, 'forgetAudit'>; readonly clock: Clock; readonly log: Log };

/** Begins some minutes after the start, when the doors have their days; the answer stops it. */
export function forgetOldAudit({ store, clock, log }: Needs): Cancel {
  let isClosed = false;
  let cancel = clock.after(2 * MINUTE_MS, () => void bite());

  async function bite(): Promise<void> {
    const now = clock.now();
    const rule = { before: addMs(now, -AUDIT_KEPT_DAYS * DAY_MS), keep: MOST_AUDIT_ENTRIES, atMost: BITE };
    let wait = EVERY_MS;
    // A store that cannot be written now can be later; nobody waits for this.
    try {
      const gone = await store.forgetAudit(rule, ({ entries, until }) => ({
        at: now,
        actor: 'proxy',
        action: 'audit.forgotten',
        subject: `${entries} entries until ${toIso(until)}; kept are ${AUDIT_KEPT_DAYS} days and ${MOST_AUDIT_ENTRIES} entries`,
        roomId: null,
      }));
      if (gone > 0) log.info('audit.forgotten', { entries: gone });
      if (gone === BITE) wait = BETWEEN_BITES_MS;
    } catch (cause) {
      log.warn('audit.not-forgotten', { cause: nameOf(cause) });
    }
    if (!isClosed) cancel = clock.after(wait, () => void bite());
  }

  return () => {
    isClosed = true;
    cancel();
  };
}
