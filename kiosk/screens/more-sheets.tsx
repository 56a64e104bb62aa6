/** What is rarely wanted: another language, a booking with words, telling facilities what is broken. */

import { type RoomFault, roomFaults } from '../../shared/room/room-fault.ts';
import { bookingOffers } from '../../shared/rules/offers.ts';
import { Choices } from '../components/choices.tsx';
import { DetailsForm } from '../components/details-form.tsx';
import { Pills } from '../components/pills.tsx';
import type { BookDetails } from '../state/booking-model.ts';
import { closeAct, type SheetPage, type SheetParts } from './sheet-page.ts';

export function morePage(parts: SheetParts): SheetPage {
  const { speech, view, languages, hanging } = parts;
  const { words, day, now } = speech;
  const { policy } = day;
  const wantsWords = (policy.mayAddDetails || policy.mayMeetOnline) && bookingOffers(day, now).length > 0;
  const choices = [
    { key: 'day', label: words.say('whole-day'), onPress: () => view.openSheet({ kind: 'day', chosen: FROM_NOW }) },
    ...(wantsWords
      ? [
          {
            key: 'details',
            label: words.say('book-with-words'),
            onPress: () => view.openSheet({ kind: 'details', minutes: null }),
          },
        ]
      : []),
    ...(hanging.length > 0
      ? [{ key: 'notices', label: words.say('notices'), onPress: () => view.openSheet({ kind: 'notices' }) }]
      : []),
    { key: 'report', label: words.say('report-problem'), onPress: () => view.openSheet({ kind: 'report' }) },
    ...languages.map(({ name, chosen, onPress }) => ({ key: name, label: name, chosen, onPress })),
  ];
  return { heading: words.say('more-button'), children: <Choices choices={choices} />, acts: [closeAct(parts)] };
}

const FROM_NOW = { offset: 0, start: null, minutes: null };

export function reportPage(parts: SheetParts): SheetPage {
  const { speech, booking, view } = parts;
  const { words, day } = speech;
  const tell = (what: RoomFault) => () => {
    booking.report(what);
    view.openSheet({ kind: 'asked' });
  };
  const choices = roomFaults.map((what) => ({ key: what, label: words.say(`fault-${what}`), onPress: tell(what) }));
  return {
    heading: words.say('what-is-wrong', { room: day.room.displayName }),
    sentence: words.say('what-is-wrong-why'),
    children: <Choices choices={choices} />,
    acts: [closeAct(parts)],
  };
}

export function detailsPage(minutes: number | null, parts: SheetParts): SheetPage {
  const { speech, booking, view } = parts;
  const { words, times, day, now } = speech;
  const { policy } = day;
  const offers = bookingOffers(day, now);
  const offer = offers.find((one) => one.minutes === minutes) ?? offers[0];
  if (offer === undefined) return { heading: words.say('nothing-left'), acts: [closeAct(parts)] };
  const book = (details: BookDetails) => {
    booking.book({ end: offer.end, details });
    view.closeSheet();
  };
  return {
    heading: words.say('book-with-words'),
    children: (
      <DetailsForm
        // Without an organiser's mailbox there is nobody who could hold it.
        asks={{ words: policy.mayAddDetails, online: policy.mayMeetOnline && policy.bookingMode === 'invite' }}
        labels={{
          title: words.say('details-title'),
          name: words.say('details-name'),
          online: words.say('details-online'),
          book: words.say('until-book', { time: times.moment(offer.end, now) }),
        }}
        onBook={book}
      >
        <Pills
          name={words.say('for-how-long')}
          chosen={offer.minutes}
          choices={offers.map(({ minutes: length, end }) => ({
            value: length,
            label: length === null ? words.say('until-button', { time: times.moment(end, now) }) : times.length(length),
          }))}
          onChoose={(length) => view.openSheet({ kind: 'details', minutes: length })}
        />
      </DetailsForm>
    ),
    acts: [closeAct(parts)],
  };
}
