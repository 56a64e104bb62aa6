/**
 * Undoing a walk-up booking, asked for still or confirmed already: nothing of it stays in Exchange. The booking's own row
 * is what is withdrawn; this one only says why, and waits for it.
 */

import { addMinutes } from '../../shared/basics/instant.ts';
import { err, ok, type Result } from '../../shared/basics/result.ts';
import { bookedAs } from '../../shared/room/occurrence.ts';
import type { Refusal } from '../../shared/room/refusal.ts';
import { closedBecause } from '../../shared/rules/booking.ts';
import type { Intent } from '../../shared/wire/intent-request.ts';
import type { LedgerRow } from '../ports/ledger.ts';
import { bookingsOf, type Desk, isTooLate, refuse } from './desk.ts';
import type { KindRules } from './kind-rules.ts';
import { isSettled } from './ledger.ts';
import { goOnWithdrawing, isOnItsWayOut } from './withdraw.ts';

type Cancel = Extract<Intent, { kind: 'cancel' }>;

export const cancelRules: KindRules<Cancel> = {
  refuseNow: (_intent, { day }) => closedBecause(day),
  firstStretch: (_intent, now) => ({ start: now, end: now }),
  async advance(desk, row, { occurrence }) {
    const key = bookedAs(occurrence);
    if (key === null) return await refuse(desk, row, { kind: 'occurrence-gone' });
    return await desk.bookingTurns.run(key, async () => {
      const booking = await desk.ledger.find(key);
      return booking === null ? await refuse(desk, row, { kind: 'occurrence-gone' }) : await undo(desk, row, booking);
    });
  },
};

/** Why a booking cannot be undone any more, by the time that the door was tapped. What stands in no calendar always can. */
export function tooLateToUndo(desk: Desk, booking: LedgerRow, row: Pick<LedgerRow, 'createdAt'>): Refusal | null {
  if (cameToNothing(booking) || isOnItsWayOut(booking) || booking.status === 'held') return null;
  if (booking.end <= row.createdAt) return { kind: 'occurrence-gone' };
  const minutes = desk.views.current(booking.roomId)?.day.policy.undoMinutes ?? 0;
  const isOver = minutes === 0 || row.createdAt > addMinutes(booking.createdAt, minutes);
  return isOver ? { kind: 'undo-over' } : null;
}

async function undo(desk: Desk, row: LedgerRow, booking: LedgerRow): Promise<LedgerRow> {
  const { ledger } = desk;
  if (cameToNothing(booking)) return await ledger.move(row, 'confirmed');
  const leaving = isOnItsWayOut(booking) ? ok(booking) : await sendAway(desk, row, booking);
  if (!leaving.ok) return await refuse(desk, row, leaving.error);
  const settled = await goOnWithdrawing(desk, leaving.value);
  return isSettled(settled) ? await ledger.move(row, 'confirmed') : row;
}

/** From here on it is undone, whatever becomes of us. */
async function sendAway(desk: Desk, row: LedgerRow, booking: LedgerRow): Promise<Result<LedgerRow, Refusal>> {
  const { ledger, clock } = desk;
  if (isTooLate(row, clock.now())) return err({ kind: 'too-late' });
  const no = tooLateToUndo(desk, booking, row) ?? (await changedMeanwhile(desk, booking));
  if (no !== null) return err(no);
  // To look at the meeting may have taken as long as Graph liked.
  if (isTooLate(row, clock.now())) return err({ kind: 'too-late' });
  const undone = { kind: 'undone' } as const;
  const leaving =
    booking.status === 'confirmed'
      ? await ledger.move(booking, 'checking', undone)
      : await ledger.note(booking, { refusal: undone }, 'leaving');
  return ok(leaving);
}

/** Somebody in Outlook has made another meeting of it: then it is not ours alone to take away. */
async function changedMeanwhile(desk: Desk, booking: LedgerRow): Promise<Refusal | null> {
  if (booking.eventId === null) return null;
  const meeting = await bookingsOf(desk, booking).read(booking.eventId);
  if (meeting === null || (meeting.start === booking.start && meeting.end === booking.end)) return null;
  return { kind: 'changed-meanwhile', end: meeting.end };
}

function cameToNothing({ status }: LedgerRow): boolean {
  return status === 'refused' || status === 'withdrawn';
}
