/** Whom alarms are told, and which have been: the part of the Store port that keeps it, on SQLite. */

import { listOf, object, text as textOf } from '../../shared/basics/codec.ts';
import { alertSettingsCodec } from '../../shared/wire/alerts.ts';
import type { Store } from '../ports/store.ts';
import { jsonOf, type Parameters, type Row, text, textOrNull } from './rows.ts';

type Sql = {
  run(sql: string, parameters?: Parameters): number;
  first<T>(sql: string, parameters: Parameters, from: (row: Row) => T): T | null;
  transaction<T>(work: () => T): Promise<T>;
};

const settingsJson = jsonOf(alertSettingsCodec, 'alert settings');
const toldJson = jsonOf(object({ ids: listOf(textOf(), { max: 10_000 }) }), 'list of told alarms');

export function alertingTable({ run, first, transaction }: Sql): Pick<Store, 'saveAlerting' | 'findAlerting'> {
  return {
    saveAlerting: ({ settings, secret, told }) =>
      transaction(() => {
        run('INSERT OR REPLACE INTO alerting (only, settings, secret, told) VALUES (1, :settings, :secret, :told)', {
          settings: settingsJson.write(settings),
          secret,
          told: toldJson.write({ ids: told }),
        });
      }),
    findAlerting: async () =>
      first('SELECT * FROM alerting', {}, (row) => ({
        settings: settingsJson.read(text(row, 'settings')),
        secret: textOrNull(row, 'secret'),
        told: toldJson.read(text(row, 'told')).ids,
      })),
  };
}
