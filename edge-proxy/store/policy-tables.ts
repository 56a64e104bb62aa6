/** What each level decides: the part of the Store port that keeps it, on SQLite. */

import type { DeviceId, RoomId } from '../../shared/basics/ids.ts';
import type { PolicyOverride } from '../../shared/room/policy.ts';
import { type PolicyDecision, type PolicyScope, scopeKey } from '../../shared/rules/policy-levels.ts';
import type { Store } from '../ports/store.ts';
import { type ReadOverride, readOverride } from './read-override.ts';
import { overrideJson, type Parameters, type Row, text } from './rows.ts';

type Sql = {
  run(sql: string, parameters?: Parameters): number;
  all(sql: string, parameters?: Parameters): Row[];
  first<T>(sql: string, parameters: Parameters, from: (row: Row) => T): T | null;
  transaction<T>(work: () => T): Promise<T>;
  /** Told of a row that cannot be read, by what it decides about. */
  onUnreadable(scope: string, cause: unknown): void;
};

type PolicyStore = Pick<
  Store,
  'savePolicy' | 'listPolicies' | 'changePolicies' | 'listPolicyDecisions' | 'listUnreadPolicies'
>;

export function policyTables({ run, all, first, transaction, onUnreadable }: Sql): PolicyStore {
  function overrideFrom(row: Row): PolicyOverride {
    const { override, unread } = readOverride(text(row, 'override'));
    if (unread.length > 0)
      onUnreadable(nameOf(row), new Error(`a stored policy cannot be read at ${unread.join(', ')}`));
    return override;
  }

  function policyFrom(row: Row): { roomId: RoomId | null; override: PolicyOverride } {
    const roomId = text(row, 'room_id');
    return { roomId: roomId === '' ? null : (roomId as RoomId), override: overrideFrom(row) };
  }

  function read(scope: PolicyScope): PolicyOverride {
    const { table, key } = rowOf(scope);
    const found = first(`SELECT * FROM ${table} WHERE ${matching(key)}`, key, overrideFrom);
    return found ?? {};
  }

  function write(scope: PolicyScope, override: PolicyOverride): void {
    const { table, key } = rowOf(scope);
    const stored = first(`SELECT * FROM ${table} WHERE ${matching(key)}`, key, (row) => text(row, 'override'));
    if (stored !== null && readOverride(stored).unread.length > 0) {
      run('INSERT INTO policy_unread (scope, override) VALUES (:scope, :stored)', { scope: scopeKey(scope), stored });
    }
    // The tenant's row stays, empty as it may be: that it was decided about is what tells a sandbox from a fresh one.
    if (Object.keys(override).length === 0 && scope.kind !== 'tenant') {
      run(`DELETE FROM ${table} WHERE ${matching(key)}`, key);
      return;
    }
    const columns = Object.keys(key);
    run(
      `INSERT OR REPLACE INTO ${table} (${columns.join(', ')}, override)
       VALUES (${columns.map((column) => `:${column}`).join(', ')}, :override)`,
      { ...key, override: overrideJson.write(override) },
    );
  }

  return {
    savePolicy: (roomId, override) =>
      transaction(() => write(roomId === null ? { kind: 'tenant' } : { kind: 'room', room: roomId }, override)),
    listPolicies: async () => all('SELECT * FROM policy ORDER BY room_id').map(policyFrom),
    changePolicies: (scopes, change, mayChange = () => true) =>
      transaction(() => {
        if (!mayChange(decisions())) return null;
        return scopes.map((scope) => {
          const before = read(scope);
          const after = change(before, scope);
          write(scope, after);
          return { scope, before, after };
        });
      }),
    listPolicyDecisions: async () => decisions(),
    listUnreadPolicies: async () => rows().flatMap(unreadOf),
  };

  /** The tenant, then buildings and floors, then rooms, then devices. */
  function rows(): Scoped[] {
    const others = all('SELECT * FROM policy ORDER BY room_id').map((row) => ({ scope: roomScope(row), row }));
    const isTenant = ({ scope }: Scoped) => scope.kind === 'tenant';
    return [
      ...others.filter(isTenant),
      ...all('SELECT * FROM policy_place ORDER BY building, floor').map((row) => ({ scope: placeScope(row), row })),
      ...others.filter((one) => !isTenant(one)),
      ...all('SELECT * FROM policy_device ORDER BY device_id').map((row) => ({ scope: deviceScope(row), row })),
    ];
  }

  function decisions(): PolicyDecision[] {
    return rows()
      .map(({ scope, row }) => ({ scope, override: overrideFrom(row) }))
      .filter(({ override }) => Object.keys(override).length > 0);
  }
}

type Scoped = { readonly scope: PolicyScope; readonly row: Row };

function roomScope(row: Row): PolicyScope {
  const room = text(row, 'room_id');
  return room === '' ? { kind: 'tenant' } : { kind: 'room', room: room as RoomId };
}

function placeScope(row: Row): PolicyScope {
  const [building, floor] = [text(row, 'building'), text(row, 'floor')];
  return floor === '' ? { kind: 'building', building } : { kind: 'floor', building: building || null, floor };
}

function deviceScope(row: Row): PolicyScope {
  return { kind: 'device', device: text(row, 'device_id') as DeviceId };
}

function unreadOf({ scope, row }: Scoped): (Pick<ReadOverride, 'unread'> & { readonly scope: PolicyScope })[] {
  const { unread } = readOverride(text(row, 'override'));
  return unread.length === 0 ? [] : [{ scope, unread }];
}

function rowOf(scope: PolicyScope): { table: string; key: Record<string, string> } {
  switch (scope.kind) {
    case 'tenant':
      return { table: 'policy', key: { room_id: '' } };
    case 'room':
      return { table: 'policy', key: { room_id: scope.room } };
    case 'building':
      return { table: 'policy_place', key: { building: scope.building, floor: '' } };
    case 'floor':
      return { table: 'policy_place', key: { building: scope.building ?? '', floor: scope.floor } };
    case 'device':
      return { table: 'policy_device', key: { device_id: scope.device } };
  }
}

function matching(key: Record<string, string>): string {
  return Object.keys(key)
    .map((column) => `${column} = :${column}`)
    .join(' AND ');
}

/** Ids and names of places, for the log. */
function nameOf(row: Row): string {
  if ('device_id' in row) return text(row, 'device_id');
  if ('room_id' in row) return text(row, 'room_id') === '' ? 'tenant' : text(row, 'room_id');
  return [text(row, 'building'), text(row, 'floor')].filter((part) => part !== '').join(', ');
}
