/**
 * Pictures of notices and drawings of floors: the part of the Store port that keeps them, on SQLite, in two tables of one
 * shape. Those that an older release kept as they were sent are found here and replaced.
 */

import { oneOf } from '../../shared/basics/codec.ts';
import type { PictureType } from '../../shared/wire/notice-desk.ts';
import { planPictureTypes } from '../../shared/wire/plan-desk.ts';
import type { Store } from '../ports/store.ts';
import type { NoticePictureFile, OldPicture, PlanPictureFile } from '../ports/walls.ts';
import { type Parameters, type Row, text } from './rows.ts';

type Sql = {
  run(sql: string, parameters?: Parameters): number;
  first<T>(sql: string, parameters: Parameters, from: (row: Row) => T): T | null;
  transaction<T>(work: () => T): Promise<T>;
};

type PictureStore = Pick<
  Store,
  | 'saveNoticePicture'
  | 'findNoticePicture'
  | 'dropNoticePictures'
  | 'savePlanPicture'
  | 'findPlanPicture'
  | 'dropPlanPictures'
  | 'findOldPicture'
  | 'replaceOldPicture'
>;

const TABLES: { readonly [K in OldPicture['kind']]: string } = { notice: 'notice_picture', plan: 'plan_picture' };

export function pictureTables(sql: Sql): PictureStore {
  const { run, first, transaction } = sql;
  const notices = pictureTable(sql, TABLES.notice, noticePictureFrom);
  const plans = pictureTable(sql, TABLES.plan, planPictureFrom);
  return {
    saveNoticePicture: notices.save,
    findNoticePicture: notices.find,
    dropNoticePictures: notices.drop,
    savePlanPicture: plans.save,
    findPlanPicture: plans.find,
    dropPlanPictures: plans.drop,

    async findOldPicture() {
      for (const kind of ['notice', 'plan'] as const) {
        const asked = `SELECT hash, bytes FROM ${TABLES[kind]} WHERE is_bare = 0 ORDER BY rowid LIMIT 1`;
        const found = first(asked, {}, (row) => ({ kind, hash: text(row, 'hash'), bytes: row['bytes'] as Uint8Array }));
        if (found !== null) return found;
      }
      return null;
    },
    replaceOldPicture: ({ kind, hash }, bytes) =>
      transaction(() => {
        if (bytes === null) run(`DELETE FROM ${TABLES[kind]} WHERE hash = :hash`, { hash });
        else run(`UPDATE ${TABLES[kind]} SET bytes = :bytes, is_bare = 1 WHERE hash = :hash`, { hash, bytes });
      }),
  };
}

function pictureTable<P extends NoticePictureFile | PlanPictureFile>(
  { run, first, transaction }: Sql,
  table: string,
  from: (row: Row) => P,
) {
  return {
    save: ({ hash, mediaType, width, height, bytes }: P, at: number) =>
      transaction(() => {
        run(
          `INSERT INTO ${table} (hash, media_type, width, height, bytes, kept_ms, is_bare)
           VALUES (:hash, :mediaType, :width, :height, :bytes, :at, 1)
           ON CONFLICT (hash) DO UPDATE SET kept_ms = excluded.kept_ms`,
          { hash, mediaType, width, height, bytes, at },
        );
      }),
    find: async (hash: string) => first(`SELECT * FROM ${table} WHERE hash = :hash`, { hash }, from),
    drop: (used: readonly string[], before: number) =>
      transaction(() => {
        run(`DELETE FROM ${table} WHERE kept_ms < :before AND hash NOT IN (SELECT value FROM json_each(:used))`, {
          before,
          used: JSON.stringify(used),
        });
      }),
  };
}

function noticePictureFrom(row: Row): NoticePictureFile {
  return { ...fileFrom(row), mediaType: text(row, 'media_type') as PictureType };
}

const planPictureType = oneOf(...planPictureTypes);

function planPictureFrom(row: Row): PlanPictureFile {
  const known = planPictureType.decode(text(row, 'media_type'));
  if (!known.ok) throw new Error('a drawing of a kind that this release does not know');
  return { ...fileFrom(row), mediaType: known.value };
}

function fileFrom(row: Row) {
  return {
    hash: text(row, 'hash'),
    width: Number(row['width']),
    height: Number(row['height']),
    bytes: row['bytes'] as Uint8Array,
  };
}
