/** The check, as the console shows it and `npm run check --json` prints it: one line for each thing that was tried. */

import { type Codec, flag, integer, isoInstant, listOf, nullable, object, oneOf, text } from '../basics/codec.ts';
import type { Instant } from '../basics/instant.ts';

/** `warning`: works, but not as it should or not for long. `skipped`: another line has to come right first. */
export const checkVerdicts = ['ok', 'warning', 'failed', 'skipped'] as const;
export type CheckVerdict = (typeof checkVerdicts)[number];

export type CheckLine = {
  /** Stays the same from run to run: `token`, or `room-readable:` and the room's address. */
  readonly id: string;
  readonly title: string;
  readonly verdict: CheckVerdict;
  readonly tried: string;
  readonly cameBack: string;
  /** What to do; null where there is nothing to do. */
  readonly remedy: string | null;
  /** What to paste into PowerShell or a shell, to the letter; null where no command helps. */
  readonly command: string | null;
  /** Where the papers say more: a path in the repository and its heading. */
  readonly guide: string;
};

export const checkLineCodec: Codec<CheckLine> = object({
  id: text({ min: 1, max: 400 }),
  title: text({ min: 1, max: 300 }),
  verdict: oneOf(...checkVerdicts),
  tried: text({ max: 1_000 }),
  cameBack: text({ max: 2_000 }),
  remedy: nullable(text({ max: 2_000 })),
  command: nullable(text({ max: 8_000 })),
  guide: text({ max: 200 }),
});

export const MOST_CHECK_LINES = 500;

export type CheckReport = {
  readonly startedAt: Instant;
  readonly finishedAt: Instant;
  /** False as soon as one line failed. */
  readonly passed: boolean;
  /** In one sentence, such as "One thing needs you, 18 are well." */
  readonly summary: string;
  readonly ok: number;
  readonly warnings: number;
  readonly failed: number;
  readonly skipped: number;
  readonly lines: readonly CheckLine[];
};

const count = integer({ min: 0, max: MOST_CHECK_LINES });

export const checkReportCodec: Codec<CheckReport> = object({
  startedAt: isoInstant,
  finishedAt: isoInstant,
  passed: flag,
  summary: text({ max: 500 }),
  ok: count,
  warnings: count,
  failed: count,
  skipped: count,
  lines: listOf(checkLineCodec, { max: MOST_CHECK_LINES }),
});

/** GET and POST /api/console/check: the last finished run, if there was one, and whether one is under way. */
export type CheckStatus = { readonly running: boolean; readonly report: CheckReport | null };

export const checkStatusCodec: Codec<CheckStatus> = object({ running: flag, report: nullable(checkReportCodec) });
