/**
 * The Store port on SQLite, the default. Each function is one transaction, on disk before it answers. It is longer than
 * a file should be because the port is one port: each function is a statement or two, in the port's own order.
 */

import type { StatementSync } from 'node:sqlite';
import type { RoomId } from '../../shared/basics/ids.ts';
import type { Chance } from '../ports/runtime.ts';
import type { Store } from '../ports/store.ts';
import { alertingTable } from './alerting-table.ts';
import { attendanceTables } from './attendance-tables.ts';
import { auditTable } from './audit-table.ts';
import { commandTables } from './command-tables.ts';
import { enrolmentTables, INSERT_DEVICE, takeOver } from './enrolment-tables.ts';
import { evidenceTables } from './evidence-tables.ts';
import { appendMarks, type Mark, noteReached, readMarks, readReached, rewriteMarks } from './lasting-marks.ts';
import { noticeTables } from './notice-tables.ts';
import { makeDataDir, openDatabase } from './open-database.ts';
import { pictureTables } from './picture-tables.ts';
import { policyTables } from './policy-tables.ts';
import { reportMailTable } from './report-mail-table.ts';
import {
  alarmJson,
  alarmsFrom,
  boardJson,
  deviceFrom,
  moment,
  type Parameters,
  pairingFrom,
  type Row,
  roomDayJson,
  roomJson,
  roomSettingFrom,
  scopeVerdictFrom,
  serviceAccountFrom,
  subscriptionFrom,
  text,
  toDeviceParameters,
  toPairingParameters,
} from './rows.ts';
import { ledgerFunctions } from './sqlite-ledger.ts';
import { asUnavailable, createWriteTurns } from './write-turns.ts';

/** `cause` names the place that could not be read; it quotes nothing of it. */
export type UnreadableRow = {
  readonly what: 'room' | 'room-day' | 'policy';
  readonly id: string;
  readonly cause: unknown;
};

type Options = {
  readonly dataDir: string;
  /** Where what no backup may bring back is kept, so that a backup of the whole `dataDir` cannot either; left out: there. */
  readonly marksDir?: string | null;
  readonly chance: Pick<Chance, 'uuid'>;
  /** Told of each row that was passed over. */
  readonly onUnreadable?: (row: UnreadableRow) => void;
};

/** @throws StoreUnusable where the directory or the file cannot be used */
export function openSqliteStore(options: Options): Store {
  const { dataDir, marksDir = null, chance, onUnreadable = () => undefined } = options;
  if (marksDir !== null) makeDataDir(marksDir, 'MARKS_DIR');
  // Read in both: it may have been set today, and what was marked before still holds.
  const markedIn = marksDir === null ? [dataDir] : [dataDir, marksDir];
  const marksIn = marksDir ?? dataDir;
  const database = openDatabase(dataDir);
  // From here on a lock is waited for beside SQLite, which would hold up the doors meanwhile.
  database.exec('PRAGMA busy_timeout = 0');
  const transaction = createWriteTurns(database);
  // Anew with each opening: a file does not know whether it was restored, and each door then gets its day once more.
  const generation = chance.uuid();
  const prepared = new Map<string, StatementSync>();

  function statement(sql: string): StatementSync {
    let made = prepared.get(sql);
    if (made === undefined) {
      made = database.prepare(sql);
      prepared.set(sql, made);
    }
    return made;
  }
  const run = (sql: string, parameters: Parameters = {}) => Number(statement(sql).run(parameters).changes);
  function all(sql: string, parameters: Parameters = {}): Row[] {
    try {
      return statement(sql).all(parameters) as Row[];
    } catch (cause) {
      throw asUnavailable(cause);
    }
  }
  function first<T>(sql: string, parameters: Parameters, from: (row: Row) => T): T | null {
    const [row] = all(sql, parameters);
    return row === undefined ? null : from(row);
  }

  /** For what Exchange tells again anyway. A ledger that cannot be read is no such thing, and throws. */
  function readable<T>(what: UnreadableRow['what'], from: (row: Row) => T): (row: Row) => T[] {
    return (row) => {
      try {
        return [from(row)];
      } catch (cause) {
        onUnreadable({ what, id: text(row, 'id'), cause });
        return [];
      }
    };
  }

  /**
   * Within a transaction, once it is certain that it will do it: before the database has it, so that no backup of the
   * database can be older than what is marked, and never for what somebody else was quicker at, which is not done.
   */
  const mark = (...made: readonly Mark[]): void => appendMarks(marksIn, made);

  const findDevice = (id: string) => first('SELECT * FROM device WHERE id = :id', { id }, deviceFrom);

  function isWaiting(code: string, at: number): boolean {
    const pairing = first('SELECT * FROM pairing WHERE code = :code', { code }, pairingFrom);
    return pairing?.status === 'waiting' && pairing.expiresAt > at;
  }

  const lastLife = () => first('SELECT generation FROM life', {}, (row) => text(row, 'generation'));
  const reached = () => first('SELECT reached FROM life', {}, (row) => Number(row['reached'])) ?? 0;
  const ledger = ledgerFunctions({ run, all, first, transaction });
  const marks = markedIn.flatMap(readMarks);
  const isOther = carryOver(marks);
  const isRestored = isOther || Math.max(...markedIn.map(readReached)) > reached();

  /** Whether the database is another than the one that was here last. */
  function carryOver(made: readonly Mark[]): boolean {
    let isOther = false;
    for (const mark of made) {
      if (mark.kind === 'life') isOther = mark.generation !== lastLife();
      else if (mark.kind === 'taken-over') {
        // Empty is nobody's; of what came after the backup nothing is there, so the tablet of now pairs anew.
        run(`UPDATE device SET credential_hash = '' WHERE id = :device AND paired_at < :at`, {
          at: mark.at,
          device: mark.device,
        });
      } else if (mark.kind === 'spent') {
        run('UPDATE enrolment SET withdrawn_at = :at WHERE id = :id AND used_at IS NULL AND withdrawn_at IS NULL', {
          id: mark.enrolment,
          at: mark.at,
        });
      } else if (mark.kind === 'revoked') {
        run('UPDATE device SET revoked_at = :at WHERE id = :device AND revoked_at IS NULL', {
          at: mark.at,
          device: mark.device,
        });
      } else if (mark.kind === 'used') {
        run(`UPDATE pairing SET status = 'spent' WHERE code = :code AND status = 'waiting'`, { code: mark.code });
      }
    }
    return isOther;
  }

  return {
    restored: async () => isRestored,

    generation: () =>
      transaction(() => {
        const known = lastLife();
        if (known === generation) return known;
        rewriteMarks(marksIn, [...marks, { kind: 'life', generation }], Date.now());
        const carried = reached();
        run('DELETE FROM life');
        run('INSERT INTO life (generation, reached) VALUES (:generation, :carried)', { generation, carried });
        noteReached(marksIn, carried);
        return generation;
      }),

    saveRooms: (rooms, at) =>
      transaction(() => {
        run('UPDATE room SET gone_since = coalesce(gone_since, :at)', { at });
        for (const room of rooms) {
          run('INSERT OR REPLACE INTO room (id, room, gone_since) VALUES (:id, :room, NULL)', {
            id: room.id,
            room: roomJson.write(room),
          });
        }
      }),
    listRooms: async () =>
      all('SELECT id, room FROM room WHERE gone_since IS NULL ORDER BY rowid').flatMap(
        readable('room', (row) => roomJson.read(text(row, 'room'))),
      ),
    listGoneRooms: async () =>
      all('SELECT id, room, gone_since FROM room WHERE gone_since IS NOT NULL ORDER BY gone_since, rowid').flatMap(
        readable('room', (row) => ({ room: roomJson.read(text(row, 'room')), goneSince: moment(row, 'gone_since') })),
      ),
    saveRoomSetting: (roomId, { timeZone, pausedSince }) =>
      transaction(() => {
        run(
          `INSERT OR REPLACE INTO room_setting (room_id, time_zone, paused_since)
           VALUES (:room_id, :time_zone, :paused_since)`,
          { room_id: roomId, time_zone: timeZone, paused_since: pausedSince },
        );
      }),
    listRoomSettings: async () => all('SELECT * FROM room_setting').map(roomSettingFrom),

    saveRoomDay: (day) =>
      transaction(() => {
        run(
          `INSERT INTO room_day (room_id, day, revision) VALUES (:room_id, :day, :revision)
           ON CONFLICT (room_id) DO UPDATE SET day = excluded.day, revision = excluded.revision`,
          { room_id: day.room.id, day: roomDayJson.write(day), revision: day.revision },
        );
      }),
    listRoomDays: async () =>
      all('SELECT room_id AS id, day FROM room_day').flatMap(
        readable('room-day', (row) => roomDayJson.read(text(row, 'day'))),
      ),
    listRoomRevisions: async () =>
      all('SELECT room_id, revision FROM room_day').map((row) => ({
        roomId: text(row, 'room_id') as RoomId,
        revision: Number(row['revision']),
      })),

    markDirty: (roomIds) =>
      transaction(() => {
        for (const room_id of roomIds) run('INSERT OR IGNORE INTO dirty_room (room_id) VALUES (:room_id)', { room_id });
      }),
    clearDirty: (room_id) =>
      transaction(() => void run('DELETE FROM dirty_room WHERE room_id = :room_id', { room_id })),
    listDirty: async () => all('SELECT room_id FROM dirty_room').map((row) => text(row, 'room_id') as RoomId),

    saveSubscription: ({ id, roomId, clientState, expiresAt }) =>
      transaction(() => {
        run(
          `INSERT INTO subscription (id, room_id, client_state, expires_at) VALUES (:id, :room_id, :client_state, :expires_at)
           ON CONFLICT (id) DO UPDATE SET room_id = excluded.room_id, client_state = excluded.client_state,
             expires_at = excluded.expires_at`,
          { id, room_id: roomId, client_state: clientState, expires_at: expiresAt },
        );
      }),
    removeSubscription: (id) => transaction(() => void run('DELETE FROM subscription WHERE id = :id', { id })),
    listSubscriptions: async () => all('SELECT * FROM subscription').map(subscriptionFrom),

    ...ledger,
    async recordIntent(row) {
      const recorded = await ledger.recordIntent(row);
      if (recorded.isNew) noteReached(marksIn, reached());
      return recorded;
    },

    ...attendanceTables({ run, all, first, transaction }),
    ...enrolmentTables({ run, all, first, transaction, mark }),
    ...policyTables({
      run,
      all,
      first,
      transaction,
      onUnreadable: (id, cause) => onUnreadable({ what: 'policy', id, cause }),
    }),
    ...auditTable({ run, all, transaction }),
    ...evidenceTables({ run, all, first, transaction }),
    ...reportMailTable({ run, first, transaction }),
    ...pictureTables({ run, first, transaction }),
    ...alertingTable({ run, first, transaction }),
    ...commandTables({ run, all, transaction }),
    ...noticeTables({ run, all, transaction }),

    savePairing: (pairing) =>
      transaction(() => {
        run(
          `INSERT INTO pairing (code, request_hash, name, particulars, address, asked_at, expires_at, status, device_id)
           VALUES (:code, :request_hash, :name, :particulars, :address, :asked_at, :expires_at, :status, :device_id)
           ON CONFLICT (code) DO UPDATE SET request_hash = excluded.request_hash, name = excluded.name,
             particulars = excluded.particulars,
             address = excluded.address, asked_at = excluded.asked_at, expires_at = excluded.expires_at,
             status = excluded.status, device_id = excluded.device_id`,
          toPairingParameters(pairing),
        );
      }),
    findPairingByCode: async (code) => first('SELECT * FROM pairing WHERE code = :code', { code }, pairingFrom),
    findPairingByRequest: async (requestHash) =>
      first('SELECT * FROM pairing WHERE request_hash = :hash', { hash: requestHash }, pairingFrom),
    listWaitingPairings: async (now) =>
      all(`SELECT * FROM pairing WHERE status = 'waiting' AND expires_at > :now ORDER BY asked_at, rowid`, { now }).map(
        pairingFrom,
      ),
    confirmPairing: (code, device) =>
      transaction(() => {
        if (!isWaiting(code, device.pairedAt)) return null;
        mark({ kind: 'used', code, at: device.pairedAt });
        run(INSERT_DEVICE, toDeviceParameters(device));
        run(`UPDATE pairing SET status = 'confirmed', device_id = :id WHERE code = :code`, { id: device.id, code });
        return device;
      }),
    confirmSwap: (code, of, by) =>
      transaction(() => {
        if (!isWaiting(code, by.pairedAt) || findDevice(of)?.revokedAt !== null) return null;
        mark({ kind: 'used', code, at: by.pairedAt }, { kind: 'taken-over', device: of, at: by.pairedAt });
        if (!takeOver({ run }, of, by)) return null;
        run(`UPDATE pairing SET status = 'confirmed', device_id = :id WHERE code = :code`, { id: of, code });
        return findDevice(of);
      }),
    spendPairing: (requestHash, expiresAt) =>
      transaction(() => {
        const spent = `UPDATE pairing SET status = 'spent', expires_at = :expires_at
           WHERE request_hash = :hash AND status = 'waiting'`;
        return run(spent, { hash: requestHash, expires_at: expiresAt }) > 0;
      }),
    claimPairing: (requestHash, credentialHash) =>
      transaction(() => {
        const pairing = first('SELECT * FROM pairing WHERE request_hash = :hash', { hash: requestHash }, pairingFrom);
        if (pairing?.status !== 'confirmed' || pairing.deviceId === null) return null;
        // Until it was used: the answer that brought it may have been lost on its way, and each replaces the one before.
        run(
          'UPDATE device SET credential_hash = :hash WHERE id = :id AND revoked_at IS NULL AND last_seen_at IS NULL',
          {
            hash: credentialHash,
            id: pairing.deviceId,
          },
        );
        const device = findDevice(pairing.deviceId);
        // Revoked between the yes and the fetching of it: nobody gets it.
        return device?.revokedAt === null && device.lastSeenAt === null ? device : null;
      }),
    dropPairings: (expiredBefore) =>
      transaction(() => void run('DELETE FROM pairing WHERE expires_at < :before', { before: expiredBefore })),

    findDeviceByCredential: async (credentialHash) =>
      // Every device that has not fetched its credential yet has the empty one.
      credentialHash === ''
        ? null
        : first('SELECT * FROM device WHERE credential_hash = :hash', { hash: credentialHash }, deviceFrom),
    findDevice: async (id) => findDevice(id),
    listDevices: async () => all('SELECT * FROM device ORDER BY paired_at, rowid').map(deviceFrom),
    touchDevice: (id, at) =>
      transaction(() => void run('UPDATE device SET last_seen_at = :at WHERE id = :id', { id, at })),
    touchDevices: (seen) =>
      transaction(() => {
        for (const { id, at } of seen) {
          run('UPDATE device SET last_seen_at = :at WHERE id = :id AND last_seen_at < :at', { id, at });
        }
      }),
    nameDevice: (id, name) =>
      transaction(() => {
        const named = run('UPDATE device SET name = :name WHERE id = :id AND revoked_at IS NULL', { id, name });
        return named > 0 ? findDevice(id) : null;
      }),
    async revokeDevice(id, at) {
      // Before anything else: of a tablet that was stolen it counts even where the database cannot be written just now.
      mark({ kind: 'revoked', device: id, at });
      return await transaction(() => {
        run('UPDATE device SET revoked_at = :at WHERE id = :id AND revoked_at IS NULL', { id, at });
        return findDevice(id);
      });
    },
    moveDevice: (id, { roomId, boardId }) =>
      transaction(() => {
        run('UPDATE device SET room_id = :room, board_id = :board WHERE id = :id AND revoked_at IS NULL', {
          id,
          room: roomId ?? '',
          board: boardId,
        });
        const device = findDevice(id);
        return device?.revokedAt === null ? device : null;
      }),

    saveBoard: (board) =>
      transaction(() => {
        run('INSERT OR REPLACE INTO board (id, board) VALUES (:id, :board)', {
          id: board.id,
          board: boardJson.write(board),
        });
      }),
    listBoards: async () =>
      all("SELECT board FROM board ORDER BY json_extract(board, '$.name'), id").map((row) =>
        boardJson.read(text(row, 'board')),
      ),

    saveAlarm: (alarm) =>
      transaction(() => {
        run(
          `INSERT INTO alarm (id, alarm) VALUES (:id, :alarm)
           ON CONFLICT (id) DO UPDATE SET alarm = excluded.alarm`,
          { id: alarm.id, alarm: alarmJson.write(alarm) },
        );
      }),
    dropAlarm: (id) => transaction(() => void run('DELETE FROM alarm WHERE id = :id', { id })),
    listAlarms: async () => all('SELECT alarm FROM alarm').flatMap(alarmsFrom),

    saveRoomLink: (roomId, shortId) =>
      transaction(() => {
        run('INSERT OR REPLACE INTO room_link (room_id, short_id) VALUES (:room_id, :short_id)', {
          room_id: roomId,
          short_id: shortId,
        });
      }),
    listRoomLinks: async () =>
      all('SELECT room_id, short_id FROM room_link').map((row) => ({
        roomId: text(row, 'room_id') as RoomId,
        shortId: text(row, 'short_id'),
      })),

    saveScopeVerdict: ({ verdict, since, triedAt }) =>
      transaction(() => {
        run(
          `INSERT INTO scope_verdict (only, verdict, since, tried_at) VALUES (1, :verdict, :since, :tried_at)
           ON CONFLICT (only) DO UPDATE SET verdict = excluded.verdict, since = excluded.since,
             tried_at = excluded.tried_at`,
          { verdict, since, tried_at: triedAt },
        );
      }),
    findScopeVerdict: async () => first('SELECT * FROM scope_verdict', {}, scopeVerdictFrom),

    saveServiceAccount: ({ account, sealedToken, signedInAt }) =>
      transaction(() => {
        run(
          `INSERT OR REPLACE INTO service_account (only, account, sealed_token, signed_in_at)
           VALUES (1, :account, :sealed_token, :signed_in_at)`,
          { account, sealed_token: sealedToken, signed_in_at: signedInAt },
        );
      }),
    renewServiceAccount: (sealedToken, renewed) =>
      transaction(() => {
        run('UPDATE service_account SET sealed_token = :renewed WHERE sealed_token = :sealed', {
          renewed,
          sealed: sealedToken,
        });
      }),
    findServiceAccount: async () => first('SELECT * FROM service_account', {}, serviceAccountFrom),
    async dropServiceAccount() {
      // Otherwise SQLite leaves what was deleted in the file, and in the log of writes until that is used again.
      database.exec('PRAGMA secure_delete = ON');
      await transaction(() => void run('DELETE FROM service_account'));
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    },

    async close() {
      if (database.isOpen) database.close();
    },
  };
}
