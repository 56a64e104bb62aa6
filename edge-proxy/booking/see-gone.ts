/**
 * What was taken out of Exchange stands on the doors until the room's calendar is read again, which without notifications
 * may be a minute off: it is looked for a few times, until it is gone.
 */

import type { RoomId } from '../../shared/basics/ids.ts';
import { CalendarUnavailable } from '../ports/calendar.ts';
import type { LedgerRow } from '../ports/ledger.ts';
import type { Desk } from './desk.ts';
import { ownCopy } from './room-views.ts';

/** A room's copy mostly goes within moments. After the last of them the usual reading has to do. */
const PAUSES_MS = [500, 1_500, 3_000, 5_000];

type Waiting = {
  pause(roomId: RoomId, ms: { longestMs: number }): Promise<void>;
  isClosed(): boolean;
};

/** Never throws for an Exchange that is away: its doors say so by themselves. */
export async function seeGone({ views, findRoom, clock }: Desk, row: LedgerRow, news: Waiting): Promise<void> {
  for (const longestMs of PAUSES_MS) {
    if (row.eventId === null || findRoom(row.roomId) === null || row.end <= clock.now()) return;
    await news.pause(row.roomId, { longestMs });
    if (news.isClosed()) return;
    try {
      if (ownCopy(await views.readFresh(row.roomId), row) === null) return;
    } catch (cause) {
      if (!(cause instanceof CalendarUnavailable)) throw cause;
      return;
    }
  }
}
