/** The drawings of floors: the part of the Store port that keeps them, on SQLite. */

import { oneOf } from '../../shared/basics/codec.ts';
import { planPictureTypes } from '../../shared/wire/plan-desk.ts';
import type { Store } from '../ports/store.ts';
import type { PlanPictureFile } from '../ports/walls.ts';
import { type Parameters, type Row, text } from './rows.ts';

type Sql = {
  run(sql: string, parameters?: Parameters): number;
  first<T>(sql: string, parameters: Parameters, from: (row: Row) => T): T | null;
  transaction<T>(work: () => T): Promise<T>;
};

type PlanStore = Pick<Store, 'savePlanPicture' | 'findPlanPicture' | 'dropPlanPictures'>;

const mediaType = oneOf(...planPictureTypes);

export function planTable({ run, first, transaction }: Sql): PlanStore {
  return {
    savePlanPicture: ({ hash, mediaType: media_type, width, height, bytes }, at) =>
      transaction(() => {
        run(
          `INSERT INTO plan_picture (hash, media_type, width, height, bytes, kept_ms, is_bare)
           VALUES (:hash, :media_type, :width, :height, :bytes, :at, 1)
           ON CONFLICT (hash) DO UPDATE SET kept_ms = excluded.kept_ms`,
          { hash, media_type, width, height, bytes, at },
        );
      }),
    findPlanPicture: async (hash) => first('SELECT * FROM plan_picture WHERE hash = :hash', { hash }, pictureFrom),
    dropPlanPictures: (used, before) =>
      transaction(() => {
        run('DELETE FROM plan_picture WHERE kept_ms < :before AND hash NOT IN (SELECT value FROM json_each(:used))', {
          before,
          used: JSON.stringify(used),
        });
      }),
  };
}

function pictureFrom(row: Row): PlanPictureFile {
  const known = mediaType.decode(text(row, 'media_type'));
  if (!known.ok) throw new Error('a drawing of a kind that this release does not know');
  return {
    hash: text(row, 'hash'),
    mediaType: known.value,
    width: Number(row['width']),
    height: Number(row['height']),
    bytes: row['bytes'] as Uint8Array,
  };
}
