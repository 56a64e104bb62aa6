/**
 * A tap arrives. It is written down, shown as pending on every screen of the room and answered, all before Exchange hears
 * of it: people judge the door by what happens under their finger. The same key again is the same tap.
 */

import type { RoomId } from '../../shared/basics/ids.ts';
import type { Instant } from '../../shared/basics/instant.ts';
import { err, ok, type Result } from '../../shared/basics/result.ts';
import type { Booking } from '../../shared/room/booking-status.ts';
import type { Refusal } from '../../shared/room/refusal.ts';
import { isOutOfService } from '../../shared/rules/booking.ts';
import type { Intent } from '../../shared/wire/intent-request.ts';
import type { Device, LedgerRow } from '../ports.ts';
import type { Desk } from './desk.ts';
import { firstStretch, refuseNow } from './kinds.ts';
import { bookingOf, fingerprintOf, refusedAtOnce, withoutWords } from './ledger.ts';
import { isFresh } from './room-views.ts';

/**
 * Not about the room: the same key with another wish, more taps under way than people can make, or a proxy that has only
 * just started. After the last two the key is as unused as before.
 */
export type SubmitFault = { readonly kind: 'key-reused' | 'too-many-requests' | 'not-ready' };
export type SubmitIntent = (
  device: Pick<Device, 'id' | 'roomId'>,
  intent: Intent,
) => Promise<Result<Booking, Refusal | SubmitFault>>;

/** A dozen people at four doors of one room, all at once, and then some. */
export const MOST_UNDER_WAY = 20;

type Needs = {
  readonly desk: Desk;
  /** How many intents of the room are under way. */
  readonly underWay: (roomId: RoomId) => number;
  /** Sees it through in the background; never throws. */
  readonly seeThrough: (row: LedgerRow) => void;
};

export function createSubmitIntent({ desk, underWay, seeThrough }: Needs): SubmitIntent {
  const { clock, ledger, findRoom, views, grants } = desk;
  /** Let in and not yet written down: without them a burst would pass the bound as one. */
  const arriving = new Set<{ readonly roomId: RoomId }>();

  return async function submitIntent(device, intent) {
    const fingerprint = fingerprintOf(device.id, intent);
    const known = await ledger.find(intent.key);
    if (known !== null) return answerAgain(known, fingerprint, told(known));

    const now = clock.now();
    const room = findRoom(intent.kind === 'book' ? (intent.room ?? device.roomId) : device.roomId);
    if (room === null && isOwnRoomAwaited(device, intent)) return err({ kind: 'not-ready' });
    const roomId = room?.id ?? device.roomId;
    const refusal = room === null ? ({ kind: 'room-not-known' } as const) : certainRefusal(intent, roomId, now);
    if (refusal === null && isFull(roomId)) return err({ kind: 'too-many-requests' });

    const asked = newRow(device, intent, roomId, fingerprint, refusal, now);
    const arrival = { roomId };
    arriving.add(arrival);
    try {
      const { row, isNew } = await ledger.record(asked);
      if (!isNew) return answerAgain(row, fingerprint, told(row));
      if (refusal !== null) return err(refusal);
      seeThrough(row);
      return ok(bookingOf(row));
    } finally {
      arriving.delete(arrival);
    }
  };

  function isFull(roomId: RoomId): boolean {
    const coming = [...arriving].filter((one) => one.roomId === roomId).length;
    return underWay(roomId) + coming >= MOST_UNDER_WAY;
  }

  /** The rooms may not be known yet, and a tap that waited out a restart must not die of that. */
  function isOwnRoomAwaited({ roomId }: Pick<Device, 'roomId'>, intent: Intent): boolean {
    const isOwn = intent.kind !== 'book' || intent.room === undefined;
    return isOwn && views.current(roomId)?.day.health?.cause !== 'room-gone';
  }

  /** As the doors of the room are told it, with the rooms that are free instead; the ledger alone does not know those. */
  function told(row: LedgerRow): Booking {
    const outcome = views.current(row.roomId)?.day.intents.find(({ key }) => key === row.key);
    const booking = bookingOf(row);
    return outcome?.alternatives === undefined ? booking : { ...booking, alternatives: outcome.alternatives };
  }

  /** What is certain to be refused later, so that it is said at once. Null leaves it to a reading of the calendar. */
  function certainRefusal(intent: Intent, roomId: RoomId, now: Instant): Refusal | null {
    if (now > intent.notAfter) return { kind: 'too-late' };
    const reading = views.current(roomId);
    if (reading === null) return null;
    if (isOutOfService(reading.day)) return { kind: 'out-of-service' };
    const known = { reading, day: grants.dayFor(intent.key, reading), isFresh: isFresh(reading, now) };
    return refuseNow(intent, known, now);
  }
}

function answerAgain(row: LedgerRow, fingerprint: string, told: Booking): Result<Booking, Refusal | SubmitFault> {
  if (row.fingerprint !== fingerprint) return err({ kind: 'key-reused' });
  return row.refusal !== null && refusedAtOnce(row) ? err(row.refusal) : ok(told);
}

function newRow(
  device: Pick<Device, 'id'>,
  intent: Intent,
  roomId: RoomId,
  fingerprint: string,
  refusal: Refusal | null,
  now: Instant,
): LedgerRow {
  return {
    key: intent.key,
    fingerprint,
    deviceId: device.id,
    roomId,
    intent: refusal === null ? intent : withoutWords(intent),
    kind: intent.kind,
    status: refusal === null ? 'pending' : 'refused',
    refusal,
    ...firstStretch(intent, now),
    eventId: null,
    iCalUId: null,
    createdAt: now,
    updatedAt: now,
  };
}
