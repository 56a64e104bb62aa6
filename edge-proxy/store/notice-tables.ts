/** Rooms out of service, and notices: the part of the Store port that keeps them, on SQLite. */

import type { Store } from '../ports/store.ts';
import { closureJson, noticeJson, type Parameters, type Row, text } from './rows.ts';

type Sql = {
  run(sql: string, parameters?: Parameters): number;
  all(sql: string, parameters?: Parameters): Row[];
  transaction<T>(work: () => T): Promise<T>;
};

type NoticeStore = Pick<
  Store,
  'saveClosure' | 'listClosures' | 'dropClosures' | 'saveNotice' | 'listNotices' | 'dropNotices'
>;

export function noticeTables({ run, all, transaction }: Sql): NoticeStore {
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
