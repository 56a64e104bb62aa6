/**
 * A booking that was just confirmed is looked at for a while longer: a rival's invitation that was sent first may arrive
 * second, and some rooms take an acceptance back.
 */

import type { IntentKey, RoomId } from '../../shared/basics/ids.ts';
import { addMs, type Instant } from '../../shared/basics/instant.ts';
import { isOutOfService } from '../../shared/rules/booking.ts';
import type { LedgerRow } from '../ports/ledger.ts';
import { bookingsOf, type Desk } from './desk.ts';
import { mustGiveWay } from './rivals.ts';
import { ownCopy } from './room-views.ts';

/** Mail between tenants takes seconds, rarely a minute. */
const WATCHED_MS = 2 * 60_000;
/** After a start, those that were confirmed so long ago are looked at too: it may be that nobody did meanwhile. */
const LOOKED_BACK_MS = 60 * 60_000;

type Watched = { readonly row: LedgerRow; readonly eventId: string; readonly until: Instant };

/** `seeThrough` brings a row that is open again to its end; it never throws. */
export function createWatchOver(desk: Desk, seeThrough: (row: LedgerRow) => void) {
  const byRoom = new Map<RoomId, Map<IntentKey, Watched>>();

  function forget({ row }: Watched): void {
    const ofRoom = byRoom.get(row.roomId);
    ofRoom?.delete(row.key);
    if (ofRoom?.size === 0) byRoom.delete(row.roomId);
  }

  async function lookAgain(watched: Watched): Promise<void> {
    const { row } = watched;
    const reading = desk.views.current(row.roomId);
    const copy = reading === null ? null : ownCopy(reading, row);
    if (reading === null || isOutOfService(reading.day)) return;
    if (copy === null) {
      await askWhyGone(watched);
      return;
    }
    // Nobody can be told anything useful about it any more; opened again it would be found standing, and watched anew.
    if (copy.end <= desk.clock.now()) {
      forget(watched);
      return;
    }
    if (!mustGiveWay(reading, copy, { stretch: copy, since: copy.createdAt ?? row.createdAt, mode: row.mode })) return;
    await openAgain(watched);
  }

  /** Unsettled like any other from here on: neither a crash nor an Exchange that is away leaves it half withdrawn. */
  async function openAgain(watched: Watched): Promise<void> {
    forget(watched);
    const { key } = watched.row;
    const open = await desk.bookingTurns.run(key, async () => {
      const present = await desk.ledger.find(key);
      // Somebody at the door may have undone it meanwhile: what came to nothing is not begun again.
      return present?.status === 'confirmed' ? await desk.ledger.move(present, 'checking') : null;
    });
    if (open !== null) seeThrough(open);
  }

  /** A room that takes its yes back removes its copy; one that merely lags, or was ended at the door, has said no such thing. */
  async function askWhyGone(watched: Watched): Promise<void> {
    const { row, eventId } = watched;
    const meeting = await bookingsOf(desk, row).read(eventId);
    if (meeting?.roomResponse === 'declined' && byRoom.get(row.roomId)?.get(row.key) === watched)
      await openAgain(watched);
  }

  function start(row: LedgerRow): void {
    if (row.kind !== 'book' || row.status !== 'confirmed' || row.eventId === null) return;
    const ofRoom = byRoom.get(row.roomId) ?? new Map<IntentKey, Watched>();
    ofRoom.set(row.key, { row, eventId: row.eventId, until: addMs(desk.clock.now(), WATCHED_MS) });
    byRoom.set(row.roomId, ofRoom);
  }

  return {
    start,

    /** After a start of the proxy, of all that stand: its last life may have ended in the middle of the watch. */
    startAgain(standing: readonly LedgerRow[]): void {
      for (const row of standing) if (row.updatedAt >= addMs(desk.clock.now(), -LOOKED_BACK_MS)) start(row);
    },

    /** Costs no call to Exchange unless one has to give way, or its copy is gone. @throws CalendarUnavailable */
    async roomChanged(roomId: RoomId): Promise<void> {
      for (const watched of [...(byRoom.get(roomId)?.values() ?? [])]) {
        if (watched.until <= desk.clock.now()) forget(watched);
        else await lookAgain(watched);
      }
    },
  };
}
