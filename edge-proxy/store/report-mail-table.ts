/** Who is mailed about the use of rooms: the part of the Store port that keeps it, on SQLite. */

import { dateCodec, reportMailCodec } from '../../shared/wire/reports.ts';
import type { Store } from '../ports/store.ts';
import { jsonOf, type Parameters, type Row, text, textOrNull } from './rows.ts';

type Sql = {
  run(sql: string, parameters?: Parameters): number;
  first<T>(sql: string, parameters: Parameters, from: (row: Row) => T): T | null;
  transaction<T>(work: () => T): Promise<T>;
};

const mailJson = jsonOf(reportMailCodec, 'report mail');

export function reportMailTable({ run, first, transaction }: Sql): Pick<Store, 'saveReportMail' | 'findReportMail'> {
  return {
    saveReportMail: ({ toldUntil, ...mail }) =>
      transaction(() => {
        run('INSERT OR REPLACE INTO report_mail (only, mail, told_until) VALUES (1, :mail, :told_until)', {
          mail: mailJson.write(mail),
          told_until: toldUntil === null ? null : String(dateCodec.encode(toldUntil)),
        });
      }),
    findReportMail: async () =>
      first('SELECT * FROM report_mail', {}, (row) => {
        const until = dateCodec.decode(textOrNull(row, 'told_until'));
        return { ...mailJson.read(text(row, 'mail')), toldUntil: until.ok ? until.value : null };
      }),
  };
}
