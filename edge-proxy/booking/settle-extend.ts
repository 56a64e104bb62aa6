/**
 * Extending a meeting of ours. The row holds the stretch that is added: `start` is the old end. So it can be told after a
 * crash whether the change was made, and taken back what the room does not agree to.
 */

import { err, ok } from '../../shared/basics/result.ts';
import type { Refusal } from '../../shared/room/refusal.ts';
import { isOutOfService } from '../../shared/rules/booking.ts';
import { decideExtension } from '../../shared/rules/decide-change.ts';
import type { Intent } from '../../shared/wire/intent-request.ts';
import type { OrganisedMeeting } from '../ports/bookings.ts';
import type { LedgerRow } from '../ports/ledger.ts';
import { bookingsOf, type Desk, isGivenUp, refuse } from './desk.ts';
import type { KindRules } from './kind-rules.ts';
import { mustGiveWay } from './rivals.ts';
import { ownCopy, saysYesItself } from './room-views.ts';
import { advanceChange, type Change, confirmChange, refuseChangeNow, writeAgain } from './settle-change.ts';
import { whyDeclined } from './why-declined.ts';

type Extend = Extract<Intent, { kind: 'extend' }>;

export const extendRules: KindRules<Extend> = {
  refuseNow: ({ occurrence, end }, known, now) =>
    refuseChangeNow(known, occurrence, (running) => decideExtension(known.day, running, end, now)),
  firstStretch: ({ end }, now) => ({ start: now, end }),
  advance: (desk, row, { occurrence, end }) => advanceChange(desk, row, occurrence, extensionTo(end)),
};

function extensionTo(end: Extend['end']): Change {
  return {
    decide(running, day, now) {
      const decided = decideExtension(day, running, end, now);
      return decided.ok ? ok({ start: running.end, end: decided.value }) : err(decided.error);
    },
    takesTime: true,
    follow: followExtension,
  };
}

async function followExtension(desk: Desk, row: LedgerRow, eventId: string): Promise<LedgerRow> {
  const { clock, views, ledger } = desk;
  const meeting = await bookingsOf(desk, row).read(eventId);
  if (meeting === null) return await refuse(desk, row, { kind: 'occurrence-gone' });
  if (meeting.end === row.start) return await writeAgain(desk, row, meeting);
  if (meeting.end !== row.end) return await refuse(desk, row, { kind: 'changed-meanwhile', end: meeting.end });

  if (meeting.roomResponse === 'declined') return await putBack(desk, row, meeting, await whyDeclined(desk, row));
  if (meeting.roomResponse === 'accepted' || saysYesItself(desk, row)) {
    if (meeting.end <= clock.now()) return await ledger.move(row, 'confirmed');
    const reading = await views.readFresh(row.roomId);
    // No rivals can be seen in a day that shows nothing.
    if (isOutOfService(reading.day)) return row;
    const copy = ownCopy(reading, row);
    // The answer in hand may still be that to the shorter meeting: the room's own calendar tells which it was.
    if (copy !== null && copy.end === row.end && !copy.tentative) {
      return mustGiveWay(reading, copy, { stretch: row, since: row.createdAt, mode: row.mode })
        ? await putBack(desk, row, meeting, { kind: 'gave-way' })
        : await confirmChange(desk, row, reading, copy);
    }
  }
  return isGivenUp(row, clock.now()) ? await putBack(desk, row, meeting, { kind: 'calendar-away' }) : row;
}

/** The shorter meeting was agreed on and stays; only what was added is taken back. */
async function putBack(desk: Desk, row: LedgerRow, meeting: OrganisedMeeting, why: Refusal): Promise<LedgerRow> {
  const outcome = await bookingsOf(desk, row).changeEnd(meeting.eventId, row.start, meeting.etag);
  // Somebody changed it in the same moment: the next step looks at what it is now.
  return outcome.kind === 'changed-meanwhile' ? row : await refuse(desk, row, why);
}
