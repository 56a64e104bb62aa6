/** Questions about the meeting that has the room: whether it is to end, or by how much it is to go on. */

import type { Occurrence } from '../../shared/room/occurrence.ts';
import { endOf } from '../../shared/rules/ending.ts';
import type { BookingModel } from '../state/booking-model.ts';
import { extendActs } from './desk-acts.ts';
import { closeAct, type SheetPage, type SheetParts } from './sheet-page.ts';

export function confirmEndPage(occurrence: Occurrence, parts: SheetParts): SheetPage {
  const { speech, booking, view } = parts;
  const { say } = speech.words;
  const time = speech.times.moment(occurrence.end, speech.now);
  // Only its organiser can shorten it; what the room can do is said before anybody presses.
  const isOthers = endOf(occurrence, speech.day.policy) === 'declined';
  const end = () => {
    booking.end(occurrence);
    view.closeSheet();
  };
  return {
    heading: say('end-question'),
    sentence: say(isOthers ? 'end-others-explained' : 'end-explained', { time }),
    acts: [
      { label: say('yes-end'), look: 'solid', onPress: end },
      { label: say('keep-it'), look: 'outlined', onPress: view.closeSheet },
    ],
  };
}

export function extendPage(occurrence: Occurrence, parts: SheetParts): SheetPage {
  const { speech, booking, view } = parts;
  const { say } = speech.words;
  const extend: BookingModel['extend'] = (running, offer) => {
    booking.extend(running, offer);
    view.closeSheet();
  };
  const lengths = extendActs(occurrence, speech, { extend });
  const time = speech.times.moment(occurrence.end, speech.now);
  return {
    heading: say('how-much-longer'),
    sentence: lengths.length === 0 ? say('no-longer-offered') : say('ends-at', { time }),
    acts: [...lengths, closeAct(parts)],
  };
}
