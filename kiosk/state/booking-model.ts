/** The tap under way at this door: sent, pending, held, confirmed, refused. */

import { computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals-core';
import type { IntentKey } from '../../shared/basics/ids.ts';
import { addMinutes, addMs, type Instant, MINUTE_MS } from '../../shared/basics/instant.ts';
import type { Result } from '../../shared/basics/result.ts';
import type { Alternative, Booking, BookingStatus, IntentKind } from '../../shared/room/booking-status.ts';
import type { Occurrence } from '../../shared/room/occurrence.ts';
import type { Refusal } from '../../shared/room/refusal.ts';
import type { RoomDay } from '../../shared/room/room-day.ts';
import { decideBooking, decideEnd, decideExtension, ownOccurrence } from '../../shared/rules/booking.ts';
import type { Offer } from '../../shared/rules/offers.ts';
import type { Intent } from '../../shared/wire/intent-request.ts';
import type { Outbox, OutboxNews, TabletChance } from '../ports.ts';
import type { ClockModel } from './clock-model.ts';
import type { RoomModel } from './room-model.ts';

export type Tap = {
  readonly key: IntentKey;
  readonly kind: IntentKind;
  /** `sending` until the proxy has answered; then as the stream tells. `checking` also where no answer came. */
  readonly status: 'sending' | BookingStatus;
  /** The end that the button named; for `end`, the moment of the tap. */
  readonly end: Instant;
  /** Null also where it came to nothing and nobody said why. */
  readonly refusal: Refusal | null;
  readonly alternatives: readonly Alternative[];
  readonly at: Instant;
};

export type BookingModel = {
  /** The latest tap, until it is dismissed or forgotten: a minute after it was confirmed. */
  readonly tap: ReadonlySignal<Tap | null>;
  /** Each of the three is ignored while another tap is under way: two taps in a hurry mean one thing. */
  book(offer: Offer): void;
  extend(occurrence: Occurrence, offer: Offer): void;
  end(occurrence: Occurrence): void;
  /** Of a tap that is over. One that is under way is not put off so easily. */
  dismiss(): void;
  close(): void;
};

/** Later than this the person has left the door, and nothing should happen behind their back. */
const TAP_HOLDS_MINUTES = 1;
/** "Yours" has been read by then, and the ordinary words say the same. */
const SHOWN_WHEN_CONFIRMED_MS = MINUTE_MS;
/** For a refusal that nobody closes. */
const SHOWN_WHEN_REFUSED_MS = 2 * MINUTE_MS;
/** The proxy tells how a tap ended for two minutes. Later, silence about it on a live stream means that we missed it. */
const ANSWER_GONE_AFTER_MS = 3 * MINUTE_MS;

type Parts = {
  readonly clock: ClockModel;
  readonly chance: Pick<TabletChance, 'intentKey'>;
  readonly outbox: Outbox;
  readonly room: Pick<RoomModel, 'day' | 'connection'>;
};

type Tracked = { readonly tap: Tap; readonly changedAt: Instant; readonly dismissed: boolean };

export function createBookingModel({ clock, chance, outbox, room }: Parts): BookingModel {
  /** Kept when it is shown no more, since a confirmed booking may still have to give way to an earlier one. */
  const latest = signal<Tracked | null>(null);
  const tap = computed(() => {
    const tracked = latest.value;
    if (tracked === null || tracked.dismissed) return null;
    const goneAt = forgottenAt(tracked);
    if (goneAt !== null && clock.now.value >= goneAt) return null;
    // No news can come by a lost stream, so "asking the calendar" would promise what we cannot see.
    const unseen = tracked.tap.status === 'pending' && room.connection.value.kind === 'lost';
    return unseen ? { ...tracked.tap, status: 'checking' as const } : tracked.tap;
  });

  function track(changed: Tap): void {
    latest.value = { tap: changed, changedAt: clock.present(), dismissed: false };
    clock.look();
  }

  function learn(news: Outcome): void {
    const held = latest.peek()?.tap;
    if (held === undefined || held.status === news.status) return;
    track({ ...held, status: news.status, refusal: news.reason ?? null, alternatives: news.alternatives ?? [] });
  }

  /** What the proxy has told of this tap in the day, which outranks every answer to a post. */
  function followDay(day: RoomDay | null, live: boolean): void {
    const held = latest.peek()?.tap;
    if (held === undefined || day === null) return;
    const told = findOutcome(day, held.key);
    if (told !== null) {
      learn(told);
      return;
    }
    const missed = live && isUnderWay(held) && clock.present() >= addMs(held.at, ANSWER_GONE_AFTER_MS);
    if (!missed) return;
    // The day itself now says what became of an end that was moved; of a booking it says that there is none.
    if (held.kind === 'book') learn({ status: 'refused' });
    else latest.value = null;
  }

  function takeNews(intent: Intent, news: OutboxNews): void {
    const held = latest.peek();
    if (held?.tap.key !== intent.key) {
      if (held !== null && isUnderWay(held.tap)) return;
      if (news.kind !== 'no-answer') return;
      // Left behind by an earlier life of this page: whoever tapped may still be at the door.
      track(tapOf(intent));
    }
    const day = room.day.peek();
    if (day !== null && findOutcome(day, intent.key) !== null) return;
    learn(outcomeOf(news));
  }

  function ask(wish: Wish, decide: (day: RoomDay, now: Instant) => Result<unknown, Refusal>): void {
    const day = room.day.peek();
    const held = latest.peek();
    if (day === null || (held !== null && isUnderWay(held.tap))) return;
    const now = clock.present();
    const intent: Intent = { ...wish, key: chance.intentKey(), notAfter: addMinutes(now, TAP_HOLDS_MINUTES) };
    track(tapOf(intent));
    const decided = decide(day, now);
    if (decided.ok) outbox.hand(intent);
    else learn({ status: 'refused', reason: decided.error });
  }

  function askOfOwn(
    wish: Wish & { readonly occurrence: Occurrence['id'] },
    decide: (own: Occurrence, day: RoomDay, now: Instant) => Result<unknown, Refusal>,
  ): void {
    ask(wish, (day, now) => {
      const own = ownOccurrence(day, wish.occurrence);
      return own.ok ? decide(own.value, day, now) : own;
    });
  }

  const stopNews = outbox.onNews(takeNews);
  const stopFollowing = effect(() => {
    clock.now.value;
    const day = room.day.value;
    const live = room.connection.value.kind === 'live';
    untracked(() => followDay(day, live));
  });
  const unwatch = clock.watch((now) => {
    const tracked = latest.peek();
    const goneAt = tracked === null ? null : forgottenAt(tracked);
    return goneAt !== null && goneAt > now ? goneAt : null;
  });

  return {
    tap,
    book: ({ end }) => ask({ kind: 'book', end }, (day, now) => decideBooking(day, { start: null, end }, now)),
    extend: ({ id }, { end }) =>
      askOfOwn({ kind: 'extend', occurrence: id, end }, (own, day, now) => decideExtension(day, own, end, now)),
    end: ({ id }) => askOfOwn({ kind: 'end', occurrence: id }, (own, _day, now) => decideEnd(own, now)),
    dismiss() {
      const tracked = latest.peek();
      if (tracked !== null && !isUnderWay(tracked.tap)) latest.value = { ...tracked, dismissed: true };
    },
    close() {
      stopNews();
      stopFollowing();
      unwatch();
    },
  };
}

/** Whether an answer is still to come. */
export function isUnderWay({ status }: Pick<Tap, 'status'>): boolean {
  return status === 'sending' || status === 'pending' || status === 'checking' || status === 'held';
}

type Wish =
  | { readonly kind: 'book'; readonly end: Instant }
  | { readonly kind: 'extend'; readonly occurrence: Occurrence['id']; readonly end: Instant }
  | { readonly kind: 'end'; readonly occurrence: Occurrence['id'] };

function tapOf(intent: Intent): Tap {
  const at = addMinutes(intent.notAfter, -TAP_HOLDS_MINUTES);
  const end = intent.kind === 'end' ? at : intent.end;
  return { key: intent.key, kind: intent.kind, status: 'sending', end, refusal: null, alternatives: [], at };
}

function findOutcome(day: RoomDay, key: IntentKey): Booking | null {
  const told = day.intents.find((intent) => intent.key === key);
  return told ?? day.occurrences.find(({ booking }) => booking?.key === key)?.booking ?? null;
}

type Outcome = Pick<Booking, 'status' | 'reason' | 'alternatives'>;

function outcomeOf(news: OutboxNews): Outcome {
  switch (news.kind) {
    case 'answered':
      return news.booking;
    case 'turned-down':
      return { status: 'refused', ...(news.problem.refusal && { reason: news.problem.refusal }) };
    case 'no-answer':
      return { status: 'checking' };
    case 'too-late':
      return { status: 'refused', reason: { kind: 'too-late' } };
  }
}

/** Null while an answer is still to come. */
function forgottenAt({ tap, changedAt }: Tracked): Instant | null {
  if (isUnderWay(tap)) return null;
  return addMs(changedAt, tap.status === 'confirmed' ? SHOWN_WHEN_CONFIRMED_MS : SHOWN_WHEN_REFUSED_MS);
}
