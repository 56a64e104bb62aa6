/** What a door offers to do in its present state. What is not possible is not shown. */

import { MINUTE_MS } from '../../shared/basics/instant.ts';
import type { Occurrence } from '../../shared/room/occurrence.ts';
import { wholeMinute } from '../../shared/rules/booking.ts';
import { endOf } from '../../shared/rules/ending.ts';
import { isSilent, mayHold } from '../../shared/rules/holds.ts';
import { bookingOffers, extensionOffers, type Offer } from '../../shared/rules/offers.ts';
import type { RoomState } from '../../shared/rules/room-state.ts';
import { nextSlot } from '../../shared/rules/slots.ts';
import type { Act, Way } from '../components/desk.tsx';
import type { BookingModel } from '../state/booking-model.ts';
import type { Connection } from '../state/room-model.ts';
import { isUnderWay, type Tap } from '../state/tap.ts';
import type { ViewModel } from '../state/view-model.ts';
import type { Speech } from './face-words.tsx';

/** The desk of a 7-inch panel holds no more, and nobody weighs six lengths. */
const MOST_SLABS = 5;

/** What a tap may ask for. */
export type Deed = 'book' | 'extend' | 'end' | 'undo' | 'checkIn' | 'report';

type Deeds = {
  readonly booking: Pick<BookingModel, Deed>;
  readonly view: Pick<ViewModel, 'openSheet'>;
  /** Where to go instead, where that is known. */
  readonly lead?: Act | null | undefined;
  /** What of a closed room can be booked already. */
  readonly ahead?: readonly Act[] | undefined;
};

export type DeskActs = { readonly label: string | null; readonly acts: readonly Act[] };

export function deskActs(
  state: RoomState,
  connection: Connection,
  tap: Tap | null,
  speech: Speech,
  deeds: Deeds,
): DeskActs {
  const none = { label: null, acts: [] };
  if (tap !== null && isUnderWay(tap) && tap.status !== 'held') return none;
  switch (state.kind) {
    case 'available':
    case 'starting-soon': {
      const isAway = connection.kind === 'lost' || isSilent(speech.day, speech.now);
      return roomActs(isAway && speech.day.policy.holds ? 'hold-now' : 'book-now', speech, deeds);
    }
    case 'in-use':
    case 'ending-soon':
      return isOurs(state.current)
        ? runningActs(state.kind, state.current, tap, speech, deeds)
        : {
            label: null,
            acts: [findAct(speech, deeds), ...nextActs(speech, deeds), ...endActs(state.current, speech, deeds)],
          };
    case 'stale':
      return mayHold(speech.day, speech.now) ? roomActs('hold-now', speech, deeds) : none;
    case 'booking':
      return state.status === 'held'
        ? { label: null, acts: [undoAct(speech, () => deeds.booking.undo(state.current))] }
        : none;
    case 'awaiting-check-in':
      return {
        label: null,
        acts: [checkInAct(state.current, speech, deeds), ...endActs(state.current, speech, deeds)],
      };
    case 'out-of-service':
      if (state.closure === null || !speech.day.policy.mayBook) return none;
      return { label: null, acts: [findAct(speech, deeds), ...(deeds.ahead ?? [])] };
    case 'unknown':
      return none;
    default:
      return state satisfies never;
  }
}

function roomActs(label: 'book-now' | 'hold-now', speech: Speech, deeds: Deeds): DeskActs {
  const acts = bookActs(speech, deeds);
  return { label: acts.length === 0 ? null : speech.words.say(label), acts };
}

/** Nobody has sat down yet, so nothing is lost by giving it back: no question is asked. */
function undoAct({ words: { say } }: Speech, onPress: () => void): Act {
  return { label: say('undo'), detail: say('give-back'), look: 'outlined', onPress };
}

/** The lengths that a running meeting of ours may still grow by. */
export function extendActs(running: Occurrence, speech: Speech, { extend }: Pick<BookingModel, 'extend'>): Act[] {
  return extensionOffers(speech.day, running, speech.now).map((offer) =>
    lengthAct(offer, running.end, speech, () => extend(running, offer)),
  );
}

function bookActs(speech: Speech, { booking }: Deeds): Act[] {
  const offers = bookingOffers(speech.day, speech.now);
  // The last is the whole gap, the one offer that no shorter length stands in for.
  const shown = offers.length > MOST_SLABS ? [...offers.slice(0, MOST_SLABS - 1), ...offers.slice(-1)] : offers;
  return shown.map((offer) => lengthAct(offer, wholeMinute(speech.now), speech, () => booking.book(offer)));
}

/** Length above and end below; of the whole gap its end comes first, because that is what is asked for. */
export function lengthAct(offer: Offer, from: number, speech: Speech, onPress: () => void): Act {
  const { words, times, now } = speech;
  const time = times.moment(offer.end, now);
  if (offer.minutes !== null) {
    return { label: times.length(offer.minutes), detail: words.say('to', { time }), look: 'solid', onPress };
  }
  const length = times.length(Math.round((offer.end - from) / MINUTE_MS));
  return { label: words.say('until-button', { time }), detail: length, look: 'solid', onPress };
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
    const undo = undoAct(speech, () =>
      speech.day.policy.undoMinutes > 0 ? deeds.booking.undo(running) : deeds.booking.end(running),
    );
    const [offer] = extensionOffers(speech.day, running, speech.now);
    return { label: null, acts: offer === undefined ? [undo] : [undo, moreAct(offer, running, speech, deeds)] };
  }
  const endNow = endActs(running, speech, deeds);
  if (kind === 'ending-soon') {
    return { label: longer.length === 0 ? null : say('need-longer'), acts: [...longer, ...endNow] };
  }
  const extend: Act = {
    label: say('extend'),
    look: 'outlined',
    onPress: () => deeds.view.openSheet({ kind: 'extend', occurrence: running }),
  };
  return { label: null, acts: [...nextActs(speech, deeds), ...(longer.length === 0 ? [] : [extend]), ...endNow] };
}

/** Answer before the question: whoever comes to a busy door looks for a room. */
function findAct({ words }: Speech, { view, lead }: Deeds): Act {
  return lead ?? { label: words.say('find-room'), look: 'solid', onPress: () => view.openSheet(FIND) };
}

const FIND = { kind: 'find', seats: 0, minutes: 30, stepFree: false, feature: null } as const;

function nextActs({ words, times, day, now }: Speech, { view }: Deeds): Act[] {
  const slot = nextSlot(day, now);
  if (slot === null) return [];
  const detail = words.say('from', { time: times.moment(slot.start, now) });
  return [{ label: words.say('book-next'), detail, look: 'outlined', onPress: () => view.openSheet({ kind: 'next' }) }];
}

function checkInAct(meeting: Occurrence, { words }: Speech, { booking }: Deeds): Act {
  return { label: words.say('check-in-button'), look: 'solid', onPress: () => booking.checkIn(meeting) };
}

/** Only where it can be done: somebody else's meeting can be given up by its room alone, and facilities decide about that. */
function endActs(meeting: Occurrence, { words, day }: Speech, { view }: Deeds): Act[] {
  if (endOf(meeting, day.policy) === 'not-possible') return [];
  const onPress = () => view.openSheet({ kind: 'confirm-end', occurrence: meeting });
  return [{ label: words.say('end-now'), look: 'outlined', onPress }];
}

/** What is a touch away in every state: other rooms, and what is rarely wanted. */
export function doorWays(state: RoomState, { words, day }: Speech, { view }: Pick<Deeds, 'view'>): Way[] {
  if (state.kind === 'out-of-service' && state.closure === null) return [];
  const rooms: Way = { icon: 'rooms', label: words.say('rooms-button'), onPress: () => view.openSheet(FIND) };
  const more: Way = { icon: 'more', label: words.say('more-button'), onPress: () => view.openSheet({ kind: 'more' }) };
  return day.policy.mayBook ? [rooms, more] : [more];
}

/** Booked at a door and accepted by the room: only then may a door change it. */
function isOurs({ booking }: Occurrence): boolean {
  return booking?.status === 'confirmed';
}

function moreAct(offer: Offer, running: Occurrence, speech: Speech, { booking }: Deeds): Act {
  const { words, times, now } = speech;
  const minutes = offer.minutes ?? Math.round((offer.end - running.end) / MINUTE_MS);
  return {
    label: words.say('more', { length: times.length(minutes) }),
    detail: words.say('to', { time: times.moment(offer.end, now) }),
    look: 'outlined',
    onPress: () => booking.extend(running, offer),
  };
}
