/** Pictures that an older release kept as they were sent: the part of the Store port that finds and replaces them, on SQLite. */

import type { Store } from '../ports/store.ts';
import type { OldPicture } from '../ports/walls.ts';
import { type Parameters, type Row, text } from './rows.ts';

type Sql = {
  run(sql: string, parameters?: Parameters): number;
  first<T>(sql: string, parameters: Parameters, from: (row: Row) => T): T | null;
  transaction<T>(work: () => T): Promise<T>;
};

const TABLES: { readonly [K in OldPicture['kind']]: string } = { notice: 'notice_picture', plan: 'plan_picture' };

export function pictureTables({ run, first, transaction }: Sql): Pick<Store, 'findOldPicture' | 'replaceOldPicture'> {
  return {
    async findOldPicture() {
      for (const kind of ['notice', 'plan'] as const) {
        const sql = `SELECT hash, bytes FROM ${TABLES[kind]} WHERE is_bare = 0 ORDER BY rowid LIMIT 1`;
        const found = first(sql, {}, (row) => ({ kind, hash: text(row, 'hash'), bytes: row['bytes'] as Uint8Array }));
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
