/** What the console is told of rooms that nobody came to, and of what people said is wrong in them. */

import { branded, type Codec, integer, isoInstant, listOf, nullable, object, oneOf, text } from '../basics/codec.ts';
import type { RoomId } from '../basics/ids.ts';
import type { Instant } from '../basics/instant.ts';
import { type RoomFault, roomFaults } from '../room/room-fault.ts';

/** One series in one room, missed so many times since somebody last came; null: all single meetings of the room. */
export type NoShowLine = {
  readonly room: RoomId;
  readonly series: string | null;
  readonly count: number;
  readonly minutesGivenBack: number;
  readonly lastAt: Instant;
};

/** GET /api/console/no-shows: where most were missed first. Who organises a series, its id tells whoever may look it up. */
export type NoShowReport = { readonly lines: readonly NoShowLine[] };

const count = integer({ min: 0, max: Number.MAX_SAFE_INTEGER });

export const noShowReportCodec: Codec<NoShowReport> = object({
  lines: listOf(
    object({
      room: branded<RoomId>(),
      series: nullable(text({ min: 1, max: 500 })),
      count,
      minutesGivenBack: count,
      lastAt: isoInstant,
    }),
    { max: 500 },
  ),
});

export type FaultReportLine = {
  readonly id: string;
  readonly room: RoomId;
  readonly device: string;
  readonly what: RoomFault;
  readonly words: string | null;
  readonly reportedAt: Instant;
  readonly state: 'open' | 'done';
  readonly doneAt: Instant | null;
  readonly doneBy: string | null;
};

export const faultReportCodec: Codec<FaultReportLine> = object({
  id: text({ min: 1, max: 100 }),
  room: branded<RoomId>(),
  device: text({ max: 200 }),
  what: oneOf(...roomFaults),
  words: nullable(text({ max: 500 })),
  reportedAt: isoInstant,
  state: oneOf('open', 'done'),
  doneAt: nullable(isoInstant),
  doneBy: nullable(text({ max: 300 })),
});

/** GET /api/console/fault-reports: open ones first, latest first of each. */
export type FaultReportList = { readonly reports: readonly FaultReportLine[] };
export const MOST_REPORTS_LISTED = 500;
export const faultReportListCodec: Codec<FaultReportList> = object({
  reports: listOf(faultReportCodec, { max: MOST_REPORTS_LISTED }),
});
