/**
 * Writes on a database that somebody else may hold for a moment, a backup or a person with a tool. SQLite's own waiting
 * would stop the whole process, and with it every door that needs no disk; so we wait beside it, in turn, and not for long.
 */

import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { StoreUnavailable } from '../ports/store.ts';

/** Whoever tapped still stands there; what could not be written by then is refused in words. */
const LONGEST_WAIT_MS = 1_000;
const LOOK_MS = 25;
/** After waiting in vain the next ones do not wait as well: a backup may hold the file for minutes. */
const NOT_AGAIN_MS = 5_000;

/** Each run is one transaction. The answer rejects with StoreUnavailable where the disk or a lock is in the way. */
export function createWriteTurns(database: DatabaseSync) {
  let waiting = 0;
  let notAgainUntil = 0;
  let last: Promise<unknown> = Promise.resolve();

  function attempt<T>(work: () => T): T {
    database.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      database.exec('COMMIT');
      notAgainUntil = 0;
      return result;
    } catch (cause) {
      // A full disk may have rolled it back already; a second ROLLBACK would hide the reason.
      if (database.isTransaction) database.exec('ROLLBACK');
      throw cause;
    }
  }

  /** Behind those that wait already, lest an older state be written over a newer one. */
  function inTurn<T>(work: () => T): Promise<T> {
    const until = performance.now() + LONGEST_WAIT_MS;
    const mine = last.then(async () => {
      for (;;) {
        try {
          return attempt(work);
        } catch (cause) {
          const now = performance.now();
          if (!isHeld(cause) || now < notAgainUntil) throw cause;
          if (now >= until) {
            notAgainUntil = now + NOT_AGAIN_MS;
            throw cause;
          }
          await pause(LOOK_MS);
        }
      }
    });
    waiting += 1;
    const leave = (): void => {
      waiting -= 1;
    };
    last = mine.then(leave, leave);
    return mine;
  }

  /** Async although SQLite is not: a throw becomes a rejection, as it would with any other store. */
  return async function transaction<T>(work: () => T): Promise<T> {
    try {
      if (waiting > 0) return await inTurn(work);
      try {
        return attempt(work);
      } catch (cause) {
        if (!isHeld(cause)) throw cause;
        return await inTurn(work);
      }
    } catch (cause) {
      throw asUnavailable(cause);
    }
  };
}

/** What is wrong with the disk or the file is no mistake of ours, and whoever asks is told so. */
export function asUnavailable(cause: unknown): unknown {
  return OUTSIDE.has(codeOf(cause)) ? new StoreUnavailable(cause) : cause;
}

/** @see https://www.sqlite.org/rescode.html */
const BUSY = 5;
const LOCKED = 6;
/** Besides those: read-only, input and output, damaged, full, not to be opened, no database. */
const OUTSIDE: ReadonlySet<number> = new Set([BUSY, LOCKED, 8, 10, 11, 13, 14, 26]);
const PRIMARY = 0xff;

function isHeld(cause: unknown): boolean {
  const code = codeOf(cause);
  return code === BUSY || code === LOCKED;
}

function codeOf(cause: unknown): number {
  const code = cause instanceof Error ? (cause as Error & { errcode?: unknown }).errcode : null;
  return typeof code === 'number' ? code & PRIMARY : 0;
}
