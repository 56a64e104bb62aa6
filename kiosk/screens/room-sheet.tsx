/** The sheet beside the field: a question before a meeting ends, lengths to extend by, or why it was no. */

import type { ComponentChildren } from 'preact';
import type { Occurrence } from '../../shared/room/occurrence.ts';
import type { Act } from '../components/desk.tsx';
import { RoomOffers } from '../components/room-offers.tsx';
import { Sheet } from '../components/sheet.tsx';
import type { BookingModel, Tap } from '../state/booking-model.ts';
import type { Sheet as OpenSheet, ViewModel } from '../state/view-model.ts';
import { refusalWords } from '../text/refusal-words.ts';
import { type Deed, extendActs } from './desk-acts.ts';
import type { Speech } from './face-words.tsx';
import { floorText } from './room-facts.ts';

type Props = {
  readonly sheet: OpenSheet;
  readonly tap: Tap | null;
  readonly speech: Speech;
  readonly closingSoon: boolean;
  readonly booking: Pick<BookingModel, Deed>;
  readonly view: Pick<ViewModel, 'closeSheet'>;
};

export function RoomSheet({ sheet, tap, speech, closingSoon, booking, view }: Props) {
  const { say } = speech.words;
  const page = pageOf(sheet, tap, speech, booking, view);
  return <Sheet {...page} closing={closingSoon ? say('closing') : null} onClose={view.closeSheet} />;
}

type Page = {
  readonly heading: string;
  readonly sentence: string;
  readonly children?: ComponentChildren;
  readonly acts: readonly Act[];
};

function pageOf(
  sheet: OpenSheet,
  tap: Tap | null,
  speech: Speech,
  booking: Pick<BookingModel, Deed>,
  view: Pick<ViewModel, 'closeSheet'>,
): Page {
  const { say } = speech.words;
  const close: Act = { label: say('close'), look: 'outlined', onPress: view.closeSheet };
  switch (sheet.kind) {
    case 'confirm-end':
      return confirmEndPage(sheet.occurrence, speech, booking, view);
    case 'extend': {
      const { occurrence } = sheet;
      const extend: BookingModel['extend'] = (running, offer) => {
        booking.extend(running, offer);
        view.closeSheet();
      };
      const lengths = extendActs(occurrence, speech, { extend });
      const time = speech.times.moment(occurrence.end, speech.now);
      return {
        heading: say('how-much-longer'),
        sentence: lengths.length === 0 ? say('no-longer-offered') : say('ends-at', { time }),
        acts: [...lengths, close],
      };
    }
    case 'refused':
      return refusedPage(tap, speech, close);
    default:
      return sheet satisfies never;
  }
}

function confirmEndPage(
  occurrence: Occurrence,
  speech: Speech,
  booking: Pick<BookingModel, Deed>,
  view: Pick<ViewModel, 'closeSheet'>,
): Page {
  const { say } = speech.words;
  const time = speech.times.moment(occurrence.end, speech.now);
  const end = () => {
    booking.end(occurrence);
    view.closeSheet();
  };
  return {
    heading: say('end-question'),
    sentence: say('end-explained', { time }),
    acts: [
      { label: say('yes-end'), look: 'solid', onPress: end },
      { label: say('keep-it'), look: 'outlined', onPress: view.closeSheet },
    ],
  };
}

function refusedPage(tap: Tap | null, { words, times, day, now }: Speech, close: Act): Page {
  const silentSince = day.health?.since ?? null;
  const context = {
    kind: tap?.kind ?? 'book',
    room: day.room.displayName,
    now,
    silentSince,
    wasHeld: tap?.wasHeld === true,
  } as const;
  const { heading, sentence } = refusalWords(tap?.refusal ?? null, words, times, context);
  const rooms = (tap?.alternatives ?? []).map(({ room, displayName, floor, until }) => ({
    key: room,
    says:
      until === null
        ? words.say('room-free', { room: displayName })
        : words.say('room-free-until', { room: displayName, time: times.moment(until, now) }),
    where: floor === null ? null : floorText(floor, words),
  }));
  return { heading, sentence, children: rooms.length > 0 && <RoomOffers rooms={rooms} />, acts: [close] };
}
