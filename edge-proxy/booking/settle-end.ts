/**
 * Ending a meeting of ours early. The row's `end` is the new end, and no later than its `start` where not a minute would
 * be left: then the meeting goes as a whole.
 */

import { ok } from '../../shared/basics/result.ts';
import { decideEnd } from '../../shared/rules/decide-change.ts';
import type { Intent } from '../../shared/wire/intent-request.ts';
import type { LedgerRow } from '../ports/ledger.ts';
import { bookingsOf, type Desk, isGivenUp, refuse } from './desk.ts';
import type { KindRules } from './kind-rules.ts';
import { ownCopy } from './room-views.ts';
import { advanceChange, type Change, confirmChange, refuseChangeNow, writeAgain } from './settle-change.ts';

type End = Extract<Intent, { kind: 'end' }>;

const ending: Change = {
  decide(running, _day, now) {
    const decided = decideEnd(running, now);
    return decided.ok ? ok({ start: running.start, end: decided.value ?? running.start }) : decided;
  },
  takesTime: false,
  follow: followEnd,
};

export const endRules: KindRules<End> = {
  refuseNow: ({ occurrence }, known, now) => refuseChangeNow(known, occurrence, (running) => decideEnd(running, now)),
  firstStretch: (_intent, now) => ({ start: now, end: now }),
  advance: (desk, row, { occurrence }) => advanceChange(desk, row, occurrence, ending),
};

async function followEnd(desk: Desk, row: LedgerRow, eventId: string): Promise<LedgerRow> {
  const { clock, views } = desk;
  const meeting = await bookingsOf(desk, row).read(eventId);
  const isDone = meeting === null || (row.end > row.start && meeting.end <= row.end);
  if (!isDone) return await writeAgain(desk, row, meeting);
  // No calendar is left to look at: the meeting itself says that it is done.
  if (desk.findRoom(row.roomId) === null) return await desk.ledger.move(row, 'confirmed');

  const reading = await views.readFresh(row.roomId);
  const copy = ownCopy(reading, row);
  if (copy === null || copy.end <= row.end) return await confirmChange(desk, row, reading, copy);
  return isGivenUp(row, clock.now()) ? await refuse(desk, row, { kind: 'calendar-away' }) : row;
}
