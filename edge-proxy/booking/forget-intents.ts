/**
 * The ledger is bounded by age and by rows. What is over goes in the background and in bites: a person who taps must not
 * wait for a quarter of a year to be deleted.
 */

import { addMs, DAY_MS, MINUTE_MS, SECOND_MS } from '../../shared/basics/instant.ts';
import { type Cancel, type Clock, type Log, nameOf } from '../ports/runtime.ts';
import type { Store } from '../ports/store.ts';

/** docs/configuration.md names both. A quarter is what most audits ask for. */
export const LEDGER_KEPT_DAYS = 90;
/** Some 2 kB each with their steps: less than half a gigabyte, and four years of a busy campus. */
export const MOST_LEDGER_ROWS = 200_000;

const EVERY_MS = 10 * MINUTE_MS;
/** A few milliseconds on a slow card. */
const BITE = 500;
const BETWEEN_BITES_MS = SECOND_MS;

type Needs = { readonly store: Pick<Store, 'forgetIntents'>; readonly clock: Clock; readonly log: Log };

/** Begins a minute after the start, when the doors have their days; the answer stops it. */
export function forgetOldIntents({ store, clock, log }: Needs): Cancel {
  let isClosed = false;
  let cancel = clock.after(MINUTE_MS, () => void bite());

  async function bite(): Promise<void> {
    const now = clock.now();
    const settledBefore = addMs(now, -LEDGER_KEPT_DAYS * DAY_MS);
    let wait = EVERY_MS;
    // A store that cannot be written now can be later; nobody waits for this.
    try {
      const gone = await store.forgetIntents({ settledBefore, now, mostRows: MOST_LEDGER_ROWS, atMost: BITE });
      if (gone > 0) log.info('ledger.forgot', { intents: gone });
      if (gone === BITE) wait = BETWEEN_BITES_MS;
    } catch (cause) {
      log.warn('ledger.not-forgotten', { cause: nameOf(cause) });
    }
    if (!isClosed) cancel = clock.after(wait, () => void bite());
  }

  return () => {
    isClosed = true;
    cancel();
  };
}
