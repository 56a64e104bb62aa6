/**
 * The audit trail: the part of the Store port that keeps it, on SQLite. The table itself refuses to be changed, and to
 * lose anything but what was forgotten by a rule that stands in the trail (migration 0018).
 */

import type { RoomId } from '../../shared/basics/ids.ts';
import type { AuditEntry, AuditQuery } from '../ports/audit.ts';
import type { Store } from '../ports/store.ts';
import { moment, type Parameters, type Row, text, textOrNull } from './rows.ts';

type Sql = {
  run(sql: string, parameters?: Parameters): number;
  all(sql: string, parameters?: Parameters): Row[];
  transaction<T>(work: () => T): Promise<T>;
};

export function auditTable({ run, all, transaction }: Sql): Pick<Store, 'appendAudit' | 'listAudit' | 'forgetAudit'> {
  function append({ at, actor, action, subject, roomId }: AuditEntry): void {
    run(`INSERT INTO audit (at, actor, action, subject, room_id) VALUES (:at, :actor, :action, :subject, :room_id)`, {
      at,
      actor,
      action,
      subject,
      room_id: roomId,
    });
  }

  return {
    appendAudit: (entry) => transaction(() => append(entry)),

    async listAudit(query) {
      const { where, parameters } = conditions(query);
      const limit = Math.max(0, Math.trunc(query.limit));
      return all(`SELECT * FROM audit ${where} ORDER BY id DESC LIMIT :limit`, { ...parameters, limit }).map(entryFrom);
    },

    forgetAudit: ({ before, keep, atMost }, entry) =>
      transaction(() => {
        // Up to the first that has to stay, wherever a clock that was set wrong has put others.
        const [last] = all(
          `SELECT max(id) AS id, max(at) AS at, count(*) AS entries FROM (
             SELECT id, at FROM audit
             WHERE id < coalesce(
               (SELECT id FROM audit WHERE at >= :before AND id > (SELECT max(id) FROM audit) - :keep ORDER BY id LIMIT 1),
               (SELECT max(id) FROM audit) + 1)
             ORDER BY id LIMIT :most)`,
          { before, keep, most: atMost },
        );
        if (last === undefined || last['id'] === null) return 0;
        append(entry({ entries: Number(last['entries']), until: moment(last, 'at') }));
        const upTo = Number(last['id']);
        run('INSERT INTO audit_forgotten (up_to, at) VALUES (:up_to, :at)', { up_to: upTo, at: before });
        return run('DELETE FROM audit WHERE id <= :up_to', { up_to: upTo });
      }),
  };
}

function conditions(query: AuditQuery): { where: string; parameters: Parameters } {
  const asked = [
    { sql: 'instr(lower(actor), :actor) > 0', name: 'actor', value: query.actor?.toLowerCase() },
    { sql: "instr(lower(action || ' ' || subject), :what) > 0", name: 'what', value: query.what?.toLowerCase() },
    { sql: 'room_id = :room_id', name: 'room_id', value: query.roomId },
    { sql: 'at >= :from_at', name: 'from_at', value: query.from },
    { sql: 'at < :to_at', name: 'to_at', value: query.to },
    { sql: 'id < :before_id', name: 'before_id', value: query.before },
  ].flatMap(({ sql, name, value }) => (value == null ? [] : [{ sql, name, value }]));
  return {
    where: asked.length === 0 ? '' : `WHERE ${asked.map(({ sql }) => sql).join(' AND ')}`,
    parameters: Object.fromEntries(asked.map(({ name, value }) => [name, value])),
  };
}

function entryFrom(row: Row): AuditEntry & { readonly id: number } {
  return {
    id: Number(row['id']),
    at: moment(row, 'at'),
    actor: text(row, 'actor'),
    action: text(row, 'action'),
    subject: text(row, 'subject'),
    roomId: textOrNull(row, 'room_id') as RoomId | null,
  };
}
