/** One touch of a button and how far it has come, from what the outbox and the day say of it. All pure. */

import type { IntentKey } from '../../shared/basics/ids.ts';
import type { Instant } from '../../shared/basics/instant.ts';
import type { Alternative, Booking, BookingStatus, IntentKind } from '../../shared/room/booking-status.ts';
import type { Refusal } from '../../shared/room/refusal.ts';
import type { RoomDay } from '../../shared/room/room-day.ts';
import type { Intent } from '../../shared/wire/intent-request.ts';
import type { OutboxNews } from '../ports.ts';

export type Tap = {
  readonly key: IntentKey;
  readonly kind: IntentKind;
  /** `sending` until the proxy has answered; then as the stream tells. `checking` also where no answer came. */
  readonly status: 'sending' | BookingStatus;
  /** The end that the button named; for `end`, the moment of the tap. */
  readonly end: Instant;
  /** Of a booking that does not begin now. */
  readonly start: Instant | null;
  /** Of a booking of another room than this door's: its address, and what it is called where that is known. */
  readonly elsewhere: Elsewhere | null;
  /** Null also where it came to nothing and nobody said why. */
  readonly refusal: Refusal | null;
  readonly alternatives: readonly Alternative[];
  readonly at: Instant;
  /** Whether the room was held for it at any time. */
  readonly wasHeld: boolean;
};

export type Elsewhere = { readonly room: string; readonly name: string };

/** Whether an answer is still to come. */
export function isUnderWay({ status }: Pick<Tap, 'status'>): boolean {
  return status === 'sending' || status === 'pending' || status === 'checking' || status === 'held';
}

/** As it stands the moment it is made. */
export function tapOf(intent: Intent, at: Instant): Tap {
  const end = intent.kind === 'book' || intent.kind === 'extend' ? intent.end : at;
  const { key, kind } = intent;
  const { start = null, room = null } = intent.kind === 'book' ? intent : {};
  // Of a tap from an earlier life the address is all that is left, and its first part is mostly the room's name.
  const elsewhere = room === null ? null : { room, name: room.split('@')[0] ?? room };
  return { key, kind, status: 'sending', end, start, elsewhere, refusal: null, alternatives: [], at, wasHeld: false };
}

export function after(tap: Tap, { status, reason, alternatives = [] }: Outcome): Tap {
  return { ...tap, status, refusal: reason ?? null, alternatives, wasHeld: tap.wasHeld || status === 'held' };
}

/** Whether the intent has come to nothing without the proxy's word in the day. */
export function isOver({ kind }: OutboxNews): boolean {
  return kind === 'turned-down' || kind === 'too-late';
}

/** What the proxy tells of it in the day, which outranks every answer to a post. */
export function findOutcome(day: RoomDay, key: IntentKey): Booking | null {
  const told = day.intents.find((intent) => intent.key === key);
  return told ?? day.occurrences.find(({ booking }) => booking?.key === key)?.booking ?? null;
}

export type Outcome = { status: BookingStatus; reason?: Refusal; alternatives?: readonly Alternative[] };

export function outcomeOf(news: Exclude<OutboxNews, { kind: 'taken-back' }>): Outcome {
  switch (news.kind) {
    case 'answered':
      return news.booking;
    case 'turned-down':
      return {
        status: 'refused',
        ...(news.problem.refusal && { reason: news.problem.refusal }),
        ...(news.problem.alternatives && { alternatives: news.problem.alternatives }),
      };
    case 'held':
      return { status: 'held' };
    case 'no-answer':
      return { status: 'checking' };
    case 'too-late':
      return { status: 'refused', reason: { kind: 'too-late' } };
  }
}
