/** What the sync engine keeps, in memory, so that a test can count its writes, fail them and start a second life on them. */

import type { Attendance, FaultReport } from '../../edge-proxy/ports/attendance.ts';
import type { LedgerRow } from '../../edge-proxy/ports/ledger.ts';
import type { GoneRoom, RoomSetting, StoredSubscription } from '../../edge-proxy/ports/rooms.ts';
import type { Store } from '../../edge-proxy/ports/store.ts';
import type { ScopeVerdict, StoredServiceAccount } from '../../edge-proxy/ports/watch.ts';
import type { RoomId } from '../../shared/basics/ids.ts';
import { overlaps } from '../../shared/basics/interval.ts';
import type { Room } from '../../shared/room/room.ts';
import type { RoomDay } from '../../shared/room/room-day.ts';
import type { Alarm } from '../../shared/wire/watch.ts';
import { aKey, at } from './builders.ts';
import { createMemoryPolicies } from './memory-policies.ts';

type SyncStore = Pick<
  Store,
  | 'generation'
  | 'saveRooms'
  | 'listRooms'
  | 'listGoneRooms'
  | 'saveRoomSetting'
  | 'listRoomSettings'
  | 'saveRoomDay'
  | 'listRoomDays'
  | 'listRoomRevisions'
  | 'markDirty'
  | 'clearDirty'
  | 'listDirty'
  | 'saveSubscription'
  | 'removeSubscription'
  | 'listSubscriptions'
  | 'listIntents'
  | 'savePolicy'
  | 'listPolicies'
  | 'changePolicies'
  | 'listPolicyDecisions'
  | 'saveAlarm'
  | 'dropAlarm'
  | 'listAlarms'
  | 'saveRoomLink'
  | 'listRoomLinks'
  | 'saveScopeVerdict'
  | 'findScopeVerdict'
  | 'saveServiceAccount'
  | 'renewServiceAccount'
  | 'findServiceAccount'
  | 'dropServiceAccount'
  | 'saveAttendance'
  | 'findAttendance'
  | 'listAttendance'
  | 'saveFaultReport'
>;

export type MemoryStore = SyncStore & {
  readonly days: Map<RoomId, RoomDay>;
  readonly dirty: Set<RoomId>;
  readonly subscriptions: Map<string, StoredSubscription>;
  readonly reports: FaultReport[];
  /** The ledger, oldest first. */
  rows: LedgerRow[];
  /** How often each function was called. */
  readonly calls: Map<keyof SyncStore, number>;
  /** Each write throws this until it is null again. */
  fail(fault: unknown): void;
};

export function createMemoryStore(generation = 'g1'): MemoryStore {
  const days = new Map<RoomId, RoomDay>();
  const dirty = new Set<RoomId>();
  const subscriptions = new Map<string, StoredSubscription>();
  const policies = createMemoryPolicies();
  const calls = new Map<keyof SyncStore, number>();
  const alarms = new Map<string, Alarm>();
  let verdict: ScopeVerdict | null = null;
  const links = new Map<RoomId, string>();
  let account: StoredServiceAccount | null = null;
  const settings = new Map<RoomId, RoomSetting>();
  const attended = new Map<string, Attendance>();
  const reports: FaultReport[] = [];
  let rooms: readonly Room[] = [];
  let gone: readonly GoneRoom[] = [];
  let fault: unknown = null;

  /** Async as every store is: a throw becomes a rejection. */
  function write(name: keyof SyncStore, change: () => void): Promise<void> {
    calls.set(name, (calls.get(name) ?? 0) + 1);
    return (async () => {
      if (fault !== null) throw fault;
      change();
    })();
  }

  const store: MemoryStore = {
    days,
    dirty,
    subscriptions,
    reports,
    calls,
    rows: [],
    fail(next) {
      fault = next;
    },
    generation: async () => generation,
    saveRooms: (next, goneSince) =>
      write('saveRooms', () => {
        const ids = new Set(next.map(({ id }) => id));
        const left = rooms.filter(({ id }) => !ids.has(id)).map((room) => ({ room, goneSince }));
        gone = [...gone.filter(({ room }) => !ids.has(room.id)), ...left];
        rooms = next;
      }),
    listRooms: async () => [...rooms],
    listGoneRooms: async () => [...gone],
    saveRoomSetting: (roomId, setting) => write('saveRoomSetting', () => settings.set(roomId, setting)),
    listRoomSettings: async () => [...settings].map(([roomId, setting]) => ({ roomId, ...setting })),
    saveRoomDay: (day) => write('saveRoomDay', () => days.set(day.room.id, day)),
    listRoomDays: async () => [...days.values()],
    listRoomRevisions: async () => [...days.values()].map(({ room, revision }) => ({ roomId: room.id, revision })),
    markDirty: (ids) =>
      write('markDirty', () => {
        for (const id of ids) dirty.add(id);
      }),
    clearDirty: (id) => write('clearDirty', () => dirty.delete(id)),
    listDirty: async () => [...dirty],
    saveSubscription: (one) => write('saveSubscription', () => subscriptions.set(one.id, one)),
    removeSubscription: (id) => write('removeSubscription', () => subscriptions.delete(id)),
    listSubscriptions: async () => [...subscriptions.values()],
    listIntents: async (roomId, window, updatedSince) =>
      store.rows.filter((row) => {
        const cameToNothing = row.status === 'refused' || row.status === 'withdrawn';
        const standing = !cameToNothing && overlaps(row, window);
        const isNews = row.updatedAt >= updatedSince;
        const isOpen = row.status === 'pending' || row.status === 'held' || row.status === 'checking';
        return (row.roomId === roomId && (standing || isNews)) || (row.askedFrom === roomId && (isOpen || isNews));
      }),
    saveAttendance: (row) => write('saveAttendance', () => attended.set(attendedKey(row), row)),
    findAttendance: async (roomId, occurrence, start) =>
      attended.get(attendedKey({ roomId, occurrence, start })) ?? null,
    listAttendance: async (roomId, window) =>
      [...attended.values()].filter((row) => row.roomId === roomId && overlaps(row, window)),
    saveFaultReport: (report) => write('saveFaultReport', () => void reports.push(report)),
    ...policies,
    savePolicy: (roomId, override) => write('savePolicy', () => void policies.savePolicy(roomId, override)),
    saveAlarm: (alarm) => write('saveAlarm', () => alarms.set(alarm.id, alarm)),
    dropAlarm: (id) => write('dropAlarm', () => alarms.delete(id)),
    listAlarms: async () => [...alarms.values()],
    saveRoomLink: (roomId, shortId) => write('saveRoomLink', () => void links.set(roomId, shortId)),
    listRoomLinks: async () => [...links].map(([roomId, shortId]) => ({ roomId, shortId })),
    saveScopeVerdict: (next) =>
      write('saveScopeVerdict', () => {
        verdict = next;
      }),
    findScopeVerdict: async () => verdict,
    saveServiceAccount: (next) =>
      write('saveServiceAccount', () => {
        account = next;
      }),
    renewServiceAccount: (sealedToken, renewed) =>
      write('renewServiceAccount', () => {
        if (account?.sealedToken === sealedToken) account = { ...account, sealedToken: renewed };
      }),
    findServiceAccount: async () => account,
    dropServiceAccount: () =>
      write('dropServiceAccount', () => {
        account = null;
      }),
  };
  return store;
}

function attendedKey({ roomId, occurrence, start }: Pick<Attendance, 'roomId' | 'occurrence' | 'start'>): string {
  return `${roomId} ${occurrence} ${start}`;
}

/** A booking of ours from 10:00 to 10:30, pending since 09:59. */
export function aRow(change: Partial<LedgerRow> = {}): LedgerRow {
  const key = change.key ?? aKey(1);
  const start = change.start ?? at('10:00');
  const end = change.end ?? at('10:30');
  return {
    key,
    fingerprint: 'fingerprint',
    deviceId: 'device-1' as LedgerRow['deviceId'],
    roomId: 'room-lisbon' as RoomId,
    intent: { kind: 'book', key, notAfter: at('10:05'), end },
    kind: 'book',
    status: 'pending',
    refusal: null,
    start,
    end,
    eventId: null,
    iCalUId: null,
    createdAt: at('09:59'),
    updatedAt: at('09:59'),
    ...change,
  };
}
