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
import type { LedgerRow, Release } from '../ports/ledger.ts';
import { type Clock, type Log, type Meter, nameOf } from '../ports/runtime.ts';
import type { Store } from '../ports/store.ts';

export type LedgerStore = Pick<
  Store,
  'recordIntent' | 'updateIntent' | 'noteIntentStep' | 'findIntent' | 'listUnsettledIntents' | 'listStandingBookings'
>;

export type LedgerNeeds = {
  readonly store: LedgerStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly meter?: Meter;
  /** Shows the room's doors what the ledger says now. */
  readonly republish: (roomId: RoomId) => Promise<unknown>;
};

/** What a settlement learns on its way. */
export type Findings = Partial<
  Pick<LedgerRow, 'start' | 'end' | 'eventId' | 'iCalUId' | 'etag' | 'written' | 'mode' | 'refusal'>
>;

/**
 * What happens to an intent between its statuses, for whoever asks later. decided: this is what will be asked of Exchange.
 * in-exchange: its meeting is there. written: Exchange has taken the change. exchange-away: it could not be asked.
 * taken-up: a new life of the proxy goes on with it. looked-for: Exchange may have been asked before, and is asked whether.
 * leaving: it is being taken out of Exchange again.
 */
export type StepWord = 'decided' | 'in-exchange' | 'written' | 'exchange-away' | 'taken-up' | 'looked-for' | 'leaving';

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

  /** At the doors of the room, and at those where it was asked for. */
  async function showAll({ roomId, askedFrom }: LedgerRow): Promise<void> {
    await show(roomId);
    if (askedFrom !== undefined) await show(askedFrom);
  }

  async function change(row: LedgerRow, found: Partial<LedgerRow>, step?: Step): Promise<LedgerRow> {
    // Always later than the first writing: a row as old as its last change was refused the moment it was asked.
    const updatedAt = latest(clock.now(), addMs(row.createdAt, 1));
    return await store.updateIntent(row.key, { ...found, updatedAt }, step);
  }

  return {
    find: (key: IntentKey) => store.findIntent(key),
    listUnsettled: () => store.listUnsettledIntents(),
    /** Confirmed bookings that are not over yet. */
    listStanding: () => store.listStandingBookings(clock.now()),

    /** Writes the row down, or hands back the one that has its key already. */
    async record(row: LedgerRow): Promise<{ row: LedgerRow; isNew: boolean }> {
      const recorded = await store.recordIntent(row);
      if (recorded.isNew && isSettled(row)) meter?.count('intents_total', { kind: row.kind, status: row.status });
      if (recorded.isNew) await showAll(row);
      return recorded;
    },

    /** Keeps what was found out; nothing that a door must hear of at once. */
    note: (row: LedgerRow, found: Findings, what: StepWord = wordFor(row, found)): Promise<LedgerRow> =>
      change(row, found, { what, reason: null }),

    /** Keeps that something happened that changed nothing. Evidence: where it cannot be kept, the tap goes on without it. */
    async noteStep(row: LedgerRow, what: StepWord, reason: string | null = null): Promise<void> {
      await store.noteIntentStep(row.key, clock.now(), { what, reason }).catch((cause: unknown) => {
        log.warn('booking.step-not-kept', { key: row.key, what, cause: nameOf(cause) });
      });
    },

    /** Moves it on and shows it. The reason why it is on its way out stays with it until its end. */
    async move(row: LedgerRow, status: BookingStatus, refusal?: Refusal | null): Promise<LedgerRow> {
      const isOver = isSettled({ status });
      const intent = isOver ? withoutWords(row.intent) : row.intent;
      const reason = isOver ? (refusal ?? null) : refusal;
      const moved = await change(row, { intent, status, ...(reason !== undefined && { refusal: reason }) });
      if (isSettled(moved)) meter?.count('intents_total', { kind: row.kind, status });
      log.info('booking.moved', { key: row.key, roomId: row.roomId, kind: row.kind, status, reason: refusal?.kind });
      await showAll(row);
      return moved;
    },
  };
}

type Step = { readonly what: string; readonly reason: string | null };

function wordFor(row: LedgerRow, found: Findings): StepWord {
  if (found.written === true) return 'written';
  return row.eventId === null && found.eventId !== undefined && found.eventId !== null ? 'in-exchange' : 'decided';
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
  return refusal === null || !isSettled(row) ? { key, status } : { key, status, reason: refusal };
}

/** What somebody typed at a door is for Exchange, and for the doors while it is asked; the ledger outlives both. */
export function withoutWords<I extends Intent | Release>(intent: I): I {
  if (intent.kind !== 'book' && intent.kind !== 'report-fault') return intent;
  const { title: _title, name: _name, words: _words, ...wish } = intent as I & Partial<Record<Word, string>>;
  return wish as unknown as I;
}

type Word = 'title' | 'name' | 'words';

/** The same for the same wish of the same tablet, however its JSON was laid out. */
export function fingerprintOf(deviceId: DeviceId, intent: Intent): string {
  const { title = '', name = '', words = '' } = intent as Partial<Record<Word, string>>;
  const typed = [title, name, words].join('\n').trim();
  return `${deviceId} ${encodeText(intentCodec, withoutWords(intent))}${typed === '' ? '' : ` ${checksum(typed)}`}`;
}

/**
 * Tells one wording from another and gives none away: with sixteen bits, each value is shared by more titles than anybody
 * could try out. FNV-1a, folded.
 */
function checksum(typed: string): number {
  let hash = 0x811c9dc5;
  for (const letter of typed) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return ((hash >>> 16) ^ hash) & 0xffff;
}

/** What may be logged of something thrown: its message can hold a title or an address. */
