/** Who came, and what was said to be wrong: the part of the Store port that keeps it, on SQLite. */

import type { DeviceId, IntentKey, OccurrenceId, RoomId } from '../../shared/basics/ids.ts';
import { DAY_MS } from '../../shared/basics/instant.ts';
import { roomFaults } from '../../shared/room/room-fault.ts';
import type { Attendance, FaultReport, NoShows } from '../ports/attendance.ts';
import type { Store } from '../ports/store.ts';
import { moment, momentOrNull, type Parameters, type Row, text, textOrNull } from './rows.ts';

/** As long as the ledger itself: a quarter's pattern is what facilities talk to a team about. */
const MEMORY_MS = 90 * DAY_MS;
/** Dropped with each row that is written: more than come in, and few enough for no tap to feel. */
const SWEEP = 10;
/** One screen of a report; who has more rooms wasted than this needs no longer list. */
const MOST_NO_SHOWS = 500;
/** A room where children play is no reason to fill the disk. */
const MOST_REPORTS = 10_000;

type Sql = {
  run(sql: string, parameters?: Parameters): number;
  all(sql: string, parameters?: Parameters): Row[];
  first<T>(sql: string, parameters: Parameters, from: (row: Row) => T): T | null;
  transaction<T>(work: () => T): Promise<T>;
};

type AttendanceStore = Pick<
  Store,
  | 'saveAttendance'
  | 'findAttendance'
  | 'listAttendance'
  | 'listNoShows'
  | 'saveFaultReport'
  | 'listFaultReports'
  | 'closeFaultReport'
>;

export function attendanceTables({ run, all, first, transaction }: Sql): AttendanceStore {
  return {
    saveAttendance: (row) =>
      transaction(() => {
        run(
          `INSERT OR REPLACE INTO attendance (room_id, occurrence, start_at, end_at, series_id, state, cause, at)
           VALUES (:room_id, :occurrence, :start_at, :end_at, :series_id, :state, :cause, :at)`,
          toParameters(row),
        );
        run(
          `DELETE FROM attendance WHERE (room_id, occurrence, start_at) IN (
             SELECT room_id, occurrence, start_at FROM attendance WHERE end_at < :before ORDER BY end_at LIMIT :most)`,
          { before: row.at - MEMORY_MS, most: SWEEP },
        );
      }),
    findAttendance: async (room_id, occurrence, start_at) =>
      first(
        'SELECT * FROM attendance WHERE room_id = :room_id AND occurrence = :occurrence AND start_at = :start_at',
        { room_id, occurrence, start_at },
        attendanceFrom,
      ),
    listAttendance: async (room_id, { start, end }) =>
      all(
        `SELECT * FROM attendance WHERE room_id = :room_id AND end_at > :start AND start_at < :end
         ORDER BY start_at, occurrence`,
        { room_id, start, end },
      ).map(attendanceFrom),
    listNoShows: async (of) =>
      all(
        `SELECT room_id, series_id, count(*) AS missed, max(start_at) AS last_at,
           sum(CASE state WHEN 'released' THEN max(0, end_at - at) ELSE 0 END) AS given_back_ms
         FROM attendance AS missed
         WHERE state IN ('no-show', 'released')
           AND (:room_id IS NULL OR (room_id = :room_id AND series_id = :series_id))
           AND (series_id = '' OR start_at > coalesce((
             SELECT max(start_at) FROM attendance AS held
             WHERE held.room_id = missed.room_id AND held.series_id = missed.series_id AND held.state = 'present'), 0))
         GROUP BY room_id, series_id ORDER BY missed DESC, last_at DESC, room_id, series_id LIMIT ${MOST_NO_SHOWS}`,
        { room_id: of?.roomId ?? null, series_id: of?.seriesId ?? null },
      ).map(noShowsFrom),

    saveFaultReport: (report) =>
      transaction(() => {
        run(
          `INSERT INTO fault_report (id, room_id, device_id, what, words, reported_at, done_at, done_by)
           SELECT :id, :room_id, :device_id, :what, :words, :reported_at, :done_at, :done_by
           WHERE NOT EXISTS (
             SELECT 1 FROM fault_report WHERE room_id = :room_id AND device_id = :device_id AND what = :what
               AND words IS :words AND done_at IS NULL)
           ON CONFLICT DO NOTHING`,
          {
            id: report.id,
            room_id: report.roomId,
            device_id: report.deviceId,
            what: report.what,
            words: report.words,
            reported_at: report.reportedAt,
            done_at: report.doneAt,
            done_by: report.doneBy,
          },
        );
        // Those that are done first, and the oldest of each.
        run(
          `DELETE FROM fault_report WHERE rowid IN (
             SELECT rowid FROM fault_report ORDER BY done_at IS NOT NULL, reported_at DESC LIMIT -1 OFFSET :most)`,
          { most: MOST_REPORTS },
        );
      }),
    listFaultReports: async (limit) =>
      all(`SELECT * FROM fault_report ORDER BY done_at IS NOT NULL, reported_at DESC, id LIMIT :limit`, {
        limit: Math.max(0, Math.trunc(limit)),
      }).map(faultReportFrom),
    closeFaultReport: (id, done_by, done_at) =>
      transaction(() => {
        run('UPDATE fault_report SET done_at = :done_at, done_by = :done_by WHERE id = :id AND done_at IS NULL', {
          id,
          done_at,
          done_by,
        });
        return first('SELECT * FROM fault_report WHERE id = :id', { id }, faultReportFrom);
      }),
  };
}

function toParameters(row: Attendance): Parameters {
  return {
    room_id: row.roomId,
    occurrence: row.occurrence,
    start_at: row.start,
    end_at: row.end,
    series_id: row.seriesId ?? '',
    state: row.state,
    cause: row.cause,
    at: row.at,
  };
}

function attendanceFrom(row: Row): Attendance {
  return {
    roomId: text(row, 'room_id') as RoomId,
    occurrence: text(row, 'occurrence') as OccurrenceId,
    start: moment(row, 'start_at'),
    end: moment(row, 'end_at'),
    seriesId: text(row, 'series_id') || null,
    state: text(row, 'state') as Attendance['state'],
    cause: textOrNull(row, 'cause'),
    at: moment(row, 'at'),
  };
}

function noShowsFrom(row: Row): NoShows {
  return {
    roomId: text(row, 'room_id') as RoomId,
    seriesId: text(row, 'series_id') || null,
    count: Number(row['missed']),
    minutesGivenBack: Math.floor(Number(row['given_back_ms']) / 60_000),
    lastAt: moment(row, 'last_at'),
  };
}

function faultReportFrom(row: Row): FaultReport {
  const what = text(row, 'what');
  return {
    id: text(row, 'id') as IntentKey,
    roomId: text(row, 'room_id') as RoomId,
    deviceId: text(row, 'device_id') as DeviceId,
    // Of a release that knew more of them: something is wrong all the same.
    what: roomFaults.find((known) => known === what) ?? 'other',
    words: textOrNull(row, 'words'),
    reportedAt: moment(row, 'reported_at'),
    doneAt: momentOrNull(row, 'done_at'),
    doneBy: textOrNull(row, 'done_by'),
  };
}
