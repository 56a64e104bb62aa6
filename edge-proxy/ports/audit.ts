/** What is kept of who did what. */

import type { RoomId } from '../../shared/basics/ids.ts';
import type { Instant } from '../../shared/basics/instant.ts';

/** Who did what, without titles or secrets. */
export type AuditEntry = {
  readonly at: Instant;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  /** The room that it is about; null where it is about none, or more than one. */
  readonly roomId: RoomId | null;
};

/** Which entries of the trail. `actor`: a part of theirs, in any case; null and left out: any. */
export type AuditQuery = {
  readonly actor?: string | null;
  /** A part of the action or of what it was about. */
  readonly what?: string | null;
  readonly roomId?: RoomId | null;
  readonly from?: Instant | null;
  /** Not included. */
  readonly to?: Instant | null;
  /** Only entries older than this one. */
  readonly before?: number | null;
  readonly limit: number;
};

/** A part of the Store. */
export type AuditRecords = {
  appendAudit(entry: AuditEntry): Promise<void>;
  /** Latest first. `id` grows with each entry and is never given again. */
  listAudit(query: AuditQuery): Promise<(AuditEntry & { readonly id: number })[]>;
  /**
   * Forgets the oldest entries, those from before `before` and those beyond the latest `keep`, and appends `entry` about
   * it in the same step: `entry` is told how many, and of when the last of them was. At most `atMost`; answers how many.
   */
  forgetAudit(
    rule: { readonly before: Instant; readonly keep: number; readonly atMost: number },
    entry: (gone: { readonly entries: number; readonly until: Instant }) => AuditEntry,
  ): Promise<number>;
};
