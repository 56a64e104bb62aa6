/** How far a tap has come, from what the outbox and the day say of it. All pure. */

import type { IntentKey } from '../../shared/basics/ids.ts';
import type { Instant } from '../../shared/basics/instant.ts';
import type { Alternative, Booking, BookingStatus } from '../../shared/room/booking-status.ts';
import type { Refusal } from '../../shared/room/refusal.ts';
import type { RoomDay } from '../../shared/room/room-day.ts';
import type { Intent } from '../../shared/wire/intent-request.ts';
import type { OutboxNews } from '../ports.ts';
import type { Tap } from './tap.ts';

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
