/** Something wrong with the room, as somebody at its door said: kept for facilities, and told at once. */

import type { Intent } from '../../shared/wire/intent-request.ts';
import type { KindRules } from './kind-rules.ts';

type Report = Extract<Intent, { kind: 'report-fault' }>;

/** Whoever types at a door is a stranger: nothing that steers a terminal, turns the text around or hides in it. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu;
const LONGEST_WORDS = 300;

export const reportRules: KindRules<Report> = {
  // Whatever else is wrong, this can be said.
  refuseNow: () => null,
  firstStretch: (_intent, now) => ({ start: now, end: now }),
  async advance({ reports, ledger }, row, { what, words }) {
    await reports.saveFaultReport({
      id: row.key,
      roomId: row.roomId,
      deviceId: row.deviceId,
      what,
      words: cleaned(words),
      reportedAt: row.createdAt,
      doneAt: null,
      doneBy: null,
    });
    return await ledger.move(row, 'confirmed');
  },
};

function cleaned(words: string | undefined): string | null {
  const clean = (words ?? '').normalize('NFC').replace(INVISIBLE, ' ').replace(/\s+/g, ' ').trim();
  return [...clean].slice(0, LONGEST_WORDS).join('').trim() || null;
}
