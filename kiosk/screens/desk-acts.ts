/** What a door offers to do in its present state. What is not possible is not shown. */

import { MINUTE_MS } from '../../shared/basics/instant.ts';
import type { Occurrence } from '../../shared/room/occurrence.ts';
import { bookingOffers, extensionOffers, type Offer, wholeMinute } from '../../shared/rules/booking.ts';
import type { RoomState } from '../../shared/rules/room-state.ts';
import type { Act } from '../components/desk.tsx';
import { type BookingModel, isUnderWay, type Tap } from '../state/booking-model.ts';
import type { ViewModel } from '../state/view-model.ts';
import type { Speech } from './face-words.tsx';

/** The desk of a 7-inch panel holds no more, and nobody weighs six lengths. */
const MOST_SLABS = 5;

/** What a tap may ask for. */
export type Deed = 'book' | 'extend' | 'end';

type Deeds = {
  readonly booking: Pick<BookingModel, Deed>;
  readonly view: Pick<ViewModel, 'openSheet'>;
};

export type DeskActs = { readonly label: string | null; readonly acts: readonly Act[] };

export function deskActs(state: RoomState, tap: Tap | null, speech: Speech, deeds: Deeds): DeskActs {
  const none = { label: null, acts: [] };
  if (tap !== null && isUnderWay(tap)) return none;
  switch (state.kind) {
    case 'available':
    case 'starting-soon': {
      const acts = bookActs(speech, deeds);
      return { label: acts.length === 0 ? null : speech.words.say('book-now'), acts };
    }
    case 'in-use':
    case 'ending-soon':
      return isOurs(state.current) ? runningActs(state.kind, state.current, tap, speech, deeds) : none;
    case 'awaiting-check-in':
    case 'booking':
    case 'stale':
    case 'unknown':
      return none;
    default:
      return state satisfies never;
  }
}

/** The lengths that a running meeting of ours may still grow by, as solid slabs. */
export function extendActs(running: Occurrence, speech: Speech, { extend }: Pick<BookingModel, 'extend'>): Act[] {
  const { words, day, now } = speech;
  return extensionOffers(day, running, now).map((offer) => ({
    label: words.say('more', { length: offerLength(offer, running.end, speech) }),
    detail: endText(offer, speech),
    look: 'solid',
    onPress: () => extend(running, offer),
  }));
}

function bookActs(speech: Speech, { booking }: Deeds): Act[] {
  const { words, times, day, now } = speech;
  const offers = bookingOffers(day, now);
  // The last is the whole gap, the one offer that no shorter length stands in for.
  const shown = offers.length > MOST_SLABS ? [...offers.slice(0, MOST_SLABS - 1), ...offers.slice(-1)] : offers;
  return shown.map((offer) => {
    const length = offerLength(offer, wholeMinute(now), speech);
    const named = offer.minutes !== null;
    return {
      label: named ? length : words.say('until-button', { time: times.moment(offer.end, now) }),
      detail: named ? endText(offer, speech) : length,
      look: 'solid',
      onPress: () => booking.book(offer),
    };
  });
}

function runningActs(
  kind: 'in-use' | 'ending-soon',
  running: Occurrence,
  tap: Tap | null,
  speech: Speech,
  deeds: Deeds,
): DeskActs {
  const { say } = speech.words;
  const longer = extendActs(running, speech, deeds.booking);
  const justBooked = tap?.kind === 'book' && tap.status === 'confirmed' && running.booking?.key === tap.key;
  if (justBooked) {
    // Nobody has sat down yet, so nothing is lost by giving it back: no question is asked.
    const undo: Act = {
      label: say('undo'),
      detail: say('give-back'),
      look: 'outlined',
      onPress: () => deeds.booking.end(running),
    };
    return { label: null, acts: [undo, ...longer.slice(0, 1).map((act): Act => ({ ...act, look: 'outlined' }))] };
  }
  const endNow: Act = {
    label: say('end-now'),
    look: 'outlined',
    onPress: () => deeds.view.openSheet({ kind: 'confirm-end', occurrence: running }),
  };
  if (kind === 'ending-soon') {
    return { label: longer.length === 0 ? null : say('need-longer'), acts: [...longer, endNow] };
  }
  const extend: Act = {
    label: say('extend'),
    look: 'outlined',
    onPress: () => deeds.view.openSheet({ kind: 'extend', occurrence: running }),
  };
  return { label: null, acts: longer.length === 0 ? [endNow] : [extend, endNow] };
}

/** Booked at a door and accepted by the room: only then may a door change it. */
function isOurs({ booking }: Occurrence): boolean {
  return booking?.status === 'confirmed';
}

function offerLength({ minutes, end }: Offer, from: number, { times }: Speech): string {
  return times.length(minutes ?? Math.round((end - from) / MINUTE_MS));
}

function endText({ end }: Offer, { words, times, now }: Speech): string {
  return words.say('to', { time: times.moment(end, now) });
}
