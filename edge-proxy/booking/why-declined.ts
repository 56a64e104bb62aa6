/**
 * A room gives no reason for its no. Where its calendar shows who has it by now, that is the reason; its booking window and
 * its longest meeting are nowhere to be read, so of them a door says nothing.
 */

import { overlaps } from '../../shared/basics/interval.ts';
import { type Occurrence, occupies } from '../../shared/room/occurrence.ts';
import type { Refusal } from '../../shared/room/refusal.ts';
import { isOutOfService } from '../../shared/rules/booking.ts';
import { CalendarUnavailable } from '../ports/calendar.ts';
import type { LedgerRow } from '../ports/ledger.ts';
import type { Desk } from './desk.ts';
import { ownCopy, type RoomReading } from './room-views.ts';

export async function whyDeclined({ views, log }: Desk, row: LedgerRow): Promise<Refusal> {
  try {
    const reading = await views.readFresh(row.roomId);
    const rival = isOutOfService(reading.day) ? null : rivalIn(reading, row);
    return rival === null ? { kind: 'room-declined' } : { kind: 'room-busy', from: rival.start, until: rival.end };
  } catch (cause) {
    if (!(cause instanceof CalendarUnavailable)) throw cause;
    log.warn('booking.decline-not-explained', { key: row.key, roomId: row.roomId, reason: cause.reason });
    return { kind: 'room-declined' };
  }
}

/** Whatever of ours is still asked for has nobody's yes yet. */
function rivalIn(reading: RoomReading, row: LedgerRow): Occurrence | null {
  const own = ownCopy(reading, row)?.id;
  const stands = ({ id, booking }: Occurrence) => id !== own && (booking === null || booking.status === 'confirmed');
  return reading.day.occurrences.find((one) => stands(one) && occupies(one) && overlaps(one, row)) ?? null;
}
