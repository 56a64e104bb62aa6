/** The ledger's part of the Store port on SQLite: each row and what happened to it, in one transaction with it. */

import type { IntentKey, RoomId } from '../../shared/basics/ids.ts';
import type { LedgerRow } from '../ports/ledger.ts';
import type { Store } from '../ports/store.ts';
import { ledgerRowFrom, ledgerStepFrom, type Parameters, type Row, toLedgerParameters } from './rows.ts';

type LedgerFunctions = Pick<
  Store,
  | 'recordIntent'
  | 'updateIntent'
  | 'noteIntentStep'
  | 'findIntent'
  | 'listUnsettledIntents'
  | 'listStandingBookings'
  | 'listIntents'
  | 'listLedger'
  | 'forgetIntents'
>;

type Sql = {
  readonly run: (sql: string, parameters?: Parameters) => number;
  readonly all: (sql: string, parameters?: Parameters) => Row[];
  readonly first: <T>(sql: string, parameters: Parameters, from: (row: Row) => T) => T | null;
  readonly transaction: <T>(work: () => T) => Promise<T>;
};

type Step = { readonly at: number; readonly what: string; readonly reason: string | null };

/** A settled intent has four or five. One that waits out a night of outages must not fill the disk with its waiting. */
const MOST_STEPS = 60;
const OVER = `status NOT IN ('pending', 'held', 'checking')`;

export function ledgerFunctions({ run, all, first, transaction }: Sql): LedgerFunctions {
  const findIntent = (key: IntentKey) => first('SELECT * FROM intent WHERE key = :key', { key }, ledgerRowFrom);

  function addStep(key: IntentKey, { at, what, reason }: Step, most = MOST_STEPS): void {
    run(
      `INSERT INTO intent_step (key, at, what, reason) SELECT :key, :at, :what, :reason
       WHERE (SELECT count(*) FROM intent_step WHERE key = :key) < :most`,
      { key, at, what, reason, most },
    );
  }

  return {
    recordIntent: (row) =>
      transaction(() => {
        const added = run(
          `INSERT INTO intent (key, fingerprint, device_id, room_id, intent, kind, status, refusal, start_at, end_at,
             event_id, ical_uid, created_at, updated_at, etag, written, asked_from, booking_mode)
           VALUES (:key, :fingerprint, :device_id, :room_id, :intent, :kind, :status, :refusal, :start_at, :end_at,
             :event_id, :ical_uid, :created_at, :updated_at, :etag, :written, :asked_from, :booking_mode)
           ON CONFLICT (key) DO NOTHING`,
          toLedgerParameters(row),
        );
        if (added === 1) run('UPDATE life SET reached = reached + 1');
        if (added === 1) addStep(row.key, { at: row.createdAt, what: row.status, reason: row.refusal?.kind ?? null });
        return { row: present(findIntent(row.key), row.key), isNew: added === 1 };
      }),

    updateIntent: (key, change, step) =>
      transaction(() => {
        const before = present(findIntent(key), key);
        const changed: LedgerRow = { ...before, ...change };
        run(
          `UPDATE intent SET intent = :intent, status = :status, refusal = :refusal, start_at = :start_at, end_at = :end_at,
             event_id = :event_id, ical_uid = :ical_uid, updated_at = :updated_at, etag = :etag, written = :written,
             booking_mode = :booking_mode
           WHERE key = :key`,
          pickParameters(toLedgerParameters(changed), CHANGEABLE),
        );
        if (step !== undefined) addStep(key, { at: change.updatedAt, ...step });
        // How it ended is never the step that is left out.
        if (changed.status !== before.status) {
          const reason = changed.refusal?.kind ?? null;
          addStep(key, { at: change.updatedAt, what: changed.status, reason }, 2 * MOST_STEPS);
        }
        return changed;
      }),

    noteIntentStep: (key, at, { what, reason }) => transaction(() => addStep(key, { at, what, reason })),

    findIntent: async (key) => findIntent(key),

    listUnsettledIntents: async () =>
      all(`SELECT * FROM intent WHERE status IN ('pending', 'held', 'checking') ORDER BY created_at, rowid`).map(
        ledgerRowFrom,
      ),

    listStandingBookings: async (endingAfter) =>
      all(
        `SELECT * FROM intent WHERE status = 'confirmed' AND kind = 'book' AND end_at > :after ORDER BY created_at, rowid`,
        { after: endingAfter },
      ).map(ledgerRowFrom),

    listIntents: async (roomId, window, updatedSince) =>
      all(
        `SELECT * FROM intent
         WHERE (room_id = :room_id
             AND ((end_at > :start AND start_at < :end AND status NOT IN ('refused', 'withdrawn'))
               OR updated_at >= :updated_since))
           OR (asked_from = :room_id AND (updated_at >= :updated_since OR NOT (${OVER})))
         ORDER BY created_at, rowid`,
        { room_id: roomId, start: window.start, end: window.end, updated_since: updatedSince },
      ).map(ledgerRowFrom),

    listLedger: async (limit, { roomId = null, key = null } = {}) =>
      rowsFor(roomId, key, Math.max(0, Math.trunc(limit))).map((row) => ({
        row,
        steps: all('SELECT at, what, reason FROM intent_step WHERE key = :key ORDER BY id', { key: row.key }).map(
          ledgerStepFrom,
        ),
      })),

    forgetIntents: ({ settledBefore, now, mostRows, atMost }) =>
      transaction(() => {
        const old = run(
          `DELETE FROM intent WHERE key IN (
             SELECT key FROM intent WHERE updated_at < :before AND ${OVER} ORDER BY updated_at LIMIT :most)`,
          { before: settledBefore, most: atMost },
        );
        const count = first('SELECT count(*) AS rows FROM intent', {}, (row) => Number(row['rows'])) ?? 0;
        const over = Math.min(atMost - old, count - mostRows);
        if (over <= 0) return old;
        // What made a meeting answers for it as long as a repeat could make it again: till then only refusals may go.
        const crowded = run(
          `DELETE FROM intent WHERE key IN (
             SELECT key FROM intent WHERE ${OVER}
               AND (status = 'refused' OR end_at <= :now OR json_extract(intent, '$.notAfter') <= :now_text)
             ORDER BY updated_at LIMIT :most)`,
          { now, now_text: new Date(now).toISOString(), most: over },
        );
        return old + crowded;
      }),
  };

  function rowsFor(roomId: RoomId | null, key: IntentKey | null, limit: number): LedgerRow[] {
    if (key !== null) {
      const found = findIntent(key);
      return found === null || limit === 0 || (roomId !== null && found.roomId !== roomId) ? [] : [found];
    }
    const of = roomId === null ? '' : 'WHERE room_id = :room_id';
    const parameters = { limit, ...(roomId !== null && { room_id: roomId }) };
    return all(`SELECT * FROM intent ${of} ORDER BY updated_at DESC, rowid DESC LIMIT :limit`, parameters).map(
      ledgerRowFrom,
    );
  }
}

const CHANGEABLE = [
  'key',
  'intent',
  'status',
  'refusal',
  'start_at',
  'end_at',
  'event_id',
  'ical_uid',
  'updated_at',
  'etag',
  'written',
  'booking_mode',
];

/** SQLite refuses parameters that the statement does not name. */
function pickParameters(parameters: Parameters, names: readonly string[]): Parameters {
  return Object.fromEntries(names.map((name) => [name, parameters[name] ?? null]));
}

function present<T>(found: T | null, key: IntentKey): T {
  if (found === null) throw new Error(`no intent ${key}`);
  return found;
}
