/**
 * The booking model before it is here: it comes in a chunk of its own, right after the first picture. What is touched
 * meanwhile shows as sent at once and is handed over when the model has come; later than a person waits, it comes to
 * nothing and says so.
 */

import { batch, computed, signal } from '@preact/signals-core';
import type { TabletChance, TabletClock } from '../ports.ts';
import type { BookingControl, BookingModel } from './booking-model.ts';
import type { ClockModel } from './clock-model.ts';
import { isUnderWay, TAP_HOLDS_MS, type Tap } from './tap.ts';

export type EarlyTaps = {
  /** For the screens, from the first picture on. */
  readonly booking: BookingModel;
  /** The model is here. */
  handOver(to: BookingControl): void;
  /** What was touched is off: this tablet lost its room, or its life is over. */
  drop(): void;
};

type Parts = {
  readonly clock: Pick<ClockModel, 'present'>;
  readonly after: TabletClock['after'];
  readonly chance: Pick<TabletChance, 'intentKey'>;
};

type Touch = { readonly tap: Tap; readonly act: (booking: BookingModel) => void };

export function createEarlyTaps({ clock, after, chance }: Parts): EarlyTaps {
  const model = signal<BookingModel | null>(null);
  const touch = signal<Touch | null>(null);
  let cancelLapse = () => {};

  function drop(): void {
    cancelLapse();
    touch.value = null;
  }

  function take(tap: Pick<Tap, 'kind'> & Partial<Tap>, act: Touch['act']): void {
    const there = model.peek();
    if (there !== null) {
      drop();
      act(there);
      return;
    }
    // Two taps in a hurry mean one thing.
    if (isWaiting(touch.peek())) return;
    drop();
    const at = clock.present();
    touch.value = { tap: { ...JUST_TOUCHED, key: chance.intentKey(), end: at, at, ...tap }, act };
    cancelLapse = after(TAP_HOLDS_MS, lapse);
  }

  function lapse(): void {
    const touched = touch.peek();
    if (touched === null) return;
    touch.value = { ...touched, tap: { ...touched.tap, status: 'refused', refusal: { kind: 'too-late' } } };
  }

  return {
    booking: {
      tap: computed(() => touch.value?.tap ?? model.value?.tap.value ?? null),
      book(wish) {
        const { end, start = null, elsewhere = null } = wish;
        take({ kind: 'book', end, start, elsewhere }, (booking) => booking.book(wish));
      },
      extend: (occurrence, offer) =>
        take({ kind: 'extend', end: offer.end }, (booking) => booking.extend(occurrence, offer)),
      end: (occurrence) => take({ kind: 'end' }, (booking) => booking.end(occurrence)),
      checkIn: (occurrence) => take({ kind: 'check-in' }, (booking) => booking.checkIn(occurrence)),
      report: (what) => take({ kind: 'report-fault' }, (booking) => booking.report(what)),
      undo: (occurrence) => take({ kind: 'cancel' }, (booking) => booking.undo(occurrence)),
      dismiss() {
        if (!isWaiting(touch.peek())) drop();
        model.peek()?.dismiss();
      },
    },
    handOver(to) {
      const touched = touch.peek();
      batch(() => {
        model.value = to;
        // A timer may be late, where the tablet has slept.
        if (touched !== null && clock.present() - touched.tap.at >= TAP_HOLDS_MS) lapse();
        if (touched === null || !isWaiting(touch.peek())) return;
        drop();
        to.takeUp(touched.tap.at, touched.act);
      });
    },
    drop,
  };
}

function isWaiting(touch: Touch | null): boolean {
  return touch !== null && isUnderWay(touch.tap);
}

const JUST_TOUCHED = {
  status: 'sending',
  start: null,
  elsewhere: null,
  refusal: null,
  alternatives: [],
  wasHeld: false,
} as const;
