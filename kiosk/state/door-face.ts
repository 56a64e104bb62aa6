/**
 * What the door says: one mood, one word, one phrase, one line, one lamp. Pure, and in keys instead of sentences, so that
 * every state and every outcome can be laid out in a table and tested without a screen.
 */

import { type Instant, MINUTE_MS, SECOND_MS } from '../../shared/basics/instant.ts';
import { dayOf, type Zone } from '../../shared/basics/zone.ts';
import type { Closure } from '../../shared/room/closure.ts';
import type { Occurrence } from '../../shared/room/occurrence.ts';
import type { RoomDay } from '../../shared/room/room-day.ts';
import type { BaseState, DoubtCause, RoomState } from '../../shared/rules/room-state.ts';
import { isOwnHold } from './own-holds.ts';
import type { Connection } from './room-model.ts';
import { isUnderWay, type Tap } from './tap.ts';

/** Nobody is in; someone is expected; someone is in; we promise nothing. */
export type Mood = 'free' | 'expected' | 'used' | 'none';

export type FaceWord =
  | 'free'
  | 'booked'
  | 'check-in'
  | 'in-use'
  | 'ending'
  | 'booking'
  | 'yours'
  | 'held'
  | 'checking'
  | 'was-free'
  | 'was-in-use'
  | 'not-sure'
  | 'closed';

export type FacePhrase =
  | { readonly kind: 'until' | 'from' | 'at' | 'by'; readonly moment: Instant }
  /** Gone by, and maybe yesterday. */
  | { readonly kind: 'was-at' | 'since'; readonly moment: Instant }
  | { readonly kind: 'all-day' | 'right-now' };

export type Unsure = DoubtCause | 'silent' | 'lost';

export type FaceLine =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'then'; readonly next: Occurrence }
  | { readonly kind: 'free-for'; readonly minutes: number; readonly next: Occurrence }
  | { readonly kind: 'meeting'; readonly current: Occurrence }
  | {
      readonly kind: 'meeting-ending';
      readonly current: Occurrence;
      readonly next: Occurrence | null;
      readonly freeUntil: Instant | null;
    }
  | { readonly kind: 'meeting-awaited'; readonly current: Occurrence; readonly minutes: number }
  | {
      readonly kind:
        | 'asking-calendar'
        | 'asking-longer'
        | 'asking-end'
        | 'held-by-site'
        | 'held-by-screen'
        | 'finding-out';
    }
  | { readonly kind: 'on-calendar' | 'ended' }
  | { readonly kind: 'extended'; readonly until: Instant }
  | { readonly kind: 'was'; readonly why: Unsure; readonly silentMinutes: number; readonly said: BaseState }
  | { readonly kind: 'unknown'; readonly why: Unsure; readonly silentMinutes: number }
  | { readonly kind: 'closed'; readonly closure: Closure; readonly until: Instant | null }
  | { readonly kind: 'scope-not-proven' };

/** `share` is how much of the disc is inked. */
export type FaceLamp =
  | { readonly kind: 'ring' | 'disc' | 'asking' | 'held' | 'tick' | 'broken' | 'question' | 'closed' }
  | { readonly kind: 'filling' | 'draining'; readonly share: number };

export type DoorFace = {
  readonly mood: Mood;
  readonly word: FaceWord;
  readonly phrase: FacePhrase;
  readonly line: FaceLine;
  readonly lamp: FaceLamp;
};

export function doorFace(
  day: RoomDay,
  state: RoomState,
  connection: Connection,
  tap: Tap | null,
  now: Instant,
): DoorFace {
  switch (state.kind) {
    case 'stale':
      return asked(tap)
        ? askingFace(tap.status, tap.end)
        : staleFace(state.was, state.readAt, reason(connection, state.cause), now);
    case 'unknown':
      return unknownFace(state.since, reason(connection, state.cause), now);
    case 'out-of-service':
      return closedFace(day, state, now);
    case 'available':
    case 'starting-soon':
      return asked(tap) ? askingFace(tap.status, tap.end) : freeFace(day, state, tap, now);
    case 'booking':
      return bookingFace(state, connection);
    case 'awaiting-check-in':
    case 'in-use':
    case 'ending-soon':
      return takenFace(day, state, tap, now);
    default:
      return state satisfies never;
  }
}

type FreeState = Extract<RoomState, { kind: 'available' | 'starting-soon' }>;
type ClosedState = Extract<RoomState, { kind: 'out-of-service' }>;
type BookingState = Extract<RoomState, { kind: 'booking' }>;
type TakenState = Extract<RoomState, { kind: 'awaiting-check-in' | 'in-use' | 'ending-soon' }>;

function freeFace(day: RoomDay, state: FreeState, tap: Tap | null, now: Instant): DoorFace {
  if (state.kind === 'starting-soon') {
    const { from, next } = state;
    return {
      mood: 'expected',
      word: 'booked',
      phrase: { kind: 'from', moment: from },
      line: { kind: 'free-for', minutes: minutesUntil(from, now), next },
      lamp: { kind: 'filling', share: 1 - shareLeft(from, day.policy.startingSoonMinutes, now) },
    };
  }
  const line: FaceLine =
    tap?.kind === 'end' && tap.status === 'confirmed'
      ? { kind: 'ended' }
      : state.next === null
        ? { kind: 'nothing' }
        : { kind: 'then', next: state.next };
  const phrase: FacePhrase = state.until === null ? { kind: 'all-day' } : { kind: 'until', moment: state.until };
  return { mood: 'free', word: 'free', phrase, line, lamp: { kind: 'ring' } };
}

function takenFace(day: RoomDay, state: TakenState, tap: Tap | null, now: Instant): DoorFace {
  const { current, until } = state;
  if (state.kind === 'awaiting-check-in') {
    const whole = current.checkIn.kind === 'needed' ? (state.by - current.checkIn.opensAt) / MINUTE_MS : 0;
    return {
      mood: 'expected',
      word: 'check-in',
      phrase: { kind: 'by', moment: state.by },
      line: { kind: 'meeting-awaited', current, minutes: minutesUntil(state.by, now) },
      lamp: { kind: 'draining', share: shareLeft(state.by, whole, now) },
    };
  }
  const told = tapLine(tap);
  if (tap?.kind === 'book' && tap.status === 'confirmed' && current.booking?.key === tap.key) {
    return {
      mood: 'used',
      word: 'yours',
      phrase: { kind: 'until', moment: until },
      line: { kind: 'on-calendar' },
      lamp: { kind: 'tick' },
    };
  }
  if (state.kind === 'in-use') {
    const wholeDay = current.allDay && until === dayOf(now, day.room.timeZone).end;
    return {
      mood: 'used',
      word: 'in-use',
      phrase: wholeDay ? { kind: 'all-day' } : { kind: 'until', moment: until },
      line: told ?? { kind: 'meeting', current },
      lamp: { kind: 'disc' },
    };
  }
  return {
    mood: 'used',
    word: 'ending',
    phrase: { kind: 'at', moment: until },
    // Of a room that closes when its meeting ends nobody says that it is free after that.
    line:
      told ??
      (state.next === null && state.freeUntil === until
        ? { kind: 'meeting', current }
        : { kind: 'meeting-ending', current, next: state.next, freeUntil: state.freeUntil }),
    lamp: { kind: 'draining', share: shareLeft(until, day.policy.endingSoonMinutes, now) },
  };
}

/** What a tap on a running meeting has come to. A refusal has a sheet of its own. */
function tapLine(tap: Tap | null): FaceLine | null {
  if (tap === null || !CHANGES.has(tap.kind)) return null;
  if (tap.status === 'checking') return { kind: 'finding-out' };
  if (isUnderWay(tap)) return { kind: tap.kind === 'extend' ? 'asking-longer' : 'asking-end' };
  return tap.kind === 'extend' && tap.status === 'confirmed' ? { kind: 'extended', until: tap.end } : null;
}

const CHANGES: ReadonlySet<Tap['kind']> = new Set<Tap['kind']>(['extend', 'end', 'cancel']);

/** Whether an answer is awaited that the day does not show yet. A hold is in the day, wherever it is known. */
function asked(tap: Tap | null): tap is Tap {
  return tap !== null && isForHereAndNow(tap) && isUnderWay(tap) && tap.status !== 'held';
}

/** Anything else that is booked here is no word about this door as it is. */
function isForHereAndNow({ kind, start, elsewhere }: Tap): boolean {
  return kind === 'book' && start === null && elsewhere === null;
}

/** Of what others know, a screen that hears nothing cannot say how far it is by now. */
function bookingFace({ status, until, current }: BookingState, connection: Connection): DoorFace {
  const isOwn = isOwnHold(current);
  const face = askingFace(connection.kind === 'lost' && !isOwn ? 'checking' : status, until);
  return isOwn ? { ...face, line: { kind: 'held-by-screen' } } : face;
}

function askingFace(status: Tap['status'], until: Instant): DoorFace {
  const expected = { mood: 'expected', phrase: { kind: 'until', moment: until } } as const;
  if (status === 'held') return { ...expected, word: 'held', line: { kind: 'held-by-site' }, lamp: { kind: 'held' } };
  const line = status === 'checking' ? 'finding-out' : 'asking-calendar';
  return {
    ...expected,
    word: status === 'checking' ? 'checking' : 'booking',
    line: { kind: line },
    lamp: { kind: 'asking' },
  };
}

function staleFace(was: BaseState, readAt: Instant, why: Unsure, now: Instant): DoorFace {
  if (was.kind === 'unknown') return unknownFace(readAt, why, now);
  const wasFree = was.kind === 'available' || was.kind === 'starting-soon';
  return {
    mood: 'none',
    word: wasFree ? 'was-free' : 'was-in-use',
    phrase: { kind: 'was-at', moment: readAt },
    line: { kind: 'was', why, silentMinutes: minutesSince(readAt, now), said: was },
    lamp: { kind: 'broken' },
  };
}

function unknownFace(since: Instant | null, why: Unsure, now: Instant): DoorFace {
  // An entry that cannot be read is read again every minute, and no moment in that is worth a "since".
  const phrase: FacePhrase =
    since === null || why === 'bad-answer' ? { kind: 'right-now' } : { kind: 'since', moment: since };
  return {
    mood: 'none',
    word: 'not-sure',
    phrase,
    line: {
      kind: 'unknown',
      why: since === null && why === 'silent' ? 'not-read-yet' : why,
      silentMinutes: since === null ? 0 : minutesSince(since, now),
    },
    lamp: { kind: 'question' },
  };
}

function closedFace({ room }: RoomDay, { since, until, closure }: ClosedState, now: Instant): DoorFace {
  const closed = { mood: 'none', word: 'closed', lamp: { kind: 'closed' } } as const;
  if (closure === null) {
    return { ...closed, phrase: { kind: 'since', moment: since }, line: { kind: 'scope-not-proven' } };
  }
  const line = { kind: 'closed', closure, until } as const;
  if (until === null) return { ...closed, phrase: { kind: 'right-now' }, line };
  // From afar the day is enough, and the line has the hour.
  const moment = isFarAhead(until, now, room.timeZone) ? dayOf(until, room.timeZone).start : until;
  return { ...closed, phrase: { kind: 'until', moment }, line };
}

/** After tomorrow. */
export function isFarAhead(moment: Instant, now: Instant, zone: Zone): boolean {
  return moment >= dayOf(dayOf(now, zone).end, zone).end;
}

/** A screen that hears nothing cannot know how the calendar is, whatever the last day said of it. */
function reason(connection: Connection, cause: DoubtCause | null): Unsure {
  return connection.kind === 'lost' ? 'lost' : (cause ?? 'silent');
}

/** Of `wholeMinutes`, the share still to go; in steps of a minute, and of ten seconds in the last. */
function shareLeft(until: Instant, wholeMinutes: number, now: Instant): number {
  const step = until - now > MINUTE_MS ? MINUTE_MS : 10 * SECOND_MS;
  const left = Math.ceil((until - now) / step) * step;
  return wholeMinutes <= 0 ? 0 : Math.min(1, Math.max(0, left / (wholeMinutes * MINUTE_MS)));
}

function minutesUntil(moment: Instant, now: Instant): number {
  return Math.max(0, Math.ceil((moment - now) / MINUTE_MS));
}

function minutesSince(moment: Instant, now: Instant): number {
  return Math.max(0, Math.floor((now - moment) / MINUTE_MS));
}
