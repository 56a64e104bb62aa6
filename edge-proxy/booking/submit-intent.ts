/**
 * A tap arrives. It is written down, shown as pending on every screen of the room and answered, all before Exchange hears
 * of it: people judge the door by what happens under their finger. The same key again is the same tap.
 */

import type { RoomId } from '../../shared/basics/ids.ts';
import type { Instant } from '../../shared/basics/instant.ts';
import { err, ok, type Result } from '../../shared/basics/result.ts';
import type { Alternative, Booking } from '../../shared/room/booking-status.ts';
import type { Refusal } from '../../shared/room/refusal.ts';
import { isOutOfService } from '../../shared/rules/booking.ts';
import type { Intent } from '../../shared/wire/intent-request.ts';
import type { LedgerRow } from '../ports/ledger.ts';
import { type Aim, type AskingDoor, aimOf } from './aim.ts';
import type { Desk } from './desk.ts';
import { firstStretch, refuseNow } from './kinds.ts';
import { bookingOf, fingerprintOf, refusedAtOnce, withoutWords } from './ledger.ts';
import { isFresh } from './room-views.ts';

/**
 * Not about the room: the same key with another wish, more taps under way than people can make, or a proxy that has only
 * just started. After the last two the key is as unused as before.
 */
export type SubmitFault = { readonly kind: 'key-reused' | 'too-many-requests' | 'not-ready' };
/** Said at once, with the rooms that are free instead. */
export type TurnedDown = Refusal & { readonly alternatives?: readonly Alternative[] };
export type SubmitIntent = (device: AskingDoor, intent: Intent) => Promise<Result<Booking, TurnedDown | SubmitFault>>;

/** Fifty tablets that tap at one moment must each hear who has the room, and not to come back later; twice that is no door. */
export const MOST_UNDER_WAY = 100;

type Needs = {
  readonly desk: Desk;
  /** How many intents of the room are under way. */
  readonly underWay: (roomId: RoomId) => number;
  /** Sees it through in the background; never throws. */
  readonly seeThrough: (row: LedgerRow) => void;
};

export function createSubmitIntent({ desk, underWay, seeThrough }: Needs): SubmitIntent {
  const { clock, ledger, views, grants } = desk;
  /** Let in and not yet written down: without them a burst would pass the bound as one. */
  const arriving = new Set<{ readonly roomId: RoomId }>();

  return async function submitIntent(device, intent) {
    const fingerprint = fingerprintOf(device.id, intent);
    const known = await ledger.find(intent.key);
    if (known !== null) return answerAgain(known, fingerprint, told(known));

    const now = clock.now();
    const aim = await aimOf(desk, device, intent, now);
    if (aim === 'not-ready') return err({ kind: 'not-ready' });
    const { roomId } = aim.ok ? aim.value : device;
    const refusal = aim.ok ? certainRefusal(intent, roomId, now) : aim.error;
    if (refusal === null && isFull(roomId)) return err({ kind: 'too-many-requests' });

    const meant = aim.ok ? aim.value : { roomId, intent };
    const asked = newRow(device, meant, fingerprint, refusal, now);
    const arrival = { roomId };
    arriving.add(arrival);
    try {
      const { row, isNew } = await ledger.record(asked);
      if (!isNew) return answerAgain(row, fingerprint, told(row));
      if (refusal !== null) return err(withOffers(refusal, told(row)));
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
    // What is wrong with the room itself can be said whatever is wrong with its calendar.
    if (isOutOfService(reading.day) && intent.kind !== 'report-fault') return { kind: 'out-of-service' };
    // It may be its own meeting that stands in the way.
    if (desk.restoredAt !== null) return null;
    // Nothing is certain before those in front of it have come to their end.
    if (!desk.extensions.isFirst({ key: intent.key, intent })) return null;
    const known = { reading, day: grants.dayFor(intent.key, reading), isFresh: isFresh(reading, now) };
    return refuseNow(intent, known, now);
  }
}

function answerAgain(row: LedgerRow, fingerprint: string, told: Booking): Result<Booking, TurnedDown | SubmitFault> {
  if (row.fingerprint !== fingerprint) return err({ kind: 'key-reused' });
  return row.refusal !== null && refusedAtOnce(row) ? err(withOffers(row.refusal, told)) : ok(told);
}

function withOffers(refusal: Refusal, { alternatives }: Booking): TurnedDown {
  return alternatives === undefined ? refusal : { ...refusal, alternatives };
}

function newRow(
  device: AskingDoor,
  { roomId, intent }: Aim,
  fingerprint: string,
  refusal: Refusal | null,
  now: Instant,
): LedgerRow {
  return {
    key: intent.key,
    fingerprint,
    deviceId: device.id,
    roomId,
    ...(roomId !== device.roomId && { askedFrom: device.roomId }),
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
