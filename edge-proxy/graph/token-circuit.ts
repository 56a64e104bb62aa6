/**
 * Opens where Graph refuses even the token that Entra has just issued: asking Entra for yet another would not help, and a
 * thousand rooms would ask. One call at a time then tries whether it is over. A single mailbox that answers 401 to every
 * token, as a broken one may, is that mailbox's own trouble and opens nothing.
 */

import { addMs, type Instant, SECOND_MS } from '../../shared/basics/instant.ts';
import type { Chance, Clock } from '../ports/runtime.ts';

const FIRST_WAIT_MS = 30 * SECOND_MS;
const LONGEST_WAIT_MS = 300 * SECOND_MS;
/** Longer than one call of the client may take with all its patience. */
const TRIAL_MS = 45 * SECOND_MS;
/** Of two mailboxes at least; or so often of one, where there is but one. */
const MAILBOXES = 2;
const REFUSALS = 5;

export type TokenCircuit = {
  /** How long until a call may try again; 0 lets it through, and keeps the others waiting where it is a trial. */
  waitMs(): number;
  isOpen(): boolean;
  /** Graph took the newest token. True where that closes the circuit. */
  accepted(): boolean;
  /** Graph refused a token that was fetched because it had refused the one before. True where that opens the circuit. */
  refused(mailbox: string | null): boolean;
};

export function createTokenCircuit(clock: Clock, chance: Pick<Chance, 'fraction'>): TokenCircuit {
  const refusers = new Set<string | null>();
  let refusals = 0;
  let failures = 0;
  let tryAt: Instant | null = null;

  function wait(): void {
    failures += 1;
    const grownMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures - 1, 16));
    tryAt = addMs(clock.now(), grownMs * (0.75 + chance.fraction() / 4));
  }

  return {
    waitMs() {
      if (tryAt === null) return 0;
      const leftMs = tryAt - clock.now();
      if (leftMs > 0) return leftMs;
      tryAt = addMs(clock.now(), TRIAL_MS);
      return 0;
    },
    isOpen: () => tryAt !== null,
    accepted() {
      const wasOpen = tryAt !== null;
      refusers.clear();
      refusals = 0;
      failures = 0;
      tryAt = null;
      return wasOpen;
    },
    refused(mailbox) {
      refusers.add(mailbox);
      refusals += 1;
      if (tryAt !== null) {
        wait();
        return false;
      }
      if (refusers.size < MAILBOXES && refusals < REFUSALS) return false;
      wait();
      return true;
    },
  };
}
