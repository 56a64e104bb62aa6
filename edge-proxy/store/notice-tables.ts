/** Rooms out of service, notices and their pictures: the part of the Store port that keeps them, on SQLite. */

import type { PictureType } from '../../shared/wire/notice-desk.ts';
import type { Store } from '../ports/store.ts';
import type { NoticePictureFile } from '../ports/walls.ts';
import { closureJson, noticeJson, type Parameters, type Row, text } from './rows.ts';

type Sql = {
  run(sql: string, parameters?: Parameters): number;
  all(sql: string, parameters?: Parameters): Row[];
  first<T>(sql: string, parameters: Parameters, from: (row: Row) => T): T | null;
  transaction<T>(work: () => T): Promise<T>;
};

type NoticeStore = Pick<
  Store,
  | 'saveClosure'
  | 'listClosures'
  | 'dropClosures'
  | 'saveNotice'
  | 'listNotices'
  | 'dropNotices'
  | 'saveNoticePicture'
  | 'findNoticePicture'
  | 'dropNoticePictures'
>;

export function noticeTables({ run, all, first, transaction }: Sql): NoticeStore {
  return {
    saveClosure: (closure) =>
      transaction(() => {
        run('INSERT OR REPLACE INTO closure (id, until_ms, closure) VALUES (:id, :until, :closure)', {
          id: closure.id,
          until: closure.until,
          closure: closureJson.write(closure),
        });
      }),
    listClosures: async () =>
      all('SELECT closure FROM closure ORDER BY rowid').map((row) => closureJson.read(text(row, 'closure'))),
    dropClosures: (before) => transaction(() => void run('DELETE FROM closure WHERE until_ms < :before', { before })),

    saveNotice: (notice) =>
      transaction(() => {
        run('INSERT OR REPLACE INTO notice (id, until_ms, notice) VALUES (:id, :until, :notice)', {
          id: notice.id,
          until: notice.until,
          notice: noticeJson.write(notice),
        });
      }),
    listNotices: async () => all('SELECT notice FROM notice ORDER BY rowid').flatMap(readable),
    dropNotices: (before) => transaction(() => void run('DELETE FROM notice WHERE until_ms < :before', { before })),

    saveNoticePicture: ({ hash, mediaType, width, height, bytes }, at) =>
      transaction(() => {
        run(
          `INSERT INTO notice_picture (hash, media_type, width, height, bytes, kept_ms, is_bare)
           VALUES (:hash, :mediaType, :width, :height, :bytes, :at, 1)
           ON CONFLICT (hash) DO UPDATE SET kept_ms = excluded.kept_ms`,
          { hash, mediaType, width, height, bytes, at },
        );
      }),
    findNoticePicture: async (hash) => first('SELECT * FROM notice_picture WHERE hash = :hash', { hash }, pictureFrom),
    dropNoticePictures: (used, before) =>
      transaction(() => {
        run('DELETE FROM notice_picture WHERE kept_ms < :before AND hash NOT IN (SELECT value FROM json_each(:used))', {
          before,
          used: JSON.stringify(used),
        });
      }),
  };
}

/** A notice that a later release cannot read is not worth a start that fails. */
function readable(row: Row) {
  try {
    return [noticeJson.read(text(row, 'notice'))];
  } catch {
    return [];
  }
}

function pictureFrom(row: Row): NoticePictureFile {
  return {
    hash: text(row, 'hash'),
    mediaType: text(row, 'media_type') as PictureType,
    width: Number(row['width']),
    height: Number(row['height']),
    bytes: row['bytes'] as Uint8Array,
  };
}
