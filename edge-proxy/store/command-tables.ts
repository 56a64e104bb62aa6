/** What tablets were told: the part of the Store port that keeps it, on SQLite. */

import type { CommandId, DeviceId } from '../../shared/basics/ids.ts';
import { DAY_MS } from '../../shared/basics/instant.ts';
import { type CommandReport, commandStates, deviceOrderCodec } from '../../shared/wire/device-commands.ts';
import type { Store } from '../ports/store.ts';
import { jsonOf, moment, type Parameters, type Row, text, textOrNull } from './rows.ts';

/** Who did what stands in the audit; here it is for whoever looks what became of it. */
const MEMORY_MS = 30 * DAY_MS;
const MOST_ROWS = 50_000;

type Sql = {
  run(sql: string, parameters?: Parameters): number;
  all(sql: string, parameters?: Parameters): Row[];
  transaction<T>(work: () => T): Promise<T>;
};

const orderJson = jsonOf(deviceOrderCodec, 'device command');

export function commandTables({ run, all, transaction }: Sql): Pick<Store, 'saveCommands' | 'listCommands'> {
  return {
    saveCommands: (commands) =>
      transaction(() => {
        for (const command of commands) {
          run(
            `INSERT INTO device_command
               (id, batch, device_id, command, state, sent_at, sent_by, changed_at, expires_at, failure)
             VALUES (:id, :batch, :device_id, :command, :state, :sent_at, :sent_by, :changed_at, :expires_at, :failure)
             ON CONFLICT (id) DO UPDATE SET state = excluded.state, changed_at = excluded.changed_at,
               failure = excluded.failure`,
            toParameters(command),
          );
        }
        const now = Math.max(0, ...commands.map(({ changedAt }) => changedAt));
        run('DELETE FROM device_command WHERE sent_at < :before', { before: now - MEMORY_MS });
        run('DELETE FROM device_command WHERE rowid <= (SELECT max(rowid) FROM device_command) - :most', {
          most: MOST_ROWS,
        });
      }),
    listCommands: async (limit) =>
      all('SELECT * FROM device_command ORDER BY sent_at DESC, rowid DESC LIMIT :limit', {
        limit: Math.max(0, Math.trunc(limit)),
      }).flatMap(commandsFrom),
  };
}

function toParameters(command: CommandReport): Parameters {
  return {
    id: command.id,
    batch: command.batch,
    device_id: command.device,
    command: orderJson.write(command.order),
    state: command.state,
    sent_at: command.sentAt,
    sent_by: command.sentBy,
    changed_at: command.changedAt,
    expires_at: command.expiresAt,
    failure: command.failure,
  };
}

/** None where a later release has told something that this one cannot: it is not told again. */
function commandsFrom(row: Row): CommandReport[] {
  const state = commandStates.find((known) => known === text(row, 'state'));
  if (state === undefined) return [];
  try {
    return [
      {
        id: text(row, 'id') as CommandId,
        batch: text(row, 'batch'),
        device: text(row, 'device_id') as DeviceId,
        order: orderJson.read(text(row, 'command')),
        state,
        sentAt: moment(row, 'sent_at'),
        sentBy: text(row, 'sent_by'),
        changedAt: moment(row, 'changed_at'),
        expiresAt: moment(row, 'expires_at'),
        failure: textOrNull(row, 'failure'),
      },
    ];
  } catch {
    return [];
  }
}
