/**
 * Each intent and how far it got. The row is written before anything is asked of Exchange, so that neither a crash nor a
 * lost answer can make a tap happen twice or vanish; every move is kept first and shown second.
 */

import { encodeText } from '../../shared/basics/codec.ts';
import type { DeviceId, IntentKey, RoomId } from '../../shared/basics/ids.ts';
import { addMs, latest } from '../../shared/basics/instant.ts';
import type { Booking, BookingStatus } from '../../shared/room/booking-status.ts';
import type { Refusal } from '../../shared/room/refusal.ts';
import { type Intent, intentCodec } from '../../shared/wire/intent-request.ts';
import type { Clock, LedgerRow, Log, Meter, Store } from '../ports.ts';

export type LedgerStore = Pick<Store, 'recordIntent' | 'updateIntent' | 'findIntent' | 'listUnsettledIntents'>;

export type LedgerNeeds = {
  readonly store: LedgerStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly meter?: Meter;
  /** Shows the room's doors what the ledger says now. */
  readonly republish: (roomId: RoomId) => Promise<unknown>;
};

/** What a settlement learns on its way. */
export type Findings = Partial<Pick<LedgerRow, 'start' | 'end' | 'eventId' | 'iCalUId'>>;

export type Ledger = ReturnType<typeof createLedger>;

export function createLedger({ store, clock, log, meter, republish }: LedgerNeeds) {
  async function show(roomId: RoomId): Promise<void> {
    try {
      await republish(roomId);
    } catch (cause) {
      // The ledger is kept and the next publication shows it; the settlement must not stop for a display.
      log.error('booking.republish-failed', { roomId, cause: nameOf(cause) });
    }
  }

  async function change(row: LedgerRow, found: Partial<LedgerRow>): Promise<LedgerRow> {
    // Always later than the first writing: a row as old as its last change was refused the moment it was asked.
    const updatedAt = latest(clock.now(), addMs(row.createdAt, 1));
    return await store.updateIntent(row.key, { ...found, updatedAt });
  }

  return {
    find: (key: IntentKey) => store.findIntent(key),
    listUnsettled: () => store.listUnsettledIntents(),

    /** Writes the row down, or hands back the one that has its key already. */
    async record(row: LedgerRow): Promise<{ row: LedgerRow; isNew: boolean }> {
      const recorded = await store.recordIntent(row);
      if (recorded.isNew && isSettled(row)) meter?.count('intents_total', { kind: row.kind, status: row.status });
      if (recorded.isNew) await show(row.roomId);
      return recorded;
    },

    /** Keeps what was found out; nothing that a door must hear of at once. */
    note: (row: LedgerRow, found: Findings): Promise<LedgerRow> => change(row, found),

    /** Moves it on and shows it. */
    async move(row: LedgerRow, status: BookingStatus, refusal: Refusal | null = null): Promise<LedgerRow> {
      const intent = isSettled({ status }) ? withoutWords(row.intent) : row.intent;
      const moved = await change(row, { intent, status, refusal });
      if (isSettled(moved)) meter?.count('intents_total', { kind: row.kind, status });
      log.info('booking.moved', { key: row.key, roomId: row.roomId, kind: row.kind, status, reason: refusal?.kind });
      await show(row.roomId);
      return moved;
    },
  };
}

/** Refused before anything was tried: then the first answer was a problem, and so is each repeat of it. */
export function refusedAtOnce(row: LedgerRow): boolean {
  return row.status === 'refused' && row.updatedAt === row.createdAt;
}

export function isSettled({ status }: Pick<LedgerRow, 'status'>): boolean {
  return status === 'confirmed' || status === 'refused' || status === 'withdrawn';
}

export function bookingOf(row: LedgerRow): Booking {
  const { key, status, refusal } = row;
  return refusal === null ? { key, status } : { key, status, reason: refusal };
}

/** What somebody typed at a door is for Exchange, and for the doors while it is asked; the ledger outlives both. */
export function withoutWords(intent: Intent): Intent {
  if (intent.kind !== 'book') return intent;
  const { title: _title, name: _name, ...wish } = intent;
  return wish;
}

/** The same for the same wish of the same tablet, however its JSON was laid out and whatever it was to be called. */
export function fingerprintOf(deviceId: DeviceId, intent: Intent): string {
  return `${deviceId} ${encodeText(intentCodec, withoutWords(intent))}`;
}

/** What may be logged of something thrown: its message can hold a title or an address. */
export function nameOf(cause: unknown): string {
  return cause instanceof Error ? cause.name : typeof cause;
}
