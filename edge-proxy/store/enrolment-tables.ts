/** Links that pair a tablet once, and where tablets of which name belong: that part of the Store port, on SQLite. */

import type { BoardId, DeviceId, EnrolmentId, RoomId } from '../../shared/basics/ids.ts';
import type { Device, DevicePlace, Enrolment, Redemption } from '../ports/devices.ts';
import type { Store } from '../ports/store.ts';
import type { Mark } from './lasting-marks.ts';
import {
  deviceFrom,
  moment,
  momentOrNull,
  type Parameters,
  particularsJson,
  type Row,
  text,
  textOrNull,
  toDeviceParameters,
} from './rows.ts';

type Sql = {
  run(sql: string, parameters?: Parameters): number;
  all(sql: string, parameters?: Parameters): Row[];
  first<T>(sql: string, parameters: Parameters, from: (row: Row) => T): T | null;
  transaction<T>(work: () => T): Promise<T>;
  /** On the disk when it returns; for within a transaction. */
  mark(...marks: readonly Mark[]): void;
};

type EnrolmentStore = Pick<
  Store,
  | 'saveEnrolments'
  | 'findEnrolment'
  | 'listEnrolments'
  | 'withdrawEnrolments'
  | 'redeemEnrolment'
  | 'dropEnrolments'
  | 'saveDevicePlaces'
  | 'dropDevicePlaces'
  | 'listDevicePlaces'
>;

export const INSERT_DEVICE = `INSERT INTO device
     (id, room_id, board_id, name, credential_hash, particulars, paired_at, paired_by, last_seen_at, revoked_at)
   VALUES (:id, :room_id, :board_id, :name, :credential_hash, :particulars, :paired_at, :paired_by, :last_seen_at,
     :revoked_at)`;

/** Another tablet under the same id: all that hangs on the id goes on, and the credential of the one before is gone. */
export function takeOver({ run }: Pick<Sql, 'run'>, of: DeviceId, by: Device): boolean {
  return (
    run(
      `UPDATE device SET credential_hash = :credential_hash, particulars = :particulars, paired_at = :paired_at,
         paired_by = :paired_by, last_seen_at = NULL
       WHERE id = :of AND revoked_at IS NULL`,
      {
        of,
        credential_hash: by.credentialHash,
        particulars: by.particulars === null ? null : particularsJson.write(by.particulars),
        paired_at: by.pairedAt,
        paired_by: by.pairedBy,
      },
    ) > 0
  );
}

export function enrolmentTables({ run, all, first, transaction, mark }: Sql): EnrolmentStore {
  const byHash = (hash: string) =>
    first('SELECT * FROM enrolment WHERE link_hash = :hash', { hash }, (row) => ({
      enrolment: enrolmentFrom(row),
      attemptHash: textOrNull(row, 'attempt_hash'),
    }));
  const findDevice = (id: string) => first('SELECT * FROM device WHERE id = :id', { id }, deviceFrom);

  return {
    saveEnrolments: (enrolments) =>
      transaction(() => {
        for (const one of enrolments) {
          run(
            `INSERT INTO enrolment (id, link_hash, room_id, board_id, replaces, name, made_at, made_by, expires_at)
             VALUES (:id, :link_hash, :room_id, :board_id, :replaces, :name, :made_at, :made_by, :expires_at)`,
            {
              id: one.id,
              link_hash: one.linkHash,
              room_id: one.roomId,
              board_id: one.boardId,
              replaces: one.replaces,
              name: one.name,
              made_at: one.madeAt,
              made_by: one.madeBy,
              expires_at: one.expiresAt,
            },
          );
        }
      }),
    findEnrolment: async (linkHash) => byHash(linkHash)?.enrolment ?? null,
    listEnrolments: async () => all('SELECT * FROM enrolment ORDER BY made_at DESC, rowid').map(enrolmentFrom),
    withdrawEnrolments: (ids, at) =>
      transaction(() => {
        mark(...ids.map((enrolment) => ({ kind: 'spent', enrolment, at }) as const));
        return ids.filter(
          (id) =>
            run('UPDATE enrolment SET withdrawn_at = :at WHERE id = :id AND used_at IS NULL AND withdrawn_at IS NULL', {
              id,
              at,
            }) > 0,
        );
      }),
    async redeemEnrolment(linkHash, { attemptHash, device }): Promise<Redemption> {
      // Whoever tries links out takes no turn at writing.
      if (byHash(linkHash) === null) return { kind: 'unknown' };
      return await transaction(() => {
        const known = byHash(linkHash);
        if (known === null) return { kind: 'unknown' };
        const refusal = refusalOf(known, attemptHash, device);
        if (refusal !== null) return { kind: refusal };
        return again(known.enrolment) ?? afresh(known.enrolment);
      });

      /** The same try of the same tablet, whose answer was lost: until the credential was used, each replaces the last. */
      function again({ deviceId }: Enrolment): Redemption | null {
        if (deviceId === null) return null;
        const mine = findDevice(deviceId);
        if (mine === null || mine.revokedAt !== null || mine.lastSeenAt !== null) return { kind: 'spent' };
        run('UPDATE device SET credential_hash = :hash WHERE id = :id', { id: mine.id, hash: device.credentialHash });
        return { kind: 'redeemed', device: { ...mine, credentialHash: device.credentialHash }, replaced: false };
      }

      function afresh(enrolment: Enrolment): Redemption {
        const { roomId, boardId, name, madeBy: pairedBy } = enrolment;
        const made = { ...device, roomId, boardId, name: name ?? device.name, pairedBy };
        const at = made.pairedAt;
        if (enrolment.replaces !== null) {
          if (findDevice(enrolment.replaces)?.revokedAt !== null) return { kind: 'spent' };
          mark({ kind: 'taken-over', device: enrolment.replaces, at });
        }
        mark({ kind: 'spent', enrolment: enrolment.id, at });
        if (enrolment.replaces === null) run(INSERT_DEVICE, toDeviceParameters(made));
        else if (!takeOver({ run }, enrolment.replaces, made)) return { kind: 'spent' };
        const deviceId = enrolment.replaces ?? made.id;
        run('UPDATE enrolment SET used_at = :at, attempt_hash = :attempt, device_id = :device WHERE id = :id', {
          id: enrolment.id,
          at,
          attempt: attemptHash,
          device: deviceId,
        });
        const paired = findDevice(deviceId);
        if (paired === null) throw new Error(`device ${deviceId} was written and is not there`);
        return { kind: 'redeemed', device: paired, replaced: enrolment.replaces !== null };
      }
    },
    dropEnrolments: (expiredBefore) =>
      transaction(() => void run('DELETE FROM enrolment WHERE expires_at < :before', { before: expiredBefore })),

    saveDevicePlaces: (places) =>
      transaction(() => {
        for (const { name, roomId, boardId } of places) {
          run('INSERT OR REPLACE INTO device_place (name, room_id, board_id) VALUES (:name, :room_id, :board_id)', {
            name,
            room_id: roomId,
            board_id: boardId,
          });
        }
      }),
    dropDevicePlaces: (names) =>
      transaction(() => names.filter((name) => run('DELETE FROM device_place WHERE name = :name', { name }) > 0)),
    listDevicePlaces: async () => all('SELECT * FROM device_place ORDER BY name').map(devicePlaceFrom),
  };
}

function refusalOf(
  { enrolment, attemptHash }: { enrolment: Enrolment; attemptHash: string | null },
  attempt: string | null,
  { pairedAt: now }: Device,
): 'spent' | 'expired' | null {
  if (enrolment.withdrawnAt !== null) return 'spent';
  if (enrolment.usedAt !== null) return attempt !== null && attempt === attemptHash ? null : 'spent';
  return enrolment.expiresAt <= now ? 'expired' : null;
}

function enrolmentFrom(row: Row): Enrolment {
  return {
    id: text(row, 'id') as EnrolmentId,
    linkHash: text(row, 'link_hash'),
    ...placeFrom(row),
    replaces: textOrNull(row, 'replaces') as DeviceId | null,
    name: textOrNull(row, 'name'),
    madeAt: moment(row, 'made_at'),
    madeBy: text(row, 'made_by'),
    expiresAt: moment(row, 'expires_at'),
    withdrawnAt: momentOrNull(row, 'withdrawn_at'),
    usedAt: momentOrNull(row, 'used_at'),
    deviceId: textOrNull(row, 'device_id') as DeviceId | null,
  };
}

function devicePlaceFrom(row: Row): DevicePlace {
  return { name: text(row, 'name'), ...placeFrom(row) };
}

function placeFrom(row: Row): Pick<DevicePlace, 'roomId' | 'boardId'> {
  return {
    roomId: textOrNull(row, 'room_id') as RoomId | null,
    boardId: textOrNull(row, 'board_id') as BoardId | null,
  };
}
