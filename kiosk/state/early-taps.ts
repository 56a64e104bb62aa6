/**
 * The booking model before it is here: it comes in a chunk of its own, right after the first picture. What is touched
 * meanwhile shows as sent at once and is handed over when the model has come; later than a person waits, it comes to
 * nothing and says so.
 */

import { batch, computed, signal } from '@preact/signals-core';
import type { IntentKey } from '../../shared/basics/ids.ts';
import type { TabletClock } from '../ports.ts';
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
};

type Touch = { readonly tap: Tap; readonly act: (booking: BookingModel) => void };

export function createEarlyTaps({ clock, after }: Parts): EarlyTaps {
  const model = signal<BookingModel | null>(null);
  const touch = signal<Touch | null>(null);
  let cancelLapse = () => {};

  function drop(): void {
    cancelLapse();
    touch.value = null;
  }

  /** `named`: as much of the tap as its button said. */
  function until<Wish extends unknown[]>(
    kind: Tap['kind'],
    verb: (booking: BookingModel) => (...wish: Wish) => void,
    named: (...wish: Wish) => Partial<Tap> = () => ({}),
  ): (...wish: Wish) => void {
    return (...wish) => {
      const act = (booking: BookingModel) => verb(booking)(...wish);
      const there = model.peek();
      // Two taps in a hurry mean one thing.
      if (there === null && isWaiting(touch.peek())) return;
      drop();
      if (there !== null) {
        act(there);
        return;
      }
      const at = clock.present();
      touch.value = { tap: { ...JUST_TOUCHED, kind, end: at, at, ...named(...wish) }, act };
      cancelLapse = after(TAP_HOLDS_MS, lapse);
    };
  }

  function lapse(): void {
    const touched = touch.peek();
    if (touched === null) return;
    touch.value = { ...touched, tap: { ...touched.tap, status: 'refused', refusal: { kind: 'too-late' } } };
  }

  return {
    booking: {
      tap: computed(() => touch.value?.tap ?? model.value?.tap.value ?? null),
      book: until(
        'book',
        ({ book }) => book,
        ({ end, start = null, elsewhere = null }) => ({ end, start, elsewhere }),
      ),
      extend: until(
        'extend',
        ({ extend }) => extend,
        (_running, { end }) => ({ end }),
      ),
      end: until('end', ({ end }) => end),
      checkIn: until('check-in', ({ checkIn }) => checkIn),
      report: until('report-fault', ({ report }) => report),
      undo: until('cancel', ({ undo }) => undo),
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
  // The one that is sent is minted by the model.
  key: '' as IntentKey,
  status: 'sending',
  start: null,
  elsewhere: null,
  refusal: null,
  alternatives: [],
  wasHeld: false,
} as const;
