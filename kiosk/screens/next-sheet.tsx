/** After the meeting that has the room: whoever waits at a busy door can have it next. */

import { nextSlot } from '../../shared/rules/slots.ts';
import { lengthAct } from './desk-acts.ts';
import { closeAct, type SheetPage, type SheetParts } from './sheet-page.ts';

export function nextPage(parts: SheetParts): SheetPage {
  const { speech, booking, view } = parts;
  const { words, times, day, now } = speech;
  const slot = nextSlot(day, now);
  if (slot === null) return { heading: words.say('nothing-left'), acts: [closeAct(parts)] };
  const lengths = slot.offers.map((offer) =>
    lengthAct(offer, slot.start, speech, () => {
      booking.book({ end: offer.end, start: slot.start });
      view.openSheet({ kind: 'asked' });
    }),
  );
  return {
    heading: words.say('next-question', { time: times.moment(slot.start, now) }),
    acts: [...lengths, closeAct(parts)],
  };
}
