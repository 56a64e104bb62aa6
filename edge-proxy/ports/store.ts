/** Everything that outlives a restart, in one port; each part is a file of its own. */

import type { AttendanceRecords } from './attendance.ts';
import type { AuditRecords } from './audit.ts';
import type { DeviceRecords } from './devices.ts';
import type { EvidenceRecords } from './evidence.ts';
import type { LedgerRecords } from './ledger.ts';
import type { PolicyRecords } from './policies.ts';
import type { RoomRecords } from './rooms.ts';
import type { WallRecords } from './walls.ts';
import type { WatchRecords } from './watch.ts';

/**
 * What is kept cannot be reached or written just now: a full or broken disk, or somebody who holds the file. Thrown, since
 * every call can meet it. Nothing of what was to be written is there.
 */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
  constructor(cause?: unknown) {
    super('the store cannot be used just now', { cause });
  }
}

/** Where a write succeeds it is durable. Each function is one transaction, and can throw StoreUnavailable. */
export type Store = RoomRecords &
  PolicyRecords &
  LedgerRecords &
  AttendanceRecords &
  DeviceRecords &
  EvidenceRecords &
  WallRecords &
  AuditRecords &
  WatchRecords & {
    /** Whether an older state was put back since the last life: what was written after it is not known any more. */
    restored(): Promise<boolean>;
    /** This life of the store: never one that was before a backup was restored, since that has given out other revisions. */
    generation(): Promise<string>;

    close(): Promise<void>;
  };
