/** What screens told of themselves and what rooms were: the part of the Store port that keeps it, on SQLite. */

import { type Codec, isoInstant, nullable, object, text as textOf } from '../../shared/basics/codec.ts';
import type { DeviceId, RoomId } from '../../shared/basics/ids.ts';
import { DAY_MS, type Instant } from '../../shared/basics/instant.ts';
import { type Shown, type ShownState, shownCodec, shownStates, vitalsCodec } from '../../shared/wire/evidence.ts';
import { type LinkEnd, linkEnds } from '../../shared/wire/fleet.ts';
import {
  type DeviceLink,
  type DeviceState,
  type RoomUse,
  type RoomUseState,
  roomUseStates,
  type TakenEvidence,
} from '../ports/evidence.ts';
import type { Store } from '../ports/store.ts';
import { jsonOf, moment, momentOrNull, type Parameters, type Row, text, textOrNull } from './rows.ts';

/**
 * How long each is remembered, and of how many rows: whichever ends first. Shown: who complains of a sign does so within
 * weeks. Uses: last year's quarter is what this year's is held against; twenty stretches a day of a thousand rooms are
 * two million in a hundred days.
 */
const SHOWN = { ageMs: 30 * DAY_MS, most: 1_000_000 };
const LINKS = { ageMs: 100 * DAY_MS, most: 500_000 };
const USES = { ageMs: 400 * DAY_MS, most: 4_000_000 };
const TALLIES_MS = 400 * DAY_MS;
/** Dropped with each write: more than come in, and few enough for no tap to feel. */
const SWEEP = 1_000;

type Sql = {
  run(sql: string, parameters?: Parameters): number;
  all(sql: string, parameters?: Parameters): Row[];
  first<T>(sql: string, parameters: Parameters, from: (row: Row) => T): T | null;
  transaction<T>(work: () => T): Promise<T>;
};

type EvidenceStore = Pick<
  Store,
  | 'takeEvidence'
  | 'listDeviceStates'
  | 'listShown'
  | 'listTallies'
  | 'saveLinks'
  | 'listLinks'
  | 'saveRoomUse'
  | 'listRoomUse'
  | 'listOpenRoomUse'
>;

type KeptState = Pick<DeviceState, 'shown' | 'release' | 'vitals' | 'lastTouchAt'>;
const stateCodec: Codec<KeptState> = object({
  shown: nullable(shownCodec),
  release: nullable(textOf({ max: 64 })),
  vitals: vitalsCodec,
  lastTouchAt: nullable(isoInstant),
});
const stateJson = jsonOf(stateCodec, 'device state');

export function evidenceTables({ run, all, first, transaction }: Sql): EvidenceStore {
  function sweep(table: string, column: string, { ageMs, most }: { ageMs: number; most: number }, now: number): void {
    run(
      `DELETE FROM ${table} WHERE id IN (SELECT id FROM ${table} WHERE ${column} < :before ORDER BY ${column} LIMIT :sweep)`,
      { before: now - ageMs, sweep: SWEEP },
    );
    // By the ids, which only grow: counting a million rows with each write would be felt.
    run(`DELETE FROM ${table} WHERE id <= (SELECT max(id) FROM ${table}) - :most`, { most });
  }

  function takeOne({ state, shown, tallies }: TakenEvidence): void {
    const device_id = state.deviceId;
    const known = first('SELECT batch FROM device_state WHERE device_id = :device_id', { device_id }, (row) =>
      text(row, 'batch'),
    );
    if (known === state.batch) return;
    run(
      `INSERT OR REPLACE INTO device_state (device_id, batch, received_at, state)
       VALUES (:device_id, :batch, :received_at, :state)`,
      { device_id, batch: state.batch, received_at: state.receivedAt, state: stateJson.write(state) },
    );
    for (const { since, state: what, revision, readAt } of shown) {
      run(
        `INSERT INTO device_shown (device_id, since, state, revision, read_at)
         VALUES (:device_id, :since, :what, :revision, :read_at)
         ON CONFLICT (device_id, since) DO UPDATE SET state = excluded.state, revision = excluded.revision,
           read_at = excluded.read_at`,
        { device_id, since, what, revision, read_at: readAt },
      );
    }
    for (const { what, count } of tallies) {
      run(
        `INSERT INTO device_tally (day, device_id, what, count) VALUES (:day, :device_id, :what, :count)
         ON CONFLICT (day, device_id, what) DO UPDATE SET count = count + excluded.count`,
        { day: dayOf(state.receivedAt), device_id, what, count },
      );
    }
  }

  return {
    takeEvidence: (taken) =>
      transaction(() => {
        for (const one of taken) takeOne(one);
        const now = Math.max(0, ...taken.map(({ state }) => state.receivedAt));
        sweep('device_shown', 'since', SHOWN, now);
        run('DELETE FROM device_tally WHERE day < :before', { before: now - TALLIES_MS });
      }),
    listDeviceStates: async () => all('SELECT * FROM device_state').flatMap(deviceStatesFrom),
    listShown: async (device_id, { start, end }) =>
      all(
        `SELECT * FROM device_shown WHERE device_id = :device_id AND since < :end AND since >= coalesce((
           SELECT max(since) FROM device_shown WHERE device_id = :device_id AND since <= :start), 0)
         ORDER BY since`,
        { device_id, start, end },
      ).map(shownFrom),
    listTallies: async ({ start, end }) =>
      all('SELECT * FROM device_tally WHERE day >= :from_day AND day < :end ORDER BY day, device_id, what', {
        from_day: dayOf(start),
        end,
      }).map((row) => ({
        deviceId: text(row, 'device_id') as DeviceId,
        day: moment(row, 'day'),
        what: text(row, 'what'),
        count: Number(row['count']),
      })),

    saveLinks: (links) =>
      transaction(() => {
        for (const { deviceId, start, end, endedBy } of links) {
          run(
            `INSERT INTO device_link (device_id, from_at, to_at, ended_by) VALUES (:device_id, :from_at, :to_at, :ended_by)
             ON CONFLICT (device_id, from_at) DO UPDATE SET to_at = excluded.to_at, ended_by = excluded.ended_by`,
            { device_id: deviceId, from_at: start, to_at: end, ended_by: endedBy },
          );
        }
        sweep('device_link', 'to_at', LINKS, Math.max(0, ...links.map(({ end }) => end)));
      }),
    listLinks: async ({ start, end }) =>
      all('SELECT * FROM device_link WHERE to_at > :start AND from_at < :end ORDER BY from_at, device_id', {
        start,
        end,
      }).map(linkFrom),

    saveRoomUse: (uses) =>
      transaction(() => {
        for (const { roomId, from, to, state, origin } of uses) {
          run(
            `INSERT INTO room_use (room_id, from_at, to_at, state, origin)
             VALUES (:room_id, :from_at, :to_at, :state, :origin)
             ON CONFLICT (room_id, from_at) DO UPDATE SET to_at = excluded.to_at, state = excluded.state,
               origin = excluded.origin`,
            { room_id: roomId, from_at: from, to_at: to, state, origin },
          );
        }
        sweep('room_use', 'from_at', USES, Math.max(0, ...uses.map(({ from }) => from)));
      }),
    listRoomUse: async ({ start, end }, room_id) =>
      room_id === undefined
        ? all(
            `SELECT * FROM room_use WHERE from_at < :end AND (to_at IS NULL OR to_at > :start)
             ORDER BY room_id, from_at`,
            { start, end },
          ).map(roomUseFrom)
        : // From the last that began before: a report asks so for each room, and must not go through all of all rooms.
          all(
            `SELECT * FROM room_use WHERE room_id = :room_id AND from_at < :end AND (to_at IS NULL OR to_at > :start)
               AND from_at >= coalesce((
                 SELECT max(from_at) FROM room_use WHERE room_id = :room_id AND from_at <= :start), 0)
             ORDER BY from_at`,
            { start, end, room_id },
          ).map(roomUseFrom),
    listOpenRoomUse: async () =>
      all('SELECT * FROM room_use WHERE to_at IS NULL ORDER BY room_id, from_at').map(roomUseFrom),
  };
}

function dayOf(moment: Instant): number {
  return Math.floor(moment / DAY_MS) * DAY_MS;
}

/** None where the row is of another release: the screen will say it again. */
function deviceStatesFrom(row: Row): DeviceState[] {
  try {
    const kept = stateJson.read(text(row, 'state'));
    const deviceId = text(row, 'device_id') as DeviceId;
    return [{ deviceId, batch: text(row, 'batch'), receivedAt: moment(row, 'received_at'), ...kept }];
  } catch {
    return [];
  }
}

function shownFrom(row: Row): Shown {
  return {
    state: knownOr<ShownState>(shownStates, text(row, 'state'), 'unknown'),
    since: moment(row, 'since'),
    revision: row['revision'] === null ? null : Number(row['revision']),
    readAt: momentOrNull(row, 'read_at'),
  };
}

function linkFrom(row: Row): DeviceLink {
  return {
    deviceId: text(row, 'device_id') as DeviceId,
    start: moment(row, 'from_at'),
    end: moment(row, 'to_at'),
    endedBy: knownOr<LinkEnd>(linkEnds, text(row, 'ended_by'), 'closed'),
  };
}

function roomUseFrom(row: Row): RoomUse {
  const origin = textOrNull(row, 'origin');
  return {
    roomId: text(row, 'room_id') as RoomId,
    from: moment(row, 'from_at'),
    to: momentOrNull(row, 'to_at'),
    state: knownOr<RoomUseState>(roomUseStates, text(row, 'state'), 'unknown'),
    origin: origin === 'planned' || origin === 'door' ? origin : null,
  };
}

/** A later release's word for it, after somebody went back to this one. */
function knownOr<T extends string>(known: readonly T[], word: string, otherwise: T): T {
  return known.find((one) => one === word) ?? otherwise;
}
