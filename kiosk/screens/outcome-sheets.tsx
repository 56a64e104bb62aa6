/** What became of a tap: why it was no, with the next best thing inside; or how far one is that the door does not show. */

import { addMinutes, type Instant, MINUTE_MS } from '../../shared/basics/instant.ts';
import type { Alternative } from '../../shared/room/booking-status.ts';
import { intentOccurrence } from '../../shared/room/occurrence.ts';
import { BestOffer } from '../components/best-offer.tsx';
import type { Act } from '../components/desk.tsx';
import { NearbyRooms } from '../components/nearby-rooms.tsx';
import type { Tap } from '../state/tap.ts';
import { refusalWords } from '../text/refusal-words.ts';
import { floorText } from './room-facts.ts';
import { closeAct, type SheetPage, type SheetParts } from './sheet-page.ts';

/** Where nobody said how long: long enough for most. */
const USUAL_MINUTES = 30;

export function refusedPage(parts: SheetParts): SheetPage {
  const { tap, speech, view } = parts;
  const { words, times, day, now } = speech;
  const context = {
    kind: tap?.kind ?? 'book',
    room: tap?.elsewhere?.name ?? day.room.displayName,
    now,
    silentSince: day.health?.since ?? null,
    wasHeld: tap?.wasHeld === true,
  } as const;
  const { heading, sentence } = refusalWords(tap?.refusal ?? null, words, times, context);
  const alternatives = tap?.alternatives ?? [];
  const [best, ...offered] = alternatives.map((one) => offer(one, tap, parts));
  const close = closeAct(parts);
  if (best === undefined) return { heading, sentence, acts: [close] };
  const minutes = tap === null ? USUAL_MINUTES : lengthOf(tap, now);
  const more = () => view.openSheet({ kind: 'find', seats: 0, minutes, stepFree: false, feature: null });
  return {
    heading,
    sentence,
    children: (
      <>
        <BestOffer room={best} sentence={words.say('room-is-free', { room: best.name, until: best.until })} />
        {offered.length > 0 && <NearbyRooms floors={[{ heading: null, rooms: offered }]} />}
      </>
    ),
    acts: [{ label: words.say('more-rooms'), look: 'outlined', onPress: more }, close],
  };
}

function offer({ room, displayName, floor, until }: Alternative, tap: Tap | null, parts: SheetParts) {
  const { words, times, day, now } = parts.speech;
  const wanted = tap === null ? addMinutes(now, USUAL_MINUTES) : tap.end;
  const end = until !== null && until < wanted ? until : wanted;
  const elsewhere = { room, name: displayName };
  const take = () => {
    parts.booking.book({ end, start: tap?.start ?? null, elsewhere });
    parts.view.openSheet({ kind: 'asked' });
  };
  return {
    key: room,
    name: displayName,
    facts: floor === null ? '' : floor === day.room.floor ? words.say('this-floor') : floorText(floor, words),
    until: until === null ? words.say('all-day') : words.say('until', { time: times.moment(until, now) }),
    take: {
      label: words.say('take-it'),
      named: words.say('take-room', { room: displayName }),
      detail: words.say('to', { time: times.moment(end, now) }),
      onPress: take,
    },
  };
}

function lengthOf({ start, end, at }: Tap, now: Instant): number {
  return Math.max(5, Math.round((end - (start ?? at ?? now)) / MINUTE_MS));
}

export function askedPage(parts: SheetParts): SheetPage {
  const { tap, speech } = parts;
  const { words, times, day, now } = speech;
  const { say } = words;
  const close = closeAct(parts);
  if (tap === null) return { heading: say('starting'), acts: [close] };
  if (tap.kind === 'report-fault') {
    const told = tap.status === 'confirmed';
    return {
      heading: say(told ? 'reported' : 'reporting'),
      sentence: say(told ? 'reported-why' : 'reporting-why'),
      acts: [close],
    };
  }
  const room = tap.elsewhere?.name ?? day.room.displayName;
  const [from, to] = [times.moment(tap.start ?? tap.at, now), times.moment(tap.end, now)];
  switch (tap.status) {
    case 'confirmed':
      return {
        heading: say('booked-for-you', { room }),
        sentence: say('booked-for-you-why', { from, to }),
        acts: [...undoOf(tap, parts), close],
      };
    case 'held':
      return {
        heading: say('held-for-you', { room }),
        sentence: say('held-by-site'),
        acts: [...undoOf(tap, parts), close],
      };
    case 'checking':
      return { heading: say('asking-for', { room }), sentence: say('finding-out'), acts: [close] };
    default:
      return { heading: say('asking-for', { room }), sentence: say('asking-calendar'), acts: [close] };
  }
}

/** Nobody has come for it yet, so it is given back without a question. */
function undoOf({ key, status }: Tap, { speech, booking, view }: SheetParts): Act[] {
  if (speech.day.policy.undoMinutes === 0 || status === 'sending') return [];
  const undo = () => {
    booking.undo({ id: intentOccurrence(key), booking: { key, status } });
    view.closeSheet();
  };
  return [{ label: speech.words.say('undo'), detail: speech.words.say('give-back'), look: 'outlined', onPress: undo }];
}
