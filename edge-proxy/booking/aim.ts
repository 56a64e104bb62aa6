/**
 * Which room an intent is about, and whether the door that asks may ask for it there. Of a room that is none of its
 * business a door learns nothing, not even that there is one.
 */

import type { RoomId } from '../../shared/basics/ids.ts';
import type { Instant } from '../../shared/basics/instant.ts';
import { err, ok, type Result } from '../../shared/basics/result.ts';
import { bookedAs, intentOccurrence } from '../../shared/room/occurrence.ts';
import type { Refusal } from '../../shared/room/refusal.ts';
import { isNearby } from '../../shared/rules/availability.ts';
import type { Intent } from '../../shared/wire/intent-request.ts';
import type { LedgerRow } from '../ports/ledger.ts';
import type { Desk } from './desk.ts';
import { tooLateToUndo } from './settle-undo.ts';

/** Where it hangs, and who it is. */
export type AskingDoor = Pick<LedgerRow, 'roomId'> & { readonly id: LedgerRow['deviceId'] };

/** `intent`: as the ledger keeps it, with what is meant named so that it can be found again after a crash. */
export type Aim = { readonly roomId: RoomId; readonly intent: Intent };

/** `not-ready`: the rooms may not be known yet, and a tap that waited out a restart must not die of that. */
export async function aimOf(
  desk: Desk,
  door: AskingDoor,
  intent: Intent,
  now: Instant,
): Promise<Result<Aim, Refusal> | 'not-ready'> {
  if (intent.kind === 'cancel') return await aimAtBooking(desk, door, intent, now);
  const own = desk.findRoom(door.roomId);
  if (own === null) return isAwaited(desk, door.roomId) ? 'not-ready' : err({ kind: 'room-not-known' });
  if (intent.kind !== 'book' || intent.room === undefined) return ok({ roomId: own.id, intent });
  const other = desk.findRoom(intent.room);
  if (other === null || !isNearby(own, other)) return err({ kind: 'room-not-known' });
  // The other room's policy is looked at with its day. Ours says whether anybody may book at this door at all.
  const mayBookHere = desk.views.current(own.id)?.day.policy.mayBook ?? true;
  return mayBookHere ? ok({ roomId: other.id, intent }) : err({ kind: 'booking-switched-off' });
}

function isAwaited({ views }: Desk, roomId: RoomId): boolean {
  return views.current(roomId)?.day.health?.cause !== 'room-gone';
}

/** One that stands in this door's room, or that was made at this door, wherever it stands. */
async function aimAtBooking(
  desk: Desk,
  door: AskingDoor,
  intent: Extract<Intent, { kind: 'cancel' }>,
  now: Instant,
): Promise<Result<Aim, Refusal>> {
  const shown = desk.views.current(door.roomId)?.day.occurrences.find(({ id }) => id === intent.occurrence);
  const key = shown?.booking?.key ?? bookedAs(intent.occurrence);
  if (key === null) return err({ kind: shown === undefined ? 'occurrence-gone' : 'not-booked-here' });
  const booking = await desk.ledger.find(key);
  if (booking === null || booking.kind !== 'book') return err({ kind: 'occurrence-gone' });
  if (booking.roomId !== door.roomId && booking.deviceId !== door.id) return err({ kind: 'occurrence-gone' });
  const no = tooLateToUndo(desk, booking, { createdAt: now });
  if (no !== null) return err(no);
  return ok({ roomId: booking.roomId, intent: { ...intent, occurrence: intentOccurrence(key) } });
}
