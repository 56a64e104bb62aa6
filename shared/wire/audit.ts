/** GET /api/console/audit: who did what, as the console reads it. */

import { branded, type Codec, integer, isoInstant, listOf, nullable, object, text } from '../basics/codec.ts';
import type { RoomId } from '../basics/ids.ts';
import type { Instant } from '../basics/instant.ts';

export type AuditLine = {
  readonly id: number;
  readonly at: Instant;
  /** A person's user name, `device` and its id, `proxy`, or the address of somebody unknown. */
  readonly actor: string;
  /** Dotted, past tense: `device.revoked`. */
  readonly action: string;
  /** Ids, settings and their values; never a title. */
  readonly subject: string;
  readonly room: RoomId | null;
};

export const MOST_AUDIT_LINES = 200;

/** Latest first. `next`: what `before` is to be for the entries that came before these; null where there are none. */
export type AuditPage = { readonly entries: readonly AuditLine[]; readonly next: number | null };

const id = integer({ min: 0, max: Number.MAX_SAFE_INTEGER });

export const auditPageCodec: Codec<AuditPage> = object({
  entries: listOf(
    object({
      id,
      at: isoInstant,
      actor: text(),
      action: text(),
      subject: text(),
      room: nullable(branded<RoomId>()),
    }),
    { max: MOST_AUDIT_LINES },
  ),
  next: nullable(id),
});
