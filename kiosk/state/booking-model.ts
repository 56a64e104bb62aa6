/**
 * The tap under way at this door: sent, pending, held, confirmed, refused. A hold may last for hours and does not keep
 * the door from other taps; how it ends is told all the same.
 */

import { computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals-core';
import type { IntentKey } from '../../shared/basics/ids.ts';
import { addMs, type Instant, latest as later, MINUTE_MS } from '../../shared/basics/instant.ts';
import { ok, type Result } from '../../shared/basics/result.ts';
import type { Occurrence } from '../../shared/room/occurrence.ts';
import type { Refusal } from '../../shared/room/refusal.ts';
import type { RoomDay } from '../../shared/room/room-day.ts';
import type { RoomFault } from '../../shared/room/room-fault.ts';
import { decideCheckIn } from '../../shared/rules/check-in.ts';
import { decideBooking, decideHold } from '../../shared/rules/decide-booking.ts';
import { decideDecline, decideEnd, decideExtension, ownOccurrence } from '../../shared/rules/decide-change.ts';
import { holdsUntil, isSilent } from '../../shared/rules/holds.ts';
import type { Offer } from '../../shared/rules/offers.ts';
import type { Intent } from '../../shared/wire/intent-request.ts';
import type { MintKey, Outbox, OutboxNews } from '../ports.ts';
import type { ClockModel } from './clock-model.ts';
import { isOwnHold } from './own-holds.ts';
import type { RoomModel } from './room-model.ts';
import { type Elsewhere, isUnderWay, TAP_HOLDS_MS, type Tap } from './tap.ts';
import { after, findOutcome, isOver, type Outcome, outcomeOf, tapOf } from './tap-news.ts';

/** What a button for a booking stands for. `start` null: now. `elsewhere` null: here. */
export type BookWish = {
  readonly end: Instant;
  readonly start?: Instant | null;
  readonly elsewhere?: Elsewhere | null;
  readonly details?: BookDetails;
};

export type BookDetails = { readonly title?: string; readonly name?: string; readonly online?: boolean };

export type BookingModel = {
  /** The latest tap, until it is dismissed or forgotten: a minute after it was confirmed. */
  readonly tap: ReadonlySignal<Tap | null>;
  /** Each is ignored while another tap is under way: two taps in a hurry mean one thing. */
  book(wish: BookWish): void;
  extend(occurrence: Occurrence, offer: Offer): void;
  /** Ours ends now; somebody else's is declined by its room, where the policy lets it. */
  end(occurrence: Occurrence): void;
  checkIn(occurrence: Occurrence): void;
  report(what: RoomFault): void;
  /** Takes a booking back that was just made, or a hold: without a trace, where only this tablet knows of it. */
  undo(occurrence: Pick<Occurrence, 'id' | 'booking'>): void;
  /** Of a tap that is over. One that is under way is not put off so easily. */
  dismiss(): void;
};

export type BookingControl = BookingModel & {
  /** Does what was touched at `at`, before this model was there. */
  takeUp(at: Instant, touched: (booking: BookingModel) => void): void;
  close(): void;
};

/** "Yours" has been read by then, and the ordinary words say the same. */
const SHOWN_WHEN_CONFIRMED_MS = MINUTE_MS;
/** For a refusal that nobody closes. */
const SHOWN_WHEN_REFUSED_MS = 2 * MINUTE_MS;
/** The proxy tells how a tap ended for two minutes. Later, silence about it on a live stream means that we missed it. */
const ANSWER_GONE_AFTER_MS = 3 * MINUTE_MS;

type Parts = {
  readonly clock: ClockModel;
  readonly mintKey: MintKey;
  readonly outbox: Outbox;
  readonly room: Pick<RoomModel, 'day' | 'received' | 'connection'>;
};

type Tracked = { readonly tap: Tap; readonly changedAt: Instant; readonly dismissed: boolean };

export function createBookingModel({ clock, mintKey, outbox, room }: Parts): BookingControl {
  /** Kept when it is shown no more, since a confirmed booking may still have to give way to an earlier one. */
  const latest = signal<Tracked | null>(null);
  /** Holds that another tap came after. */
  let earlier: readonly Tap[] = [];
  /** Of the tap that is being taken up; null for one that is made this moment. */
  let touchedAt: Instant | null = null;
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
    if (held !== undefined && held.status !== news.status) track(after(held, news));
  }

  function isBusy(): boolean {
    const held = latest.peek()?.tap;
    return held !== undefined && isUnderWay(held) && held.status !== 'held';
  }

  /** Makes room for another tap. */
  function stepBack(): void {
    const held = latest.peek()?.tap;
    if (held?.status === 'held') earlier = [...earlier, held];
  }

  /** Whoever asked for an earlier hold is told when it came to nothing, as soon as nobody else is at the door. */
  function followEarlier(day: RoomDay): void {
    for (const held of earlier) {
      const told = findOutcome(day, held.key);
      if (told === null || isUnderWay(told) || isBusy()) continue;
      earlier = earlier.filter((one) => one !== held);
      if (told.status === 'confirmed' || told.reason?.kind === 'undone') continue;
      stepBack();
      track(after(held, told));
    }
  }

  /** What the proxy has told of this tap in the day, which outranks every answer to a post. */
  function followDay(day: RoomDay | null, live: boolean): void {
    if (day !== null) followEarlier(day);
    const tracked = latest.peek();
    if (tracked === null || day === null) return;
    const held = tracked.tap;
    const told = findOutcome(day, held.key);
    if (told !== null) {
      learn(told);
      return;
    }
    const missed = live && isUnderWay(held) && clock.present() >= addMs(tracked.changedAt, ANSWER_GONE_AFTER_MS);
    if (!missed || isHeldHere(held.key)) return;
    // The day itself now says what became of an end that was moved; of a booking it says that there is none.
    if (held.kind === 'book') learn({ status: 'refused' });
    else latest.value = null;
  }

  function takeNews(intent: Intent, news: OutboxNews): void {
    const held = latest.peek();
    if (news.kind === 'taken-back') {
      earlier = earlier.filter(({ key }) => key !== intent.key);
      if (held?.tap.key === intent.key) latest.value = null;
      return;
    }
    if (held?.tap.key !== intent.key) {
      const before = earlier.find(({ key }) => key === intent.key);
      const isTold = news.kind === 'no-answer' || news.kind === 'held' || (before !== undefined && isOver(news));
      if (isBusy() || !isTold) return;
      // Left behind by an earlier life of this page, or by a later tap: whoever tapped may still be at the door.
      stepBack();
      earlier = earlier.filter((one) => one !== before);
      track(before ?? tapOf(intent, clock.present()));
    }
    const day = room.received.peek();
    if (day !== null && findOutcome(day, intent.key) !== null) return;
    learn(outcomeOf(news));
  }

  function ask(
    wish: Wish,
    decide: (day: RoomDay, now: Instant) => Result<unknown, Refusal>,
    elsewhere: Elsewhere | null = null,
  ): void {
    const day = room.day.peek();
    if (day === null || isBusy()) return;
    const now = clock.present();
    const soon = addMs(touchedAt ?? now, TAP_HOLDS_MS);
    const isLost = room.connection.peek().kind === 'lost';
    // Another room is the proxy's alone to hold: this screen does not know who else is at its doors.
    const mayWait = wish.kind === 'book' && day.policy.holds && (wish.room === undefined || !isLost);
    const notAfter = mayWait ? later(soon, holdsUntil(wish.end)) : soon;
    const intent: Intent = { ...wish, key: mintKey(), notAfter };
    stepBack();
    track({ ...tapOf(intent, now), elsewhere });
    const decided = decide(day, now);
    if (!decided.ok) learn({ status: 'refused', reason: decided.error });
    else if (mayWait && isLost) outbox.hold(intent);
    else outbox.hand(intent);
  }

  function isHeldHere(key: IntentKey): boolean {
    return room.day.peek()?.occurrences.some((one) => isOwnHold(one) && one.booking?.key === key) === true;
  }

  /** By the rules of a hold, where it is bound to become one. */
  function decideBook(day: RoomDay, wish: { start: Instant | null; end: Instant }, now: Instant) {
    const isAway = room.connection.peek().kind === 'lost' || isSilent(day, now);
    return (day.policy.holds && isAway ? decideHold : decideBooking)(day, wish, now);
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
    const day = room.received.value;
    const live = room.connection.value.kind === 'live';
    untracked(() => followDay(day, live));
  });
  const unwatch = clock.watch((now) => {
    const tracked = latest.peek();
    const goneAt = tracked === null ? null : forgottenAt(tracked);
    return goneAt !== null && goneAt > now ? goneAt : null;
  });

  const model: BookingModel = {
    tap,
    book({ end, start = null, elsewhere = null, details }) {
      const wish = {
        kind: 'book',
        end,
        ...details,
        ...(start !== null && { start }),
        ...(elsewhere !== null && { room: elsewhere.room }),
      } as const;
      // What another room's calendar says, the proxy alone knows.
      ask(wish, (day, now) => (elsewhere === null ? decideBook(day, { start, end }, now) : ok(null)), elsewhere);
    },
    extend: ({ id }, { end }) =>
      askOfOwn({ kind: 'extend', occurrence: id, end }, (own, day, now) => decideExtension(day, own, end, now)),
    end(occurrence) {
      const { id, start, end, booking } = occurrence;
      if (booking === null) {
        const seen = { start, end };
        ask({ kind: 'end', occurrence: id, seen }, (day, now) => decideDecline(day, id, now));
      } else {
        askOfOwn({ kind: 'end', occurrence: id }, (own, _day, now) => decideEnd(own, now));
      }
    },
    checkIn: ({ id }) => ask({ kind: 'check-in', occurrence: id }, (day, now) => decideCheckIn(day, id, now)),
    report: (what) => ask({ kind: 'report-fault', what }, () => ok(null)),
    undo({ id, booking }) {
      if (booking !== null && outbox.takeBack(booking.key)) return;
      ask({ kind: 'cancel', occurrence: id }, () => ok(null));
    },
    dismiss() {
      const tracked = latest.peek();
      if (tracked !== null && !isUnderWay(tracked.tap)) latest.value = { ...tracked, dismissed: true };
    },
  };

  return {
    ...model,
    takeUp(at, touched) {
      touchedAt = at;
      touched(model);
      touchedAt = null;
    },
    close() {
      stopNews();
      stopFollowing();
      unwatch();
    },
  };
}

/** An intent without what every tap is given. */
type Wish = { [K in Intent['kind']]: Omit<Extract<Intent, { kind: K }>, 'key' | 'notAfter'> }[Intent['kind']];

/** Null while an answer is still to come. */
function forgottenAt({ tap, changedAt }: Tracked): Instant | null {
  if (isUnderWay(tap)) return null;
  return addMs(changedAt, tap.status === 'confirmed' ? SHOWN_WHEN_CONFIRMED_MS : SHOWN_WHEN_REFUSED_MS);
}
